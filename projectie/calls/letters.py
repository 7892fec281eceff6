"""The letters of a call: to the client and to whoever takes it, each with what a calendar reads (R11, R35)."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from projectie.calls.invitation import Method, Side, calendar_of
from projectie.calls.links import address_of, address_of_proposal
from projectie.calls.models import Call, CallProposal
from projectie.calls.zones import said_in_both
from projectie.context import StudioInWords
from projectie.language import LOCALES
from projectie.links import link_to
from projectie.mail.notices import written
from projectie.mail.outbox import Draft, queue
from projectie.mail.reply_address import address_for
from projectie.people.models import Person
from projectie.terms.in_force import Standing
from projectie.tickets.letters import BY_ITSELF, Addressee, Ground, letter_about
from projectie.tickets.models import Ticket
from projectie.tickets.promise_letters import thread_on


class News(StrEnum):
    """What a letter tells of a call."""

    BOOKED = "booked"
    MOVED = "moved"
    CANCELLED = "cancelled"
    DAY = "day"  # reminders: the working day before, and an hour before
    HOUR = "hour"


class Told(StrEnum):
    """Which side hears it."""

    CLIENT = "client"
    COLLEAGUE = "colleague"


BOTH = tuple(Told)


@dataclass(frozen=True, slots=True)
class About:
    """What a letter about a call is made of."""

    call: Call
    ticket: Ticket
    news: News
    standing: Standing
    key: str
    now: datetime
    because: str = ""  # why staff moved it, in their words

    @property
    def cause(self) -> str:
        """What queues the letter once."""
        return f"call:{self.call.id}:{self.call.sequence}:{self.news}"

    @property
    def method(self) -> Method | None:
        """What the calendar is asked; a reminder asks nothing."""
        if self.news in {News.DAY, News.HOUR}:
            return None
        return Method.CANCEL if self.news is News.CANCELLED else Method.REQUEST


def tell(session: Session, about: About, former: int | None = None, sides: Collection[Told] = BOTH) -> None:
    """Queue what these sides hear, and whoever took it before; part of a deed that is open."""
    call, now = about.call, about.now
    taker = session.get_one(Person, call.colleague_id)
    if call.address and Told.CLIENT in sides:
        queue(session, _to_client(session, about, taker), now)
    if Told.COLLEAGUE in sides:
        queue(session, _to_colleague(about, taker), now)
    if former is not None and former != taker.id:
        gone = replace(about, news=News.CANCELLED)
        queue(session, _to_colleague(gone, session.get_one(Person, former)), now)


def proposal_letter(
    session: Session, proposal: CallProposal, ticket: Ticket, author: str, who: str, ground: Ground
) -> Draft:
    """Return the letter with the moments to choose from; its link is for reading, the page asks (R35)."""
    zone, locale = ground.facts.zone, LOCALES[ticket.language]
    moments = [datetime.fromisoformat(each) for each in proposal.moments]
    return letter_about(
        ticket,
        "call_proposed",
        Addressee(ticket.requester_name, ticket.requester_address),
        ground,
        cause=f"call-proposal:{proposal.id}",
        thread=thread_on(session, ticket),
        headers={},
        author=author,
        who=who,
        topic=proposal.topic,
        moments=[said_in_both(each, zone, zone, locale) for each in moments],
        address=address_of_proposal(proposal, ticket.language, ground.key),
    )


def client_side(call: Call, ticket: Ticket, taker: str, standing: Standing, key: str) -> Side:
    """Return what stands in the client's calendar; whoever answers it reaches the ticket, never the developer."""
    facts = standing.facts
    signed = address_for(facts.support_address, ticket.number, call.address, key, ticket.mark)
    address = address_of(call, ticket.language, key)
    with force_locale(LOCALES[ticket.language]):
        summary = _("Call with %(who)s of %(studio)s", who=taker, studio=facts.name)
        phoned = _("We phone you on %(phone)s.", phone=call.phone)
        change = _("Move or cancel: %(address)s", address=address)
    words = f"{call.topic}\n{phoned}\n{change}"
    return Side((facts.name, signed), (call.name, call.address), summary, words, address)


def _to_client(session: Session, about: About, taker: Person) -> Draft:
    call, ticket = about.call, about.ticket
    draft = letter_about(
        ticket,
        "call",
        Addressee(call.name, call.address),
        Ground.on(about.standing, about.key),
        cause=f"{about.cause}:client",
        thread=thread_on(session, ticket),
        headers=BY_ITSELF,
        **_said(about, ticket.language, call.zone, taker.name),
        preferred=_preferred(session, call),
        address=address_of(call, ticket.language, about.key),
    )
    side = client_side(call, ticket, taker.name, about.standing, about.key)
    return _with_calendar(draft, about, side)


def _to_colleague(about: About, taker: Person) -> Draft:
    call, facts, language = about.call, about.standing.facts, taker.language
    address = link_to("desk.ticket", ticket=about.ticket.number)
    words = written(
        "calls/colleague",
        language,
        studio=StudioInWords(facts),
        name=taker.name,
        reference=f"#{about.ticket.number}",
        client=call.name or call.address,
        address=address,
        **_said(about, language, facts.zone, taker.name),
    )
    with force_locale(LOCALES[language]):
        summary = _(
            "Call: %(client)s, #%(number)s", client=call.name or call.address, number=call.ticket_number
        )
    draft = Draft(
        key=f"{about.cause}:{taker.id}",
        from_name=facts.name[:200],
        from_address=facts.support_address,
        to_name=taker.name,
        to_address=taker.email,
        subject=words.subject,
        body_text=words.text,
        body_html=words.html,
        language=language,
        headers=dict(BY_ITSELF),
    )
    organizer = (facts.name, facts.support_address)
    side = Side(organizer, (taker.name, taker.email), summary, f"{call.topic}\n{call.phone}", address)
    return _with_calendar(draft, about, side)


def _with_calendar(draft: Draft, about: About, side: Side) -> Draft:
    if about.method is None:
        return draft
    return replace(draft, calendar=calendar_of(about.call, side, about.method, about.now))


def _said(about: About, language: str, zone: str, taker: str) -> dict[str, Any]:
    """Return what every letter about a call says."""
    call = about.call
    when = said_in_both(call.starts_at, zone, about.standing.facts.zone, LOCALES[language])
    return {
        "news": about.news.value,
        "when": when,
        "taker": taker,
        "topic": call.topic,
        "phone": call.phone,
        "because": about.because,
    }


def _preferred(session: Session, call: Call) -> str:
    """Return who was asked for, when somebody else takes it (R11)."""
    if call.preferred_id is None or call.preferred_id == call.colleague_id:
        return ""
    return session.get_one(Person, call.preferred_id).name
