"""Ties between tickets, in words."""

from collections.abc import Mapping

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from projectie.bonds.faults import NoBond
from projectie.bonds.links import Reading
from projectie.bonds.reminding import NoReminder
from projectie.bonds.undoing import UNDO_FOR, Undone
from projectie.tickets.bond_effects import Tie

READINGS = {
    Reading.RELATES: _l("relates to"),
    Reading.BLOCKS: _l("blocks"),
    Reading.BLOCKED_BY: _l("is blocked by"),
    Reading.SPLIT_FROM: _l("was split off"),
    Reading.SPLIT_OFF: _l("was split, and part of it goes on at"),
    Reading.FOLLOWS: _l("follows up"),
    Reading.FOLLOWED_BY: _l("is followed up by"),
}
REFUSALS = {
    NoBond.ITSELF: _l("That is this ticket itself. Enter the number of another one."),
    NoBond.UNKNOWN: _l(
        "There is no ticket of this client with that number. Only tickets of one client go together."
    ),
    NoBond.AWAY: _l("That ticket goes on at another one already. Enter the number of the one it goes on at."),
    NoBond.NOTHING: _l("Choose at least one message"),
    NoBond.EVERYTHING: _l("At least one message must stay; rename the ticket instead"),
    NoBond.MOVED: _l(
        "Not split: something you chose is not on this ticket any more. Check what is here now."
    ),
    NoBond.UNDONE: _l("This was undone already."),
    NoBond.FURTHER: _l("One of the tickets was merged further since. Undo that first, then this."),
}
NO_REMINDER = {
    NoReminder.PAST: _l("Choose a day that is still to come"),
    NoReminder.FAR: _l("Choose a day within a year"),
    NoReminder.CLOSED: _l("Nobody works that day. Choose a working day."),
}


def refused(reason: NoBond) -> str:
    """Return why it was not done."""
    if reason is NoBond.TOO_LATE:
        return str(_("This can be undone for %(days)s days, and those are over.", days=UNDO_FOR.days))
    return str(REFUSALS[reason])


def undone_in_words(undone: Undone) -> str:
    """Return what undoing came to, and what stays where it is."""
    if undone.tie is Tie.MERGE:
        said = _("Undone: #%(number)s is a ticket of its own again.", number=undone.other)
    elif undone.goes_on:
        said = _(
            "The messages are back on #%(old)s. #%(number)s goes on with what was said there since.",
            old=undone.kept,
            number=undone.other,
        )
    else:
        said = _("Undone: the messages are back, and #%(number)s leads here.", number=undone.other)
    return " ".join([str(said), *_left(undone.left)])


def _left(left: Mapping[str, int]) -> list[str]:
    messages = left.get("message", 0)
    if not messages:
        return []
    return [
        str(
            ngettext(
                "%(num)d message went elsewhere meanwhile and stays there.",
                "%(num)d messages went elsewhere meanwhile and stay there.",
                messages,
            )
        )
    ]
