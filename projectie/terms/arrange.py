"""Rows of a draft added, taken away and moved; a row keeps its key for ever, since tickets name services by it."""

import re
import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Protocol, TypeVar

from projectie.terms.figures import Block, Matrix, Service, Text

LONGEST_KEY = 32  # as a ticket keeps it
MOST_SERVICES = 20
MOST_BLOCKS = 60


class Keyed(Protocol):
    """A row with a key."""

    @property
    def key(self) -> str:
        """The name it is known by."""


R = TypeVar("R", bound=Keyed)


def moved(rows: Sequence[R], key: str, steps: int) -> tuple[R, ...]:
    """Return the rows with that one so many places down (up below zero); at an end it stays."""
    keys = [row.key for row in rows]
    if key not in keys:
        return tuple(rows)
    place = keys.index(key)
    rest = [*rows[:place], *rows[place + 1 :]]
    rest.insert(max(place + steps, 0), rows[place])
    return tuple(rest)


def without(rows: Sequence[R], key: str) -> tuple[R, ...]:
    """Return the rows less that one."""
    return tuple(row for row in rows if row.key != key)


def new_key(name: str, taken: Collection[str], otherwise: str) -> str:
    """Return a key made from a name, that no row has yet."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    words = re.sub(r"[^a-z0-9]+", "_", plain).strip("_").lstrip("0123456789_")
    base = words[: LONGEST_KEY - 3].strip("_") or otherwise
    free = (base if turn == 1 else f"{base}_{turn}" for turn in range(1, 1000))
    return next(key for key in free if key not in taken)


def with_service(matrix: Matrix, name: Text) -> Matrix:
    """Return the matrix with a service more, whose cells are still to be chosen."""
    taken = {service.key for service in matrix.services}
    fresh = Service(new_key(name.en or name.nl, taken, "service"), name)
    return replace(matrix, services=(*matrix.services, fresh))


def without_service(matrix: Matrix, key: str) -> Matrix:
    """Return the matrix less a service and its cells."""
    cells = {pair: cell for pair, cell in matrix.cells.items() if pair[0] != key}
    return replace(matrix, services=without(matrix.services, key), cells=cells)


def with_block(prose: Sequence[Block], title: Text) -> tuple[Block, ...]:
    """Return the prose with a text more, at the end and still empty."""
    taken = {block.key for block in prose}
    return (*prose, Block(new_key(title.en or title.nl, taken, "text"), title, Text("", "")))
