"""Rules of buying: what a report changes, what an amount pays for, when to ask again (R22)."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from projectie.money import with_vat
from projectie.topups.rules import CREDITED, Reported, TopUpState, ask_again, credits_for, standing_after

ASKED = 13613
SAID = [s for s in TopUpState if s not in {TopUpState.MISMATCHED, *CREDITED}] + [TopUpState.PAID]
REPORTS = some.builds(
    Reported,
    state=some.sampled_from(SAID),
    cents=some.sampled_from([ASKED, ASKED - 1, None]),
    refunded=some.booleans(),
    charged_back=some.booleans(),
)


@given(some.lists(REPORTS, max_size=12))
def test_r22_whatever_is_reported_it_is_credited_once_and_only_for_the_whole_amount(
    reports: list[Reported],
) -> None:
    state, credited = TopUpState.OPEN, 0
    for report in reports:
        after = standing_after(state, ASKED, report)
        if after in CREDITED and state not in CREDITED:
            credited += 1
            assert report.state is TopUpState.PAID
            assert report.cents == ASKED
        assert not (state in CREDITED and after not in CREDITED)
        assert standing_after(after, ASKED, report) in {after, *CREDITED}
        state = after
    paid = any(each.state is TopUpState.PAID and each.cents == ASKED for each in reports)
    assert credited == int(paid)


@given(some.integers(0, 10_000_000), some.integers(1, 10_000), some.integers(0, 25))
def test_r22_an_amount_pays_for_the_most_whole_credits_it_covers(
    cents: int, price: int, percent: int
) -> None:
    found = credits_for(cents, price, percent)
    assert with_vat(found * price, percent).including <= cents
    assert with_vat((found + 1) * price, percent).including > cents


@pytest.mark.parametrize(("cents", "credits_"), [(13613, 5), (13612, 4), (2723, 1), (2722, 0), (0, 0)])
def test_r22_by_example_at_22_50_and_21_percent(cents: int, credits_: int) -> None:
    assert credits_for(cents, 2250, 21) == credits_


@pytest.mark.parametrize(
    ("age", "silent", "again"),
    [
        (timedelta(minutes=5), None, True),
        (timedelta(minutes=5), timedelta(seconds=59), False),
        (timedelta(minutes=5), timedelta(minutes=1), True),
        (timedelta(hours=2), timedelta(minutes=14), False),
        (timedelta(hours=2), timedelta(minutes=15), True),
        (timedelta(days=2), timedelta(hours=5), False),
        (timedelta(days=2), timedelta(hours=6), True),
    ],
)
def test_r22_the_provider_is_asked_often_at_first_then_now_and_then(
    age: timedelta, silent: timedelta | None, again: bool
) -> None:
    now = datetime(2026, 11, 23, 9, tzinfo=UTC)
    assert ask_again(now - age, None if silent is None else now - silent, now) is again
