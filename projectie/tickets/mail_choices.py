"""What staff can do about the fate of one mail (R29): pure, from how it stands."""

from dataclasses import dataclass
from enum import StrEnum

from projectie.tickets.models import Fate


class Choice(StrEnum):
    """What can be done."""

    READ_AGAIN = "read_again"  # and decided on again, by what is read now
    LET_THROUGH = "let_through"  # as if nothing had stopped it
    BY_HAND = "by_hand"  # a ticket, client and subject chosen by a person
    SPAM = "spam"
    BACK = "back"  # the ticket that was closed as spam is a ticket again


# What ended nowhere, though something may have to be done with it.
LOOSE = frozenset({Fate.QUARANTINED, Fate.SPAM, Fate.AUTO, Fate.BOUNCE})
STOPPED = frozenset({Fate.QUARANTINED, Fate.SPAM})


@dataclass(frozen=True, slots=True)
class Standing:
    """How a mail stands."""

    fate: Fate | None
    on_ticket: bool
    untouched: bool  # it opened its ticket, and nobody else has written on that yet
    readable: bool  # reading it does not kill its reader
    ruled: bool  # a person decided its fate


def choices(mail: Standing) -> frozenset[Choice]:
    """Return what can be done with it now."""
    if mail.on_ticket:
        if mail.fate is Fate.SPAM:
            return frozenset({Choice.BACK})
        return frozenset({Choice.SPAM}) if mail.fate is Fate.CREATED and mail.untouched else frozenset()
    if mail.fate not in LOOSE:
        return frozenset()
    found = {Choice.BY_HAND}
    if mail.readable:
        found |= {Choice.READ_AGAIN} | ({Choice.LET_THROUGH} if mail.fate in STOPPED else set())
    if mail.fate is not Fate.SPAM or not mail.ruled:
        found.add(Choice.SPAM)
    return frozenset(found)
