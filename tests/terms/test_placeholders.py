"""Every figure can be named in a text, and follows the figure (R1)."""

from dataclasses import fields

import pytest
from hypothesis import given

from projectie.terms.figures import Figures, Terms
from projectie.terms.placeholders import NAMES, PLACEHOLDER, Filling, figure_words, fillings
from tests.terms.made import FIRST, STUDIO, drafts, with_figures


@pytest.mark.parametrize("language", ["nl", "en"])
def test_r01_every_name_says_something(language: str) -> None:
    said = fillings(FIRST.figures, STUDIO, language)
    assert set(said) == NAMES
    assert all(filling.text for filling in said.values())
    assert all(PLACEHOLDER.fullmatch("{" + name + "}") for name in NAMES)


@given(drafts())
def test_r02_any_draft_can_be_previewed(draft: Terms) -> None:
    for language in ("nl", "en"):
        assert set(fillings(draft.figures, STUDIO, language)) == NAMES


def test_r01_every_figure_has_words_for_the_manager() -> None:
    words = {field.name: figure_words(FIRST.figures, field.name, "nl") for field in fields(Figures)}
    assert words["credit_price_cents"] == "€\xa022,50"
    assert words["grace_days"] == "7 dagen"
    assert words["phone_opens"] == "10:00"
    assert words["vat_percent"] == "21%"


def test_r01_a_text_follows_the_figure() -> None:
    said = fillings(with_figures(administration_credits=2, credit_price_cents=2500).figures, STUDIO, "en")
    assert said["administration"] == Filling("2 credits")
    assert said["administration_price"] == Filling("€50.00")
    assert said["credit_price"] == Filling("€25.00")


@pytest.mark.parametrize(
    ("minutes", "minimum", "sum_", "cost"),
    [
        (10, 1, "10 + 10 + 1 = 21", "3 credits"),
        (15, 1, "15 + 15 + 1 = 31", "3 credits"),
        (6, 4, "6 + 6 + 1 = 13", "4 credits"),
    ],
)
def test_r17_the_example_is_computed_and_keeps_the_minimum(
    minutes: int, minimum: int, sum_: str, cost: str
) -> None:
    said = fillings(with_figures(minutes_per_credit=minutes, minimum_credits=minimum).figures, STUDIO, "nl")
    assert (said["example_minutes"].text, said["example_credits"].text) == (sum_, cost)


def test_r12_addresses_and_phone_can_be_followed() -> None:
    said = fillings(FIRST.figures, STUDIO, "nl")
    assert said["urgent_phone"] == Filling("+31 (0)71 513 89 85", "tel:+31715138985")
    assert said["urgent_address"].href == "mailto:spoed@projectie.com"
