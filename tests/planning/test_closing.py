"""Closing days moves open promises, tells each client why, and keeps what was promised before (R6, R9)."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from projectie.clock.weeks import Week
from projectie.clock.workdays import Calendar, add_working_hours, working_time_between
from projectie.database import db
from projectie.history import History
from projectie.mail.models import OutgoingLetter
from projectie.people.models import Person
from projectie.planning.closing import Unseen, change_closed_days, foreseen, seal_of
from projectie.planning.closing_moves import Change, Move, Open, response_after
from projectie.terms.closed_days import closed_days
from projectie.terms.figures import ClosedDay, Text
from projectie.tickets.models import Column
from projectie.tickets.planning_promises import Span
from projectie.tickets.promise_rows import promises_of
from projectie.tickets.promises import ResponsePromise
from projectie.tickets.promising import Wanted, promise_planning
from tests.clock.leiden import at, leiden, on
from tests.clock.strategies import CALENDARS, DATES, MOMENTS
from tests.post import letter, receive
from tests.tickets.boards import card, ticket
from tests.town import Town

MONDAY = datetime(2026, 11, 23, 9, tzinfo=UTC)  # 10:00 in Leiden, week 48
HOUR = timedelta(hours=1)
NAME = Text("Studiodag", "Study day")
TUESDAY, WEDNESDAY = (ClosedDay(date(2026, 11, day), NAME) for day in (24, 25))
WEEK_49 = Change(
    tuple(ClosedDay(date(2026, 11, 30) + timedelta(days=n), Text("Verhuizing", "Moving")) for n in range(5))
)
KEY = "k" * 32


def close(town: Town, change: Change, now: datetime = MONDAY, seen: str | None = None) -> tuple[Move, ...]:
    db.session.rollback()
    seen = seal_of(foreseen(db.session(), change, now)) if seen is None else seen
    return change_closed_days(change, seen, db.session.get_one(Person, town.mara.id), KEY, now)


def letters() -> list[OutgoingLetter]:
    db.session.rollback()
    return list(db.session.scalars(select(OutgoingLetter).order_by(OutgoingLetter.id)))


def test_r06_a_first_answer_moves_by_the_day_that_closes_and_is_told(town: Town) -> None:
    number = card(town, now=MONDAY - HOUR, response_from=MONDAY + 23 * HOUR, response_by=MONDAY + 47 * HOUR)
    (move,) = close(town, Change((TUESDAY,)))
    moved = ticket(number)
    assert (moved.response_from, moved.response_by) == (MONDAY + 47 * HOUR, MONDAY + 71 * HOUR)
    assert move.because == (TUESDAY,)
    (told,) = letters()
    assert "dinsdag 24 november zijn we gesloten (Studiodag)" in told.body_text
    assert "woensdag 25 november om 09:00" in told.body_text
    assert "donderdag 26 november om 09:00" in told.body_text
    lines = select(History).where(History.subject == "ticket", History.subject_id == number)
    (line,) = db.session.scalars(lines)
    assert (line.deed, line.details["told"]) == ("ticket.response_moved", True)
    assert moved.version == 2


def test_r31_who_is_not_proven_is_told_within_the_brakes_and_nothing_of_what_came_in(
    app: Flask, town: Town
) -> None:
    receive(app, letter(subject="Geheim woord", from_="Iemand <iemand@elders.example>"), at=MONDAY - HOUR)
    close(town, Change((TUESDAY,)), now=MONDAY + 12 * HOUR)
    assert len(letters()) == 1  # the confirmation was the one automatic mail of the day
    close(town, Change((WEDNESDAY,)), now=MONDAY + 24 * HOUR)
    told = letters()[-1]
    assert len(letters()) == 2
    assert told.subject == "Je aanvraag #1001"
    assert "Geheim" not in told.body_text
    assert "Iemand" not in told.body_text


@pytest.mark.parametrize(
    "facts",
    [
        {"answered_at": MONDAY},
        {"column": Column.DONE},
        {"response_by": MONDAY - HOUR},  # broken: closing a day mends nothing
        {"response_by": None},
    ],
    ids=["answered", "done", "broken", "none"],
)
def test_r06_a_limit_that_is_kept_or_broken_stays(town: Town, facts: dict[str, Any]) -> None:
    usual = {"response_from": MONDAY, "response_by": MONDAY + 47 * HOUR}
    card(town, now=MONDAY - HOUR, **{**usual, **facts})
    assert close(town, Change((TUESDAY,))) == ()


def test_r06_a_day_that_counts_again_moves_nothing(town: Town) -> None:
    number = card(town, now=MONDAY - HOUR, response_from=MONDAY + 23 * HOUR, response_by=MONDAY + 47 * HOUR)
    close(town, Change((TUESDAY,)))
    assert close(town, Change(reopen=(TUESDAY.day,))) == ()
    assert ticket(number).response_by == MONDAY + 71 * HOUR  # the client was told so
    assert TUESDAY.day not in [one.day for one in closed_days(db.session(), [2026])]


def test_r09_a_planned_week_in_which_nobody_works_any_more_moves_to_the_next(town: Town) -> None:
    number = card(town, now=MONDAY - HOUR)
    week, daan = Span.week(Week(2026, 49)), db.session.get_one(Person, town.daan.id)
    promise_planning(number, Wanted(week, "", 1), daan, KEY, MONDAY)
    (move,) = close(town, WEEK_49, MONDAY + HOUR)
    assert move.planning == Span.week(Week(2026, 50))
    now, before = promises_of(db.session(), number)
    assert (now.span, now.made_by, now.moves_id) == (Span.week(Week(2026, 50)), town.mara.name, before.id)
    assert (
        now.reason == "Van maandag 30 november tot en met vrijdag 4 december zijn we gesloten (Verhuizing)."
    )
    assert now.reason in letters()[-1].body_text
    assert ticket(number).planned == date(2026, 12, 7)


def test_r09_what_was_not_shown_is_not_moved(town: Town) -> None:
    card(town, now=MONDAY - HOUR, response_from=MONDAY, response_by=MONDAY + 47 * HOUR)
    with pytest.raises(Unseen):
        close(town, Change((TUESDAY,)), seen=seal_of(()))
    assert letters() == []
    assert TUESDAY.day not in [one.day for one in closed_days(db.session(), [2026])]


# The rule by itself


def opened(at: datetime, response: ResponsePromise) -> Open:
    return Open(1001, "", "", at, response, None)


def test_r06_over_easter_a_closed_friday_pushes_the_limit_on() -> None:
    arrived = at("Thu 2027-03-25 15:00")
    promise = ResponsePromise(at("Fri 2027-03-26 15:00"), at("Tue 2027-03-30 15:00"))
    change = Change((ClosedDay(on("Fri 2027-03-26"), Text("Goede vrijdag", "Good Friday")),))
    moved = response_after(opened(arrived, promise), leiden(), change.applied(leiden()), arrived)
    assert moved == ResponsePromise(at("Tue 2027-03-30 15:00"), at("Wed 2027-03-31 15:00"))


@given(MOMENTS, st.integers(1, 72), CALENDARS, st.sets(DATES, max_size=20))
def test_r06_a_moved_limit_keeps_its_working_time_and_is_never_earlier(
    arrived: datetime, hours: int, calendar: Calendar, days: set[date]
) -> None:
    by = add_working_hours(arrived, hours, calendar)
    promise = ResponsePromise(add_working_hours(arrived, hours // 2, calendar), by)
    change = Change(tuple(ClosedDay(day, NAME) for day in days if day not in calendar.closed))
    after = change.applied(calendar)
    moved = response_after(opened(arrived, promise), calendar, after, arrived)
    if moved is not None:
        assert moved.by > by
        assert moved.from_ <= moved.by
        assert working_time_between(arrived, moved.by, after) == timedelta(hours=hours)
    assert response_after(opened(arrived, promise), after, calendar, arrived) is None
