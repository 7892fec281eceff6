"""What a ticket costs (R16, R17, R17b): from the minutes that cost credits, whatever became of them before."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from math import ceil


@dataclass(frozen=True, slots=True)
class Rate:
    """The figures of the terms a ticket stands under."""

    minutes_per_credit: int
    minimum_credits: int


@dataclass(frozen=True, slots=True)
class Consent:
    """What a client agreed to in writing: the factor of the urgent rate, and the most it may cost (R13, R14)."""

    id: int
    factor: Fraction
    maximum: int  # credits


@dataclass(frozen=True, slots=True)
class Piece:
    """Minutes of work that cost credits; without a consent they are normal ones."""

    minutes: int
    consent: Consent | None = None


@dataclass(frozen=True, slots=True)
class Charge:
    """What a ticket costs, above zero or nothing."""

    normal: int = 0
    urgent: int = 0

    @property
    def total(self) -> int:
        """All of it."""
        return self.normal + self.urgent


class Gift(StrEnum):
    """What of a ticket's charge a manager waives (R16)."""

    NOTHING = "nothing"  # after all
    PART = "part"  # so many credits
    SURCHARGE = "surcharge"  # what the urgent rate costs more than the normal one
    WHOLE = "whole"


@dataclass(frozen=True, slots=True)
class Leniency:
    """A decision of a manager; the last one holds, whatever time is booked or taken back later."""

    gift: Gift = Gift.NOTHING
    credits: int = 0  # of a part


NONE = Leniency()


def charge_of(pieces: Iterable[Piece], rate: Rate) -> Charge:
    """Return what these pieces of one ticket cost: normal and urgent minutes summed and rounded apart (R17, R17b).

    Each consent is one urgent job: its minutes are rounded up once, and never cost more than was agreed. The minimum
    holds for the ticket as a whole, once there is anything to charge.
    """
    normal, urgent = 0, dict[Consent, int]()
    for piece in pieces:
        if piece.consent is None:
            normal += piece.minutes
        else:
            urgent[piece.consent] = urgent.get(piece.consent, 0) + piece.minutes
    dear = sum(_urgent(consent, minutes, rate) for consent, minutes in urgent.items())
    plain = _begun(Fraction(normal), rate)
    if normal or urgent:
        plain = max(plain, rate.minimum_credits - dear)
    return Charge(plain, dear)


def waived(pieces: Iterable[Piece], rate: Rate, leniency: Leniency) -> int:
    """Return how many credits of the charge are a gift: never more than the charge (R16)."""
    known = list(pieces)
    total = charge_of(known, rate).total
    match leniency.gift:
        case Gift.WHOLE:
            return total
        case Gift.PART:
            return min(leniency.credits, total)
        case Gift.SURCHARGE:
            return max(total - charge_of((Piece(each.minutes) for each in known), rate).total, 0)
        case Gift.NOTHING:
            return 0


def _urgent(consent: Consent, minutes: int, rate: Rate) -> int:
    return min(_begun(minutes * consent.factor, rate), consent.maximum)


def _begun(minutes: Fraction, rate: Rate) -> int:
    return ceil(minutes / rate.minutes_per_credit)
