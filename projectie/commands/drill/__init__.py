"""The drill world: two clients who must never see each other, and a word in every text that gives a leak away."""

from datetime import datetime
from typing import Any

from sqlalchemy import select

from projectie.bonds.models import Bond
from projectie.calls.models import Call
from projectie.commands.demo.cast import PASSWORD
from projectie.commands.drill.bonds import tie
from projectie.commands.drill.calls import phone
from projectie.commands.drill.credits import buy_and_use
from projectie.commands.drill.invoices import charge
from projectie.commands.drill.outage import break_down
from projectie.commands.drill.private import PRIVATE, keep_private
from projectie.commands.drill.recurring import come_back
from projectie.commands.drill.talk import complain, open_tickets
from projectie.commands.drill.urgent import hurry
from projectie.commands.drill.working import work
from projectie.commands.drill.world import COMPLAINT, INTERNAL, SIDES, add_client, begin
from projectie.commands.haste import hurried
from projectie.complaints.models import Complaint, SealedMail
from projectie.contracts.models import Contract
from projectie.credits.models import LedgerEntry
from projectie.database import db
from projectie.invoices.files import make_missing
from projectie.invoices.models import Invoice
from projectie.mail.models import OutgoingLetter
from projectie.people.models import Person
from projectie.proofs.models import Proof
from projectie.tickets.models import Attachment, Message, Note, Ticket
from projectie.tickets.people_models import Participant
from projectie.tickets.promise_models import PlanningPromise
from projectie.topups.models import TopUp
from projectie.urgent.models import Quote
from projectie.work.models import Receipt, TimeRevision


def fill(now: datetime) -> dict[str, Any]:
    """Fill an empty, prepared database and return the drill world (contracts.md); nothing is dated after now."""
    with hurried() as blobs:
        world = begin(now)
        clients = {side.key: add_client(world, side) for side in SIDES}
        for side in SIDES:
            open_tickets(world, side, blobs)
        complain(world)
        break_down(world)
        come_back(world, clients)
        buy_and_use(world, clients)
        charge(world, clients, blobs)
        for side in SIDES:
            work(world, side, clients[side.key])
            hurry(world, side, clients[side.key])
        phone(world)
        tie(world, clients, blobs)
        keep_private(world, clients["a"], blobs)
        make_missing(blobs, world.passed())
    restricted = {
        "complaint": _ids(Complaint),
        "sealed_mail": _ids(SealedMail),
        "note": _ids(Note),
    }
    return {
        "users": _users(),
        "objects": {key: _objects(client) for key, client in clients.items()} | {"restricted": restricted},
        "canaries": {side.key: side.word for side in SIDES} | {"internal": INTERNAL, "complaint": COMPLAINT},
        "private": {"canary": PRIVATE, "colleague_a": _signs_in(SIDES[0].colleague)},
    }


def _users() -> dict[str, dict[str, str]]:
    emails = {f"client_{side.key}": side.email for side in SIDES}
    emails |= {name: f"{name}@projectie.example" for name in ("staff", "manager")}
    return {name: _signs_in(email) for name, email in emails.items()}


def _signs_in(email: str) -> dict[str, str]:
    return {"email": email, "password": PASSWORD}


def _objects(organisation: int) -> dict[str, list[int]]:
    tickets = select(Ticket.number).where(Ticket.organisation_id == organisation)
    messages = select(Message.id).where(Message.ticket_number.in_(tickets))
    emails = select(Person.email).where(Person.organisation_id == organisation)
    selects = {
        "ticket": tickets,
        "message": messages,
        "attachment": select(Attachment.id).where(Attachment.message_id.in_(messages)),
        "invoice": select(Invoice.id).where(
            Invoice.organisation_id == organisation, Invoice.number.is_not(None)
        ),
        "appointment": select(Call.id).where(Call.ticket_number.in_(tickets)),
        "person": select(Person.id).where(Person.organisation_id == organisation),
        "contract": select(Contract.id).where(Contract.organisation_id == organisation),
        "proof": select(Proof.id).where(Proof.ticket_number.in_(tickets)),
        "bond": select(Bond.id).where(Bond.kept.in_(tickets)),
        "participant": select(Participant.id).where(Participant.ticket_number.in_(tickets)),
        "promise": select(PlanningPromise.id).where(PlanningPromise.ticket_number.in_(tickets)),
        "ledger": select(LedgerEntry.id).where(LedgerEntry.organisation_id == organisation),
        "topup": select(TopUp.id).where(TopUp.organisation_id == organisation),
        "entry": select(TimeRevision.entry_id).where(TimeRevision.ticket_number.in_(tickets)).distinct(),
        "quote": select(Quote.id).where(Quote.organisation_id == organisation),
        "receipt": select(Receipt.id).where(Receipt.organisation_id == organisation),
        "letter": select(OutgoingLetter.id).where(OutgoingLetter.to_address.in_(emails)),
    }
    found = {name: sorted(db.session.scalars(query)) for name, query in selects.items()}
    return {**found, "organisation": [organisation]}


def _ids(model: type[Complaint] | type[Note] | type[SealedMail]) -> list[int]:
    return list(db.session.scalars(select(model.id).order_by(model.id)))
