"""What holds now: the version in force, the closed days and the studio's facts, read from the database.

Every page and every mail asks for these. The statements are therefore made once, of columns of tables (a fifth of
the work of rows as objects), and what a row means is remembered by the row: a changed row is another row.
"""

from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Date, Row, Select, bindparam, or_, select
from sqlalchemy.orm import Session

from projectie.clock.workdays import Calendar
from projectie.terms.closed_days import propose_unproposed
from projectie.terms.content import from_data, to_data
from projectie.terms.figures import Terms, Text
from projectie.terms.models import ClosedDayRow, Studio, TermsVersion
from projectie.terms.shipped import first_studio, first_terms
from projectie.terms.studio import BILLING, StudioFacts

# Version 1 holds from the epoch on: whatever is brought in from before this desk has terms to stand under.
BEGINNING = date(1970, 1, 1)


@dataclass(frozen=True, slots=True)
class Published:
    """A published version: its number and the day from which it holds (R2)."""

    number: int
    in_force_from: date
    terms: Terms


@dataclass(frozen=True, slots=True)
class Standing:
    """Who the studio is and what it stands by at one moment."""

    facts: StudioFacts
    terms: Published
    calendar: Calendar


class NoTermsError(LookupError):
    """No published version holds on that day, or none has that number."""


def in_force(session: Session, on: date) -> Published:
    """Return the version in force on that local date; raise NoTermsError before the first (R2)."""
    return _read(session, _IN_FORCE, on=on)


def version(session: Session, number: int) -> Published:
    """Return that published version; raise NoTermsError when there is none."""
    return _read(session, _NUMBERED, number=number)


def standing_and_current(session: Session, number: int, on: date) -> tuple[Published, Published]:
    """Return the version of that number and the one in force on that day, read at once; raise NoTermsError."""
    rows = session.connection().execute(_BOTH, {"number": number, "on": on}).all()
    stands = next((row for row in rows if row.number == number), None)
    current = next((row for row in rows if row.in_force_from <= on), None)
    if stands is None or current is None:
        raise NoTermsError("no such published version")
    return _remembered(session, *stands), _remembered(session, *current)


def versions(session: Session) -> tuple[Published, ...]:
    """Return every published version, newest first."""
    return tuple(_remembered(session, *row) for row in session.execute(_NEWEST).all())


def newest(session: Session) -> Published:
    """Return the version that was published last; it may be one that does not hold yet (R2)."""
    return _read(session, _NEWEST)


def studio_facts(session: Session) -> StudioFacts:
    """Return who runs this desk."""
    return _facts_in(session.execute(_STUDIO).one())


def calendar(session: Session, terms: Terms, zone: str) -> Calendar:
    """Return the working days by those terms, with every closed day that is kept (R6)."""
    rows = tuple(map(tuple, session.execute(_CLOSED)))
    return _calendar_of(zone, frozenset(terms.figures.working_weekdays), rows)


def standing(session: Session, now: datetime) -> Standing:
    """Return what holds at that moment; raise NoTermsError before the first terms."""
    facts = studio_facts(session)
    terms = in_force(session, now.astimezone(ZoneInfo(facts.zone)).date())
    return Standing(facts, terms, calendar(session, terms.terms, facts.zone))


def today(session: Session, now: datetime) -> date:
    """Return the studio's local date at that moment."""
    return now.astimezone(ZoneInfo(studio_facts(session).zone)).date()


def load_first(session: Session, now: datetime) -> None:
    """Fill an empty database with the studio, version 1 of the terms and the closed days of this year and the next."""
    if session.get(Studio, 1) is None:
        session.add(_studio_row(first_studio(), now))
    if session.scalar(select(TermsVersion.id).where(TermsVersion.number.is_not(None)).limit(1)) is None:
        session.add(_first_version(now))
    session.flush()
    propose_unproposed(session, today(session, now), now)


def _studio_row(facts: StudioFacts, now: datetime) -> Studio:
    return Studio(
        id=1,
        name=facts.name,
        address="\n".join(facts.address),
        kvk=facts.kvk,
        vat_id=facts.vat_id,
        site=facts.site,
        phone=facts.phone,
        support_address=facts.support_address,
        urgent_address=facts.urgent_address,
        info_address=facts.info_address,
        tagline_nl=facts.tagline.nl,
        tagline_en=facts.tagline.en,
        zone=facts.zone,
        **{name: getattr(facts, name) for name in BILLING},
        updated_at=now,
    )


def _first_version(now: datetime) -> TermsVersion:
    return TermsVersion(
        number=1,
        in_force_from=BEGINNING,
        content=to_data(first_terms()),
        version=1,
        changed_at=now,
        changed_by=None,
        published_at=now,
    )


_terms, _studio = TermsVersion.__table__.c, Studio.__table__.c
_NEWEST = (
    select(_terms.id, _terms.number, _terms.in_force_from, _terms.published_at)
    .where(_terms.number.is_not(None))
    .order_by(_terms.number.desc())
)
_NUMBERED = _NEWEST.where(_terms.number == bindparam("number"))
_IN_FORCE = (
    _NEWEST.where(_terms.in_force_from <= bindparam("on", type_=Date))
    .order_by(None)
    .order_by(_terms.in_force_from.desc(), _terms.number.desc())
    .limit(1)
)
_IS_CURRENT = (
    select(_terms.id)
    .where(_terms.number.is_not(None), _terms.in_force_from <= bindparam("on", type_=Date))
    .order_by(_terms.in_force_from.desc(), _terms.number.desc())
    .limit(1)
)
_BOTH = (
    _NEWEST.where(or_(_terms.number == bindparam("number"), _terms.id == _IS_CURRENT.scalar_subquery()))
    .order_by(None)
    .order_by(_terms.in_force_from.desc(), _terms.number.desc())
)
_STUDIO = select(Studio.__table__).where(_studio.id == 1)
_closed = ClosedDayRow.__table__.c
_CLOSED = select(_closed.day, _closed.name_nl, _closed.name_en).order_by(_closed.day)


@lru_cache(maxsize=8)
def _facts_in(row: Row[*tuple[Any, ...]]) -> StudioFacts:
    return StudioFacts(
        name=row.name,
        address=tuple(row.address.splitlines()),
        kvk=row.kvk,
        vat_id=row.vat_id,
        site=row.site,
        phone=row.phone,
        support_address=row.support_address,
        urgent_address=row.urgent_address,
        info_address=row.info_address,
        tagline=Text(row.tagline_nl, row.tagline_en),
        zone=row.zone,
        **{name: getattr(row, name) for name in BILLING},
    )


@lru_cache(maxsize=8)
def _calendar_of(zone: str, weekdays: frozenset[int], rows: tuple[tuple[Any, ...], ...]) -> Calendar:
    return Calendar(ZoneInfo(zone), weekdays, {day: Text(nl, en) for day, nl, en in rows})


def _read(session: Session, wanted: Select[*tuple[Any, ...]], **values: object) -> Published:
    row = session.execute(wanted, values).first()
    if row is None:
        raise NoTermsError("no such published version")
    return _remembered(session, *row)


def _remembered(session: Session, row_id: int, number: int, since: date, at: datetime) -> Published:
    """Return a published version; it never changes, so each process reads it once."""
    key = (number, since, at)
    if key not in _known:
        content = session.execute(select(TermsVersion.content).where(TermsVersion.id == row_id)).scalar_one()
        _known[key] = Published(number, since, from_data(content))
    return _known[key]


_known: dict[tuple[int, date, datetime], Published] = {}
