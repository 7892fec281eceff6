"""What a ticket costs: R17 and R17b as tables and as properties."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as some

from projectie.work.moving_rules import merged
from projectie.work.rules import Charge, Consent, Gift, Leniency, Piece, Rate, charge_of, waived

RATE = Rate(minutes_per_credit=10, minimum_credits=1)
AGREED = Consent(1, Fraction(3, 2), maximum=12)


@pytest.mark.parametrize(
    ("minutes", "credits_"),
    [((), 0), ((1,), 1), ((10,), 1), ((11,), 2), ((10, 10, 1), 3), ((9, 9, 9), 3), ((600,), 60)],
)
def test_r17_a_credit_per_ten_minutes_begun_of_the_whole_ticket(
    minutes: tuple[int, ...], credits_: int
) -> None:
    assert charge_of(map(Piece, minutes), RATE) == Charge(credits_, 0)


@pytest.mark.parametrize(
    ("normal", "urgent", "factor", "maximum", "charge"),
    [
        (0, 25, Fraction(3, 2), 12, Charge(0, 4)),
        (0, 20, Fraction(3, 2), 12, Charge(0, 3)),
        (5, 25, Fraction(3, 2), 12, Charge(1, 4)),
        (0, 600, Fraction(2), 12, Charge(0, 12)),
        (0, 10, Fraction(4, 3), 12, Charge(0, 2)),
        (0, 30, Fraction(4, 3), 12, Charge(0, 4)),  # 40 exactly: no part of a minute is rounded by itself
        (
            0,
            25,
            Fraction(2),
            0,
            Charge(1, 0),
        ),  # nothing may be charged at that rate: the minimum is a normal one
    ],
)
def test_r17b_urgent_minutes_are_rounded_apart_and_never_above_what_was_agreed(
    normal: int, urgent: int, factor: Fraction, maximum: int, charge: Charge
) -> None:
    pieces = [Piece(normal)] if normal else []
    pieces.append(Piece(urgent, Consent(1, factor, maximum)))
    assert charge_of(pieces, RATE) == charge


def test_r17b_two_consents_are_two_jobs() -> None:
    pieces = [Piece(5, AGREED), Piece(5, Consent(2, Fraction(2), 1)), Piece(60, Consent(2, Fraction(2), 1))]
    assert charge_of(pieces, RATE) == Charge(0, 1 + 1)


def test_r17_the_minimum_of_the_terms_holds_for_the_ticket_as_a_whole() -> None:
    assert charge_of([Piece(1)], Rate(10, 3)).total == 3
    assert charge_of([Piece(1), Piece(10, AGREED)], Rate(10, 3)) == Charge(1, 2)
    assert charge_of([], Rate(10, 3)).total == 0


_PIECES = some.lists(some.builds(Piece, some.integers(1, 300), some.sampled_from([None, AGREED])), max_size=8)


@given(_PIECES, some.integers(1, 60), some.integers(0, 5))
def test_r17_more_time_never_costs_less_and_order_never_matters(
    pieces: list[Piece], per: int, minimum: int
) -> None:
    rate = Rate(per, minimum)
    assert charge_of(pieces, rate) == charge_of(reversed(pieces), rate)
    fewer = charge_of(pieces[:-1], rate)
    assert charge_of(pieces, rate).total >= fewer.total
    assert charge_of(pieces, rate).urgent <= AGREED.maximum
    assert fewer.normal >= 0


@given(_PIECES, some.sampled_from(Gift), some.integers(0, 99))
def test_r16_a_gift_is_never_more_than_the_charge(pieces: list[Piece], gift: Gift, credits_: int) -> None:
    assert 0 <= waived(pieces, RATE, Leniency(gift, credits_)) <= charge_of(pieces, RATE).total


def test_r16_waiving_the_surcharge_leaves_what_normal_minutes_cost() -> None:
    pieces = [Piece(25, AGREED), Piece(4)]
    assert charge_of(pieces, RATE).total == 5
    assert waived(pieces, RATE, Leniency(Gift.SURCHARGE)) == 2  # 29 normal minutes are 3
    assert waived(pieces, RATE, Leniency(Gift.WHOLE)) == 5
    assert waived(pieces, RATE, Leniency(Gift.PART, 9)) == 5


@given(_PIECES, _PIECES)
def test_r17a_a_merge_never_costs_more_than_the_parts(one: list[Piece], other: list[Piece]) -> None:
    effect = merged(one, other, RATE, RATE)
    assert effect.after == (Charge(), charge_of([*one, *other], RATE))
    assert effect.difference <= 0


def test_r17a_two_begun_credits_become_one() -> None:
    assert merged([Piece(4)], [Piece(5)], RATE, RATE).difference == -1
