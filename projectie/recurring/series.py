"""What can be done about a series: agree one, change it, pause it, end it; agree rounds for all clients at once."""

from dataclasses import asdict, dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from projectie import history
from projectie.contracts.coverage import ClientFacts, Finding, coverage_of
from projectie.contracts.models import Contract
from projectie.contracts.queries import holds_on
from projectie.database import MissingError, transaction
from projectie.people.models import Organisation
from projectie.recurring.contacts import contacts
from projectie.recurring.models import RecurringSeries
from projectie.recurring.periods import Unit
from projectie.terms.figures import Text
from projectie.terms.in_force import in_force

OFFERED = (Finding.INCLUDED, Finding.ON_REQUEST, Finding.PER_SLA, Finding.COVERED, Finding.CONDITION_MET)


class Fault(StrEnum):
    """What stands in the way."""

    PAST = "past"
    NO_CONTACT = "no_contact"
    UNEVEN = "uneven"  # a checklist has as many lines in Dutch as in English
    ENDED = "ended"


class SeriesError(ValueError):
    """A deed about a series is refused; nothing was changed."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.value)
        self.fault = fault


@dataclass(frozen=True, slots=True)
class Work:
    """What comes back, how often, who does it; the checklist line by line in both languages."""

    title_nl: str
    title_en: str
    service: str | None
    every: int
    unit: Unit
    next_on: date
    assignee_id: int | None
    checklist: tuple[Text, ...]
    estimate_minutes: int | None


def add(organisation_id: int, work: Work, today: date, by: int | None, now: datetime) -> int:
    """Agree a series for one client and return its id; raise SeriesError or MissingError."""
    with transaction() as session:
        if session.get(Organisation, organisation_id) is None:
            raise MissingError(f"organisation {organisation_id}")
        contact = contacts(session, [organisation_id]).get(organisation_id)
        if contact is None:
            raise SeriesError(Fault.NO_CONTACT)
        return _added(session, (organisation_id, contact), work, today, by, now)


def add_for_all(work: Work, today: date, by: int | None, now: datetime) -> tuple[int, list[str]]:
    """Agree it for every client whose contract says something of its service, and that has none yet (R4).

    Returns how many, and the names of clients without a person to write to.
    """
    with transaction() as session:
        clients = _clients(session, work.service, today)
        known = contacts(session, [number for number, _ in clients])
        for number, _name in clients:
            if number in known:
                _added(session, (number, known[number]), work, today, by, now)
        left = [name for number, name in clients if number not in known]
        return len(clients) - len(left), left


def change(series_id: int, work: Work, today: date, by: int, now: datetime) -> None:
    """Keep what comes back from now on; raise SeriesError or MissingError."""
    with transaction() as session:
        series = held(session, series_id)
        if work.next_on != series.next_on:
            _refuse_past(work, today)
            series.anchor_on = work.next_on
        elif (work.every, work.unit) != (series.every, series.unit):
            series.anchor_on = work.next_on
        _write(series, work)
        _note(session, series, "recurring.changed", by, now)


def pause(series_id: int, by: int, now: datetime, *, paused: bool) -> None:
    """Pause a series, or let it go on; what was missed meanwhile is made up for once at most."""
    with transaction() as session:
        series = held(session, series_id)
        if series.paused != paused:
            series.paused = paused
            _note(session, series, "recurring.paused" if paused else "recurring.resumed", by, now)


def end(series_id: int, by: int, now: datetime) -> None:
    """End a series for good; its tickets stay."""
    with transaction() as session:
        series = held(session, series_id)
        series.ended_at = now
        _note(session, series, "recurring.ended", by, now)


def held(session: Session, series_id: int) -> RecurringSeries:
    """Return a series that was not ended, held; raise MissingError or SeriesError."""
    series = session.get(RecurringSeries, series_id, with_for_update=True, populate_existing=True)
    if series is None:
        raise MissingError(f"series {series_id}")
    if series.ended_at is not None:
        raise SeriesError(Fault.ENDED)
    return series


def _added(
    session: Session, client: tuple[int, int], work: Work, today: date, by: int | None, now: datetime
) -> int:
    """Keep a series for a client, named by its id and that of its contact."""
    organisation, contact = client
    _refuse_past(work, today)
    series = RecurringSeries(
        organisation_id=organisation,
        contact_id=contact,
        anchor_on=work.next_on,
        paused=False,
        ended_at=None,
        created_at=now,
    )
    _write(series, work)
    session.add(series)
    session.flush()
    _note(session, series, "recurring.agreed", by, now)
    return series.id


def _write(series: RecurringSeries, work: Work) -> None:
    for name, value in asdict(work).items():
        setattr(series, name, value)
    series.checklist = [{"nl": line.nl, "en": line.en} for line in work.checklist]


def _refuse_past(work: Work, today: date) -> None:
    if work.next_on < today:
        raise SeriesError(Fault.PAST)


def _clients(session: Session, service: str | None, today: date) -> list[tuple[int, str]]:
    """Return the clients whose contract of today says that this is done for them, and that have no such series."""
    matrix = in_force(session, today).terms.matrix
    having = select(RecurringSeries.organisation_id).where(
        RecurringSeries.service == service, RecurringSeries.ended_at.is_(None)
    )
    query = (
        select(Organisation.id, Organisation.name, Contract.tier, Organisation.studio_mail)
        .join(Contract, Contract.organisation_id == Organisation.id)
        .where(holds_on(today), Organisation.id.not_in(having))
        .order_by(Organisation.id)
    )
    return [
        (row.id, row.name)
        for row in session.execute(query)
        if coverage_of(matrix, service, ClientFacts(row.tier, row.studio_mail)).finding in OFFERED
    ]


def _note(session: Session, series: RecurringSeries, deed: str, by: int | None, now: datetime) -> None:
    details = {"organisation": series.organisation_id, "next_on": series.next_on.isoformat()}
    history.record(session, at=now, by=by, deed=deed, of=("recurring_series", series.id), details=details)
