from datetime import date, datetime, timedelta

from hypothesis import given

from projectie.clock.explanation import CountedDay, Why, explain
from projectie.clock.workdays import Calendar, add_working_hours, add_working_time, working_time_between
from projectie.terms.figures import Text
from tests.clock.leiden import at, leiden, on
from tests.clock.strategies import AMOUNTS, CALENDARS, MOMENTS, NIGHT_AND_DAY

LEIDEN = leiden()


def test_r06_easter_is_explained_day_by_day() -> None:
    start = at("Fri 2027-03-26 15:00")
    assert explain(start, add_working_hours(start, 48, LEIDEN), LEIDEN) == (
        CountedDay(on("Fri 2027-03-26"), 9 * 60, Why.PARTLY, None),
        CountedDay(on("Sat 2027-03-27"), 0, Why.WEEKEND, None),
        CountedDay(on("Sun 2027-03-28"), 0, Why.WEEKEND, Text("Eerste paasdag", "Easter Sunday")),
        CountedDay(on("Mon 2027-03-29"), 0, Why.CLOSED, Text("Tweede paasdag", "Easter Monday")),
        CountedDay(on("Tue 2027-03-30"), 24 * 60, Why.COUNTED, None),
        CountedDay(on("Wed 2027-03-31"), 15 * 60, Why.PARTLY, None),
    )


def test_r06_a_mail_in_the_weekend_names_the_weekend_and_whole_days() -> None:
    start = at("Sat 2026-11-28 11:30")
    days = explain(start, add_working_hours(start, 48, LEIDEN), LEIDEN)
    assert [(f"{day.day:%a}", day.why) for day in days] == [
        ("Sat", Why.WEEKEND),
        ("Sun", Why.WEEKEND),
        ("Mon", Why.COUNTED),
        ("Tue", Why.COUNTED),
    ]


def test_r06_nothing_is_explained_backwards() -> None:
    assert explain(at("Fri 2026-11-27 15:00"), at("Fri 2026-11-27 15:00"), LEIDEN) == ()
    assert explain(at("Fri 2026-11-27 15:00"), at("Thu 2026-11-26 15:00"), LEIDEN) == ()


def test_r06_seconds_are_left_out_so_that_the_days_add_up() -> None:
    start = at("Fri 2026-11-27 15:07") + timedelta(seconds=42)
    minutes = [day.minutes for day in explain(start, add_working_hours(start, 48, LEIDEN), LEIDEN)]
    assert minutes == [8 * 60 + 53, 0, 0, 24 * 60, 15 * 60 + 7]


@given(MOMENTS, AMOUNTS, CALENDARS)
def test_r06_the_days_add_up_to_the_whole(start: datetime, amount: timedelta, calendar: Calendar) -> None:
    end = add_working_time(start, amount, calendar)
    floor = (start.replace(second=0, microsecond=0), end.replace(second=0, microsecond=0))
    total = timedelta(minutes=sum(day.minutes for day in explain(start, end, calendar)))
    assert total == working_time_between(*floor, calendar)


@given(MOMENTS, AMOUNTS, CALENDARS | NIGHT_AND_DAY)
def test_r06_every_day_on_the_way_is_named_once(
    start: datetime, amount: timedelta, calendar: Calendar
) -> None:
    days = [day.day for day in explain(start, add_working_time(start, amount, calendar), calendar)]
    assert days == [date.fromordinal(number) for number in _rising(days)]


@given(MOMENTS, AMOUNTS, CALENDARS | NIGHT_AND_DAY)
def test_r06_only_working_days_count_minutes(start: datetime, amount: timedelta, calendar: Calendar) -> None:
    for day in explain(start, add_working_time(start, amount, calendar), calendar):
        assert (day.why in {Why.COUNTED, Why.PARTLY}) == calendar.is_working_day(day.day)
        assert day.minutes == 0 or calendar.is_working_day(day.day)
        assert (day.minutes == 24 * 60) == (day.why is Why.COUNTED)


def _rising(days: list[date]) -> range:
    return range(days[0].toordinal(), days[0].toordinal() + len(days)) if days else range(0)
