"""How an invoice stands: a rule over what it says and what was paid since."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class State(StrEnum):
    """Where an invoice is in its life, as a reader needs to know it."""

    DRAFT = "draft"
    OPEN = "open"
    PARTLY = "partly"
    OVERDUE = "overdue"
    PAID = "paid"
    CREDITED = "credited"
    REFUND = "refund"  # credited after it was paid: money goes back
    CREDIT_NOTE = "credit_note"


@dataclass(frozen=True, slots=True)
class Standing:
    """The state, and the cents that are still to be paid (below zero: to be paid back)."""

    state: State
    left: int
    days_late: int = 0


def standing_of(
    *,
    is_issued: bool,
    credit_note: bool,
    due_on: date | None,
    including: int,
    paid: int,
    credited: bool,
    today: date,
) -> Standing:
    """Return how an invoice stands on that day; `credited`: a credit note undid it."""
    if not is_issued:
        return Standing(State.DRAFT, including)
    if credit_note:
        return Standing(State.CREDIT_NOTE, 0)
    if credited:
        return Standing(State.REFUND if paid else State.CREDITED, -paid)
    left = including - paid
    if left <= 0:
        return Standing(State.PAID if left == 0 else State.REFUND, left)
    late = (today - due_on).days if due_on else 0
    if late > 0:
        return Standing(State.OVERDUE, left, late)
    return Standing(State.PARTLY if paid else State.OPEN, left)
