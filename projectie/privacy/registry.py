"""The one list of what is held of people and clients; a house test fails on a table that is in neither part of it."""

from projectie.privacy import (
    held_asked,
    held_ledger,
    held_people,
    held_since,
    held_tickets,
    held_urgent,
    held_work,
)

HOLDINGS = (
    *held_people.HELD,
    *held_tickets.HELD,
    *held_ledger.HELD,
    *held_work.HELD,
    *held_since.HELD,
    *held_asked.HELD,
    *held_urgent.HELD,
)

# Tables that name a person, a client or an address, and are handed out to nobody; why.
EXCUSED = {
    "event": "a signal that something changed, soon gone; it says nothing of anybody",
    "sealed_mail_opening": "in confidence (R27): what there is of complaints follows its own rules",
    "fetch_state": "mailboxes of the studio itself",
    "studio": "addresses of the studio itself",
}
