from dataclasses import replace
from datetime import datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from projectie.terms.figures import Figures
from projectie.tickets.promises import (
    PlanningWindow,
    ResponsePromise,
    Sign,
    State,
    met_at,
    planning_state,
    planning_window,
    response_promise,
    response_state,
)
from tests.clock.leiden import at, leiden, on
from tests.clock.strategies import MOMENTS

LEIDEN = leiden()
FIGURES = Figures(
    response_from_hours=24,
    response_by_hours=48,
    urgent_from_hours=24,
    urgent_by_hours=48,
    planning_target_days=14,
    planning_latest_days=21,
    grace_days=7,
    phone_opens=time(10),
    phone_closes=time(18),
    phone_weekdays=(0, 1, 2, 3, 4),
    working_weekdays=(0, 1, 2, 3, 4),
    minutes_per_credit=10,
    minimum_credits=1,
    credit_price_cents=2250,
    vat_percent=21,
    administration_credits=1,
    complaint_confirm_days=1,
    complaint_answer_days=10,
    complaint_extension_days=10,
    complaint_retention_years=2,
)
PROMISE = ResponsePromise(at("Mon 2026-11-30 15:00"), at("Tue 2026-12-01 15:00"))
WINDOW = PlanningWindow(on("Fri 2026-12-11"), on("Fri 2026-12-18"))
TICK = timedelta(microseconds=1)


def test_r06_mail_on_friday_is_answered_from_monday_by_tuesday() -> None:
    assert response_promise(at("Fri 2026-11-27 15:00"), FIGURES, LEIDEN) == PROMISE


def test_r06_mail_on_friday_before_easter_is_answered_by_wednesday() -> None:
    promise = response_promise(at("Fri 2027-03-26 15:00"), FIGURES, LEIDEN)
    assert promise == ResponsePromise(at("Tue 2027-03-30 15:00"), at("Wed 2027-03-31 15:00"))


def test_r01_other_terms_promise_otherwise() -> None:
    faster = replace(FIGURES, response_from_hours=4, response_by_hours=24)
    promise = response_promise(at("Fri 2026-11-27 15:00"), faster, LEIDEN)
    assert promise == ResponsePromise(at("Fri 2026-11-27 19:00"), at("Mon 2026-11-30 15:00"))


@pytest.mark.parametrize(
    ("now", "state"),
    [
        (at("Fri 2026-11-27 15:00"), State.WAITING),
        (PROMISE.from_ - TICK, State.WAITING),
        (PROMISE.from_, State.DUE_SOON),
        (PROMISE.by, State.DUE_SOON),
        (PROMISE.by + TICK, State.LATE),
    ],
)
def test_r06_unanswered_request_waits_then_is_due_then_late(now: datetime, state: State) -> None:
    assert response_state(PROMISE, None, now) is state


@pytest.mark.parametrize(
    ("answered", "state"),
    [
        (at("Fri 2026-11-27 15:05"), State.MET),
        (PROMISE.by, State.MET),
        (PROMISE.by + TICK, State.MET_LATE),
    ],
)
def test_r06_an_answer_settles_it_for_good(answered: datetime, state: State) -> None:
    assert response_state(PROMISE, answered, answered) is state
    assert response_state(PROMISE, answered, answered + timedelta(days=365)) is state


def test_r06_an_automatic_mail_or_a_note_meets_no_promise() -> None:
    moment = at("Fri 2026-11-27 15:05")
    assert met_at([]) is None
    assert met_at([(Sign.AUTOMATIC, moment), (Sign.NOTE, moment)]) is None


@pytest.mark.parametrize("sign", [Sign.ANSWER, Sign.PLANNING])
def test_r06_the_first_human_answer_or_planning_promise_meets_it(sign: Sign) -> None:
    first, later = at("Mon 2026-11-30 10:00"), at("Mon 2026-11-30 11:00")
    signs = [(Sign.ANSWER, later), (Sign.AUTOMATIC, first - timedelta(days=2)), (sign, first)]
    assert met_at(signs) == first


@pytest.mark.parametrize(
    ("arrives", "target", "latest"),
    [
        ("Fri 2026-11-27 15:00", "Fri 2026-12-11", "Fri 2026-12-18"),
        ("Fri 2026-11-27 23:59", "Fri 2026-12-11", "Fri 2026-12-18"),
        ("Sat 2026-11-28 00:00", "Sat 2026-12-12", "Sat 2026-12-19"),
        ("Mon 2027-03-15 09:00", "Mon 2027-03-29", "Mon 2027-04-05"),
        ("Thu 2028-02-17 09:00", "Thu 2028-03-02", "Thu 2028-03-09"),
        ("Mon 2026-12-21 09:00", "Mon 2027-01-04", "Mon 2027-01-11"),
    ],
)
def test_r09_routine_work_is_done_in_two_to_three_weeks(arrives: str, target: str, latest: str) -> None:
    assert planning_window(at(arrives), FIGURES, LEIDEN) == PlanningWindow(on(target), on(latest))


@pytest.mark.parametrize(
    ("today", "state"),
    [
        ("Thu 2026-12-10", State.WAITING),
        ("Fri 2026-12-11", State.DUE_SOON),
        ("Fri 2026-12-18", State.DUE_SOON),
        ("Sat 2026-12-19", State.LATE),
    ],
)
def test_r09_planned_work_waits_then_is_due_then_late(today: str, state: State) -> None:
    assert planning_state(WINDOW, None, on(today)) is state


@pytest.mark.parametrize(
    ("done", "state"),
    [("Mon 2026-11-30", State.MET), ("Fri 2026-12-18", State.MET), ("Sat 2026-12-19", State.MET_LATE)],
)
def test_r09_work_done_settles_it_for_good(done: str, state: State) -> None:
    assert planning_state(WINDOW, on(done), on("Fri 2027-01-01")) is state


@given(MOMENTS, st.integers(1, 96), st.integers(0, 96))
def test_r06_nothing_is_promised_before_it_arrived_or_the_wrong_way_round(
    arrived: datetime, from_hours: int, more: int
) -> None:
    figures = replace(FIGURES, response_from_hours=from_hours, response_by_hours=from_hours + more)
    promise = response_promise(arrived, figures, LEIDEN)
    assert arrived < promise.from_ <= promise.by


@given(MOMENTS, MOMENTS)
def test_r06_time_only_makes_an_unanswered_promise_worse(one: datetime, other: datetime) -> None:
    order = [State.WAITING, State.DUE_SOON, State.LATE]
    early, late = (order.index(response_state(PROMISE, None, now)) for now in sorted((one, other)))
    assert early <= late
