"""How a client stands: the balance as credits, time and money, and how long it will last (R23)."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from projectie.credits.balance import balance_of
from projectie.credits.use import lasting
from projectie.credits.worth import Worth, lasts_in_words
from projectie.terms.in_force import in_force


@dataclass(frozen=True, slots=True)
class Standing:
    """A balance, worth what it is by the terms of the day, and how long it lasts, in words."""

    worth: Worth
    lasts: str

    @property
    def credits(self) -> int:
        """The balance."""
        return self.worth.credits


def standing_of(session: Session, organisation_id: int, today: date) -> Standing:
    """Return how a client stands; three statements at most."""
    balance = balance_of(session, organisation_id)
    figures = in_force(session, today).terms.figures
    return Standing(
        Worth.of(balance, figures),
        lasts_in_words(lasting(session, organisation_id, balance, today)) if balance > 0 else "",
    )
