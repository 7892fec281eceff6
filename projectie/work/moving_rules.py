"""What moving time between tickets changes (R17a): the sum is another, for every ticket is rounded by itself."""

from collections.abc import Iterable
from dataclasses import dataclass

from projectie.work.rules import Charge, Piece, Rate, charge_of


@dataclass(frozen=True, slots=True)
class Side:
    """A ticket before and after: the pieces that cost credits, and the rate of its terms."""

    before: tuple[Piece, ...]
    after: tuple[Piece, ...]
    rate: Rate


@dataclass(frozen=True, slots=True)
class Effect:
    """What both tickets cost before and after, and what that is more or (below zero) less."""

    before: tuple[Charge, Charge]
    after: tuple[Charge, Charge]

    @property
    def difference(self) -> int:
        """Credits more; below zero: given back."""
        return sum(each.total for each in self.after) - sum(each.total for each in self.before)


def effect_of_moving(source: Side, target: Side) -> Effect:
    """Return what moving the time does to what both tickets cost."""
    before = (charge_of(source.before, source.rate), charge_of(target.before, target.rate))
    return Effect(before, (charge_of(source.after, source.rate), charge_of(target.after, target.rate)))


def merged(source: Iterable[Piece], target: Iterable[Piece], source_rate: Rate, target_rate: Rate) -> Effect:
    """Return the effect of bringing all time of one ticket to another, as a merge does."""
    there, here = tuple(source), tuple(target)
    return effect_of_moving(Side(there, (), source_rate), Side(here, (*here, *there), target_rate))
