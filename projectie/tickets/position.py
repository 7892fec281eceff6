"""A card's place in its column: sparse whole numbers, so that a move changes one row."""

GAP = 1 << 20  # room for twenty cards in a row between the same two
LOWEST, HIGHEST = -(1 << 63), (1 << 63) - 1  # what a database keeps


def between(before: int | None, after: int | None) -> int | None:
    """Return a position behind `before` and in front of `after` (None: no card there).

    None if there is no room left: then the column is spread anew. ValueError if the two are not in order.
    """
    if before is None or after is None:
        return _at_end(before, after)
    if before >= after:
        raise ValueError("A card can only be put between two cards that are in order.")
    middle = (before + after) // 2
    return middle if middle > before else None


def spread(cards: int) -> tuple[int, ...]:
    """Return rising positions for that many cards, with room before, between and behind them."""
    return tuple(GAP * place for place in range(1, cards + 1))


def _at_end(before: int | None, after: int | None) -> int | None:
    if before is not None:
        return before + GAP if before + GAP <= HIGHEST else None
    place = GAP if after is None else after - GAP
    return place if place >= LOWEST else None
