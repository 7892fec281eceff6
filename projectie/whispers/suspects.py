"""Which messages of a ticket seem to hold a password, and from which one was taken out."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from projectie.tickets.ticket_page import Entry, TicketPage
from projectie.whispers.models import PasswordMail, Verdict
from projectie.whispers.queries import decided
from projectie.whispers.telltale import MASK, found


@dataclass(frozen=True, slots=True)
class Suspect:
    """A message, by whom and when; never what seems to be the password."""

    message: int
    author: str
    at: datetime


def suspects_in(session: Session, shown: TicketPage) -> list[Suspect]:
    """Return the incoming mails that seem to hold a password and about which nobody decided."""
    seem = [_suspect(entry) for entry in shown.timeline if _came_in(entry) and _seems(entry)]
    known = decided(session, [each.message for each in seem])
    return [each for each in seem if known.get(each.message) in {None, Verdict.MOVED}]


def moved_in(session: Session, shown: TicketPage) -> list[Suspect]:
    """Return the mails from which a password was taken out."""
    masked = [
        _suspect(e) for e in shown.timeline if _came_in(e) and e.message and MASK in e.message.body_text
    ]
    if not masked:
        return []
    mails = select(PasswordMail.message_id).where(
        PasswordMail.message_id.in_([each.message for each in masked]), PasswordMail.verdict == Verdict.MOVED
    )
    moved = set(session.scalars(mails))
    return [each for each in masked if each.message in moved]


def _came_in(entry: Entry) -> bool:
    return entry.kind == "incoming" and entry.message is not None


def _seems(entry: Entry) -> bool:
    said = entry.message
    return said is not None and bool(found(said.body_text) or found(said.reply_text))


def _suspect(entry: Entry) -> Suspect:
    return Suspect(entry.message.id if entry.message else 0, entry.author, entry.at)
