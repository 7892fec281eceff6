"""Money for tests: a studio that can invoice, clients with addresses, and charges in their ledgers."""

from dataclasses import replace
from datetime import UTC, date, datetime

from flask import current_app

from projectie.credits.balance import balance_of
from projectie.credits.models import EntryKind
from projectie.credits.posting import Posting, post
from projectie.database import db, transaction
from projectie.invoices import files
from projectie.invoices.issuing import Wanted, issue_shortage
from projectie.invoices.models import Invoice, VatAnswer, VatCheck
from projectie.mail.blobs import BlobStore
from projectie.people.billing_actions import Billing, change_billing
from projectie.people.models import Organisation
from projectie.terms.change_studio import change_studio
from projectie.terms.in_force import studio_facts
from tests.town import Client, Town

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)  # a Monday
DAY = date(2026, 11, 23)
DE = "DE999990002"  # passes the check, and was given to nobody
LEIDEN = Billing(
    "Bakkerij Leiden B.V.", "Breestraat 1", "2311 CS", "Leiden", "NL", "", "99000001", "INK-7", ""
)
KUESTE = Billing("", "Hafenstraße 12", "24103", "Kiel", "DE", DE, "", "KW-1", "")


def ready(town: Town) -> None:
    """Fill in what the law asks for."""
    facts = studio_facts(db.session())
    known = replace(facts, vat_id="NL000099998B57", iban="NL91ABNA0417164300", bic="ABNANL2A")
    change_studio(known, town.mara.id, NOW)
    change_billing(town.leiden.id, LEIDEN, town.mara.id, NOW)
    change_billing(town.abroad.id, KUESTE, town.mara.id, NOW, (14,))


def charged(client: Client, credits_: int, key: str, at: datetime = NOW, price: int | None = None) -> None:
    """Let credits be charged (above zero) or come in (below)."""
    kind = EntryKind.CHARGE if credits_ > 0 else EntryKind.TOP_UP
    with transaction() as session:
        post(session, Posting(client.id, kind, -credits_, at.date(), key, key, price_cents=price), at)


def checked(client: Client, number: str, answer: VatAnswer = VatAnswer.VALID, at: datetime = NOW) -> None:
    """Let the register have answered."""
    with transaction() as session:
        session.add(VatCheck(organisation_id=client.id, number=number, answer=answer, receipt="", at=at))


def moved(client: Client, country: str) -> None:
    """Let a client be in another country."""
    with transaction() as session:
        session.get_one(Organisation, client.id).country = country


def issued(client: Client, key: str, at: datetime = NOW, *, whatever: bool = True) -> Invoice:
    """Issue what is short, with its files."""
    number = issue_shortage(Wanted(client.id, key, whatever=whatever), None, at)
    files.make(number, blobs(), at)
    return db.session.get_one(Invoice, number)


def blobs() -> BlobStore:
    """Return the store of the app at hand."""
    store: BlobStore = current_app.extensions["projectie.blobs"]
    return store


def balance(client: Client) -> int:
    """Return a client's credits."""
    db.session.rollback()
    return balance_of(db.session(), client.id)


def content(invoice: Invoice, kind: str) -> bytes:
    """Return the bytes of a file."""
    (file,) = [each for each in files.files_of(db.session(), invoice) if each.kind.value == kind]
    return blobs().get(file.sha256)
