"""The shape of the terms: every figure and text the desk promises by (R1).

Nothing here holds a value; values are data (`first.json`, then what managers publish).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from enum import StrEnum

LANGUAGES = ("nl", "en")


class Coverage(StrEnum):
    """What one cell of the matrix says about a service under a tier (R4)."""

    COVERED = "covered"  # done, against credits
    CONDITION = "condition"  # done, against credits, if a condition on the client's record is met
    ON_REQUEST = "on_request"  # only when asked for, against credits
    INCLUDED = "included"  # done, costs no credits
    PER_SLA = "per_sla"  # as agreed in the SLA
    NOT_COVERED = "not_covered"


class Condition(StrEnum):
    """Conditions a cell may name; each is known from the client's record (R4)."""

    STUDIO_MAIL = "studio_mail"  # the studio supplies the client's mail service


@dataclass(frozen=True, slots=True)
class Text:
    """The same text in both languages; Markdown where it is prose."""

    nl: str
    en: str

    def in_(self, language: str) -> str:
        """Return the text in that language; any other language than Dutch reads English."""
        return self.nl if language == "nl" else self.en


@dataclass(frozen=True, slots=True)
class Service:
    """A row of the matrix."""

    key: str
    name: Text


@dataclass(frozen=True, slots=True)
class Tier:
    """A column of the matrix: what a contract is."""

    key: str
    name: Text


@dataclass(frozen=True, slots=True)
class Cell:
    """What the contract says of one service under one tier, with its footnote in words."""

    coverage: Coverage
    condition: Condition | None = None
    note: Text | None = None


@dataclass(frozen=True, slots=True)
class Matrix:
    """Service × tier (R4); `cells` has exactly one cell for each pair of keys (service, tier).

    `legend` holds the words a reader sees for each coverage: they are published text like any other.
    """

    services: tuple[Service, ...]
    tiers: tuple[Tier, ...]
    cells: Mapping[tuple[str, str], Cell]
    legend: Mapping[Coverage, Text] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Figures:
    """Every number the desk works by; units are in the names (R1)."""

    response_from_hours: int  # R6, hours of working days, each counting its full 24
    response_by_hours: int
    urgent_from_hours: int  # R12
    urgent_by_hours: int
    planning_target_days: int  # R9, calendar days from arrival
    planning_latest_days: int
    grace_days: int  # R17a
    phone_opens: time  # studio's local time
    phone_closes: time
    phone_weekdays: tuple[int, ...]  # Monday is 0
    working_weekdays: tuple[int, ...]
    minutes_per_credit: int  # R17
    minimum_credits: int
    credit_price_cents: int  # R18, ex VAT
    vat_percent: int  # R24, within the Netherlands
    administration_credits: int  # R20, per invoice
    complaint_confirm_days: int  # R28, working days
    complaint_answer_days: int
    complaint_extension_days: int  # once, with a reason; working days more
    complaint_retention_years: int
    # R14: what each ground adds to the urgent rate. Versions that were published without them read these.
    urgent_capacity_percent: int = 25
    urgent_complexity_percent: int = 25
    urgent_out_of_hours_percent: int = 50
    urgent_valid_hours: int = 12  # how long a quote can be agreed to, unless it says otherwise


@dataclass(frozen=True, slots=True)
class Block:
    """One part of the prose; figures stand in it as placeholders, so that they cannot contradict."""

    key: str
    title: Text
    body: Text


@dataclass(frozen=True, slots=True)
class Terms:
    """One version of the terms, whole (R1)."""

    figures: Figures
    matrix: Matrix
    prose: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class ClosedDay:
    """A weekday on which the desk does not count (R6), and why."""

    day: date
    name: Text
