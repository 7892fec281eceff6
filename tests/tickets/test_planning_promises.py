"""Which days may be promised, how a promise stands, and what a closing does to it (R6, R9)."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from projectie.clock.weeks import Week, working_days_of
from projectie.clock.workdays import Calendar
from projectie.terms.figures import Text
from projectie.tickets.planning_promises import (
    TO_BE_AGREED,
    Ground,
    Rule,
    Shape,
    Span,
    Standing,
    after_closing,
    in_weeks,
    is_beyond,
    refusal,
    standing_of,
    weeks_to_offer,
)
from projectie.tickets.promises import PlanningWindow
from tests.clock.leiden import AMSTERDAM, MONDAY_TO_FRIDAY, leiden, on
from tests.clock.strategies import CALENDARS, DATES

DAY = timedelta(days=1)
LEIDEN = leiden()
WINDOW = PlanningWindow(on("Mon 2026-12-07"), on("Mon 2026-12-14"))  # arrived on Monday 23 November
GROUND = Ground(on("Mon 2026-11-23"), WINDOW, LEIDEN, None)
WEEK_48, WEEK_49, WEEK_50, WEEK_51, WEEK_53 = (Span.week(Week(2026, n)) for n in (48, 49, 50, 51, 53))


def day(text: str) -> Span:
    return Span.day(on(text))


@pytest.mark.parametrize(
    ("span", "shape"),
    [
        (TO_BE_AGREED, Shape.TO_BE_AGREED),
        (day("Wed 2026-12-02"), Shape.DAY),
        (WEEK_49, Shape.WEEK),
        (Span(on("Mon 2026-12-07"), on("Mon 2026-12-14")), Shape.BETWEEN),
        (Span(on("Tue 2026-12-01"), on("Mon 2026-12-07")), Shape.BETWEEN),  # seven days, but no week
    ],
)
def test_r09_a_promise_is_a_day_a_week_a_stretch_or_to_be_agreed(span: Span, shape: Shape) -> None:
    assert span.shape is shape


@pytest.mark.parametrize(
    ("today", "span", "rule"),
    [
        ("Mon 2026-11-23", day("Mon 2026-11-23"), None),
        ("Mon 2026-11-23", day("Fri 2026-11-20"), Rule.PAST),
        ("Mon 2026-11-23", day("Sat 2026-11-28"), Rule.CLOSED),
        ("Mon 2026-12-07", day("Fri 2026-12-25"), Rule.CLOSED),
        ("Mon 2026-11-23", WEEK_48, None),
        ("Fri 2026-11-27", WEEK_48, None),  # Friday is left
        ("Sat 2026-11-28", WEEK_48, Rule.NOBODY_WORKS),
        ("Mon 2026-11-30", WEEK_48, Rule.PAST),
        ("Mon 2026-11-23", WEEK_50, None),  # Friday 11 December: before the latest day
        ("Mon 2026-11-23", WEEK_51, Rule.BEYOND),  # Monday is in time, Friday is not
        ("Mon 2026-11-23", day("Mon 2026-12-14"), None),  # day 21
        ("Mon 2026-11-23", day("Tue 2026-12-15"), Rule.BEYOND),  # day 22
        ("Mon 2026-11-23", day("Wed 2027-11-24"), Rule.BEYOND),
        ("Mon 2026-11-23", day("Thu 2027-11-25"), Rule.TOO_FAR),
        ("Mon 2026-11-23", TO_BE_AGREED, None),
    ],
)
def test_r09_a_first_promise_is_judged(today: str, span: Span, rule: Rule | None) -> None:
    assert refusal(span, "", replace(GROUND, today=on(today))) is rule


@pytest.mark.parametrize(
    ("standing", "wanted", "rule"),
    [
        (WEEK_49, WEEK_49, Rule.SAME),
        (WEEK_49, WEEK_50, Rule.UNEXPLAINED),
        (WEEK_50, WEEK_49, Rule.UNEXPLAINED),  # earlier is another week too
        (WEEK_49, TO_BE_AGREED, Rule.UNEXPLAINED),
        (WEEK_49, day("Wed 2026-12-02"), None),  # whoever keeps the day keeps the week
        (day("Wed 2026-12-02"), WEEK_49, Rule.UNEXPLAINED),
        (TO_BE_AGREED, WEEK_49, None),
        (TO_BE_AGREED, WEEK_51, Rule.BEYOND),
    ],
)
def test_r09_a_promise_moves_with_a_reason(standing: Span, wanted: Span, rule: Rule | None) -> None:
    ground = replace(GROUND, standing=standing)
    assert refusal(wanted, "", ground) is rule
    if rule is not Rule.SAME:
        assert refusal(wanted, "Daan is ziek.", ground) is None


@pytest.mark.parametrize(
    ("today", "done", "standing"),
    [
        ("Fri 2026-11-27", None, Standing.AHEAD),
        ("Mon 2026-11-30", None, Standing.THIS_WEEK),
        ("Sun 2026-12-06", None, Standing.THIS_WEEK),  # warned of before, also on the very last day
        ("Mon 2026-12-07", None, Standing.BROKEN),
        ("Mon 2026-12-07", "Sun 2026-12-06", Standing.KEPT),
        ("Mon 2026-12-07", "Fri 2026-11-27", Standing.KEPT),
        ("Mon 2026-12-07", "Mon 2026-12-07", Standing.KEPT_LATE),
    ],
)
def test_r09_a_promise_stands_will_break_is_broken_or_kept(
    today: str, done: str | None, standing: Standing
) -> None:
    assert standing_of(WEEK_49, on(done) if done else None, on(today)) is standing


@pytest.mark.parametrize(
    ("today", "first", "last"),
    [
        ("Mon 2026-11-23", "Mon 2026-12-07", "Mon 2026-12-14"),
        ("Wed 2026-12-09", "Wed 2026-12-09", "Mon 2026-12-14"),  # as far as it lies ahead
        ("Sat 2026-12-12", "Mon 2026-12-14", "Mon 2026-12-14"),
    ],
)
def test_r09_in_two_to_three_weeks_covers_the_window_of_the_ticket(today: str, first: str, last: str) -> None:
    assert in_weeks(replace(GROUND, today=on(today))) == Span(on(first), on(last))
    assert in_weeks(replace(GROUND, today=on("Tue 2026-12-15"))) is None


def test_r09_weeks_in_which_nobody_works_are_not_offered() -> None:
    closed = {on("Mon 2026-12-28") + n * DAY: Text("kerst", "Christmas") for n in range(5)}
    calendar = Calendar(AMSTERDAM, MONDAY_TO_FRIDAY, closed)
    offered = weeks_to_offer(Ground(on("Sat 2026-12-12"), WINDOW, calendar, None), 4)
    assert offered == (Week(2026, 51), Week(2026, 52))


def closing(*days: str) -> Calendar:
    closed = {**LEIDEN.closed, **{on(text): Text("Studiodag", "Study day") for text in days}}
    return Calendar(AMSTERDAM, MONDAY_TO_FRIDAY, closed)


WEDNESDAY = "Wed 2026-12-02"
ALL_WEEK = ("Mon 2026-11-30", "Tue 2026-12-01", WEDNESDAY, "Thu 2026-12-03", "Fri 2026-12-04")


@pytest.mark.parametrize(
    ("promise", "closed", "today", "becomes"),
    [
        (day(WEDNESDAY), (WEDNESDAY,), "Mon 2026-11-23", day("Thu 2026-12-03")),
        (day(WEDNESDAY), ALL_WEEK, "Mon 2026-11-23", day("Mon 2026-12-07")),
        (WEEK_49, (WEDNESDAY,), "Mon 2026-11-23", None),  # somebody still works that week
        (WEEK_49, ALL_WEEK, "Mon 2026-11-23", WEEK_50),
        (WEEK_49, ("Fri 2026-12-04",), "Fri 2026-12-04", WEEK_50),  # its last day that was left
        (day(WEDNESDAY), (WEDNESDAY,), "Thu 2026-12-03", None),  # broken already: closing mends nothing
        (TO_BE_AGREED, ALL_WEEK, "Mon 2026-11-23", None),
        (day(WEDNESDAY), (), "Mon 2026-11-23", None),
    ],
)
def test_r09_closing_moves_a_promise_only_where_nobody_works_any_more(
    promise: Span, closed: tuple[str, ...], today: str, becomes: Span | None
) -> None:
    assert after_closing(promise, on(today), LEIDEN, closing(*closed)) == becomes
    assert after_closing(promise, on(today), closing(*closed), LEIDEN) is None  # opening moves nothing


SPANS = st.just(TO_BE_AGREED) | DATES.map(Span.day) | DATES.map(lambda each: Span.week(Week.of(each)))


def arrived(day: date, ago: int, calendar: Calendar, standing: Span | None) -> Ground:
    window = PlanningWindow(day + 14 * DAY, day + 21 * DAY)
    return Ground(day + ago * DAY, window, calendar, standing)


GROUNDS = st.builds(arrived, DATES, st.integers(0, 60), CALENDARS, st.none() | SPANS)


@given(SPANS, GROUNDS)
def test_r09_what_may_be_promised_can_be_kept(wanted: Span, ground: Ground) -> None:
    if refusal(wanted, "a reason", ground) is None and wanted.first and wanted.last:
        days = (max(wanted.first, ground.today) + n * DAY for n in range(7))
        assert any(ground.calendar.is_working_day(each) for each in days if each <= wanted.last)


@given(SPANS, GROUNDS)
def test_r09_a_reason_never_makes_it_harder(wanted: Span, ground: Ground) -> None:
    if refusal(wanted, "", ground) is None:
        assert refusal(wanted, "a reason", ground) is None


@given(GROUNDS)
def test_r09_what_is_offered_is_never_refused_once_a_reason_is_given(ground: Ground) -> None:
    offered = [Span.week(week) for week in weeks_to_offer(ground, 8)]
    soon = in_weeks(ground)
    for span in (*offered, *((soon,) if soon else ())):
        assert refusal(span, "a reason", ground) in {None, Rule.SAME}
    if soon:
        assert not is_beyond(soon, ground.window, ground.calendar)


@given(SPANS, DATES, CALENDARS, st.sets(DATES, max_size=20))
def test_r09_after_a_closing_somebody_works_within_the_promise_again(
    promise: Span, today: date, before: Calendar, closed: set[date]
) -> None:
    after = Calendar(
        before.zone, before.working_weekdays, {**before.closed, **dict.fromkeys(closed, Text("x", "x"))}
    )
    moved = after_closing(promise, today, before, after)
    if moved is not None:
        assert moved.first
        assert promise.last
        assert moved.first > promise.last  # later, never earlier
        assert working_days_of(Week.of(moved.first), after)
        assert after_closing(moved, today, after, after) is None


@given(SPANS, DATES, DATES)
def test_r09_a_promise_that_was_broken_never_becomes_whole_again(
    promise: Span, today: date, later: date
) -> None:
    if standing_of(promise, None, today) is Standing.BROKEN and later >= today:
        assert standing_of(promise, None, later) is Standing.BROKEN
        assert standing_of(promise, later, later) is Standing.KEPT_LATE
