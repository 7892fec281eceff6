"""How minutes became credits, as facts: shown on the desk, told on a receipt, and kept with it (R17, R25a)."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from projectie.work.costing import Cost
from projectie.work.rules import Charge, Consent, Rate


@dataclass(frozen=True, slots=True)
class Urgent:
    """The urgent minutes under one consent."""

    minutes: tuple[int, ...]
    consent: Consent


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """The minutes of a ticket by how they are paid, what they cost, and what was a gift."""

    normal: tuple[int, ...]
    urgent: tuple[Urgent, ...]
    included: int
    by_sla: int
    undecided: int
    charge: Charge
    waived: int
    rate: Rate

    @property
    def net(self) -> int:
        """What the client pays."""
        return self.charge.total - self.waived


def arithmetic_of(cost: Cost) -> Arithmetic:
    """Return how the minutes of a ticket become what it costs."""
    billable = cost.billable
    consents = dict.fromkeys(each.consent for each in billable if each.consent)
    return Arithmetic(
        normal=tuple(each.minutes for each in billable if not each.urgent),
        urgent=tuple(
            Urgent(tuple(each.minutes for each in billable if each.consent == consent), consent)
            for consent in consents
        ),
        included=sum(each.minutes for each in cost.included),
        by_sla=sum(each.minutes for each in cost.by_sla),
        undecided=sum(each.minutes for each in cost.undecided),
        charge=cost.charge,
        waived=cost.waived,
        rate=cost.rate,
    )


def to_data(sums: Arithmetic) -> dict[str, Any]:
    """Return it as JSON can keep it."""
    urgent = [
        {
            "minutes": list(each.minutes),
            "consent": each.consent.id,
            "factor": [each.consent.factor.numerator, each.consent.factor.denominator],
            "maximum": each.consent.maximum,
        }
        for each in sums.urgent
    ]
    return {
        "normal": list(sums.normal),
        "urgent": urgent,
        "included": sums.included,
        "by_sla": sums.by_sla,
        "undecided": sums.undecided,
        "charge": [sums.charge.normal, sums.charge.urgent],
        "waived": sums.waived,
        "rate": [sums.rate.minutes_per_credit, sums.rate.minimum_credits],
    }


def from_data(data: Mapping[str, Any]) -> Arithmetic:
    """Return what was kept."""
    urgent = tuple(
        Urgent(tuple(each["minutes"]), Consent(each["consent"], Fraction(*each["factor"]), each["maximum"]))
        for each in data["urgent"]
    )
    return Arithmetic(
        normal=tuple(data["normal"]),
        urgent=urgent,
        included=data["included"],
        by_sla=data["by_sla"],
        undecided=data["undecided"],
        charge=Charge(*data["charge"]),
        waived=data["waived"],
        rate=Rate(*data["rate"]),
    )
