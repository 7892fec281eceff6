"""Why a ticket stays its client's: rooms above say so, such as for what that client agreed to in writing (R13)."""

from collections.abc import Callable

from flask_babel.speaklater import LazyString
from sqlalchemy.orm import Session

Keeper = Callable[[Session, int], LazyString | None]
_keepers: list[Keeper] = []


class ClientStays(Exception):  # noqa: N818 (a refusal that the page words)
    """The ticket cannot become another client's; nothing was changed. Carries why, in words."""

    def __init__(self, why: LazyString) -> None:
        super().__init__("the client stays")
        self.why = why


def keeps(keeper: Keeper) -> Keeper:
    """Let a room say why a ticket stays its client's; None: nothing of it stands in the way."""
    if keeper not in _keepers:
        _keepers.append(keeper)
    return keeper


def demand_free(session: Session, number: int) -> None:
    """Raise ClientStays when something of its client's stands on that ticket."""
    for keeper in _keepers:
        why = keeper(session, number)
        if why is not None:
            raise ClientStays(why)
