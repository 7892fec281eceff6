"""The clocks of an SLA as a rule (R10): when they are due, when they stand still, and that nothing odd moves them."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from projectie.clock.counting import ROUND_THE_CLOCK, Pause, by_phone_hours
from projectie.clock.phone import PhoneHours
from projectie.clock.workdays import Calendar
from projectie.contracts.sla import Counts, Measure
from projectie.terms.figures import Text
from projectie.tickets.models import Column
from projectie.tickets.sla import Clock, Mark, Moved, State, due_at, next_mark, pauses_of, reached, read
from projectie.tickets.sla_explained import Why, explained

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
EASTER = {datetime(2027, 3, 29).date(): Text("tweede paasdag", "Easter Monday")}  # noqa: DTZ001 - a day
HOURS = PhoneHours(Calendar(AMSTERDAM, frozenset(range(5)), EASTER), time(10), time(18))
PHONE = by_phone_hours(HOURS)
H = timedelta(hours=1)


def at(day: int, hour: int, minute: int = 0, month: int = 3) -> datetime:
    """Return a moment of 2027 in Leiden."""
    return datetime(2027, month, day, hour, minute, tzinfo=AMSTERDAM).astimezone(UTC)


def clock(
    hours: float, *pauses: Pause, stopped: datetime | None = None, start: datetime | None = None
) -> Clock:
    """Return a clock in phone hours that began on Friday 26 March 2027 at 15:00."""
    amount = timedelta(hours=hours)
    return Clock(Measure.RESPONSE, start or at(26, 15), amount, PHONE, pauses, stopped)


@pytest.mark.parametrize(
    ("hours", "due"),
    [
        (2, at(26, 17)),  # Friday
        (3, at(26, 18)),  # at closing time, not at the next opening
        (4, at(30, 11)),  # Tuesday: Easter Monday is closed
        (12, at(31, 11)),  # Wednesday
    ],
)
def test_r10_phone_hours_skip_nights_weekends_and_closed_days(hours: int, due: datetime) -> None:
    assert due_at(clock(hours)) == due


def test_r10_round_the_clock_skips_nothing() -> None:
    always = Clock(Measure.RESOLUTION, at(26, 15), 8 * H, ROUND_THE_CLOCK)
    assert due_at(always) == at(26, 23)


def test_r10_a_clock_stands_still_while_the_ticket_waits_for_its_client() -> None:
    waiting = clock(4, Pause(at(26, 16)))
    assert read(waiting, at(31, 12)).state is State.PAUSED
    assert due_at(waiting) is None
    again = clock(4, Pause(at(26, 16), at(31, 11)))
    assert due_at(again) == at(31, 14)


@pytest.mark.parametrize(
    ("now", "state"),
    [
        (at(26, 15), State.RUNNING),
        (at(26, 16, 23), State.RUNNING),
        (at(26, 16, 24), State.WARNED),  # 70 % of two hours
        (at(26, 16, 48), State.PRESSING),  # 90 %
        (at(26, 17), State.PRESSING),  # at the very last moment it is in time
        (at(26, 17, 1), State.BREACHED),
    ],
)
def test_r10_the_states_of_a_clock(now: datetime, state: State) -> None:
    assert read(clock(2), now).state is state


@pytest.mark.parametrize(("stopped", "state"), [(at(26, 17), State.MET), (at(26, 17, 1), State.MET_LATE)])
def test_r10_an_answer_at_the_last_moment_is_in_time(stopped: datetime, state: State) -> None:
    assert read(clock(2, stopped=stopped), at(31, 12)).state is state


def test_r10_whoever_slept_for_a_day_is_told_all_that_passed() -> None:
    told = reached(clock(2), at(30, 12))
    assert told == (Mark(70, at(26, 16, 24)), Mark(90, at(26, 16, 48)), Mark(100, at(26, 17)))
    assert next_mark(clock(2), ()) == at(26, 16, 24)
    assert next_mark(clock(2), (70, 90)) == at(26, 17)
    assert next_mark(clock(2), (70, 90, 100)) is None


def test_r10_what_was_stopped_in_time_is_not_warned_of_and_what_was_late_is_known_once() -> None:
    assert reached(clock(2, stopped=at(26, 16, 50)), at(30, 12)) == ()
    late = clock(2, stopped=at(30, 11))
    assert reached(late, at(30, 12)) == (Mark(100, at(26, 17)),)
    assert next_mark(late, ()) == at(26, 17)
    assert next_mark(late, (100,)) is None


def test_r10_a_move_that_was_taken_back_never_stopped_the_clock() -> None:
    slip = Moved(2, at(26, 16), Column.WAITING)
    back = Moved(3, at(26, 17), Column.IN_PROGRESS, undoes=2)
    moves = [Moved(1, at(26, 15), Column.IN_PROGRESS), slip, back]
    assert pauses_of(moves, Column.IN_PROGRESS, at(26, 15)) == ()
    assert pauses_of(moves[:2], Column.WAITING, at(26, 16)) == (Pause(at(26, 16)),)


def test_r17a_what_is_reopened_goes_on_where_it_stood() -> None:
    moves = [
        Moved(1, at(26, 16), Column.WAITING),
        Moved(2, at(26, 17), Column.DONE),
        Moved(3, at(31, 10), Column.IN_PROGRESS),
    ]
    pauses = pauses_of(moves, Column.IN_PROGRESS, at(31, 10))
    assert pauses == (Pause(at(26, 16), at(31, 10)),)
    assert due_at(clock(4, *pauses)) == at(31, 13)


def test_r10_a_ticket_moved_without_a_line_of_history_still_stands_still() -> None:
    assert pauses_of([], Column.WAITING, at(26, 16)) == (Pause(at(26, 16)),)


def test_r10_why_a_moment_is_what_it_is() -> None:
    why = explained(clock(4), at(30, 11), Counts.PHONE, HOURS)
    assert [(day.day.day, day.minutes, day.why) for day in why] == [
        (26, 180, Why.COUNTED),
        (27, 0, Why.NO_PHONE),
        (28, 0, Why.NO_PHONE),
        (29, 0, Why.CLOSED),
        (30, 60, Why.COUNTED),
    ]
    paused = explained(clock(4, Pause(at(26, 16), at(30, 10))), at(30, 13), Counts.PHONE, HOURS)
    assert [day.why for day in paused if day.day.day in {26, 30}] == [Why.PAUSED, Why.COUNTED]


minutes = st.integers(min_value=0, max_value=60 * 24 * 20)
spans = st.lists(st.tuples(minutes, minutes), max_size=4)


def _pauses(given_spans: list[tuple[int, int]]) -> tuple[Pause, ...]:
    begin = at(1, 9)
    return tuple(
        Pause(begin + timedelta(minutes=first), begin + timedelta(minutes=first + length))
        for first, length in given_spans
    )


@given(spans, st.integers(min_value=1, max_value=60 * 80), st.sampled_from([PHONE, ROUND_THE_CLOCK]))
def test_r10_pausing_twice_or_splitting_a_pause_changes_nothing(
    told: list[tuple[int, int]], amount: int, counting: object
) -> None:
    pauses = _pauses(told)
    halves = tuple(
        half
        for pause in pauses
        if pause.end is not None
        for middle in [pause.start + (pause.end - pause.start) / 2]
        for half in (Pause(pause.start, middle), Pause(middle, pause.end))
    )
    one, two, three = (
        Clock(Measure.RESPONSE, at(1, 9), timedelta(minutes=amount), counting, kept)  # type: ignore[arg-type]
        for kept in (pauses, pauses * 2, halves)
    )
    assert due_at(one) == due_at(two) == due_at(three)


@given(spans, st.integers(min_value=1, max_value=60 * 80), minutes, minutes)
def test_r10_what_has_passed_never_shrinks_and_due_is_where_all_of_it_has(
    told: list[tuple[int, int]], amount: int, sooner: int, later: int
) -> None:
    begin = at(1, 9)
    one = Clock(Measure.RESPONSE, begin, timedelta(minutes=amount), PHONE, _pauses(told))
    first, second = (begin + timedelta(minutes=each) for each in sorted((sooner, later)))
    assert read(one, first).spent <= read(one, second).spent
    due = due_at(one)
    assert due is not None
    assert read(one, due).spent == one.amount
    marks = [due_at(one, percent) for percent in (70, 90, 100)]
    assert marks == sorted(marks)  # type: ignore[type-var]  # none of them stands still
