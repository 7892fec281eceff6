"""Somebody asks for urgency: on their request, or by phone. Asking is never being urgent (R13)."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from projectie import history
from projectie.alerts.models import Cause
from projectie.alerts.raising import raise_alert
from projectie.database import transaction
from projectie.live.announce import announce
from projectie.mail.outbox import queue
from projectie.people.models import Person
from projectie.tickets.columns import held
from projectie.tickets.letters import BY_ITSELF, Addressee, ground_of, letter_about
from projectie.tickets.models import Column, Note, Ticket
from projectie.tickets.promise_letters import thread_on
from projectie.urgent.saying import promised_in_words

ASKED = "ticket.urgency_asked"


class NothingToAsk(ValueError):  # noqa: N818 (a refusal that the page words)
    """It is done, or asked for already: nothing was changed."""


@dataclass(frozen=True, slots=True)
class Call:
    """A phone call that staff type in: who called, and what they said."""

    caller: str
    said: str


def ask(number: int, by: Person, key: str, now: datetime, call: Call | None = None) -> None:
    """Note that urgency is asked for; the answer is a letter, and those on call are alerted until somebody takes it.

    Raise MissingError, MergedAway, NothingToAsk.
    """
    with transaction() as session:
        ticket = held(session, number)
        if ticket.urgent_asked or ticket.column is Column.DONE:
            raise NothingToAsk
        ticket.urgent_asked = True
        ticket.version += 1
        details: dict[str, object] = {"way": "phone" if call else "portal"}
        if call:
            details["note"] = _noted(session, ticket, call, by, now)
        of = ("ticket", number)
        history.record(session, at=now, by=by.id, deed=ASKED, of=of, details=details)
        raise_alert(session, number, Cause.URGENT, now)
        _answer(session, ticket, key, now, phone=call is not None)
        announce(session, at=now, kind="ticket", of=number, organisation=ticket.organisation_id, by=by.id)


def _noted(session: Session, ticket: Ticket, call: Call, by: Person, now: datetime) -> int:
    body = f"☎ {call.caller}: {call.said}"
    note = Note(ticket_number=ticket.number, author_id=by.id, body=body, created_at=now)
    session.add(note)
    session.flush()
    return note.id


def _answer(session: Session, ticket: Ticket, key: str, now: datetime, *, phone: bool) -> None:
    """Say what it means and costs, what the normal promise is, and how to agree."""
    if not ticket.requester_address:
        return
    draft = letter_about(
        ticket,
        "urgency_noted",
        Addressee(ticket.requester_name, ticket.requester_address),
        ground_of(session, key, now),
        cause=f"urgency:{ticket.number}:{ticket.version}",
        thread=thread_on(session, ticket),
        headers=BY_ITSELF,
        phone_call=phone,
        promised=promised_in_words(ticket),
    )
    queue(session, draft, now)
