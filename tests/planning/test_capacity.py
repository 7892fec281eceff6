"""How much fits in a week (R9)."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from projectie.clock.weeks import Week
from projectie.planning.capacity import Colleague, Leave, shared, working_minutes
from projectie.planning.outlook import left_of
from tests.clock.leiden import leiden, on
from tests.clock.strategies import DATES
from tests.planning.studio import PERCENT, WHOLE_DAYS, anne, daan, week

HOURS = st.tuples(*[st.integers(0, 1440)] * 7)
LEAVES = st.builds(
    lambda day, days, minutes: Leave(day, date.fromordinal(day.toordinal() + days), minutes),
    DATES,
    st.integers(0, 30),
    st.none() | st.integers(1, 1440),
)
LONG_AGO = date(2026, 1, 1)


@pytest.mark.parametrize(
    ("number", "year", "minutes", "why"),
    [
        (48, 2026, 5 * 480, "nothing special"),
        (53, 2026, 4 * 480, "Fri 2027-01-01 is New Year's Day"),
        (12, 2027, 5 * 480, "Good Friday is a working day at this studio"),
        (13, 2027, 4 * 480, "Mon 2027-03-29 is Easter Monday"),
        (18, 2027, 4 * 480, "Thu 2027-05-06 is Ascension Day, Wed 2027-05-05 no lustrum"),
        (18, 2030, 5 * 480, "Sun 2030-05-05 is, on a Sunday"),
    ],
)
def test_r09_a_week_has_the_hours_of_its_working_days(number: int, year: int, minutes: int, why: str) -> None:
    assert working_minutes(daan(), week(number, year), leiden(), LONG_AGO) == minutes, why


def test_r09_what_is_over_of_a_week_holds_no_more_work() -> None:
    assert working_minutes(daan(), week(48), leiden(), on("Thu 2026-11-26")) == 2 * 480
    assert working_minutes(daan(), week(48), leiden(), on("Sat 2026-11-28")) == 0


def test_r09_leave_takes_whole_days_or_part_of_each() -> None:
    away = Leave(on("Wed 2026-11-25"), on("Fri 2026-11-27"))
    assert working_minutes(daan(away), week(48), leiden(), LONG_AGO) == 2 * 480
    dentist = Leave(on("Tue 2026-11-24"), on("Tue 2026-11-24"), 90)
    assert working_minutes(daan(dentist), week(48), leiden(), LONG_AGO) == 5 * 480 - 90
    assert (
        working_minutes(anne(Leave(on("Wed 2026-11-25"), on("Wed 2026-11-25"))), week(48), leiden(), LONG_AGO)
        == 900
    )
    twice = Leave(on("Tue 2026-11-24"), on("Tue 2026-11-24"), 400)
    assert working_minutes(daan(dentist, twice), week(48), leiden(), LONG_AGO) == 4 * 480


@given(st.integers(0, 10_000), st.integers(0, 100))
def test_r09_what_is_planned_and_what_is_kept_free_are_all_hours(minutes: int, percent: int) -> None:
    share = shared(minutes, percent)
    assert share.planned + share.kept_free == minutes
    assert share.planned >= 0 <= share.kept_free


@given(HOURS, st.lists(LEAVES, max_size=4), LEAVES, DATES)
def test_r09_leave_never_adds_hours(
    hours: tuple[int, ...], leaves: list[Leave], more: Leave, day: date
) -> None:
    before = Colleague(1, hours, tuple(leaves))
    after = Colleague(1, hours, (*leaves, more))
    one = Week.of(day)
    assert (
        0
        <= working_minutes(after, one, leiden(), LONG_AGO)
        <= working_minutes(before, one, leiden(), LONG_AGO)
    )


@given(DATES)
def test_r06_nobody_works_on_a_closed_day(day: date) -> None:
    colleague = Colleague(1, (480,) * 7)
    assert bool(colleague.minutes_on(day, leiden())) == leiden().is_working_day(day)


def test_r09_what_is_booked_is_no_longer_to_be_done() -> None:
    assert left_of(120, 0, 60) == 120
    assert left_of(120, 90, 60) == 30
    assert left_of(120, 150, 60) == 0
    assert left_of(None, 0, 60) == 60
    assert left_of(0, 0, 60) == 0


def test_r09_the_share_of_a_week_that_can_be_planned() -> None:
    assert shared(sum(WHOLE_DAYS), PERCENT).planned == 1440
