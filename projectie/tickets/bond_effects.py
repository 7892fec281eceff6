"""What merging, splitting or undoing it does elsewhere: the one hook by which credits follow (R17, R17a).

A room above hangs an effect. `foresee` says, before anybody confirms, what it would come to; `post` does it, in the
transaction of the deed, after the tickets have changed. `offer` names what of a ticket may be split off besides what
was said on it, such as booked time. With nothing hung the pages say nothing about credits.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from flask_babel.speaklater import LazyString
from sqlalchemy.orm import Session


class Tie(StrEnum):
    """What is done."""

    MERGE = "merge"
    SPLIT = "split"
    UNDO_MERGE = "undo_merge"
    UNDO_SPLIT = "undo_split"


@dataclass(frozen=True, slots=True)
class TieDeed:
    """A merge, a split, or the way back, as whoever counts credits needs to know it.

    Merged, the time of `other` belongs to `kept`; undone, what `other` brought belongs to `other` again. Split, `other`
    is the new ticket (None while it is only foreseen), `messages` are those that go there, and `pieces` whatever else was
    chosen of what was offered. `bond` names the deed and its way back alike, so that an undo finds what it posts back
    (None while a merge or split is only foreseen). `whole`: undoing a split, nothing stays on `other`.
    """

    tie: Tie
    kept: int
    other: int | None
    messages: tuple[int, ...]
    organisation: int | None
    by: int
    at: datetime
    bond: int | None = None
    pieces: tuple[int, ...] = ()
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Effect:
    """What it comes to: sentences for the page, and the difference on the client's balance in credits."""

    sentences: tuple[str | LazyString, ...]
    credits: int = 0


Foresee = Callable[[Session, TieDeed], Effect | None]
Post = Callable[[Session, TieDeed], None]
Offer = Callable[[Session, int], list[tuple[int, str]]]
_hung: list[tuple[Foresee, Post]] = []
_offers: list[Offer] = []


def hang_effect(foresee: Foresee, post: Post) -> None:
    """Hang an effect; it is asked by every merge, split and undo from then on."""
    if (foresee, post) not in _hung:
        _hung.append((foresee, post))


def hang_offer(offer: Offer) -> Offer:
    """Let a room above name the pieces of a ticket that may be split off, by number and in words."""
    _offers.append(offer)
    return offer


def offered(session: Session, number: int) -> list[tuple[int, str]]:
    """Return the pieces of a ticket that may be split off besides what was said on it."""
    return [piece for offer in _offers for piece in offer(session, number)]


def take_effect_down(foresee: Foresee, post: Post) -> None:
    """Take an effect away again."""
    _hung.remove((foresee, post))


def foreseen(session: Session, deed: TieDeed) -> list[Effect]:
    """Return what the deed would come to; nothing is changed."""
    found = (foresee(session, deed) for foresee, _post in _hung)
    return [effect for effect in found if effect is not None]


def post(session: Session, deed: TieDeed) -> None:
    """Let everything that hangs here follow the deed; part of its transaction."""
    for _foresee, follow in _hung:
        follow(session, deed)
