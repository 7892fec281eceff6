"""Which moments are offered for a call (R11)."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from projectie.calls.slots import Busy, CallFigures, Colleague, Fault, Moment, Offer, nearest, taker
from projectie.clock.phone import PhoneHours
from projectie.clock.workdays import Calendar
from projectie.terms.figures import Text

LEIDEN = ZoneInfo("Europe/Amsterdam")
KINGS_DAY = date(2027, 4, 27)  # a Tuesday
CALENDAR = Calendar(LEIDEN, frozenset(range(5)), {KINGS_DAY: Text("Koningsdag", "King’s Day")})
FIGURES = CallFigures(grid=15, length=30, buffer=10, notice_working_days=1, days_ahead=14)
HOURS = PhoneHours(CALENDAR, time(10), time(18))
OFFER = Offer(FIGURES, HOURS, CALENDAR, (Colleague(1), Colleague(2)))
NOON = time(12)


def at(day: date, clock: time) -> datetime:
    return datetime.combine(day, clock, LEIDEN).astimezone(UTC)


FRIDAY = date(2026, 11, 27)
MONDAY, TUESDAY = date(2026, 11, 30), date(2026, 12, 1)
NOW = at(FRIDAY, time(9))


@pytest.mark.parametrize(
    ("asked", "first"),
    [
        (at(FRIDAY, time(9)), at(MONDAY, time(10))),
        (at(FRIDAY, NOON), at(MONDAY, NOON)),
        (at(FRIDAY, time(18)), at(TUESDAY, time(10))),
        (at(date(2026, 11, 28), NOON), at(TUESDAY, time(10))),  # a Saturday
    ],
)
def test_r11_the_first_moment_is_a_whole_working_day_later(asked: datetime, first: datetime) -> None:
    assert next(OFFER.moments(asked)).starts == first


def test_r11_before_a_closed_day_the_notice_is_longer() -> None:
    monday = date(2027, 4, 26)
    assert next(OFFER.moments(at(monday, time(9)))).starts == at(date(2027, 4, 28), time(10))


def test_r11_a_call_ends_before_the_phone_hours_do() -> None:
    starts = [each.starts for each in OFFER.moments(NOW) if each.starts < at(TUESDAY, time(0))]
    assert len(starts) == 31
    assert starts[-1] == at(MONDAY, time(17, 30))


def test_r11_a_buffer_lies_around_every_call() -> None:
    busy = (Busy(at(MONDAY, time(11)), at(MONDAY, time(11, 30))),)
    offer = replace(OFFER, colleagues=(Colleague(1, busy=busy),))
    starts = [each.starts for each in offer.moments(NOW)][:4]
    assert starts == [at(MONDAY, clock) for clock in (time(10), time(10, 15), time(11, 45), time(12))]


@pytest.mark.parametrize(
    ("moment", "fault"),
    [
        (at(FRIDAY, time(8)), Fault.PAST),
        (at(FRIDAY, time(15)), Fault.NOTICE),
        (at(MONDAY, time(10)), None),
        (at(MONDAY, time(10, 7)), Fault.OFF_GRID),
        (at(MONDAY, time(10)) + timedelta(seconds=1), Fault.OFF_GRID),
        (at(MONDAY, time(9, 45)), Fault.CLOSED),
        (at(MONDAY, time(17, 45)), Fault.CLOSED),
        (at(date(2026, 11, 28), NOON), Fault.CLOSED),  # a Saturday
        (at(date(2026, 12, 11), NOON), None),
        (at(date(2026, 12, 14), NOON), Fault.FAR),
    ],
)
def test_r11_a_moment_says_why_it_cannot_be_had(moment: datetime, fault: Fault | None) -> None:
    assert OFFER.fault(moment, NOW) is fault


def test_r11_leave_and_own_hours_are_respected() -> None:
    mornings = Colleague(1, hours={0: (time(10), time(12))}, away={TUESDAY})
    offer = replace(OFFER, colleagues=(mornings,))
    found = [each.starts for each in offer.moments(NOW)]
    assert found[0] == at(MONDAY, time(10))
    assert {each.astimezone(LEIDEN).date().weekday() for each in found} == {0}
    assert max(each.astimezone(LEIDEN).time() for each in found) == time(11, 30)
    assert offer.fault(at(MONDAY, time(14)), NOW) is Fault.TAKEN


NIGHT = replace(OFFER, hours=PhoneHours(Calendar(LEIDEN, range(7), {}), time(1), time(5)))


def test_r11_an_hour_that_is_skipped_offers_nothing() -> None:
    spring = date(2027, 3, 28)
    offer = replace(NIGHT, working=NIGHT.hours.days)
    of_that_night = [
        each.starts.astimezone(LEIDEN).time()
        for each in offer.moments(at(date(2027, 3, 26), NOON))
        if each.starts.astimezone(LEIDEN).date() == spring
    ]
    assert not [clock for clock in of_that_night if time(2) <= clock < time(3)]
    assert time(3) in of_that_night


def test_r11_an_hour_that_exists_twice_is_offered_once() -> None:
    autumn = datetime(2026, 10, 25, 1, 30, tzinfo=UTC)  # the second 02:30
    offer = replace(NIGHT, working=NIGHT.hours.days)
    now = at(date(2026, 10, 23), NOON)
    assert offer.fault(autumn, now) is Fault.CLOSED
    assert offer.fault(autumn - timedelta(hours=1), now) is None


@settings(max_examples=40)  # each looks at every moment of weeks
@given(
    some.integers(0, 60 * 24 * 700).map(lambda minutes: NOW + timedelta(minutes=minutes)),
    some.sampled_from([5, 10, 15, 20, 30]),
    some.integers(1, 90),
    some.integers(0, 20),
    some.lists(some.tuples(some.integers(0, 20_000), some.integers(1, 120)), max_size=6),
)
def test_r11_every_moment_offered_can_be_had_and_none_touches_another_call(
    now: datetime, grid: int, length: int, buffer: int, calls: list[tuple[int, int]]
) -> None:
    busy = [
        Busy(now + timedelta(minutes=start), now + timedelta(minutes=start + long)) for start, long in calls
    ]
    figures = CallFigures(grid, length, buffer, 1, 10)
    offer = Offer(figures, HOURS, CALENDAR, (Colleague(1, busy=busy),))
    gap = timedelta(minutes=buffer)
    for moment in offer.moments(now):
        assert offer.fault(moment.starts, now) is None
        assert all(moment.ends + gap <= each.starts or moment.starts >= each.ends + gap for each in busy)
        there = moment.starts.astimezone(LEIDEN)
        assert time(10) <= there.time() <= time(18)
        assert CALENDAR.is_working_day(there.date())


def test_the_nearest_three_are_shown_in_order() -> None:
    moments = list(OFFER.moments(NOW))
    wanted = at(MONDAY, time(12))
    found = [each.starts for each in nearest((m for m in moments if m.starts != wanted), wanted)]
    assert found == [at(MONDAY, clock) for clock in (time(11, 30), time(11, 45), time(12, 15))]


@pytest.mark.parametrize(
    ("preferred", "loads", "who"),
    [(2, {}, (2, False)), (3, {1: 2, 2: 1}, (2, True)), (None, {1: 1}, (2, False)), (None, {}, (1, False))],
)
def test_r11_a_stand_in_takes_the_call_when_the_preferred_developer_is_away(
    preferred: int | None, loads: dict[int, int], who: tuple[int, bool]
) -> None:
    moment = Moment(NOW, NOW + timedelta(minutes=30), (1, 2))
    assert taker(moment, preferred, loads) == who
