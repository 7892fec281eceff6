"""Whether terms may be published: complete in both languages and free of contradiction (R2)."""

import re
from collections.abc import Iterator, Sequence
from itertools import chain, product

from projectie.terms.figures import Cell, Coverage, Figures, Matrix, Terms
from projectie.terms.problem import Fault, Problem
from projectie.terms.wording import name_problems, text_problems

# Least and most of each whole number. The most keeps a slip of the finger from promising a century.
_RANGES = {
    "response_from_hours": (1, 2_000),
    "response_by_hours": (1, 2_000),
    "urgent_from_hours": (1, 2_000),
    "urgent_by_hours": (1, 2_000),
    "planning_target_days": (1, 366),
    "planning_latest_days": (1, 366),
    "grace_days": (0, 366),
    "minutes_per_credit": (1, 1_440),
    "minimum_credits": (1, 1_000),
    "credit_price_cents": (1, 10_000_000),
    "vat_percent": (0, 100),
    "administration_credits": (0, 1_000),
    "complaint_confirm_days": (1, 366),
    "complaint_answer_days": (1, 366),
    "complaint_extension_days": (1, 366),
    "complaint_retention_years": (1, 100),
    "urgent_capacity_percent": (0, 1_000),
    "urgent_complexity_percent": (0, 1_000),
    "urgent_out_of_hours_percent": (0, 1_000),
    "urgent_valid_hours": (1, 2_000),
}
# The second may not come before the first.
_ORDERED = (
    ("response_from_hours", "response_by_hours"),
    ("urgent_from_hours", "urgent_by_hours"),
    ("planning_target_days", "planning_latest_days"),
    ("complaint_confirm_days", "complaint_answer_days"),
)
_KEY = re.compile(r"[a-z][a-z0-9_]{0,39}")


def problems(terms: Terms) -> tuple[Problem, ...]:
    """Return every reason why these terms cannot be published, in the order of the form; none: they can."""
    return tuple(
        chain(
            _figure_problems(terms.figures),
            _matrix_problems(terms.matrix),
            _prose_problems(terms),
        )
    )


def _figure_problems(figures: Figures) -> Iterator[Problem]:
    for name, (least, most) in _RANGES.items():
        if not least <= getattr(figures, name) <= most:
            yield Problem(f"figures.{name}", Fault.OUT_OF_RANGE, {"least": least, "most": most})
    for first, second in _ORDERED:
        if getattr(figures, second) < getattr(figures, first):
            yield Problem(f"figures.{second}", Fault.BEFORE_START, {"other": f"figures.{first}"})
    if figures.phone_closes <= figures.phone_opens:
        yield Problem("figures.phone_closes", Fault.BEFORE_START, {"other": "figures.phone_opens"})
    for name in ("phone_weekdays", "working_weekdays"):
        if not _is_week(getattr(figures, name)):
            yield Problem(f"figures.{name}", Fault.WEEKDAYS)


def _is_week(days: Sequence[int]) -> bool:
    return bool(days) and set(days) <= set(range(7)) and list(days) == sorted(set(days))


def _matrix_problems(matrix: Matrix) -> Iterator[Problem]:
    services = [service.key for service in matrix.services]
    tiers = [tier.key for tier in matrix.tiers]
    yield from _key_problems(services, "matrix.services")
    yield from _key_problems(tiers, "matrix.tiers")
    for service in matrix.services:
        yield from name_problems(service.name, f"matrix.services.{service.key}.name")
    for tier in matrix.tiers:
        yield from name_problems(tier.name, f"matrix.tiers.{tier.key}.name")
    yield from _cells_problems(matrix, list(product(services, tiers)))
    yield from _legend_problems(matrix)


def _key_problems(keys: Sequence[str], path: str) -> Iterator[Problem]:
    if not keys:
        yield Problem(path, Fault.EMPTY)
    for index, key in enumerate(keys):
        if not _KEY.fullmatch(key):
            yield Problem(f"{path}.{key}.key", Fault.BAD_KEY, {"key": key})
        if key in keys[:index]:
            yield Problem(f"{path}.{key}.key", Fault.DOUBLE_KEY, {"key": key})


def _cells_problems(matrix: Matrix, pairs: Sequence[tuple[str, str]]) -> Iterator[Problem]:
    for service, tier in dict.fromkeys([*pairs, *matrix.cells]):
        path = f"matrix.cells.{service}.{tier}"
        cell = matrix.cells.get((service, tier))
        if cell is None:
            yield Problem(path, Fault.MISSING_CELL)
        elif (service, tier) not in pairs:
            yield Problem(path, Fault.STRAY_CELL)
        else:
            yield from _cell_problems(cell, path)


def _cell_problems(cell: Cell, path: str) -> Iterator[Problem]:
    conditional = cell.coverage is Coverage.CONDITION
    if conditional and cell.condition is None:
        yield Problem(f"{path}.condition", Fault.MISSING_CONDITION)
    if conditional and cell.note is None:
        yield Problem(f"{path}.note", Fault.MISSING_NOTE)
    if not conditional and cell.condition is not None:
        yield Problem(f"{path}.condition", Fault.STRAY_CONDITION)
    if cell.note is not None:
        yield from text_problems(cell.note, f"{path}.note")


def _legend_problems(matrix: Matrix) -> Iterator[Problem]:
    """The words of a coverage must be there once a cell uses it."""
    used = {cell.coverage for cell in matrix.cells.values()}
    for coverage in Coverage:
        words, path = matrix.legend.get(coverage), f"matrix.legend.{coverage}"
        if words is not None:
            yield from text_problems(words, path)
        elif coverage in used:
            yield Problem(path, Fault.MISSING_TEXT)


def _prose_problems(terms: Terms) -> Iterator[Problem]:
    yield from _key_problems([block.key for block in terms.prose], "prose")
    for block in terms.prose:
        yield from text_problems(block.title, f"prose.{block.key}.title")
        yield from text_problems(block.body, f"prose.{block.key}.body")
