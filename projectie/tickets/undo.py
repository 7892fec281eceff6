"""Which own move can be taken back: decided from lines of history, however long ago they were written."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from projectie.tickets.models import Column

DEPTH = 20  # own moves that can be taken back, newest first


@dataclass(frozen=True, slots=True)
class Move:
    """A line of history: somebody placed a card. `current` is the version of the ticket now."""

    id: int
    ticket: int
    from_column: Column
    from_position: int
    from_since: datetime  # when the card had come into the column it left
    from_done_at: datetime | None
    column: Column
    version: int  # which the ticket got by this move
    current: int

    @property
    def name(self) -> str:
        """How a button calls it: a line of history that is gone with its ticket may leave its number to another."""
        return f"{self.id}-{self.ticket}"


@dataclass(frozen=True, slots=True)
class TakenBack:
    """A line of history: somebody took a move back, and the ticket got that version by it."""

    move: int
    version: int


def open_moves(moves: Collection[Move], taken_back: Collection[TakenBack]) -> list[Move]:
    """Return those of the last twenty moves that were not taken back, newest first."""
    gone = {line.move for line in taken_back}
    newest = sorted(moves, key=lambda move: move.id, reverse=True)[:DEPTH]
    return [move for move in newest if move.id not in gone]


def last_undoable(moves: Collection[Move], taken_back: Collection[TakenBack]) -> Move | None:
    """Return the last move that can be taken back: its ticket stands as that move left it."""
    return next(
        (move for move in open_moves(moves, taken_back) if is_undoable(move, moves, taken_back)), None
    )


def is_undoable(move: Move, moves: Collection[Move], taken_back: Collection[TakenBack]) -> bool:
    """Return whether the ticket is as this move left it; what was done and taken back since does not count."""
    same_as = _same_as(moves, taken_back)
    version = move.current
    while (move.ticket, version) in same_as:
        version = same_as[move.ticket, version]
    return version == move.version


def _same_as(moves: Collection[Move], taken_back: Collection[TakenBack]) -> Mapping[tuple[int, int], int]:
    """Return for a ticket and the version an undo gave it, the earlier version it stands like again."""
    undone = {line.move: line.version for line in taken_back}
    return {(move.ticket, undone[move.id]): move.version - 1 for move in moves if move.id in undone}
