"""Rules of urgent work (R12–R14): factor, maximum, moments, states, cover, the chain."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from projectie.terms.shipped import first_terms
from projectie.urgent.chain import START, Link, breaks, hash_after, sha256
from projectie.urgent.rules import (
    Against,
    Agreed,
    Ground,
    Offer,
    QuoteState,
    Wrong,
    against,
    covering,
    is_near,
    latest_ready,
    proposed_factor,
    proposed_maximum,
    proposed_validity,
    standing,
    surcharges,
    wrong_with,
)
from projectie.work.rules import Consent, Piece, Rate, charge_of

FIGURES = first_terms().figures
NOW = datetime(2026, 11, 27, 14, tzinfo=UTC)  # Friday
HOUR = timedelta(hours=1)
GOOD = Offer((Ground.CAPACITY,), 60, Fraction(5, 4), 8, NOW + 40 * HOUR, NOW + 4 * HOUR)


def test_r14_the_factor_is_what_the_table_of_the_terms_adds_up_to() -> None:
    table = surcharges(FIGURES)
    for chosen in product((False, True), repeat=3):
        grounds = [ground for ground, wanted in zip(Ground, chosen, strict=True) if wanted]
        assert proposed_factor(grounds, FIGURES) == 1 + Fraction(sum(table[each] for each in grounds), 100)
    assert proposed_factor([Ground.CAPACITY, Ground.CAPACITY], FIGURES) == proposed_factor(
        [Ground.CAPACITY], FIGURES
    )


@given(st.integers(1, 5_000), st.fractions(1, 10, max_denominator=100))
def test_r17b_the_proposed_maximum_is_just_enough_for_the_estimate(minutes: int, factor: Fraction) -> None:
    most = proposed_maximum(minutes, factor, FIGURES)
    rate = Rate(FIGURES.minutes_per_credit, FIGURES.minimum_credits)
    assert charge_of([Piece(minutes, Consent(1, factor, most))], rate).total == most
    assert charge_of([Piece(minutes, Consent(1, factor, 10**9))], rate).total == most


def test_r12_ready_is_counted_in_hours_of_the_clock_through_a_weekend() -> None:
    assert latest_ready(NOW, FIGURES) == NOW + timedelta(hours=FIGURES.urgent_by_hours)  # Sunday 14:00


@given(st.integers(1, 3_000))
def test_r14_a_quote_expires_while_there_is_time_to_do_the_work(minutes: int) -> None:
    ready = latest_ready(NOW, FIGURES)
    until = proposed_validity(NOW, ready, minutes, FIGURES)
    assert NOW < until <= ready


@pytest.mark.parametrize(
    ("changed", "wrong"),
    [
        ({}, None),
        ({"grounds": ()}, Wrong.GROUNDS),
        ({"factor": Fraction(99, 100)}, Wrong.FACTOR),
        ({"factor": Fraction(4, 3)}, Wrong.FACTOR),
        ({"factor": Fraction(11)}, Wrong.FACTOR),
        ({"minutes": 0}, Wrong.MINUTES),
        ({"maximum": 0}, Wrong.MAXIMUM),
        ({"ready_by": NOW}, Wrong.READY),
        ({"ready_by": NOW + 48 * HOUR}, None),
        ({"ready_by": NOW + 48 * HOUR + timedelta(seconds=1)}, Wrong.READY),
        ({"valid_until": NOW}, Wrong.VALID),
        ({"valid_until": NOW + 40 * HOUR}, None),
        ({"valid_until": NOW + 41 * HOUR}, Wrong.VALID),
    ],
)
def test_r14_what_is_wrong_with_an_offer(changed: dict[str, object], wrong: Wrong | None) -> None:
    assert wrong_with(replace(GOOD, **changed), FIGURES, NOW) is wrong  # type: ignore[arg-type]


def test_r14_only_a_quote_that_waits_can_be_answered_and_it_expires_by_itself() -> None:
    for state in QuoteState:
        refusal = against(state, NOW, NOW - HOUR)
        assert (refusal is None) == (state is QuoteState.SENT)
    assert standing(QuoteState.SENT, NOW, NOW) is QuoteState.EXPIRED
    assert against(QuoteState.SENT, NOW, NOW) is Against.EXPIRED
    assert against(QuoteState.SENT, NOW, NOW - HOUR, same=False) is Against.OTHER_TEXT
    assert standing(QuoteState.AGREED, NOW, NOW + HOUR) is QuoteState.AGREED


def test_r13_a_consent_covers_the_days_from_the_agreement_to_the_day_it_is_ready() -> None:
    one = Agreed(1, Fraction(2), 9, date(2026, 11, 27), date(2026, 11, 29))
    two = replace(one, id=2, first=date(2026, 11, 28))
    days = [date(2026, 11, day) for day in (26, 27, 28, 29, 30)]
    found = [covering([one, two], day) for day in days]
    assert [each and each.id for each in found] == [None, 1, 2, 2, None]


DEEDS = ("send", "agree", "decline", "withdraw", "wait", "book", "book late")


def test_r13_no_sequence_of_deeds_charges_an_urgent_minute_without_a_consent_or_beyond_it() -> None:
    """Every sequence of five deeds: the machine of the rules, with the clock that runs on."""
    rate = Rate(FIGURES.minutes_per_credit, FIGURES.minimum_credits)
    for deeds in product(DEEDS, repeat=5):
        now, state, until = NOW, None, NOW
        consents: list[Agreed] = []
        pieces: list[Piece] = []
        for place, deed in enumerate(deeds):
            may = state is not None and against(state, until, now) is None
            if deed == "send":
                state, until = QuoteState.SENT, now + 4 * HOUR
            elif deed == "agree" and may:
                state = QuoteState.AGREED
                consents.append(Agreed(place, Fraction(3, 2), 4, now.date(), (now + 24 * HOUR).date()))
            elif deed in {"decline", "withdraw"} and may:
                state = QuoteState.DECLINED
            elif deed == "wait":
                now += 5 * HOUR
            elif deed.startswith("book"):
                day = now.date() if deed == "book" else (now + 72 * HOUR).date()
                found = covering(consents, day)
                assert found is None or any(each.first <= day <= each.last for each in consents)
                terms = Consent(found.id, found.factor, found.maximum) if found else None
                pieces.append(Piece(35, terms))
        charge = charge_of(pieces, rate)
        assert charge.urgent <= sum(each.maximum for each in consents)
        assert charge.urgent == 0 or "agree" in deeds


@given(st.integers(0, 600), st.integers(1, 600))
def test_r12_it_is_told_before_it_is_too_late(left: int, minutes: int) -> None:
    ready = NOW + timedelta(minutes=left)
    assert is_near(ready, minutes, NOW) == (0 < left < 2 * minutes)


def _link(number: int, **more: object) -> Link:
    said: dict[str, object] = {
        "number": number, "quote_id": number, "ticket_number": 1, "organisation_id": 1, "person_id": 1,
        "name": "Lotte", "role": "eigenaar", "at": NOW, "local": "", "address": "::1", "device": "", "way": "portal",
        "message_id": None, "recorded_by_id": None, "button": "", "text": "t", "text_sha256": sha256("t"),
        "html_sha256": "", "factor_numerator": 3, "factor_denominator": 2, "maximum": 9, "first_day": "",
        "last_day": "", "terms_number": 1,
    }  # fmt: skip
    return Link(**(said | more))  # type: ignore[arg-type]


@given(st.integers(1, 6), st.data())
def test_r15_a_consent_that_was_changed_or_removed_is_noticed(count: int, data: st.DataObject) -> None:
    chain: list[tuple[Link, str]] = []
    for number in range(1, count + 1):
        link = _link(number)
        chain.append((link, hash_after(chain[-1][1] if chain else START, link)))
    assert list(breaks(chain, count, chain[-1][1])) == []
    place = data.draw(st.integers(0, count - 1))
    without = chain[:place] + chain[place + 1 :]
    assert list(breaks(without, count, chain[-1][1])) != []
    field, value = data.draw(
        st.sampled_from([("maximum", 10), ("name", "Joris"), ("text", "x"), ("number", 9)])
    )
    forged = [*chain]
    changed: dict[str, Any] = {field: value}
    forged[place] = (replace(chain[place][0], **changed), chain[place][1])
    assert list(breaks(forged, count, chain[-1][1])) != []
