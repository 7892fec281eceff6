"""The rates of VAT by date: the general one is a figure of the terms, the reduced one stands in `rates.json`.

A lower rate is for what is no support: printed books and brochures. Credits are always at the general rate.
"""

import json
from datetime import date
from enum import StrEnum
from functools import lru_cache
from importlib.resources import files

from projectie.terms.figures import Figures


class Rate(StrEnum):
    """Which rate a line has where Dutch VAT is charged."""

    GENERAL = "general"
    REDUCED = "reduced"


def percent_on(rate: Rate, figures: Figures, day: date) -> int:
    """Return the percentage of that rate on that day; the figures are those of the terms in force then."""
    return figures.vat_percent if rate is Rate.GENERAL else _reduced_on(day)


def _reduced_on(day: date) -> int:
    return [percent for since, percent in _reduced() if since <= day][-1]


@lru_cache(maxsize=1)
def _reduced() -> tuple[tuple[date, int], ...]:
    table = json.loads(files("projectie.invoices").joinpath("rates.json").read_text(encoding="utf-8"))
    return tuple((date.fromisoformat(row["from"]), row["percent"]) for row in table["reduced"])
