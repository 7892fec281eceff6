"""The rounds of recurring work: made, or proposed, once for each date whatever happens (R4, R9)."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from projectie import history
from projectie.contracts.coverage import ClientFacts, Finding, coverage_of
from projectie.contracts.queries import tier_on
from projectie.database import MissingError, transaction
from projectie.mail.outbox import queue
from projectie.one_by_one import one_by_one
from projectie.people.models import Organisation, Person
from projectie.recurring.agreeing import note_agreement
from projectie.recurring.contacts import see_to_people
from projectie.recurring.letters import planned_letter, proposal_letter
from projectie.recurring.models import RecurringRound, RecurringSeries, RoundItem, RoundState
from projectie.recurring.opening import opened
from projectie.recurring.periods import COURSES, LEAD, Course, due, following
from projectie.terms.in_force import in_force, studio_facts
from projectie.tickets.counting import recount
from projectie.tickets.letters import ground_of


class Answered(ValueError):  # noqa: N818 (a refusal that the page words)
    """The proposal was answered already, or is over; nothing was changed."""


def make_due(now: datetime, key: str) -> int:
    """Make or propose what is due, each series in a deed of its own; return how many."""
    today = _today(now)
    return one_by_one(_candidates(today), lambda number: _make(number, today, key, now))


def answer(round_id: int, by: Person, key: str, now: datetime, *, wanted: bool) -> int | None:
    """Let a client who may agree to costs say yes or no to a round; return the ticket that yes makes.

    Raises MissingError for another's, or for whoever may not agree; Answered when it was answered before.
    """
    with transaction() as session:
        proposal = session.get(RecurringRound, round_id, with_for_update=True, populate_existing=True)
        series = session.get(RecurringSeries, proposal.series_id) if proposal else None
        if proposal is None or series is None or series.organisation_id != by.organisation_id:
            raise MissingError(f"round {round_id}")
        if not by.may_agree:
            raise MissingError(f"round {round_id}")
        if proposal.state is not RoundState.PROPOSED:
            raise Answered
        proposal.answered_at, proposal.answered_by = now, by.id
        if wanted:
            see_to_people(session, series)
            _open(session, series, proposal, Finding.ON_REQUEST, key, now)
            finding = _finding(session, series, _today_of(session, now))
            note_agreement(session, proposal.ticket_number, finding, by, now)
        else:
            proposal.state = RoundState.DECLINED
        _note(session, series, proposal, "recurring.accepted" if wanted else "recurring.declined", by.id, now)
        return proposal.ticket_number


def _candidates(today: date) -> list[int]:
    with transaction() as session:
        waiting = select(RecurringSeries.id).where(
            RecurringSeries.next_on <= today + LEAD,
            RecurringSeries.paused.is_(False),
            RecurringSeries.ended_at.is_(None),
        )
        return list(session.scalars(waiting.order_by(RecurringSeries.id)))


def _make(series_id: int, today: date, key: str, now: datetime) -> int:
    with transaction() as session:
        series = session.get(RecurringSeries, series_id, with_for_update=True, populate_existing=True)
        if series is None or series.paused or series.ended_at is not None:
            return 0  # somebody was ahead
        due_on = due(series.anchor_on, series.every, series.unit, series.next_on, today)
        if due_on is None:
            return 0
        finding = _finding(session, series, max(due_on, today))
        if COURSES[finding] is Course.STOP:
            series.ended_at = now
            _note(session, series, None, "recurring.stopped", None, now)
            return 0
        if not see_to_people(session, series):  # nobody to tell: it rests until a manager lets it go on
            series.paused = True
            _note(session, series, None, "recurring.paused", None, now)
            return 0
        series.next_on = following(series.anchor_on, series.every, series.unit, due_on)
        known = select(RecurringRound.id).where(
            RecurringRound.series_id == series_id, RecurringRound.due_on == due_on
        )
        if session.scalar(known) is not None:
            return 0
        _lapse(session, series_id)
        _begin(session, series, due_on, finding, key, now)
        return 1


def _begin(
    session: Session, series: RecurringSeries, due_on: date, finding: Finding, key: str, now: datetime
) -> None:
    begun = RecurringRound(series_id=series.id, due_on=due_on, state=RoundState.PROPOSED, at=now)
    session.add(begun)
    session.flush()
    if COURSES[finding] is Course.MAKE:
        _open(session, series, begun, finding, key, now)
        deed = "recurring.made"
    else:
        contact = session.get_one(Person, series.contact_id)
        queue(session, proposal_letter(series, begun, contact, ground_of(session, key, now)), now)
        deed = "recurring.proposed"
    _note(session, series, begun, deed, None, now)


def _open(
    session: Session,
    series: RecurringSeries,
    begun: RecurringRound,
    finding: Finding,
    key: str,
    now: datetime,
) -> None:
    """Open the ticket of a round in its week, with its checklist, and tell the client."""
    ticket, span = opened(session, series, begun.due_on, now)
    begun.state, begun.ticket_number = RoundState.MADE, ticket.number
    lines = ((line["nl"], line["en"]) for line in series.checklist)
    session.add_all(RoundItem(round_id=begun.id, text_nl=nl, text_en=en) for nl, en in lines)
    recount(session, ticket.number)
    planned_letter(session, ticket, span, finding, ground_of(session, key, now), now)


def _lapse(session: Session, series_id: int) -> None:
    """A proposal nobody answered is over once the next round is due."""
    session.execute(
        update(RecurringRound)
        .where(RecurringRound.series_id == series_id, RecurringRound.state == RoundState.PROPOSED)
        .values(state=RoundState.LAPSED)
    )


def _finding(session: Session, series: RecurringSeries, day: date) -> Finding:
    client = session.get_one(Organisation, series.organisation_id)
    facts = ClientFacts(tier_on(session, client.id, day), client.studio_mail)
    return coverage_of(in_force(session, day).terms.matrix, series.service, facts).finding


def _today(now: datetime) -> date:
    with transaction() as session:
        return _today_of(session, now)


def _today_of(session: Session, now: datetime) -> date:
    return now.astimezone(ZoneInfo(studio_facts(session).zone)).date()


def _note(
    session: Session,
    series: RecurringSeries,
    of: RecurringRound | None,
    deed: str,
    by: int | None,
    now: datetime,
) -> None:
    details = {"round": of.id, "due_on": of.due_on.isoformat(), "ticket": of.ticket_number} if of else {}
    history.record(session, at=now, by=by, deed=deed, of=("recurring_series", series.id), details=details)
