"""Two views of one person, or two for everyone, never have one name: whoever reads it must know which is meant."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

LONGEST_NAME = 60


class Clash(StrEnum):
    """Whose name it is already."""

    OWN = "own"
    EVERYONE = "everyone"


@dataclass(frozen=True, slots=True)
class Named:
    """A view that is there: its id, its name, whose it is, and whether everyone sees it."""

    id: int
    name: str
    owner: int
    for_everyone: bool


def folded(name: str) -> str:
    """Return a name as it is compared: without case, and white space as it reads."""
    return " ".join(name.casefold().split())


def clash(wanted: Named, others: Iterable[Named]) -> Clash | None:
    """Return why a view cannot be called that: an own one is, or it is for everyone and so is one of that name."""
    same = [each for each in others if each.id != wanted.id and folded(each.name) == folded(wanted.name)]
    if any(each.owner == wanted.owner for each in same):
        return Clash.OWN
    if wanted.for_everyone and any(each.for_everyone for each in same):
        return Clash.EVERYONE
    return None
