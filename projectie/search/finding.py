"""Finding tickets, newest first; who may see them is part of the query, and so is every condition."""

from dataclasses import dataclass
from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import (
    ColumnElement,
    Row,
    Select,
    cast,
    column,
    exists,
    false,
    func,
    literal,
    or_,
    select,
    table,
)
from sqlalchemy.dialects.postgresql import TSQUERY
from sqlalchemy.orm import Session

from projectie.clock.zone import moment_of
from projectie.database import is_sqlite
from projectie.people.models import Organisation, Person, Role
from projectie.people.scope import seen_by
from projectie.search.asked import Asked
from projectie.search.expression import for_postgresql, for_sqlite
from projectie.search.models import Audience, SearchEntry
from projectie.search.snippet import Piece, Wanted, snippet
from projectie.search.words import words
from projectie.tickets.models import Column, Message, Note, Ticket
from projectie.tickets.tag_models import Tag, TicketTag

PAGE = 25
READ_FOR_SNIPPETS = 20  # of one ticket's messages, the newest
Place = tuple[tuple[Piece, ...], bool]  # where the words stand, and whether that is a note
_INDEX = table("search_index", column("rowid"))
_NUMBER = Ticket.number


@dataclass(frozen=True, slots=True)
class Found:
    """A ticket that was found, and where: in its texts (`pieces`), or only in its names."""

    number: int
    subject: str
    language: str
    column: Column
    organisation: str | None
    opened_at: datetime
    pieces: tuple[Piece, ...]
    in_note: bool


@dataclass(frozen=True, slots=True)
class Results:
    """One page of what was found; `older` is the number to go on before, if there is more."""

    rows: tuple[Found, ...]
    older: int | None


def find(session: Session, asked: Asked, reader: Person, zone: ZoneInfo, below: int | None = None) -> Results:
    """Return the newest tickets that meet all that was asked, as far as that person may see them."""
    wanted = seen_by(reader, _tickets(session, asked, reader), Ticket.organisation_id)
    wanted = _conditions(session, wanted, asked, zone)
    if asked.tag and reader.role is Role.CLIENT:
        wanted = wanted.where(false())  # tags are words among colleagues
    if below is not None:
        wanted = wanted.where(below > _NUMBER)
    rows = session.execute(wanted.limit(PAGE + 1)).all()
    shown = rows[:PAGE]
    places = _places(session, [row.number for row in shown], asked, reader)
    found = (_found(row, places.get(row.number)) for row in shown)
    return Results(tuple(found), shown[-1].number if len(rows) > PAGE else None)


def _found(row: Row[Any], place: Place | None) -> Found:
    pieces, in_note = place or ((), False)
    return Found(**row._mapping, pieces=pieces, in_note=in_note)  # noqa: SLF001 - SQLAlchemy's own name


def _tickets(session: Session, asked: Asked, reader: Person) -> Select[*tuple[Any, ...]]:
    wanted = select(
        _NUMBER, Ticket.subject, Ticket.language, Ticket.column, Organisation.name.label("organisation"), Ticket.opened_at
    )  # fmt: skip
    if not asked.terms:
        return wanted.select_from(Ticket).outerjoin(Organisation).order_by(_NUMBER.desc())
    mine = (Audience.ALL, Audience.CLIENTS if reader.role is Role.CLIENT else Audience.STAFF)
    entries: Any = SearchEntry
    if is_sqlite(session):
        source = _INDEX.join(entries, SearchEntry.id == _INDEX.c.rowid)
        meets: ColumnElement[bool] = column("search_index", is_literal=True).op("MATCH")(for_sqlite(asked))
        order = _INDEX.c.rowid.desc()
    else:
        source = entries.__table__
        meets = SearchEntry.words.op("@@")(cast(literal(for_postgresql(asked)), TSQUERY))
        order = SearchEntry.id.desc()
    joined = source.join(Ticket, SearchEntry.ticket_number == _NUMBER).outerjoin(
        Organisation, Organisation.id == Ticket.organisation_id
    )
    return wanted.select_from(joined).where(meets, SearchEntry.audience.in_(mine)).order_by(order)


def _conditions(
    session: Session, wanted: Select[*tuple[Any, ...]], asked: Asked, zone: ZoneInfo
) -> Select[*tuple[Any, ...]]:
    if asked.columns:
        wanted = wanted.where(Ticket.column.in_(sorted(asked.columns)))
    if asked.client:
        wanted = wanted.where(Ticket.organisation_id.in_(_clients(session, asked.client)))
    if asked.sender:
        wanted = wanted.where(_is_from(asked.sender))
    if asked.tag:
        its = (TicketTag.ticket_number == _NUMBER, Tag.id == TicketTag.tag_id, Tag.folded == asked.tag)
        wanted = wanted.where(exists().where(*its))
    if asked.before:
        wanted = wanted.where(Ticket.opened_at < moment_of(datetime.combine(asked.before, time.min), zone))
    if asked.after:
        wanted = wanted.where(Ticket.opened_at >= moment_of(datetime.combine(asked.after, time.min), zone))
    return wanted


def _clients(session: Session, name: str) -> list[int]:
    """Return the clients whose name holds those words: names are few, and databases fold accents each in their way."""
    names = session.execute(select(Organisation.id, Organisation.name))
    return [number for number, known in names if name in " ".join(words(known))]


def _is_from(sender: str) -> ColumnElement[bool]:
    fields = (Ticket.requester_name, Ticket.requester_address)
    wrote = exists().where(
        Message.ticket_number == _NUMBER,
        or_(
            *(
                func.lower(f).contains(sender, autoescape=True)
                for f in (Message.from_name, Message.from_address)
            )
        ),
    )
    return or_(*(func.lower(f).contains(sender, autoescape=True) for f in fields), wrote)


def _places(session: Session, numbers: list[int], asked: Asked, reader: Person) -> dict[int, Place]:
    """Return, for tickets that were found, where the words stand: the newest message, else a note."""
    if not asked.terms or not numbers:
        return {}
    found: dict[int, Place] = {}
    wanted = Wanted(asked.terms)
    for number, text in session.execute(
        _newest(Message.ticket_number, Message.reply_text, Message.id, numbers)
    ):
        if number not in found and (pieces := snippet(text, wanted)):
            found[number] = (pieces, False)
    left = [number for number in numbers if number not in found]
    if left and reader.role is not Role.CLIENT:
        for number, text in session.execute(_newest(Note.ticket_number, Note.body, Note.id, left)):
            if number not in found and (pieces := snippet(text, wanted)):
                found[number] = (pieces, True)
    return found


def _newest(of: Any, text: Any, order: Any, numbers: list[int]) -> Select[*tuple[Any, ...]]:
    rank = func.row_number().over(partition_by=of, order_by=order.desc()).label("rank")
    ranked = (
        select(of.label("number"), func.substr(text, 1, 20_000).label("text"), rank)
        .where(of.in_(numbers))
        .subquery()
    )
    return (
        select(ranked.c.number, ranked.c.text)
        .where(ranked.c.rank <= READ_FOR_SNIPPETS)
        .order_by(ranked.c.rank)
    )
