"""Which VAT an invoice carries, and why (R24): a rule of Dutch law, told with its reason.

Where the client is decides, and whether its VAT number was found in the European register. Not seen, not found and
not asked are the same here: Dutch VAT, as the law has it.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from stdnum.eu.vat import MEMBER_STATES

MEMBERS = frozenset(code.upper() for code in MEMBER_STATES)
STANDS = timedelta(
    days=92
)  # how long the register's word is taken: a quarter, as the listing to the tax office


class Treatment(StrEnum):
    """How VAT is treated."""

    DOMESTIC = "domestic"  # the studio's own country
    REVERSE_CHARGE = "reverse_charge"  # an EU business whose number was found: the client pays it there
    EU_UNPROVEN = "eu_unproven"  # in the EU, without a number that was found: as at home
    OUTSIDE_EU = "outside_eu"  # the place of supply is with the client


@dataclass(frozen=True, slots=True)
class Checked:
    """A VAT number that the register knows, and the day it said so."""

    number: str
    on: date


@dataclass(frozen=True, slots=True)
class Decision:
    """The treatment with what it rests on."""

    treatment: Treatment
    checked: Checked | None = None

    @property
    def charges(self) -> bool:
        """Whether Dutch VAT is charged."""
        return self.treatment in {Treatment.DOMESTIC, Treatment.EU_UNPROVEN}


WORK = {
    Treatment.DOMESTIC: "S",
    Treatment.EU_UNPROVEN: "S",
    Treatment.REVERSE_CHARGE: "AE",
    Treatment.OUTSIDE_EU: "O",
}
GOODS = (
    WORK
    | {
        Treatment.REVERSE_CHARGE: "K",  # an intra-Community supply: exempt, and listed (article 138 of the Directive)
        Treatment.OUTSIDE_EU: "G",  # an export: exempt, with proof that it left (article 146)
    }
)
ALONE = "O"  # what lies outside VAT stands on an invoice with nothing else (EN 16931, BR-O-11)


def category_of(treatment: Treatment, *, goods: bool) -> str:
    """Return the category of VAT (UNCL 5305) of work, or of goods that are sent to the client."""
    return (GOODS if goods else WORK)[treatment]


def go_together(categories: Collection[str]) -> bool:
    """Whether lines of these categories may stand on one invoice."""
    return ALONE not in categories or set(categories) == {ALONE}


def decide(home: str, country: str, number: str, checked: Checked | None, on: date) -> Decision:
    """Return how VAT is treated for a client in that country with that VAT number, on that day (R24)."""
    if country == home:
        return Decision(Treatment.DOMESTIC)
    if country not in MEMBERS:
        return Decision(Treatment.OUTSIDE_EU)
    if number and checked and checked.number == number and checked.on <= on <= checked.on + STANDS:
        return Decision(Treatment.REVERSE_CHARGE, checked)
    return Decision(Treatment.EU_UNPROVEN)
