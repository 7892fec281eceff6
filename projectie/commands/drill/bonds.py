"""Proofs of both clients of the drill world, each with its word; and what colleagues keep among themselves."""

from datetime import timedelta

from flask import current_app
from sqlalchemy import select

from projectie.bonds import checklist, reminding, tags
from projectie.bonds.merging import Pair, merge
from projectie.commands.demo.files import document
from projectie.commands.drill.world import INTERNAL, SIDES, World
from projectie.database import db
from projectie.mail.blobs import BlobStore
from projectie.people.models import Person
from projectie.proofs.showing import File, put_up
from projectie.tickets.models import Ticket


def tie(world: World, clients: dict[str, int], blobs: BlobStore) -> None:
    """Show each client a proof, merge two of their tickets, and keep words among colleagues on one."""
    key = current_app.config["SETTINGS"].secret_key
    for side in SIDES:
        mine = select(Ticket).where(Ticket.organisation_id == clients[side.key]).order_by(Ticket.number)
        first, _second, third = db.session.scalars(mine).all()[:3]
        pair = Pair(first.number, third.number, (first.version, third.version))
        merge(pair, world.colleague, world.passed())
        number, by = pair.kept, world.colleague
        file = File(
            f"{side.word}.pdf", "application/pdf", document((side.word,)), f"{side.word} poster", side.word
        )
        put_up(number, file, blobs, db.session.get_one(Person, by), key, world.passed())
        tags.put(number, INTERNAL, by, world.passed())
        checklist.add(number, INTERNAL, by, world.passed())
        reminding.remind(number, world.now + timedelta(days=1), INTERNAL, by, world.passed())
