"""Why a draft of the terms cannot be published: one reason at one field (R2)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Fault(StrEnum):
    """What is wrong; the words are the page's."""

    MISSING_TEXT = "missing_text"
    UNKNOWN_PLACEHOLDER = "unknown_placeholder"  # name
    STRAY_BRACE = "stray_brace"
    LITERAL_FIGURE = "literal_figure"  # figure
    ONE_LANGUAGE_ONLY = "one_language_only"  # name: a placeholder the other language lacks
    OUT_OF_RANGE = "out_of_range"  # least, most
    BEFORE_START = "before_start"  # other: the field this one must not come before
    WEEKDAYS = "weekdays"  # none, a day twice, out of order, or no day at all
    EMPTY = "empty"  # a list that needs a row
    BAD_KEY = "bad_key"  # key
    DOUBLE_KEY = "double_key"  # key
    MISSING_CELL = "missing_cell"
    STRAY_CELL = "stray_cell"  # a cell of no service or no tier
    MISSING_CONDITION = "missing_condition"
    STRAY_CONDITION = "stray_condition"  # a condition where the coverage has none
    MISSING_NOTE = "missing_note"  # a condition nobody can read


@dataclass(frozen=True, slots=True)
class Problem:
    """A fault at a field, by a path such as `prose.credits.body.nl`; `values` go into its sentence."""

    path: str
    fault: Fault
    values: Mapping[str, str | int] = field(default_factory=dict)
