from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from projectie.clock.counting import (
    ROUND_THE_CLOCK,
    Counting,
    Pause,
    by_phone_hours,
    by_working_days,
    due,
    elapsed,
)
from tests.clock.leiden import at, leiden, phone
from tests.clock.strategies import MOMENTS

PHONE = by_phone_hours(phone())
WORKING = by_working_days(leiden())
COUNTINGS = st.sampled_from((PHONE, WORKING, ROUND_THE_CLOCK))
SHORT = st.timedeltas(timedelta(), timedelta(days=3))
STEPS = st.lists(st.tuples(SHORT, SHORT), max_size=4)
HOUR = timedelta(hours=1)


def test_r10_clock_stops_while_the_ticket_waits_for_the_client() -> None:
    start = at("Mon 2026-11-23 11:00")
    waits = [Pause(at("Mon 2026-11-23 12:00"), at("Tue 2026-11-24 12:00"))]
    assert due(start, 4 * HOUR, waits, PHONE) == at("Tue 2026-11-24 15:00")
    assert elapsed(start, at("Tue 2026-11-24 15:00"), waits, PHONE) == 4 * HOUR


def test_r10_while_it_waits_nothing_is_due() -> None:
    waits = [Pause(at("Mon 2026-11-23 12:00"))]
    assert due(at("Mon 2026-11-23 11:00"), 4 * HOUR, waits, PHONE) is None
    assert elapsed(at("Mon 2026-11-23 11:00"), at("Fri 2026-11-27 11:00"), waits, PHONE) == HOUR


def test_r10_what_was_due_before_the_wait_stays_due() -> None:
    waits = [Pause(at("Mon 2026-11-23 16:00"))]
    assert due(at("Mon 2026-11-23 11:00"), 4 * HOUR, waits, PHONE) == at("Mon 2026-11-23 15:00")


def test_r10_what_is_due_as_the_wait_begins_is_due_then() -> None:
    waits = [Pause(at("Mon 2026-11-23 15:00"), at("Tue 2026-11-24 15:00"))]
    assert due(at("Mon 2026-11-23 11:00"), 4 * HOUR, waits, PHONE) == at("Mon 2026-11-23 15:00")


def test_r10_round_the_clock_counts_nights_and_weekends() -> None:
    waits = [Pause(at("Sat 2026-11-28 01:00"), at("Sat 2026-11-28 03:00"))]
    assert due(at("Fri 2026-11-27 23:00"), 4 * HOUR, waits, ROUND_THE_CLOCK) == at("Sat 2026-11-28 05:00")


def test_r10_round_the_clock_counts_real_hours_on_the_night_clocks_change() -> None:
    assert due(at("Sat 2027-10-30 22:00"), 8 * HOUR, [], ROUND_THE_CLOCK) == at("Sun 2027-10-31 05:00")
    assert due(at("Sat 2027-03-27 22:00"), 8 * HOUR, [], ROUND_THE_CLOCK) == at("Sun 2027-03-28 07:00")


def test_r10_waits_that_overlap_stop_the_clock_once() -> None:
    one = Pause(at("Mon 2026-11-23 12:00"), at("Mon 2026-11-23 14:00"))
    other = Pause(at("Mon 2026-11-23 13:00"), at("Mon 2026-11-23 15:00"))
    inside = Pause(at("Mon 2026-11-23 12:30"), at("Mon 2026-11-23 13:30"))
    assert due(at("Mon 2026-11-23 11:00"), 2 * HOUR, [other, inside, one], PHONE) == at(
        "Mon 2026-11-23 16:00"
    )


def test_r10_a_wait_that_ends_before_it_began_stops_nothing() -> None:
    backwards = [Pause(at("Mon 2026-11-23 13:00"), at("Mon 2026-11-23 12:00"))]
    assert due(at("Mon 2026-11-23 11:00"), 4 * HOUR, backwards, PHONE) == at("Mon 2026-11-23 15:00")
    assert elapsed(at("Mon 2026-11-23 11:00"), at("Mon 2026-11-23 15:00"), backwards, PHONE) == 4 * HOUR


@pytest.mark.parametrize("counting", [PHONE, WORKING, ROUND_THE_CLOCK])
def test_r10_without_waits_it_is_plain_counting(counting: Counting) -> None:
    start = at("Fri 2026-11-27 15:00")
    assert due(start, 30 * HOUR, [], counting) == counting.add(start, 30 * HOUR)


@given(MOMENTS, SHORT, STEPS, COUNTINGS)
def test_r10_adding_then_measuring_gives_back_around_waits(
    start: datetime, amount: timedelta, steps: list[tuple[timedelta, timedelta]], counting: Counting
) -> None:
    waits = _pauses(start, steps)
    moment = due(start, amount, waits, counting)
    assert moment is not None
    assert elapsed(start, moment, waits, counting) == amount


@given(MOMENTS, SHORT, STEPS, st.tuples(st.integers(0, 3), st.floats(0, 1)), COUNTINGS)
def test_r10_splitting_a_wait_changes_nothing(
    start: datetime,
    amount: timedelta,
    steps: list[tuple[timedelta, timedelta]],
    cut: tuple[int, float],
    counting: Counting,
) -> None:
    which, where = cut
    waits = _pauses(start, steps)
    split = [
        part
        for place, wait in enumerate(waits)
        for part in (_split(wait, where) if place == which else [wait])
    ]
    end = start + timedelta(days=9)
    assert elapsed(start, end, split, counting) == elapsed(start, end, waits, counting)
    assert due(start, amount, split, counting) == due(start, amount, waits, counting)


@given(MOMENTS, SHORT, STEPS, COUNTINGS)
def test_r10_waiting_never_brings_a_moment_nearer(
    start: datetime, amount: timedelta, steps: list[tuple[timedelta, timedelta]], counting: Counting
) -> None:
    moment = due(start, amount, _pauses(start, steps), counting)
    assert moment is not None
    assert moment >= counting.add(start, amount)


def _pauses(start: datetime, steps: list[tuple[timedelta, timedelta]]) -> list[Pause]:
    pauses, since = [], start
    for gap, length in steps:
        pauses.append(Pause(since + gap, since + gap + length))
        since += gap + length
    return pauses


def _split(wait: Pause, where: float) -> list[Pause]:
    assert wait.end is not None
    middle = wait.start + (wait.end - wait.start) * where
    return [Pause(wait.start, middle), Pause(middle, wait.end)]
