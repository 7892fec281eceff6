"""What a text of the terms may say (R1, R2)."""

import pytest

from projectie.terms.figures import Text
from projectie.terms.problem import Fault, Problem
from projectie.terms.rules import problems
from projectie.terms.wording import text_problems
from tests.terms.made import with_body


def _faults(nl: str, en: str) -> list[Problem]:
    return list(text_problems(Text(nl, en), "at"))


def test_r02_both_languages_complete() -> None:
    assert _faults("", "Words") == [Problem("at.nl", Fault.MISSING_TEXT)]
    assert _faults("Woorden", " \n") == [Problem("at.en", Fault.MISSING_TEXT)]
    assert _faults("Woorden", "Words") == []


def test_r02_a_problem_of_the_prose_points_at_block_and_language() -> None:
    assert problems(with_body("Woorden", "")) == (Problem("prose.part.body.en", Fault.MISSING_TEXT),)


def test_r01_an_unknown_placeholder_is_refused_by_name() -> None:
    unknown = {"name": "credit_cost"}
    assert _faults("{credit_cost}", "{credit_cost}") == [
        Problem("at.nl", Fault.UNKNOWN_PLACEHOLDER, unknown),
        Problem("at.en", Fault.UNKNOWN_PLACEHOLDER, unknown),
    ]


@pytest.mark.parametrize("text", ["{", "}", "{ credit_price }", "{Credit}", "{{credit_price}", "{}"])
def test_r01_a_brace_that_holds_no_placeholder_is_refused(text: str) -> None:
    assert Problem("at.nl", Fault.STRAY_BRACE) in _faults(text, text)


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        ("binnen 48 uur", "48"),
        ("kost €22,50 nu", "€22,50"),
        ("een half: ½", "½"),
        ("m² tapijt", "m²"),
        ("binnen ٤٨ uur", "٤٨"),
        ("hoofdstuk Ⅳ", "Ⅳ"),
        ("[site](https://example.org/2026)", "[site](https://example.org/2026)"),
        ("{credit_price}0", "0"),
    ],
)
def test_r01_a_figure_written_out_is_refused(text: str, figure: str) -> None:
    assert Problem("at.nl", Fault.LITERAL_FIGURE, {"figure": figure}) in _faults(text, "{credit_price}")


def test_r01_a_placeholder_is_no_figure_of_its_own() -> None:
    assert _faults("Een credit kost {credit_price}.", "A credit costs {credit_price}.") == []


def test_r02_a_figure_in_one_language_only_is_refused_in_the_other() -> None:
    assert _faults("Binnen {grace}.", "Soon.") == [
        Problem("at.en", Fault.ONE_LANGUAGE_ONLY, {"name": "grace"})
    ]
    assert _faults("{grace} of {grace}", "{grace}") == []
