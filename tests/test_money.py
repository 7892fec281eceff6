from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from projectie.money import half_up, value_of, vat_of, with_vat

CENTS = st.integers(-(10**12), 10**12)


def test_r24_five_credits_cost_136_euros_and_13_cents() -> None:
    total = with_vat(value_of(5, 2250), 21)
    assert (total.excluding, total.vat, total.including) == (11250, 2363, 13613)


@pytest.mark.parametrize(
    ("cents", "percent", "vat"),
    [
        (2250, 21, 473),  # 4.725, where half-even would say 4.72
        (6750, 21, 1418),  # three credits: 14.18 over the total, 14.19 line by line
        (250, 21, 53),
        (-2250, 21, -473),
        (0, 21, 0),
        (2250, 0, 0),
        (1000, 9, 90),
        (150, 9, 14),
        (149, 9, 13),
    ],
)
def test_r24_vat_is_rounded_half_up_to_the_cent(cents: int, percent: int, vat: int) -> None:
    assert vat_of(cents, percent) == vat


def test_r24_vat_is_of_the_total_not_of_its_lines() -> None:
    assert vat_of(3 * 2250, 21) == 1418 != 3 * vat_of(2250, 21)


@given(CENTS, st.integers(1, 10**6))
def test_r24_half_up_agrees_with_exact_decimals(numerator: int, denominator: int) -> None:
    doubled = Decimal(abs(2 * numerator) // denominator) / 2  # floor at halves decides the rounding
    size = int(doubled.quantize(Decimal(1), ROUND_HALF_UP))
    assert half_up(numerator, denominator) == (size if numerator >= 0 else -size)


@given(CENTS, st.integers(0, 100))
def test_r24_a_credit_note_undoes_its_invoice(cents: int, percent: int) -> None:
    assert vat_of(-cents, percent) == -vat_of(cents, percent)


@given(CENTS, st.integers(0, 100))
def test_r24_rounding_is_off_by_half_a_cent_at_most(cents: int, percent: int) -> None:
    assert abs(100 * vat_of(cents, percent) - cents * percent) <= 50
