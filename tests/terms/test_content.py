"""The stored form of the terms (R1): nothing is lost, nothing unexpected is let in."""

from collections.abc import Callable
from datetime import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from projectie.terms.content import from_data, from_json, to_data, to_json
from projectie.terms.figures import Condition, Coverage, Terms
from projectie.terms.reading import UnreadableError
from tests.terms.made import FIRST, drafts

_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


def test_r01_first_version_survives_writing_and_reading() -> None:
    assert from_json(to_json(FIRST)) == FIRST
    assert from_data(to_data(FIRST)) == FIRST


@given(drafts())
def test_r01_any_draft_survives_writing_and_reading(draft: Terms) -> None:
    assert from_json(to_json(draft)) == draft


def test_r01_values_have_their_types() -> None:
    cell = FIRST.matrix.cells["email", "on_demand"]
    assert FIRST.figures.phone_opens == time(10)
    assert FIRST.figures.phone_weekdays == (0, 1, 2, 3, 4)
    assert cell.coverage is Coverage.CONDITION
    assert cell.condition is Condition.STUDIO_MAIL


def _set(*path: str | int, value: object) -> Callable[[dict[str, Any]], None]:
    def change(data: Any) -> None:
        for step in path[:-1]:
            data = data[step]
        data[path[-1]] = value

    return change


def _drop(*path: str | int) -> Callable[[dict[str, Any]], None]:
    def change(data: Any) -> None:
        for step in path[:-1]:
            data = data[step]
        del data[path[-1]]

    return change


@pytest.mark.parametrize(
    ("change", "path"),
    [
        (_drop("figures"), "figures"),
        (_drop("figures", "grace_days"), "figures.grace_days"),
        (_set("figures", "lunch_hours", value=1), "figures.lunch_hours"),
        (_set("figures", "grace_days", value="7"), "figures.grace_days"),
        (_set("figures", "grace_days", value=True), "figures.grace_days"),
        (_set("figures", "grace_days", value=7.0), "figures.grace_days"),
        (_set("figures", "grace_days", value=2**31), "figures.grace_days"),
        (_set("figures", "phone_opens", value="10"), "figures.phone_opens"),
        (_set("figures", "phone_opens", value="24:00"), "figures.phone_opens"),
        (_set("figures", "phone_opens", value="10:00+02:00"), "figures.phone_opens"),
        (_set("figures", "phone_opens", value=10), "figures.phone_opens"),
        (_set("figures", "phone_weekdays", value=4), "figures.phone_weekdays"),
        (_set("figures", "phone_weekdays", 2, value=None), "figures.phone_weekdays[2]"),
        (_set("matrix", "services", 1, "name", value="E-mail"), "matrix.services[1].name"),
        (_drop("matrix", "tiers", 0, "name", "en"), "matrix.tiers[0].name.en"),
        (
            _set("matrix", "cells", "print", "sla", "coverage", value="maybe"),
            "matrix.cells.print.sla.coverage",
        ),
        (_set("matrix", "cells", "print", "sla", "coverage", value=1), "matrix.cells.print.sla.coverage"),
        (_set("matrix", "cells", "print", "sla", "condition", value="x"), "matrix.cells.print.sla.condition"),
        (_set("matrix", "cells", "print", value=[]), "matrix.cells.print"),
        (_set("matrix", "legend", "perhaps", value={"nl": "", "en": ""}), "matrix.legend.perhaps"),
        (_set("prose", 3, "title", "nl", value=None), "prose[3].title.nl"),
        (_set("prose", 3, "colour", value="red"), "prose[3].colour"),
    ],
)
def test_r01_a_wrong_value_is_refused_with_its_path(
    change: Callable[[dict[str, Any]], None], path: str
) -> None:
    data = to_data(FIRST)
    change(data)
    with pytest.raises(UnreadableError) as refused:
        from_data(data)
    assert refused.value.path == path
    assert str(refused.value).startswith(f"{path}: expected ")


@given(_json)
def test_r01_anything_else_is_refused_and_nothing_else_is_raised(data: object) -> None:
    with pytest.raises(UnreadableError):
        from_data(data)


@pytest.mark.parametrize("text", ["", "{", "[" * 100_000, "9" * 5_000, '{"figures": 1, "figures": 2}', "NaN"])
def test_r01_text_that_is_no_json_is_refused(text: str) -> None:
    with pytest.raises(UnreadableError):
        from_json(text)
