"""What a table holds of a person or a client, and what becomes of it when a person is erased (AVG, experience.md 3.9)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from sqlalchemy import Column, ColumnElement, Select, Table, and_, func, or_, select
from sqlalchemy.sql import false

from projectie.database import Base
from projectie.tickets.models import Ticket


@dataclass(frozen=True, slots=True)
class Subject:
    """Whose data it is about: a person with their address, or a client."""

    person: int | None = None
    email: str = ""
    organisation: int | None = None
    reader: int | None = None  # the client who asked: what colleagues keep to themselves is not theirs

    def kept(self) -> Select[int]:
        """Return the tickets that reader may not see."""
        others = Ticket.requester_id.is_distinct_from(self.reader)
        return select(Ticket.number).where(Ticket.private, others)


Where = Callable[[Subject], ColumnElement[bool]]


class Fate(StrEnum):
    """What erasing a person does to the rows about them."""

    GONE = "gone"  # removed
    BLANK = "blank"  # the row stays, what names them or was written by them does not
    STAYS = "stays"  # what is left of the person in it is a number


@dataclass(frozen=True, slots=True)
class Via:
    """Rows of this table belong to whoever the row belongs to that a column names."""

    column: str
    held: "Holding"
    key: str


@dataclass(frozen=True, slots=True)
class Holding:
    """One table: which columns say whose it is, what is never handed out, and what erasing does."""

    model: type[Base]
    topic: str  # key in `words.TOPICS`
    fate: Fate
    people: tuple[str, ...] = ()  # columns that name whom a row is about
    acts: tuple[str, ...] = ()  # columns that name who did it: copied along, never erased for
    addresses: tuple[str, ...] = ()  # columns that hold an address
    organisations: tuple[str, ...] = ()
    person_via: Via | None = None
    organisation_via: Via | None = None
    more: Where | None = None  # rows about a person that no column above names
    unless: Callable[[], ColumnElement[bool]] | None = None  # rows that nobody gets a copy of
    hidden: frozenset[str] = frozenset()
    masked: tuple[
        str, ...
    ] = ()  # columns left out of a row whose ticket the reader may not see; the row is theirs
    blank: Mapping[str, Any] = field(default_factory=dict)
    filename: Callable[[Mapping[str, Any]], str] | None = None  # its rows name bytes; the file is called so

    @property
    def table(self) -> Table:
        """The table itself."""
        found = self.model.__table__
        assert isinstance(found, Table)
        return found


def of_person(held: Holding, subject: Subject, *, acts: bool) -> ColumnElement[bool]:
    """Return the condition under which a row is about that person; with `acts` also what they did themselves."""
    table = held.table
    names = (*held.people, *held.acts) if acts else held.people
    found = [table.c[name] == subject.person for name in names]
    if subject.email:
        found += [func.lower(table.c[name]) == subject.email for name in held.addresses]
    if held.more is not None:
        found.append(held.more(subject))
    if held.person_via is not None:
        found.append(_through(table, held.person_via, lambda other: of_person(other, subject, acts=acts)))
    return or_(*found) if found else false()


def of_organisation(held: Holding, subject: Subject) -> ColumnElement[bool]:
    """Return the condition under which a row is that client's."""
    table = held.table
    found = [table.c[name] == subject.organisation for name in held.organisations]
    if held.organisation_via is not None:
        found.append(_through(table, held.organisation_via, lambda other: of_organisation(other, subject)))
    return and_(*found, *_open(held, subject)) if found else false()  # what names it twice is theirs by both


def _open(held: Holding, subject: Subject) -> list[ColumnElement[bool]]:
    if subject.reader is None or held.masked:
        return []
    number = Ticket.__table__.c.number
    named = [c for c in held.table.c if c is number or c.name == "thread" or _names(c, number)]
    return [or_(column.is_(None), column.not_in(subject.kept())) for column in named]


def _through(
    table: Table, via: Via, condition: Callable[[Holding], ColumnElement[bool]]
) -> ColumnElement[bool]:
    other = via.held
    return table.c[via.column].in_(select(other.table.c[via.key]).where(condition(other)))


def _names(column: Column[Any], number: object) -> bool:
    return any(key.column is number for key in column.foreign_keys)
