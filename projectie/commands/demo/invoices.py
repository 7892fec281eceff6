"""Invoices of the demo studio: paid, open, overdue, undone, drafted, and clients that are short of credits now."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial

from projectie.clock.workdays import Calendar
from projectie.clock.zone import local
from projectie.commands.demo.cast import Cast
from projectie.commands.demo.diary import Page
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
BEFORE_ALL = 240  # working days: a year, about
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
    "dentist": Billing("", "Stationsweg 8", "2312 AV", "Leiden", "NL", "", "99000004", "Praktijk", ""),
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
    issued: dict[str, int] = field(default_factory=dict)  # the last invoice of each client

    def at(self, days: float) -> datetime:
        """Return the moment that many working days ago."""
        return ago(self.now, days, self.calendar)

    @property
    def mara(self) -> int:
        """The manager."""
        return self.cast.people["mara"].id


def story(cast: Cast, blobs: BlobStore, now: datetime, calendar: Calendar) -> Iterator[Page]:
    """Tell of the invoices of the last months; the first thing is that the studio and its clients fill in who they are."""
    desk = Desk(cast, blobs, calendar, now)
    yield desk.at(BEFORE_ALL), partial(_prepare, desk, desk.at(BEFORE_ALL))
    yield from _invoiced(desk, "printer", 6, 60, "Nieuwe betaalpagina")
    yield desk.at(45), partial(_paid, desk, "printer", 45)
    yield from _invoiced(desk, "dentist", 9, 50, "Storing op zondag")
    yield desk.at(15), partial(_sent, desk, "dentist", 15, LetterKind.REMINDER)
    yield desk.at(13), partial(_checked, desk, "shipyard", desk.at(13))
    yield from _invoiced(desk, "shipyard", 5, 12, "Order form")
    yield from _invoiced(desk, "gallery", 3, 9.5, "Exhibition page")
    yield desk.at(8.5), partial(_undone, desk, "gallery", desk.at(8.5))
    for client, credits_, days, why in (
        ("wine", 4, 3.0, "Etiketten aangepast"),
        ("dentist", 2, 2.5, "Openingstijden"),
        ("printer", 7, 2.0, "Persformulier"),
    ):
        yield desk.at(days), partial(_charged, desk, client, credits_, desk.at(days), why)
    yield desk.at(1), partial(_drafted, desk, desk.at(1))


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
        days = 15 if client == "museum" else None
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


def _invoiced(desk: Desk, client: str, credits_: int, days: float, why: str) -> Iterator[Page]:
    before, at = desk.at(days + 1), desk.at(days)
    yield before, partial(_charged, desk, client, credits_, before, why)
    yield at, partial(_issued, desk, client, at)
    yield desk.at(days - 0.1), partial(_sent, desk, client, days - 0.1, LetterKind.INVOICE)


def _issued(desk: Desk, client: str, at: datetime) -> None:
    wanted = Wanted(desk.cast.clients[client], f"demo:{client}:{at.date().isoformat()}")
    desk.issued[client] = issue_shortage(wanted, desk.mara, at)
    files.make(desk.issued[client], desk.blobs, at)


def _undone(desk: Desk, client: str, at: datetime) -> None:
    why = "This work was part of the exhibition we had already paid for."
    note = crediting.credit(desk.issued[client], why, desk.mara, at)
    files.make(note, desk.blobs, at)
    _forgiven(desk, client, 3, at)


def _sent(desk: Desk, client: str, days: float, kind: LetterKind) -> None:
    at, invoice = desk.at(days), desk.issued[client]
    send(invoice, kind, last_letter(db.session(), invoice), desk.mara, at)
    send_due(Post(), at + MINUTE, watch=lambda: 0.0, contents=desk.blobs.get)


def _paid(desk: Desk, client: str, days: float) -> None:
    at, invoice = desk.at(days), desk.issued[client]
    row = db.session.get_one(Invoice, invoice)
    day = local(at, desk.calendar.zone).date()
    payment = paying.Payment("demo", row.including_cents, day, row.number or "")
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
        HandLine("Programmaboekje, gebonden", 500, 185, Rate.REDUCED, day, goods=True),
        HandLine("Flyers A5, dubbelzijdig", 1000, 12, Rate.GENERAL, day, goods=True),
    )
    facts = DraftFacts("INK-2031", with_shortage=False, lines=lines)
    drafting.change_draft(draft, facts, 0, desk.mara, at + MINUTE)
