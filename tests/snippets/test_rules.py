"""What becomes of what stands between braces."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from projectie.snippets.rules import VARIABLES, filled, left_open, unknown


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Hallo {name}", "Hallo Lotte"),
        ("{number}: {subject}", "#1042: {number}"),  # what is filled in is not filled in again
        ("{promise}", "{promise}"),  # not known on this ticket
        ("{name.__class__} {0} {} {{name}}", "{name.__class__} {0} {} {Lotte}"),
        ("%(name)s $name", "%(name)s $name"),
    ],
)
def test_variables_are_names_and_never_expressions(text: str, said: str) -> None:
    values = {"name": "Lotte", "number": "#1042", "subject": "{number}", "promise": ""}
    assert filled(text, values) == said


def test_an_unknown_variable_is_named() -> None:
    assert unknown("{name} {naam} {promise} {naam} {}") == ["naam", ""]
    assert left_open("{naam} {promise} {me}") == ["promise", "me"]


@given(st.text())
def test_a_text_whose_variables_are_all_known_is_filled_whole(text: str) -> None:
    values = dict.fromkeys(VARIABLES, "x")
    if not unknown(text):
        assert left_open(filled(text, values)) == [] or "{" in text.replace("{", "", 1)
