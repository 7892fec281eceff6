"""Whether a moment can be had, and who takes it: asked within the deed that books, picks or moves (R11)."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from projectie.calls.slots import Fault, Moment, Offer, nearest, taker
from projectie.database import MissingError


class NotFree(ValueError):  # noqa: N818 (a refusal that the page words)
    """That moment cannot be had; nothing was changed. `nearest` are the moments closest to it that can."""

    def __init__(self, fault: Fault, moments: list[Moment]) -> None:
        super().__init__(fault.value)
        self.fault, self.nearest = fault, moments


def judged(
    offer: Offer, starts: datetime, preferred: int | None, loads: Mapping[int, int], now: datetime
) -> tuple[Moment, int, bool]:
    """Return the moment, who takes it, and whether that is a stand-in; raise NotFree with the nearest three."""
    fault = offer.fault(starts, now)
    if fault is not None:
        raise NotFree(fault, nearest(offer.moments(now), starts))
    moment = Moment(starts, starts + timedelta(minutes=offer.figures.length), offer.suits(starts))
    return (moment, *taker(moment, preferred, loads))


def known(person: int | None, names: Mapping[int, str]) -> int | None:
    """Return who is preferred; raise MissingError for somebody who takes no calls."""
    if person is not None and person not in names:
        raise MissingError(f"colleague {person}")
    return person
