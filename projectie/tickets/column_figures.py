"""What a column of the board adds up to: when a card stands still in it, how full it is, the credits in it.

Pure: nothing here blocks anything; a column that is full only says so.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ColumnFigures:
    """The figures a manager keeps of a column; none: there is no such bound."""

    stalled_after: int | None = None  # working days
    most: int | None = None  # cards at once

    def stalled(self, days: int) -> bool:
        """Return whether a card that has been in the column for that many working days stands still."""
        return self.stalled_after is not None and days >= self.stalled_after


@dataclass(frozen=True, slots=True)
class Head:
    """What the head of a column says: `total` counts what the filters hide as well, for a bound knows no filter."""

    shown: int
    total: int
    most: int | None
    credits: int  # estimated, of the cards that are shown

    @property
    def hidden(self) -> int:
        """How many cards the filters hide."""
        return self.total - self.shown

    @property
    def full(self) -> bool:
        """Whether the column holds as many cards as it should, or more."""
        return self.most is not None and self.total >= self.most

    @property
    def just_over(self) -> bool:
        """Whether the card that came last was the one too many: said aloud once, not for each that follows."""
        return self.most is not None and self.total == self.most + 1


def credits_for(minutes: int, minutes_per_credit: int, least: int) -> int:
    """Return the credits of a ticket that takes that long: rounded up, once for the whole ticket (R17)."""
    return max(-(-minutes // minutes_per_credit), least)
