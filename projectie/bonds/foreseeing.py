"""What merging or splitting would do, said before anybody confirms it."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from projectie.bonds.merging import owing_of, same_client
from projectie.bonds.owing import owing_after, planning_after
from projectie.bonds.people import outsiders
from projectie.people.models import Person
from projectie.tickets.bond_effects import Effect, Tie, TieDeed, foreseen
from projectie.tickets.models import Column, Message, Note, Ticket
from projectie.tickets.planning_promises import Span
from projectie.tickets.planning_words import when_in_words
from projectie.tickets.priority import Priority


@dataclass(frozen=True, slots=True)
class Outlook:
    """What a merge comes to: both tickets, what goes along, sentences, and what it does to credits."""

    kept: Ticket
    other: Ticket
    sentences: tuple[str, ...]
    effects: tuple[Effect, ...] = field(default=())

    @property
    def versions(self) -> str:
        """The versions of both, for the form."""
        return f"{self.kept.version}-{self.other.version}"


def of_merge(session: Session, kept: int, other: int, by: int, now: datetime) -> Outlook | None:
    """Return what it comes to; None where they are not of one client, as for a number that does not exist."""
    here, there = session.get(Ticket, kept), session.get(Ticket, other)
    if here is None or there is None or not same_client(here, there):
        return None
    messages = tuple(session.scalars(select(Message.id).where(Message.ticket_number == other)))
    notes = session.scalar(select(func.count(Note.id)).where(Note.ticket_number == other)) or 0
    deed = TieDeed(Tie.MERGE, kept, other, messages, here.organisation_id, by, now)
    sentences = (
        *_what_goes(len(messages), notes),
        *_people(session, here, there),
        *_owed(here, there),
        *_planned(here, there),
        *_standing(here, there),
    )
    return Outlook(here, there, sentences, tuple(foreseen(session, deed)))


def _what_goes(messages: int, notes: int) -> list[str]:
    said = ngettext("%(num)d message goes along.", "%(num)d messages go along.", messages)
    noted = ngettext("%(num)d internal note goes along.", "%(num)d internal notes go along.", notes)
    return [str(said), *([str(noted)] if notes else [])]


def _people(session: Session, kept: Ticket, other: Ticket) -> list[str]:
    left_out = outsiders(session, kept, other)
    names = ", ".join(dict.fromkeys(each.shown for each in left_out))
    if not names:
        return []
    return [
        str(
            _(
                "Not of this client, so they read along no more until you let them again: %(names)s.",
                names=names,
            )
        )
    ]


def _owed(kept: Ticket, other: Ticket) -> list[str]:
    before = owing_of(kept)
    if owing_after(before, owing_of(other)) == before:
        return []
    return [
        str(
            _(
                "The first answer that #%(number)s was promised is owed on #%(kept)s.",
                number=other.number,
                kept=kept.number,
            )
        )
    ]


def _planned(kept: Ticket, other: Ticket) -> list[str]:
    here, there = Span(kept.planned, kept.planned_until), Span(other.planned, other.planned_until)
    if there.first is None:
        return []
    if planning_after(here, there) is not None:
        return [str(_("The planning goes along: %(when)s.", when=when_in_words(there)))]
    if here == there:
        return []
    return [
        str(
            _(
                "The client was promised two things: #%(kept)s %(here)s, #%(number)s %(there)s. The first one stands: tell the client.",
                kept=kept.number,
                number=other.number,
                here=when_in_words(here),
                there=when_in_words(there),
            )
        )
    ]


def _standing(kept: Ticket, other: Ticket) -> list[str]:
    said = []
    if kept.column is Column.DONE and other.column is not Column.DONE:
        said.append(str(_("#%(kept)s was done, and is open again.", kept=kept.number)))
    if other.priority is Priority.CRITICAL and kept.priority is not Priority.CRITICAL:
        said.append(
            str(
                _(
                    "#%(number)s is critical and #%(kept)s is not: look at its priority.",
                    number=other.number,
                    kept=kept.number,
                )
            )
        )
    return said


def messages_to_choose(session: Session, number: int) -> list[Any]:
    """Return the messages of a ticket with what tells them apart, the oldest first."""
    columns = (Message.id, Message.from_name, Message.from_address, Message.received_at)
    beginning: ColumnElement[str] = func.substr(Message.reply_text, 1, 160)
    wanted = select(*columns, beginning.label("beginning")).where(Message.ticket_number == number)
    return list(session.execute(wanted.order_by(Message.id)))


def notes_to_choose(session: Session, number: int) -> list[Any]:
    """Return the internal notes of a ticket with what tells them apart, the oldest first."""
    beginning: ColumnElement[str] = func.substr(Note.body, 1, 160)
    columns = (Note.id, Person.name.label("from_name"), Note.created_at.label("received_at"))
    wanted = select(*columns, beginning.label("beginning")).join(Person, Person.id == Note.author_id)
    return list(session.execute(wanted.where(Note.ticket_number == number).order_by(Note.id)))
