"""Which merges and splits of a ticket can still be undone: read from its timeline, which the page has anyway."""

from dataclasses import dataclass
from datetime import datetime

from projectie.bonds.undoing import UNDO_FOR
from projectie.tickets.ticket_page import TicketPage

MERGED, MERGED_AWAY, SPLIT, SPLIT_OFF = (
    "ticket.merged",
    "ticket.merged_away",
    "ticket.split",
    "ticket.split_off",
)
OTHER = {MERGED: "other", MERGED_AWAY: "into", SPLIT: "other", SPLIT_OFF: "old"}
UNDONE = {"ticket.merge_undone", "ticket.split_undone"}


@dataclass(frozen=True, slots=True)
class Tied:
    """A merge or a split as its ticket shows it: what was done, and with which other ticket."""

    bond: int
    deed: str
    other: int


def tied_in(shown: TicketPage, now: datetime) -> list[Tied]:
    """Return those of a ticket that were not undone and are not too old for it, in their order."""
    deeds = [entry.deed for entry in shown.timeline if entry.deed]
    undone = {deed.details["bond"] for deed in deeds if deed.deed in UNDONE}
    return [
        Tied(deed.details["bond"], deed.deed, deed.details[OTHER[deed.deed]])
        for deed in deeds
        if deed.deed in OTHER and deed.details["bond"] not in undone and now <= deed.at + UNDO_FOR
    ]
