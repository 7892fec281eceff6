"""The one door through which letters about a ticket go to the outbox."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from projectie.clock.workdays import Calendar
from projectie.context import StudioInWords
from projectie.language import LOCALES
from projectie.links import link_to
from projectie.mail import reply_address
from projectie.mail.notices import written
from projectie.mail.outbox import Draft
from projectie.mail.quoting import MARKERS
from projectie.mail.subject import display_subject
from projectie.terms.figures import Figures, Terms
from projectie.terms.in_force import Standing, standing
from projectie.terms.placeholders import Filling, fillings
from projectie.terms.studio import StudioFacts
from projectie.tickets.models import Ticket

MOST_REFERENCES = 20
BY_ITSELF = {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "OOF, AutoReply"}
AS_ANSWER = {**BY_ITSELF, "Auto-Submitted": "auto-replied"}  # to a mail: no machine may answer it (RFC 3834)


@dataclass(frozen=True, slots=True)
class Ground:
    """What every letter about a ticket is written with."""

    facts: StudioFacts
    terms: Terms
    calendar: Calendar
    key: str  # signs reply addresses

    @classmethod
    def on(cls, standing: Standing, key: str) -> "Ground":
        """Return the ground for letters at the moment of that standing."""
        return cls(standing.facts, standing.terms.terms, standing.calendar, key)

    def said(self, language: str) -> Mapping[str, Filling]:
        """Return what figures and facts say in that language."""
        return _said(self.terms.figures, self.facts, language)


@dataclass(frozen=True, slots=True)
class Addressee:
    """Who gets the letter; without a name it greets nobody by one.

    A participant from outside the client's organisation never gets a page of that client's.
    """

    name: str
    address: str
    participant: int | None = None  # none: the requester
    outside: bool = False


@dataclass(frozen=True, slots=True)
class Thread:
    """What a letter follows up: Message-IDs, oldest first, and the one it answers (empty: none)."""

    ids: tuple[str, ...] = ()
    answers: str = ""


@lru_cache(maxsize=16)  # saying a figure costs more than writing a letter
def _said(figures: Figures, facts: StudioFacts, language: str) -> Mapping[str, Filling]:
    return fillings(figures, facts, language)


def ground_of(session: Session, key: str, now: datetime) -> Ground:
    """Return what letters are written with at that moment: the studio, the terms in force, the working days."""
    return Ground.on(standing(session, now), key)


def letter_about(
    ticket: Ticket,
    template: str,
    to: Addressee,
    ground: Ground,
    *,
    cause: str,
    thread: Thread,
    headers: dict[str, str],
    author: str = "",
    **said: Any,
) -> Draft:
    """Return the letter of templates/mail/tickets/<template>, in the ticket's language.

    Whoever answers it reaches the ticket by an address signed for them alone (R30); `cause` queues it once.
    """
    facts, language = ground.facts, ticket.language
    if to.outside:
        said |= {"requests_url": ""}
    words = written(
        f"tickets/{template}",
        language,
        studio=StudioInWords(facts),
        marker=MARKERS[language],
        name=to.name,
        reference=f"#{ticket.number}",
        subject_line=subject_line(ticket),
        figures={name: filling.text for name, filling in ground.said(language).items()},
        terms_url=link_to("public.terms", language=language),
        author=author,
        **said,
    )
    signed = reply_address.address_for(
        facts.support_address, ticket.number, to.address, ground.key, ticket.mark
    )
    leaving = {"List-Unsubscribe": reply_address.way_out(signed)} if to.participant is not None else {}
    return Draft(
        key=cause,
        thread=ticket.number,
        from_name=(f"{author} · {facts.name}" if author else facts.name)[:200],
        from_address=facts.support_address,
        to_name=to.name,
        to_address=to.address,
        subject=words.subject,
        body_text=words.text,
        body_html=words.html,
        language=language,
        headers={"Reply-To": signed, **_threading(thread), **leaving, **headers},
    )


def subject_line(ticket: Ticket) -> str:
    """Return the subject without the prefixes of mail programs, never empty."""
    with force_locale(LOCALES[ticket.language]):
        return display_subject(ticket.subject) or _("Your request")


def _threading(thread: Thread) -> dict[str, str]:
    """Return the headers by which any mail program keeps the conversation together (RFC 5322, 3.6.4)."""
    ids = [one for one in dict.fromkeys(thread.ids) if one != thread.answers]
    ids += [thread.answers] if thread.answers else []
    kept = ids if len(ids) <= MOST_REFERENCES else [ids[0], *ids[1 - MOST_REFERENCES :]]
    headers = {"In-Reply-To": thread.answers, "References": " ".join(kept)}
    return {name: value for name, value in headers.items() if value}
