"""One reply to several recipients: a letter each, which says honestly who else got it and keeps their own thread."""

from collections.abc import Mapping, Sequence
from email.headerregistry import Address

from sqlalchemy import select
from sqlalchemy.orm import Session

from projectie.mail.models import OutgoingLetter
from projectie.tickets.letters import Addressee
from projectie.tickets.models import Delivery, Message

Copies = Mapping[tuple[str, str], str]


def shown_to(requester: Addressee, others: Sequence[Addressee]) -> dict[str, str]:
    """Return the fields that show every recipient who gets it; one recipient needs none."""
    if not others:
        return {}
    return {"To": _written(requester), "Cc": ", ".join(_written(each) for each in others)}


def copies_of(session: Session, number: int) -> Copies:
    """Return the Message-ID of each recipient's own copy, by that of the reply and the address."""
    found = (
        select(Message.message_id, OutgoingLetter.to_address, OutgoingLetter.message_id)
        .join(Delivery, Delivery.message_id == Message.id)
        .join(OutgoingLetter, OutgoingLetter.id == Delivery.letter_id)
        .where(Message.ticket_number == number)
    )
    return {(row[0] or "", row[1]): row[2] for row in session.execute(found)}


def thread_of(ids: Sequence[str], to: Addressee, copies: Copies) -> tuple[str, ...]:
    """Return the Message-IDs of a conversation as that recipient's mail program knows them."""
    return tuple(copies.get((one, to.address), one) for one in ids)


def _written(to: Addressee) -> str:
    local, _, domain = to.address.rpartition("@")
    return str(Address(display_name=" ".join(to.name.split()), username=local, domain=domain))
