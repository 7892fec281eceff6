"""Rules of buying that need no desk: what a report of a payment changes, what an amount pays for, when to ask again (R22)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from projectie.money import with_vat

MOST_CREDITS = 10_000  # in one top-up: beyond it somebody mistyped, or it is arranged


class Way(StrEnum):
    """How a top-up is paid."""

    ONLINE = "online"
    TRANSFER = "transfer"
    ARRANGED = "arranged"  # with the project manager: clients abroad


class TopUpState(StrEnum):
    """How a top-up stands."""

    OPEN = "open"
    PENDING = "pending"  # the bank is busy with it
    PAID = "paid"
    FAILED = "failed"
    EXPIRED = "expired"
    CANCELLED = "cancelled"
    MISMATCHED = "mismatched"  # paid, and not what was asked: a manager decides
    REFUNDED = "refunded"  # after it was paid: corrected by hand
    CHARGED_BACK = "charged_back"


UNDECIDED = frozenset({TopUpState.OPEN, TopUpState.PENDING})
CREDITED = frozenset({TopUpState.PAID, TopUpState.REFUNDED, TopUpState.CHARGED_BACK})


@dataclass(frozen=True, slots=True)
class Reported:
    """What the provider says of a payment, at the moment it was asked."""

    state: TopUpState  # never mismatched: the provider knows nothing of what we asked
    cents: int | None  # the amount of the payment, when it is in euros
    refunded: bool = False
    charged_back: bool = False
    method: str = ""


def standing_after(known: TopUpState, asked_cents: int, report: Reported) -> TopUpState:
    """Return how a top-up stands once that was reported: money that came is never forgotten, whatever order it is told in."""
    if known in CREDITED:
        return _given_back(known, report)
    if report.state is not TopUpState.PAID:
        return known if known is TopUpState.MISMATCHED else report.state
    return TopUpState.PAID if report.cents == asked_cents else TopUpState.MISMATCHED


def _given_back(known: TopUpState, report: Reported) -> TopUpState:
    if report.charged_back:
        return TopUpState.CHARGED_BACK
    return TopUpState.REFUNDED if report.refunded and known is TopUpState.PAID else known


def credits_for(cents: int, price_cents: int, vat_percent: int) -> int:
    """Return the most whole credits that an amount with VAT pays for; 0 where it pays for none."""
    if price_cents <= 0 or cents <= 0:
        return 0
    guess = cents * 100 // (price_cents * (100 + vat_percent)) + 1
    while guess > 0 and with_vat(guess * price_cents, vat_percent).including > cents:
        guess -= 1
    return guess


def ask_again(created_at: datetime, asked_at: datetime | None, now: datetime) -> bool:
    """Whether the provider is to be asked about an undecided payment: often at first, then now and then."""
    if asked_at is None:
        return True
    age = now - created_at
    if age < timedelta(hours=1):
        pause = timedelta(minutes=1)
    elif age < timedelta(days=1):
        pause = timedelta(minutes=15)
    else:
        pause = timedelta(hours=6)
    return now - asked_at >= pause
