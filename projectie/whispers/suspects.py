"""Which messages of a ticket seem to hold a password, and from which one was taken out."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from projectie.tickets.ticket_page import TicketPage
from projectie.tickets.ticket_rows import Said
from projectie.whispers.models import Verdict
from projectie.whispers.queries import decided
from projectie.whispers.telltale import MASK, found


@dataclass(frozen=True, slots=True)
class Suspect:
    """What is said below a message; never what seems to be the password."""

    seems: bool
    moved: bool


def suspects_in(session: Session, shown: TicketPage) -> dict[int, Suspect]:
    """Return the mails that seem to hold a password nobody decided about, and those it was taken out of."""
    came = [entry.message for entry in shown.timeline if entry.kind == "incoming" and entry.message]
    seem = {said.id for said in came if _seems(said)}
    covered = {said.id for said in came if MASK in said.body_text or MASK in said.reply_text}
    known = decided(session, seem | covered)
    suspects = {
        message: Suspect(
            seems=message in seem and known.get(message) in {None, Verdict.MOVED},
            moved=known.get(message) is Verdict.MOVED,
        )
        for message in seem | covered
    }
    return {message: each for message, each in suspects.items() if each.seems or each.moved}


def _seems(said: Said) -> bool:
    return bool(found(said.body_text) or found(said.reply_text))
