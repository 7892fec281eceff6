"""A move that has a consequence asks for it: planned for a week, waiting for a question, done for a closing letter.

The move itself is made at once; what is asked can be answered, left, or taken back with the move (experience.md 1.1).
"""

from dataclasses import dataclass
from datetime import datetime

from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from projectie.language import LOCALES
from projectie.people.models import Person
from projectie.terms.in_force import version
from projectie.tickets.conversation import Reply, newest_message, reply
from projectie.tickets.models import Column, Ticket
from projectie.tickets.planning_choices import chosen, indications, name_of
from projectie.tickets.promise_rows import ground_for, standing_promise
from projectie.tickets.promising import Wanted, promise_planning
from projectie.tickets.proposals import proposed
from projectie.tickets.telling_form import TellingForm

ASKS = (Column.PLANNED, Column.WAITING, Column.DONE)


class NotThere(Exception):  # noqa: N818 (a refusal that the page words)
    """The card stands in another column by now; nothing was told."""


class Unfinished(ValueError):  # noqa: N818 (a refusal that the page words)
    """There is nothing to tell yet: no week chosen, or the question as it was filled in."""


@dataclass(frozen=True, slots=True)
class Telling:
    """What is asked after a move, filled in: a promise, or a letter to the client; `why` that week is proposed."""

    ticket: Ticket
    column: Column
    form: TellingForm
    why: str = ""


def asked(session: Session, ticket: Ticket, now: datetime) -> Telling | None:
    """Return what the column of a ticket asks; None when there is nothing to ask, or nobody to tell."""
    if ticket.column not in ASKS or not ticket.requester_address:
        return None
    if ticket.column is not Column.PLANNED:
        return Telling(ticket, ticket.column, _letter(session, ticket))
    if standing_promise(session, ticket.number) is not None:
        return None
    ground, figures = (
        ground_for(session, ticket, None, now),
        version(session, ticket.terms_number).terms.figures,
    )
    week = proposed(session, ticket, ground, figures)
    form = _fresh(ticket, promised=name_of(week.week) if week and week.week else "")
    form.promised.choices = indications(ground, figures)
    return Telling(ticket, Column.PLANNED, form, week.why if week and week.week else "")


def tell(session: Session, ticket: Ticket, form: TellingForm, by: Person, key: str, now: datetime) -> None:
    """Promise that week, or send that letter.

    Raises NotThere or Unfinished; and what a promise or a reply raises: Refused, Stale, Overtaken, NobodyToAnswer.
    """
    if ticket.column != form.column.data:
        raise NotThere
    if ticket.column is Column.PLANNED:
        span = chosen(form.promised.data or "", None, lambda: ground_for(session, ticket, None, now))
        if span is None:
            raise Unfinished
        promise_planning(ticket.number, Wanted(span, "", form.version.data or 0), by, key, now)
        return
    body = form.body.data or ""
    if not body or (ticket.column is Column.WAITING and body == first_words(ticket).strip()):
        raise Unfinished
    reply(ticket.number, Reply(body, form.seen.data or 0, ticket.column), by, key, now)


def first_words(ticket: Ticket) -> str:
    """Return what a letter begins with, in the client's language."""
    with force_locale(LOCALES[ticket.language]):
        if ticket.column is Column.DONE:
            return str(_("We have finished this for you."))
        return str(_("We need one thing from you before we can go on:")) + " "


def _letter(session: Session, ticket: Ticket) -> TellingForm:
    return _fresh(ticket, body=first_words(ticket), seen=newest_message(session, ticket.number))


def _fresh(ticket: Ticket, **given: object) -> TellingForm:
    return TellingForm(
        formdata=None, data={"column": ticket.column.value, "version": ticket.version, **given}
    )
