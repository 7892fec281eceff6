"""Rows of a draft added, taken away and moved."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from projectie.terms.arrange import (
    LONGEST_KEY,
    moved,
    new_key,
    with_block,
    with_service,
    without,
    without_service,
)
from projectie.terms.figures import Text
from projectie.terms.rules import problems
from tests.terms.made import FIRST, with_prose

KEYS = [block.key for block in FIRST.prose]


@pytest.mark.parametrize(
    ("key", "steps", "first"),
    [
        ("tiers", -1, ["tiers", "desk", "sla"]),
        ("desk", 1, ["tiers", "desk", "sla"]),
        ("desk", -1, ["desk", "tiers", "sla"]),
        ("document", 1, ["desk", "tiers", "sla"]),
        ("nobody", 1, ["desk", "tiers", "sla"]),
        ("sla", 0, ["desk", "tiers", "sla"]),
    ],
)
def test_a_row_moves_one_place_and_stays_at_the_ends(key: str, steps: int, first: list[str]) -> None:
    keys = [block.key for block in moved(FIRST.prose, key, steps)]
    assert keys[:3] == first
    assert sorted(keys) == sorted(KEYS)


@given(st.lists(st.tuples(st.sampled_from([*KEYS, "nobody"]), st.sampled_from([-1, 1])), max_size=30))
def test_no_way_of_moving_loses_a_row(steps: list[tuple[str, int]]) -> None:
    rows = FIRST.prose
    for key, step in steps:
        rows = moved(rows, key, step)
    assert set(rows) == set(FIRST.prose)
    assert len(rows) == len(FIRST.prose)


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Hosting", "hosting"),
        ("E-mail & más", "e_mail_mas"),
        ("24 × 7 support", "support"),
        ("  ", "service"),
        ("日本", "service"),
        ("Website", "website_2"),
        ("x" * 200, "x" * (LONGEST_KEY - 3)),
    ],
)
def test_a_key_is_made_from_the_name(name: str, key: str) -> None:
    assert new_key(name, {"website", "email"}, "service") == key


@given(st.text(max_size=60), st.sets(st.sampled_from(["a", "b", "service", "service_2", "service_3"])))
def test_a_key_can_always_be_used(name: str, taken: set[str]) -> None:
    key = new_key(name, taken, "service")
    assert re.fullmatch(r"[a-z][a-z0-9_]*", key)
    assert len(key) <= LONGEST_KEY
    assert key not in taken


def test_r04_a_service_goes_with_its_cells() -> None:
    matrix = without_service(FIRST.matrix, "print")
    assert "print" not in {service for service, _ in matrix.cells}
    assert without_service(with_service(FIRST.matrix, Text("Nieuw", "New")), "new") == FIRST.matrix


def test_r02_a_new_text_is_empty_and_so_cannot_be_published_yet() -> None:
    prose = with_block(FIRST.prose, Text("Nieuw", "New"))
    assert {problem.path for problem in problems(with_prose(*prose))} == {
        "prose.new.body.nl",
        "prose.new.body.en",
    }
    assert without(prose, "new") == FIRST.prose
