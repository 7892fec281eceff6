"""Invoices of both clients of the drill world, each with its word in all that can be read of it."""

from projectie.commands.drill.world import SIDES, World
from projectie.credits.models import EntryKind
from projectie.credits.posting import Posting, post
from projectie.database import db, transaction
from projectie.invoices import crediting, drafting, files, paying
from projectie.invoices.drafting import DraftFacts, HandLine
from projectie.invoices.issuing import Wanted, issue_shortage
from projectie.invoices.models import LetterKind, VatAnswer, VatCheck
from projectie.invoices.rates import Rate
from projectie.invoices.sending import last_letter, send
from projectie.mail.blobs import BlobStore
from projectie.people.billing_actions import Billing, change_billing
from projectie.terms.in_force import today

NUMBERS = {"a": "", "b": "DE999990002"}  # they pass every check, and nobody was given them


def charge(world: World, clients: dict[str, int], blobs: BlobStore) -> None:
    """Let each client be short, invoice it, mail it, take a payment, undo it, and start on the next."""
    for side in SIDES:
        word, client, by = side.word, clients[side.key], world.colleague
        billing = Billing(
            f"{word} legal",
            f"{word} street 1",
            "2311 ST",
            f"{word} city",
            side.country,
            NUMBERS[side.key],
            "",
            f"{word} ref",
            "",
        )
        change_billing(client, billing, by, world.passed())
        _checked(world, client, NUMBERS[side.key])
        for number in (1, 2):
            _short(world, client, f"{word} work {number}")
            _issued(world, client, f"{word}:{number}", word, blobs)
        _short(world, client, f"{word} work 3")
        draft = drafting.start_draft(client, by, world.passed())
        line = HandLine(f"{word} print", 3, 1200, Rate.REDUCED, today(db.session(), world.now), goods=True)
        facts = DraftFacts(f"{word} ref", with_shortage=True, lines=(line,))
        drafting.change_draft(draft, facts, 0, by, world.passed())


def _short(world: World, client: int, why: str) -> None:
    with transaction() as session:
        now = world.passed()
        entry = Posting(client, EntryKind.CHARGE, -4, today(session, now), why, why, world.colleague)
        post(session, entry, now)


def _issued(world: World, client: int, key: str, word: str, blobs: BlobStore) -> None:
    by = world.colleague
    invoice = issue_shortage(Wanted(client, key, whatever=True), by, world.passed())
    files.make(invoice, blobs, world.passed())
    send(invoice, LetterKind.INVOICE, last_letter(db.session(), invoice), by, world.passed())
    if key.endswith("1"):
        payment = paying.Payment(key, 100, today(db.session(), world.now), f"{word} bank")
        paying.record_payment(invoice, payment, by, world.passed())
    else:
        note = crediting.credit(invoice, f"{word} was wrong", by, world.passed())
        files.make(note, blobs, world.passed())


def _checked(world: World, client: int, number: str) -> None:
    if not number:
        return
    with transaction() as session:
        row = VatCheck(
            organisation_id=client, number=number, answer=VatAnswer.VALID, receipt="drill", at=world.passed()
        )
        session.add(row)
