"""Yearly figures without names: nobody is found in a small number (R28)."""

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from projectie.complaints.case import About, Case, Outcome, Way, case_of, to_data
from projectie.complaints.clocks import may_be_erased, years_after
from projectie.complaints.yearly import LEAST, told, years

AT = datetime(2026, 3, 1, tzinfo=UTC)


def case(outcome: Outcome | None, year: int = 2026) -> Case:
    """Return a case that ended so."""
    at = AT.replace(year=year)
    return Case(About.COMPLAINT, Way.NAMED, "nl", at, 1, outcome=outcome, closed_at=at if outcome else None)


def test_r28_fewer_than_five_are_not_counted() -> None:
    (year,) = years([case(Outcome.UPHELD)] * 4)
    assert (year.year, year.received, year.outcomes) == (2026, None, {})


@pytest.mark.parametrize(
    ("upheld", "withdrawn", "open_ones", "shown"),
    [
        (5, 0, 0, {Outcome.UPHELD: 5}),
        (5, 5, 0, {Outcome.UPHELD: 5, Outcome.WITHDRAWN: 5}),
        (5, 1, 0, {}),
        (9, 0, 1, {}),
    ],
)
def test_r28_a_small_outcome_hides_among_others(
    upheld: int, withdrawn: int, open_ones: int, shown: dict[Outcome, int]
) -> None:
    found = [case(Outcome.UPHELD)] * upheld + [case(Outcome.WITHDRAWN)] * withdrawn + [case(None)] * open_ones
    (year,) = years(found)
    assert year.received == len(found)
    assert year.outcomes == shown


@given(st.dictionaries(st.sampled_from(list(Outcome)), st.integers(1, 12)))
def test_r28_no_number_below_five_is_ever_told(counted: dict[Outcome, int]) -> None:
    shown, others = told(Counter(counted))
    assert all(number >= LEAST for number in shown.values())
    assert others == 0 or others >= LEAST
    hidden = sum(counted.values()) - sum(shown.values()) - others
    assert hidden == 0 or not shown


def test_a_case_is_read_back_as_it_was_kept() -> None:
    kept = case(Outcome.PARTLY)
    kept.noted, kept.subjects, kept.extended_until = {"a": "b"}, [3], AT
    assert case_of(to_data(kept)) == kept


def test_r28_two_years_after_a_leap_day_and_not_before_it_was_announced() -> None:
    assert years_after(datetime(2028, 2, 29, tzinfo=UTC), 2) == datetime(2030, 2, 28, tzinfo=UTC)
    day = timedelta(days=1)
    assert not may_be_erased(None, AT, AT)
    assert not may_be_erased(AT, None, AT + 99 * day)
    assert not may_be_erased(AT, AT, AT + 13 * day)
    assert may_be_erased(AT, AT, AT + 14 * day)
    assert not may_be_erased(AT + 20 * day, AT, AT + 19 * day)
