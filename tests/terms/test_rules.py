"""What keeps a draft from being published (R2), each with the field it stands at."""

from dataclasses import replace
from datetime import time
from typing import Any

import pytest
from hypothesis import given

from projectie.terms.figures import Cell, Condition, Coverage, Service, Terms, Text
from projectie.terms.problem import Fault, Problem
from projectie.terms.rules import problems
from tests.terms.made import FIRST, drafts, with_cell, with_figures, with_legend

BOTH = Text("Als dat zo is.", "If that is so.")


@pytest.mark.parametrize(
    "figures",
    [
        {"response_from_hours": 48},
        {"planning_target_days": 21},
        {"administration_credits": 0},
        {"vat_percent": 0},
        {"grace_days": 0},
        {"phone_weekdays": (5,)},
        {"phone_opens": time(17, 59)},
        {"complaint_confirm_days": 10},
    ],
)
def test_r02_figures_at_the_edge_can_be_published(figures: dict[str, Any]) -> None:
    assert problems(with_figures(**figures)) == ()


@pytest.mark.parametrize(
    ("figures", "at", "other"),
    [
        ({"response_from_hours": 49}, "response_by_hours", "response_from_hours"),
        ({"urgent_by_hours": 23}, "urgent_by_hours", "urgent_from_hours"),
        ({"planning_target_days": 22}, "planning_latest_days", "planning_target_days"),
        (
            {"complaint_answer_days": 1, "complaint_confirm_days": 2},
            "complaint_answer_days",
            "complaint_confirm_days",
        ),
        ({"phone_opens": time(18)}, "phone_closes", "phone_opens"),
        ({"phone_closes": time(9)}, "phone_closes", "phone_opens"),
    ],
)
def test_r02_an_end_before_its_start_is_refused(figures: dict[str, Any], at: str, other: str) -> None:
    expected = Problem(f"figures.{at}", Fault.BEFORE_START, {"other": f"figures.{other}"})
    assert problems(with_figures(**figures)) == (expected,)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("minutes_per_credit", 0),
        ("minimum_credits", 0),
        ("credit_price_cents", -1),
        ("vat_percent", 101),
        ("vat_percent", -1),
        ("administration_credits", -1),
        ("grace_days", -1),
        ("complaint_retention_years", 0),
        ("response_by_hours", 2_001),
    ],
)
def test_r02_a_number_that_makes_no_sense_is_refused(name: str, value: int) -> None:
    (problem,) = problems(with_figures(**{name: value}))
    assert (problem.path, problem.fault) == (f"figures.{name}", Fault.OUT_OF_RANGE)
    assert not problem.values["least"] <= value <= problem.values["most"]  # type: ignore[operator]


def test_r02_every_whole_number_has_a_range() -> None:
    names = {name for name in FIRST.figures.__slots__ if isinstance(getattr(FIRST.figures, name), int)}
    found = problems(with_figures(**dict.fromkeys(names, -1)))
    assert {problem.path for problem in found} == {f"figures.{name}" for name in names}


@pytest.mark.parametrize("days", [(), (7,), (-1, 0), (0, 0), (1, 0)])
@pytest.mark.parametrize("name", ["phone_weekdays", "working_weekdays"])
def test_r02_a_week_without_days_or_with_wrong_ones_is_refused(name: str, days: tuple[int, ...]) -> None:
    assert problems(with_figures(**{name: days})) == (Problem(f"figures.{name}", Fault.WEEKDAYS),)


def test_r04_a_pair_without_a_cell_is_refused() -> None:
    expected = Problem("matrix.cells.print.on_demand", Fault.MISSING_CELL)
    assert problems(with_cell("print", "on_demand", None)) == (expected,)


def test_r04_a_cell_of_no_service_is_refused() -> None:
    expected = Problem("matrix.cells.radio.on_demand", Fault.STRAY_CELL)
    assert problems(with_cell("radio", "on_demand", Cell(Coverage.COVERED))) == (expected,)


@pytest.mark.parametrize(
    ("cell", "part", "fault"),
    [
        (Cell(Coverage.CONDITION, None, BOTH), "condition", Fault.MISSING_CONDITION),
        (Cell(Coverage.CONDITION, Condition.STUDIO_MAIL, None), "note", Fault.MISSING_NOTE),
        (Cell(Coverage.COVERED, Condition.STUDIO_MAIL), "condition", Fault.STRAY_CONDITION),
        (Cell(Coverage.COVERED, None, Text("Ja", " ")), "note.en", Fault.MISSING_TEXT),
    ],
)
def test_r04_a_cell_names_its_condition_in_words_or_none(cell: Cell, part: str, fault: Fault) -> None:
    expected = Problem(f"matrix.cells.print.on_demand.{part}", fault)
    assert problems(with_cell("print", "on_demand", cell)) == (expected,)


def test_r02_a_coverage_in_use_needs_words_and_an_unused_one_does_not() -> None:
    bare = replace(FIRST, matrix=replace(FIRST.matrix, legend={}))
    found = {problem.path for problem in problems(bare)}
    assert found == {f"matrix.legend.{coverage}" for coverage in Coverage if coverage != "not_covered"}


def test_r02_words_of_a_coverage_are_complete() -> None:
    found = problems(with_legend(Coverage.COVERED, Text("", "Yes")))
    assert found == (Problem("matrix.legend.covered.nl", Fault.MISSING_TEXT),)


def test_r02_a_service_needs_a_name_in_both_languages() -> None:
    services = (replace(FIRST.matrix.services[0], name=Text("Site", "")), *FIRST.matrix.services[1:])
    found = problems(replace(FIRST, matrix=replace(FIRST.matrix, services=services)))
    assert found == (Problem("matrix.services.website.name.en", Fault.MISSING_TEXT),)


def test_r02_a_name_may_hold_a_digit_but_no_brace() -> None:
    tiers = (replace(FIRST.matrix.tiers[0], name=Text("Fase 2", "Phase {two}")), *FIRST.matrix.tiers[1:])
    found = problems(replace(FIRST, matrix=replace(FIRST.matrix, tiers=tiers)))
    assert found == (Problem("matrix.tiers.on_demand.name.en", Fault.STRAY_BRACE),)


def test_r02_keys_are_plain_and_stand_once() -> None:
    twice = (*FIRST.matrix.services, FIRST.matrix.services[0])
    found = problems(replace(FIRST, matrix=replace(FIRST.matrix, services=twice)))
    assert found == (Problem("matrix.services.website.key", Fault.DOUBLE_KEY, {"key": "website"}),)
    odd = (*FIRST.matrix.services, Service("Web.Site", BOTH))
    faults = {
        problem.fault for problem in problems(replace(FIRST, matrix=replace(FIRST.matrix, services=odd)))
    }
    assert faults == {Fault.BAD_KEY, Fault.MISSING_CELL}


def test_r02_terms_without_prose_services_or_tiers_are_refused() -> None:
    empty = replace(FIRST, prose=(), matrix=replace(FIRST.matrix, services=(), tiers=(), cells={}))
    assert {(p.path, p.fault) for p in problems(empty)} == {
        ("matrix.services", Fault.EMPTY),
        ("matrix.tiers", Fault.EMPTY),
        ("prose", Fault.EMPTY),
    }


@given(drafts())
def test_r02_any_draft_gets_an_answer_that_points_at_its_fields(draft: Terms) -> None:
    for problem in problems(draft):
        assert problem.path.split(".")[0] in {"figures", "matrix", "prose"}
