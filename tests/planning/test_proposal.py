"""The week that is proposed for a ticket, and what will break (R9)."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from projectie.clock.weeks import Week, working_days_of
from projectie.planning.breaking import Cause, touched_by, will_break
from projectie.planning.capacity import Colleague, Leave
from projectie.planning.outlook import Outlook, Work
from projectie.planning.proposal import Ground, Proposal, propose
from tests.clock.leiden import leiden, on
from tests.planning.studio import ANNE, DAAN, MONDAY, PERCENT, anne, daan, in_week, outlook, week, window

FRIDAY = on("Fri 2026-11-20")  # target Fri 4 Dec, latest Fri 11 Dec


@pytest.mark.parametrize(
    ("promised", "minutes", "proposed"),
    [
        ((), 60, Proposal(week(48), Ground.ROOM)),
        ((in_week(1, 48, 1440),), 60, Proposal(week(49), Ground.ROOM)),
        ((in_week(1, 48, 1380),), 60, Proposal(week(48), Ground.ROOM)),
        ((in_week(1, 48, 1381),), 60, Proposal(week(49), Ground.ROOM)),
        ((in_week(1, 48, 1440), in_week(2, 49, 1440)), 60, Proposal(week(50), Ground.LATEST)),
        ((in_week(1, 48, 1440), in_week(2, 49, 1440), in_week(3, 50, 1400)), 60, Proposal(None, Ground.FULL)),
        ((), 1441, Proposal(None, Ground.TOO_LARGE)),
        ((), 0, Proposal(week(48), Ground.ROOM)),
    ],
)
def test_r09_the_first_week_with_room_by_day_14_else_by_day_21(
    promised: tuple[Work, ...], minutes: int, proposed: Proposal
) -> None:
    assert propose(minutes, DAAN, window(FRIDAY), outlook(*promised)) == proposed


def test_r09_a_ticket_of_nobody_asks_for_room_of_anybody() -> None:
    full = outlook(in_week(1, 48, 1440), in_week(2, 48, 500, ANNE))
    assert propose(40, None, window(FRIDAY), full).week == week(48)
    assert propose(41, None, window(FRIDAY), full).week == week(49)
    unassigned = outlook(in_week(1, 48, 1440 + 500, None))
    assert propose(41, DAAN, window(FRIDAY), unassigned).week == week(49), (
        "what nobody has is still to be done"
    )


def test_r09_without_a_week_a_manager_must_look_and_is_told_why() -> None:
    away = outlook(colleagues=(daan(Leave(MONDAY, on("Fri 2026-12-11"))), anne()))
    assert propose(60, DAAN, window(FRIDAY), away) == Proposal(None, Ground.NOBODY)
    assert propose(60, 99, window(FRIDAY), away) == Proposal(None, Ground.NOBODY)
    long_ago = window(on("Mon 2026-11-02"))
    assert propose(60, DAAN, long_ago, outlook()) == Proposal(None, Ground.OVER)


def test_r09_a_week_that_is_over_for_this_studio_is_not_proposed() -> None:
    saturday = outlook(today=on("Sat 2026-11-28"))
    assert propose(60, DAAN, window(FRIDAY), saturday).week == week(49)


def test_r09_the_earlier_promise_stays_and_what_no_longer_fits_breaks() -> None:
    found = will_break(
        outlook(in_week(1, 48, 900), in_week(2, 48, 500), in_week(3, 48, 100), in_week(4, 49, 1000))
    )
    assert [(each.work.ticket, each.week, each.cause) for each in found] == [(3, week(48), Cause.FULL)]
    day = Work(5, DAAN, on("Tue 2026-11-24"), on("Tue 2026-11-24"), 100, order=5)
    found = will_break(outlook(in_week(1, 48, 900), in_week(2, 48, 500), day))
    assert [each.work.ticket for each in found] == [2]


def test_r09_what_should_have_been_done_still_takes_room_this_week() -> None:
    found = will_break(outlook(in_week(1, 46, 1000), in_week(2, 48, 600)))
    assert [each.work.ticket for each in found] == [2]


def test_r09_leave_surfaces_the_promises_that_hang_on_it() -> None:
    promised = (in_week(1, 48, 400), in_week(2, 49, 900), in_week(3, 49, 100, ANNE))
    away = daan(Leave(on("Mon 2026-11-30"), on("Thu 2026-12-03")))
    before, after = outlook(*promised), outlook(*promised, colleagues=(away, anne()))
    assert [(each.work.ticket, each.cause) for each in touched_by(before, after)] == [(2, Cause.LEAVE)]
    assert will_break(after) == touched_by(before, after)
    assert touched_by(after, after) == ()


def test_r09_a_promise_of_a_day_hangs_on_that_day() -> None:
    day = Work(1, DAAN, on("Thu 2026-11-26"), on("Thu 2026-11-26"), 60)
    away = outlook(day, colleagues=(daan(Leave(on("Thu 2026-11-26"), on("Thu 2026-11-26"))), anne()))
    assert [each.cause for each in will_break(away)] == [Cause.LEAVE]


def test_r09_a_promise_over_weeks_counts_in_the_last_in_which_the_desk_is_open() -> None:
    closed = Work(1, DAAN, on("Wed 2026-12-30"), on("Fri 2027-01-01"), 60)
    assert outlook(closed).load(DAAN, week(53)) == 60
    over_two = Work(2, DAAN, on("Fri 2026-12-04"), on("Fri 2026-12-11"), 60)
    assert outlook(over_two).load(DAAN, week(50)) == 60


PEOPLE = st.builds(Colleague, st.sampled_from([DAAN, ANNE]), st.tuples(*[st.integers(0, 600)] * 7))
STAFF = st.lists(PEOPLE, max_size=2, unique_by=lambda one: one.id).map(tuple)
TODAY = st.dates(date(2026, 11, 1), date(2027, 6, 1))
WORKS = st.lists(
    st.builds(
        lambda who, week, minutes, ticket: in_week(ticket, week, minutes, who),
        st.sampled_from([DAAN, ANNE, None]),
        st.integers(44, 53),
        st.integers(0, 900),
        st.integers(1, 99),
    ),
    max_size=6,
    unique_by=lambda work: work.ticket,
).map(tuple)
WHO = st.sampled_from([DAAN, ANNE, None])


@given(STAFF, WORKS, TODAY, st.integers(-21, 0), st.integers(0, 2000), WHO)
def test_r09_a_closed_week_or_a_full_one_is_never_proposed(
    staff: tuple[Colleague, ...],
    works: tuple[Work, ...],
    today: date,
    arrived: int,
    minutes: int,
    who: int | None,
) -> None:
    ahead = Outlook(today, leiden(), staff, PERCENT, works)
    found = propose(minutes, who, window(today + timedelta(days=arrived)), ahead)
    if found.week is not None:
        last = working_days_of(found.week, leiden())[-1]
        assert today <= last <= today + timedelta(days=arrived + 21)
        assert ahead.room(who, found.week) >= max(minutes, 1)
    else:
        assert found.ground not in {Ground.ROOM, Ground.LATEST}


@given(WORKS, TODAY, st.integers(0, 900), WHO, st.tuples(*[st.integers(0, 300)] * 7))
def test_r09_more_hours_never_mean_a_later_week_nor_more_that_breaks(
    works: tuple[Work, ...], today: date, minutes: int, who: int | None, more: tuple[int, ...]
) -> None:
    longer = Colleague(DAAN, tuple(a + b for a, b in zip(daan().hours, more, strict=True)))
    less = Outlook(today, leiden(), (daan(), anne()), PERCENT, works)
    greater = Outlook(today, leiden(), (longer, anne()), PERCENT, works)
    far = Week(9999, 1)
    within = window(today)
    assert (propose(minutes, who, within, greater).week or far) <= (
        propose(minutes, who, within, less).week or far
    )
    assert {each.work.ticket for each in will_break(greater)} <= {
        each.work.ticket for each in will_break(less)
    }


@given(WORKS, TODAY, st.integers(0, 40), st.integers(0, 20), st.none() | st.integers(1, 600), WHO)
def test_r09_taking_leave_never_makes_room(
    works: tuple[Work, ...], today: date, since: int, days: int, part: int | None, who: int | None
) -> None:
    first = today + timedelta(days=since)
    leave = Leave(first, first + timedelta(days=days), part)
    before = Outlook(today, leiden(), (daan(), anne()), PERCENT, works)
    after = before.with_colleagues((daan(leave), anne()))
    for ahead in range(9):
        one = Week.of(today).later(ahead)
        assert after.room(who, one) <= before.room(who, one)
        assert before.capacity(None, one) == before.capacity(DAAN, one) + before.capacity(ANNE, one)
        assert before.total_load(one) == sum(before.load(each, one) for each in (DAAN, ANNE, None))
