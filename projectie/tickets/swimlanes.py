"""Swimlanes: the cards of a column in groups, each in the order of the hands; a move keeps a card in its lane."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from projectie.tickets.board import Board
from projectie.tickets.cards import Card
from projectie.tickets.words import PRIORITIES

LAST = "\uffff"  # after every name


class By(StrEnum):
    """What makes the lanes."""

    PRIORITY = "priority"
    CLIENT = "client"
    ASSIGNEE = "assignee"
    TIER = "tier"


LANES = {
    By.PRIORITY: _l("Lanes by priority"),
    By.CLIENT: _l("Lanes by client"),
    By.ASSIGNEE: _l("Lanes by colleague"),
    By.TIER: _l("Lanes by tier"),
}


HOLD = "hold"  # the strip below the cards of a column: what is on hold, whatever its lane


@dataclass(frozen=True, slots=True)
class Lane:
    """A lane: its key (empty: what has none) and its name."""

    key: str
    name: str


def by_of(text: str | None) -> By | None:
    """Return the lanes an address asks for; None without, or for what is none."""
    return next((by for by in By if by == text), None)


def key_of(card: Card, by: By) -> str:
    """Return the lane of a card."""
    values: Mapping[By, Any] = {
        By.PRIORITY: card.priority,
        By.CLIENT: card.client,
        By.ASSIGNEE: card.assignee,
        By.TIER: card.tier,
    }
    return str(values[by] or "")


def held_last(board: Board) -> Board:
    """Return the board with what is on hold below the rest of each column."""
    columns = (
        replace(each, cards=tuple(sorted(each.cards, key=lambda card: card.held))) for each in board.columns
    )
    return replace(board, columns=tuple(columns))


def in_lanes(board: Board, by: By, tiers: Mapping[str, str]) -> tuple[Board, tuple[Lane, ...]]:
    """Return the board with every column in lanes, and the lanes that have cards."""
    keys = {key_of(card, by) for column in board.columns for card in column.cards}
    lanes = sorted(
        (Lane(key, _name(key, by, tiers)) for key in keys), key=lambda lane: _order(lane, by, tiers)
    )
    place = {lane.key: number for number, lane in enumerate(lanes)}
    columns = (
        replace(column, cards=tuple(sorted(column.cards, key=lambda card: place[key_of(card, by)])))
        for column in board.columns
    )
    return replace(board, columns=tuple(columns)), tuple(lanes)


def _name(key: str, by: By, tiers: Mapping[str, str]) -> str:
    if by is By.PRIORITY:
        words: Mapping[Any, Any] = PRIORITIES
        return str(words[key]) if key else str(_("Not assessed yet"))
    if by is By.TIER:
        return tiers.get(key, key) or str(_("No contract"))
    return key or str(_("Nobody") if by is By.ASSIGNEE else _("Unknown client"))


def _order(lane: Lane, by: By, tiers: Iterable[str]) -> tuple[int, str]:
    ranks = {By.PRIORITY: [priority.value for priority in PRIORITIES], By.TIER: list(tiers)}.get(by, [])
    if lane.key in ranks:
        return ranks.index(lane.key), ""
    return len(ranks), lane.name.casefold() if lane.key else LAST
