"""What the board needs besides cards, in one select: choices, the terms of today, closed days, own moves."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Date, Select, String, bindparam, cast, exists, literal, select, union_all
from sqlalchemy.orm import Session

from projectie.clock.phone import PhoneHours
from projectie.clock.workdays import Calendar
from projectie.people.models import Organisation, Person, Role
from projectie.terms.figures import Terms, Text
from projectie.terms.in_force import NoTermsError, version
from projectie.terms.models import ClosedDayRow, TermsVersion
from projectie.tickets.column_figures import ColumnFigures
from projectie.tickets.figures_rows import credits_in, figures_in, parts
from projectie.tickets.filters import Options
from projectie.tickets.models import Column, Ticket
from projectie.tickets.moves import NO_DETAILS, NO_NAME, NO_NUMBER, lines, read
from projectie.tickets.sla_reading import phone_hours
from projectie.tickets.undo import Move, last_undoable
from projectie.tickets.views import View, views_in
from projectie.tickets.views import part as views_part

UNNAMED = Text("", "")  # counting days needs no names of holidays
_terms: dict[tuple[int, str], Terms] = {}  # published versions never change


@dataclass(frozen=True, slots=True)
class Around:
    """What the board needs besides its cards."""

    today: date
    options: Options
    calendar: Calendar
    hours: PhoneHours
    last_move: Move | None
    figures: Mapping[Column, ColumnFigures] = field(default_factory=dict)
    credits: Mapping[int, int] = field(default_factory=dict)  # of the tickets that were estimated
    views: tuple[View, ...] = ()  # that the reader sees


def around(
    session: Session, reader: int, today: date, zone: ZoneInfo, language: str, *, choices: bool = True
) -> Around:
    """Return it for that reader on that local day; raise NoTermsError before the first terms.

    Without `choices` no clients, colleagues and views are read: the answer to a move shows none of them.
    """
    wanted = _AROUND if choices else _WITHOUT_CHOICES
    rows = session.connection().execute(wanted, {"person": reader, "today": today}).all()
    terms = _terms_of(session, next(((row.id, row.name) for row in rows if row.kind == "terms"), None))
    closed = tuple(row.name for row in rows if row.kind == "closed")
    options = Options(
        clients=_named(rows, "client"),
        staff=_named(rows, "staff"),
        tiers={tier.key: tier.name.in_(language) for tier in terms.matrix.tiers},
    )
    calendar = _calendar(zone, terms.figures.working_weekdays, closed)
    hours = phone_hours(terms.figures, calendar)
    return Around(
        today,
        options,
        calendar,
        hours,
        last_undoable(*read(rows)),
        figures=figures_in(rows),
        credits=credits_in(rows, terms.figures),
        views=views_in(rows),
    )


def _choices() -> Iterable[Select[Any]]:
    has_tickets = exists().where(Ticket.organisation_id == Organisation.id)
    of_studio = (Person.role.in_((Role.STAFF, Role.MANAGER)), Person.active.is_(True))
    yield _row("client", Organisation.id, Organisation.name).where(has_tickets)
    yield _row("staff", Person.id, Person.name).where(*of_studio)
    yield views_part()


def _parts() -> Iterable[Select[Any]]:
    in_force = (
        TermsVersion.number.is_not(None),
        TermsVersion.in_force_from <= bindparam("today", type_=Date),
    )
    newest = (
        select(TermsVersion.number, cast(TermsVersion.published_at, String).label("published"))
        .where(*in_force)
        .order_by(TermsVersion.in_force_from.desc(), TermsVersion.number.desc())
        .limit(1)
        .subquery()
    )
    yield _row("closed", NO_NUMBER, cast(ClosedDayRow.day, String))
    yield _row("terms", newest.c.number, newest.c.published)
    yield from parts()
    yield from lines()


def _row(kind: str, number: Any, name: Any) -> Select[Any]:
    labelled = (("kind", literal(kind)), ("id", number), ("of", NO_NUMBER), ("version", NO_NUMBER))
    details = (("name", name if name is not None else NO_NAME), ("details", NO_DETAILS))
    return select(*(column.label(label) for label, column in (*labelled, *details)))


_WITHOUT_CHOICES = union_all(*_parts())
_AROUND = union_all(*_choices(), *_parts())


def _named(rows: Iterable[Any], kind: str) -> dict[int, str]:
    found = [(row.id, row.name) for row in rows if row.kind == kind]
    return dict(sorted(found, key=lambda entry: entry[1].casefold()))


@lru_cache(maxsize=8)
def _calendar(zone: ZoneInfo, weekdays: tuple[int, ...], closed: tuple[str, ...]) -> Calendar:
    return Calendar(zone, frozenset(weekdays), {date.fromisoformat(day): UNNAMED for day in closed})


def _terms_of(session: Session, known: tuple[int, str] | None) -> Terms:
    """Return those terms, read once a process: parsing them costs more than the whole board."""
    if known is None:
        raise NoTermsError("no such published version")
    if known not in _terms:
        _terms[known] = version(session, known[0]).terms
    return _terms[known]
