"""A promise whose moment passed is noticed once, whatever the worker's clock did (R6, R9)."""

from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from projectie.commands.rounds import JOBS
from projectie.database import db, transaction
from projectie.history import History
from projectie.people.models import Person
from projectie.tickets.broken import note_broken
from projectie.tickets.models import Column
from projectie.tickets.planning_promises import Span
from projectie.tickets.promise_models import BrokenPromise, Promised
from projectie.tickets.promising import Wanted, promise_planning
from tests.tickets.boards import card, ticket
from tests.town import Town

MONDAY = datetime(2026, 11, 23, 9, tzinfo=UTC)
DAY = timedelta(days=1)


def noticed(now: datetime) -> int:
    with transaction() as session:
        return note_broken(session, now)


def kept() -> list[tuple[int, Promised]]:
    db.session.rollback()
    rows = db.session.scalars(select(BrokenPromise).order_by(BrokenPromise.id))
    return [(row.ticket_number, row.kind) for row in rows]


def test_r06_an_answer_that_did_not_come_is_noticed_once(town: Town) -> None:
    number = card(town, response_from=MONDAY, response_by=MONDAY + DAY)
    assert noticed(MONDAY + DAY) == 0  # the last moment is in time
    assert noticed(MONDAY + 3 * DAY) == 1  # the worker slept for two days
    assert noticed(MONDAY + 3 * DAY) == 0
    assert noticed(MONDAY) == 0  # the clock jumped backwards
    assert noticed(MONDAY + 4 * DAY) == 0
    assert kept() == [(number, Promised.RESPONSE)]
    lines = select(History).where(History.deed == "ticket.promise_broken")
    assert [line.details["kind"] for line in db.session.scalars(lines)] == ["response"]
    assert ticket(number).version == 1  # nobody's form goes stale by it


def test_r06_an_answer_that_came_late_while_the_worker_slept_is_noticed(town: Town) -> None:
    late, good = (
        card(
            town,
            response_from=MONDAY,
            response_by=MONDAY + DAY,
            answered_at=MONDAY + hours * timedelta(hours=1),
        )
        for hours in (25, 24)
    )
    assert noticed(MONDAY + 2 * DAY) == 1
    assert kept() == [(late, Promised.RESPONSE)]
    assert good != late


@pytest.mark.parametrize(
    ("done", "broken"), [(None, True), (MONDAY + DAY, True), (MONDAY + timedelta(hours=13), False)]
)
def test_r09_work_that_was_not_done_on_the_days_promised_is_noticed(
    town: Town, done: datetime | None, broken: bool
) -> None:
    column = Column.DONE if done else Column.PLANNED
    number = card(town, column, planned=MONDAY.date(), planned_until=MONDAY.date(), done_at=done)
    assert done or noticed(MONDAY + timedelta(hours=12)) == 0  # the day itself is in time until it ends
    assert noticed(MONDAY + 2 * DAY) == int(broken)
    assert kept() == ([(number, Promised.PLANNING)] if broken else [])


def test_r09_a_promise_moved_after_it_was_broken_stays_broken(app: Flask, town: Town) -> None:
    number = card(town, now=MONDAY - 5 * DAY)
    daan = db.session.get_one(Person, town.daan.id)
    promise_planning(number, Wanted(Span.day(MONDAY.date()), "", 1), daan, "k" * 32, MONDAY)
    later = Wanted(Span.day(date(2026, 11, 27)), "Daan was ziek.", ticket(number).version)
    promise_planning(number, later, daan, "k" * 32, MONDAY + 2 * DAY)
    assert kept() == [(number, Promised.PLANNING)]
    assert noticed(MONDAY + 2 * DAY) == 0
    assert noticed(MONDAY + 6 * DAY) == 1  # that one too


def test_the_worker_has_the_job(app: Flask) -> None:
    (job,) = [job for job in JOBS if job.name == "promises"]
    assert job.run(MONDAY) == 0
