"""What a ticket owes once another is merged into it (R6, R9)."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from projectie.bonds.owing import Owing, owing_after, planning_after
from projectie.tickets.planning_promises import Span

MONDAY = datetime(2026, 11, 23, 9, tzinfo=UTC)
HOURS = st.integers(0, 200).map(lambda hours: MONDAY + timedelta(hours=hours))


@st.composite
def owings(draw: st.DrawFn) -> Owing:
    """Return what some ticket owes by the terms."""
    opened = draw(HOURS)
    by = draw(st.none() | st.just(opened + timedelta(hours=48)))
    return Owing(opened, by - timedelta(hours=24) if by else None, by, draw(st.none() | HOURS))


@given(kept=owings(), merged=owings())
def test_r06_the_earliest_answer_that_is_owed_stays_owed(kept: Owing, merged: Owing) -> None:
    after = owing_after(kept, merged)
    owed = [one.by for one in (kept, merged) if one.is_owed and one.by]
    assert after.is_owed == bool(owed)
    assert not owed or after.by == min(owed)
    assert after.opened_at == kept.opened_at


def test_r10_under_an_sla_the_own_clock_goes_on() -> None:
    sla = Owing(MONDAY, MONDAY, MONDAY + timedelta(hours=8), None)
    earlier = Owing(MONDAY, MONDAY, MONDAY + timedelta(hours=4), None)
    assert owing_after(sla, earlier).by_sla
    assert owing_after(sla, earlier).by == earlier.by
    answered = Owing(MONDAY, MONDAY, sla.by, MONDAY)
    assert owing_after(answered, earlier) == answered


def test_r09_of_two_plannings_only_a_sharper_one_takes_the_place_of_the_other() -> None:
    week, day = Span(date(2026, 11, 30), date(2026, 12, 6)), Span.day(date(2026, 12, 2))
    later = Span.day(date(2026, 12, 9))
    assert planning_after(None, week) == week
    assert planning_after(week, day) == day
    assert planning_after(day, week) is None
    assert planning_after(week, later) is None
    assert planning_after(week, None) is None
