"""Which ticket a mail may join (R30): by our signed reply address, or by its references and a proven participant."""

from dataclasses import dataclass

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from projectie.mail import reply_address
from projectie.mail.keep import hash_of
from projectie.mail.letter import Letter
from projectie.mail.models import OutgoingLetter
from projectie.tickets.link_models import LinkKind, TicketLink
from projectie.tickets.merged import goes_on_at
from projectie.tickets.models import Message, Ticket
from projectie.tickets.participants import standing_in
from projectie.tickets.people_models import Standing
from projectie.tickets.who import Sender


@dataclass(frozen=True, slots=True)
class Thread:
    """The ticket a mail joins, whether our own address proves its sender, and a ticket it only hints at."""

    joins: int | None
    proves_sender: bool
    hint: int | None
    signed: bool = False  # joins by our own address

    def as_hint(self) -> "Thread":
        """Return the same where nothing joins: what a mail that is passed on refers to is another's thread (R33)."""
        return Thread(None, proves_sender=False, hint=self.joins or self.hint)


def thread_of(session: Session, letter: Letter, sender: Sender, key: str) -> Thread:
    """Return where the mail belongs; what is only claimed is a hint (R30)."""
    given = _signed(letter, sender, key)
    ids = (*letter.references, *((letter.in_reply_to,) if letter.in_reply_to else ()))
    ticket = _home(session, given) if given is not None else None
    if given is not None and ticket is not None:
        joins = _part_of(session, ticket.number, given.thread, ids)
        return Thread(joins, given.given_to_sender, None, signed=True)
    claimed = _referred(session, ids)
    if claimed is not None and sender.proven and _takes_part(session, claimed, sender):
        return Thread(claimed, proves_sender=False, hint=None)
    return Thread(None, proves_sender=False, hint=claimed)


def _home(session: Session, given: reply_address.ReplyTo) -> Ticket | None:
    """Return the ticket of an address, or the one it was merged into: its addresses lead there for ever (R17a).

    An address of another that had the number before leads to nobody.
    """
    ticket = session.get(Ticket, given.thread)
    if ticket is None or ticket.mark != given.mark:
        return None
    if ticket.merged_into is None:
        return ticket
    return session.get(Ticket, goes_on_at(session, given.thread))


def _part_of(session: Session, number: int, signed: int, ids: tuple[str, ...]) -> int:
    """Return which part of a conversation a mail answers: what was split off a ticket has the ticket's old address."""
    parts = set(session.scalars(_SPLIT_OFF, {"tickets": [number, signed]}))
    claimed = _referred(session, ids) if parts else None
    return claimed if claimed in parts and claimed is not None else number


def reported_on(session: Session, letter: Letter) -> int | None:
    """Return the ticket of the letter that a bounce says did not arrive."""
    lost = letter.bounce.message_id if letter.bounce else None
    return _referred(session, (lost,)) if lost else None


def _signed(letter: Letter, sender: Sender, key: str) -> reply_address.ReplyTo | None:
    recipients = (*(a.address for a in (*letter.to, *letter.cc)), *letter.delivered_to)
    readings = (reply_address.read(address, sender.address, key) for address in recipients)
    return next((reading for reading in readings if reading is not None), None)


def _referred(session: Session, ids: tuple[str, ...]) -> int | None:
    """Return the ticket that one of these Message-IDs stands on, the latest reference first."""
    if not ids:
        return None
    found = session.scalar(_OURS, {"ids": ids})
    if found is not None:
        return found
    return session.scalar(_THEIRS, {"hashes": [hash_of(i) for i in ids]})


_SPLIT_OFF = select(TicketLink.from_number).where(
    TicketLink.kind == LinkKind.SPLIT, TicketLink.to_number.in_(bindparam("tickets", expanding=True))
)
_OURS = (
    select(OutgoingLetter.thread)
    .where(
        OutgoingLetter.message_id.in_(bindparam("ids", expanding=True)), OutgoingLetter.thread.is_not(None)
    )
    .order_by(OutgoingLetter.id.desc())
    .limit(1)
)
_THEIRS = (
    select(Message.ticket_number)
    .where(
        Message.message_id_hash.in_(bindparam("hashes", expanding=True)), Message.ticket_number.is_not(None)
    )
    .order_by(Message.id.desc())
    .limit(1)
)


def _takes_part(session: Session, number: int, sender: Sender) -> bool:
    """Whether the sender is the requester, of the same organisation, takes part, or wrote on the ticket before.

    Somebody staff were asked about and have not let in does not take part, whatever they wrote.
    """
    ticket = session.get_one(Ticket, number)
    same = sender.organisation is not None and ticket.organisation_id == sender.organisation.id
    if same and not ticket.private:
        return True
    if sender.address and ticket.requester_address == sender.address:
        return True
    standing = standing_in(session, number, sender.address)
    if standing is not None:
        return standing is Standing.TAKES_PART
    wrote = select(Message.id).where(
        Message.ticket_number == number, Message.trusted.is_(True), Message.from_address == sender.address
    )
    return bool(sender.address) and session.scalar(wrote.limit(1)) is not None
