"""How far a mailbox has been read: up to a number, and which beyond it (R29)."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

GIVE_WAY = 3  # a mail that could not be fetched so often lets the others go first


@dataclass(frozen=True, slots=True)
class Mark:
    """Every mail up to `upto` is kept, and those of `beyond`; only mails in between may still be missing."""

    upto: int = 0
    beyond: frozenset[int] = frozenset()

    def holds(self, uid: int) -> bool:
        """Whether that mail is kept already."""
        return uid <= self.upto or uid in self.beyond

    def moved(self, listed: Sequence[int], kept: Iterable[int]) -> "Mark":
        """Return the mark after keeping those: it moves over an unbroken run of what the server listed (rising)."""
        beyond = self.beyond | frozenset(kept)
        upto = self.upto
        for uid in listed:
            if uid > upto and uid not in beyond:
                break
            upto = max(upto, uid)
        return Mark(upto, frozenset(uid for uid in beyond if uid > upto))


def in_turn(listed: Sequence[int], mark: Mark, tries: dict[int, int]) -> list[int]:
    """Return what is still to be fetched: in order, the ones that failed again and again last."""
    left = [uid for uid in listed if not mark.holds(uid)]
    return sorted(left, key=lambda uid: (tries.get(uid, 0) >= GIVE_WAY, uid))


def counted(tries: dict[int, int], failed: Collection[int], mark: Mark) -> dict[int, int]:
    """Return how often each mail failed, now that these failed once more and the mark has moved."""
    added = {uid: tries.get(uid, 0) + 1 for uid in failed}
    return {uid: times for uid, times in (tries | added).items() if not mark.holds(uid)}
