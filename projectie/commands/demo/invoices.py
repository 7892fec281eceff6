"""Invoices of the demo studio: paid, open, overdue, undone, drafted, and clients that are short of credits now."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from projectie.clock.workdays import Calendar
from projectie.clock.zone import local
from projectie.commands.demo.cast import Cast
from projectie.commands.demo.moments import ago
from projectie.commands.demo.play import Post
from projectie.credits.models import EntryKind
from projectie.credits.posting import Posting, post
from projectie.database import db, transaction
from projectie.invoices import crediting, drafting, files, paying
from projectie.invoices.drafting import DraftFacts, HandLine
from projectie.invoices.issuing import Wanted, issue_shortage
from projectie.invoices.models import Invoice, LetterKind, VatAnswer, VatCheck
from projectie.invoices.rates import Rate
from projectie.invoices.sending import last_letter, send
from projectie.mail.blobs import BlobStore
from projectie.mail.outbox import send_due
from projectie.people.billing_actions import Billing, change_billing
from projectie.terms.change_studio import change_studio
from projectie.terms.in_force import studio_facts, today

MINUTE = timedelta(minutes=1)
# Numbers that pass every check and that nobody was given.
BILLING = {
    "bakery": Billing(
        "Bakkerij De Zon V.O.F.",
        "Haarlemmerstraat 112",
        "2312 GA",
        "Leiden",
        "NL",
        "",
        "99000001",
        "Winkel",
        "",
    ),
    "museum": Billing(
        "Stichting Museum De Waag",
        "Aalmarkt 1",
        "2311 EC",
        "Leiden",
        "NL",
        "",
        "99000002",
        "INK-2031",
        "facturen@museumdewaag.example",
    ),
    "wine": Billing("", "Nieuwe Rijn 20", "2312 JC", "Leiden", "NL", "", "99000003", "", ""),
    "shipyard": Billing("", "Hafenstraße 12", "24103", "Kiel", "DE", "DE999990002", "", "KW-118", ""),
    "gallery": Billing(
        "Harrow & Finch Ltd", "14 Bermondsey Street", "SE1 2EG", "London", "GB", "GB999999918", "", "", ""
    ),
    "printer": Billing("", "Kaai 7", "2000", "Antwerpen", "BE", "", "", "", ""),
}


@dataclass(frozen=True, slots=True)
class Desk:
    """What the scenes are played with."""

    cast: Cast
    blobs: BlobStore
    calendar: Calendar
    now: datetime

    def at(self, days: float) -> datetime:
        """Return the moment that many working days ago."""
        return ago(self.now, days, self.calendar)

    @property
    def mara(self) -> int:
        """The manager."""
        return self.cast.people["mara"].id


def happen(cast: Cast, blobs: BlobStore, now: datetime, calendar: Calendar) -> None:
    """Let the money of the last months happen, in order."""
    desk = Desk(cast, blobs, calendar, now)
    _prepare(desk, desk.at(70))
    paid = _invoiced(desk, "bakery", 6, 60, "Nieuwe betaalpagina")
    late = _invoiced(desk, "museum", 9, 50, "Storing op zondag")
    _paid(desk, paid, 45)
    _sent(desk, late, 14, LetterKind.REMINDER)
    _checked(desk, "shipyard", desk.at(13))
    _invoiced(desk, "shipyard", 5, 12, "Order form")
    wrong = _invoiced(desk, "gallery", 3, 9, "Exhibition page")
    note = crediting.credit(
        wrong, "This work was part of the exhibition we had already paid for.", desk.mara, desk.at(8)
    )
    files.make(note, blobs, desk.at(8))
    _forgiven(desk, "gallery", 3, desk.at(8))
    for client, credits_, days, why in (
        ("wine", 4, 3.0, "Etiketten aangepast"),
        ("dentist", 2, 2.5, "Openingstijden"),
        ("printer", 7, 2.0, "Persformulier"),
    ):
        _charged(desk, client, credits_, desk.at(days), why)
    _drafted(desk, desk.at(1))


def _prepare(desk: Desk, at: datetime) -> None:
    facts = replace(
        studio_facts(db.session()),
        vat_id="NL000099998B57",
        iban="NL91ABNA0417164300",
        bic="ABNANL2A",
        invoice_address="administratie@projectie.com",
    )
    change_studio(facts, desk.mara, at)
    for client, billing in BILLING.items():
        days = 14 if client == "museum" else None
        change_billing(desk.cast.clients[client], billing, desk.mara, at, (days,))


def _charged(desk: Desk, client: str, credits_: int, at: datetime, why: str) -> None:
    organisation = desk.cast.clients[client]
    day = local(at, desk.calendar.zone).date()
    with transaction() as session:
        key = f"demo:{client}:{at.isoformat()}"
        post(session, Posting(organisation, EntryKind.CHARGE, -credits_, day, key, why, desk.mara), at)


def _forgiven(desk: Desk, client: str, credits_: int, at: datetime) -> None:
    organisation = desk.cast.clients[client]
    with transaction() as session:
        day, key = today(session, at), f"demo:{client}:forgiven"
        why = "Paid for already"
        post(session, Posting(organisation, EntryKind.CORRECTION, credits_, day, key, why, desk.mara), at)


def _invoiced(desk: Desk, client: str, credits_: int, days: float, why: str) -> int:
    _charged(desk, client, credits_, desk.at(days + 1), why)
    organisation, at = desk.cast.clients[client], desk.at(days)
    wanted = Wanted(organisation, f"demo:{client}:{at.date().isoformat()}")
    number = issue_shortage(wanted, desk.mara, at)
    files.make(number, desk.blobs, at)
    _sent(desk, number, days - 0.1, LetterKind.INVOICE)
    return number


def _sent(desk: Desk, invoice: int, days: float, kind: LetterKind) -> None:
    at = desk.at(days)
    send(invoice, kind, last_letter(db.session(), invoice), desk.mara, at)
    send_due(Post(), at + MINUTE, watch=lambda: 0.0, contents=desk.blobs.get)


def _paid(desk: Desk, invoice: int, days: float) -> None:
    at = desk.at(days)
    row = db.session.get_one(Invoice, invoice)
    day = local(at, desk.calendar.zone).date()
    payment = paying.Payment("demo", row.including_cents, day, f"{row.number} Bakkerij De Zon")
    paying.record_payment(invoice, payment, desk.mara, at)


def _checked(desk: Desk, client: str, at: datetime) -> None:
    number = BILLING[client].vat_number
    with transaction() as session:
        row = VatCheck(
            organisation_id=desk.cast.clients[client],
            number=number,
            answer=VatAnswer.VALID,
            receipt="WAPIAAAAdemo",
            at=at,
        )
        session.add(row)


def _drafted(desk: Desk, at: datetime) -> None:
    draft = drafting.start_draft(desk.cast.clients["museum"], desk.mara, at)
    day = local(at, desk.calendar.zone).date()
    lines = (
        HandLine("Programmaboekje, gebonden", 500, 185, Rate.REDUCED, day),
        HandLine("Flyers A5, dubbelzijdig", 1000, 12, Rate.GENERAL, day),
    )
    facts = DraftFacts("INK-2031", with_shortage=False, lines=lines)
    drafting.change_draft(draft, facts, 0, desk.mara, at + MINUTE)
