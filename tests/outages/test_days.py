"""How a part fared day by day: the worst of a day is what the day was."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from projectie.outages.days import DAYS, RANK, Level, Stretch, day_by_day, worst
from tests.clock.leiden import AMSTERDAM

NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)


def _marked(*stretches: Stretch, now: datetime = NOW) -> dict[date, Level]:
    days = day_by_day(stretches, now, AMSTERDAM)
    return {day.day: day.level for day in days if day.level is not Level.GOOD}


def _from(start: datetime, end: datetime | None, level: Level = Level.DOWN) -> Stretch:
    return Stretch(level, "Mail", start, end)


def _local(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=AMSTERDAM)  # type: ignore[arg-type, misc]


@pytest.mark.parametrize(
    ("start", "end", "days"),
    [
        (_local(2026, 11, 20, 23, 30), _local(2026, 11, 21, 0, 0), [20]),  # until midnight: one day
        (_local(2026, 11, 20, 23, 30), _local(2026, 11, 21, 0, 1), [20, 21]),
        (_local(2026, 11, 20, 0, 0), _local(2026, 11, 20, 0, 0), [20]),  # no time at all still happened
        (_local(2026, 11, 24, 9, 0), None, [24, 25, 26]),  # goes on
        (_local(2026, 11, 26, 14, 0), _local(2026, 11, 26, 15, 0), []),  # is still to come (13:00)
        (_local(2026, 11, 26, 12, 0), _local(2026, 11, 30, 15, 0), [26]),  # no day after today
    ],
)
def test_a_stretch_marks_the_local_days_it_touches(
    start: datetime, end: datetime | None, days: list[int]
) -> None:
    assert [day.day for day in _marked(_from(start, end))] == days


def test_the_worst_of_a_day_is_what_it_was() -> None:
    levels = [Level.SLOW, Level.DOWN, Level.MAINTENANCE]
    stretches = [
        _from(_local(2026, 11, 20, 9 + n, 0), _local(2026, 11, 20, 10 + n, 0), x)
        for n, x in enumerate(levels)
    ]
    assert _marked(*stretches) == {date(2026, 11, 20): Level.DOWN}
    assert worst([]) is Level.GOOD


def test_ninety_days_are_shown_and_what_is_longer_ago_is_not() -> None:
    days = day_by_day([_from(_local(2020, 1, 1, 0, 0), _local(2026, 8, 30, 12, 0))], NOW, AMSTERDAM)
    assert len(days) == DAYS == 90
    assert (days[0].day, days[-1].day) == (date(2026, 8, 29), date(2026, 11, 26))
    assert [day.day.day for day in days if day.level is Level.DOWN] == [29, 30]


MOMENTS = some.datetimes(datetime(2026, 8, 1), datetime(2026, 12, 31), timezones=some.just(UTC))  # noqa: DTZ001
STRETCHES = some.builds(
    lambda level, start, minutes: _from(start, start + timedelta(minutes=minutes), level),
    some.sampled_from(list(Level)),
    MOMENTS,
    some.integers(0, 10_000),
)


@given(stretches=some.lists(STRETCHES, max_size=5), one=STRETCHES)
def test_one_more_thing_never_makes_a_day_better(stretches: list[Stretch], one: Stretch) -> None:
    before, after = (day_by_day(s, NOW, AMSTERDAM) for s in (stretches, [*stretches, one]))
    assert all(RANK[a.level] >= RANK[b.level] for a, b in zip(after, before, strict=True))
