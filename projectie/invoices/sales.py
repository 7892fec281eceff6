"""Credits that are bought: the account they are paid to, and the invoice of the sale, made and mailed (R18, R22)."""

from datetime import datetime, time
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from projectie.invoices.models import Invoice
from projectie.invoices.selling import Sold, invoice_for_sale
from projectie.invoices.unsent import send_unsent
from projectie.mail.blobs import BlobStore
from projectie.people.models import Organisation
from projectie.terms.in_force import studio_facts
from projectie.topups import account, selling
from projectie.topups.selling import Sale

KEY = "topup:"


def bank_account(session: Session) -> account.BankAccount | None:
    """Return the studio's account; None while the studio has filled in none."""
    facts = studio_facts(session)
    if not facts.iban:
        return None
    return account.BankAccount(facts.iban, facts.account_name or facts.name, facts.bic or "")


def invoice_sale(session: Session, sale: Sale, now: datetime) -> Invoice:
    """Issue the invoice of a sale, paid already; part of the deed that credits it, once for each sale."""
    noon = datetime.combine(sale.paid_on, time(12), ZoneInfo(studio_facts(session).zone))
    client = session.get_one(Organisation, sale.organisation_id)
    sold = Sold(sale.credits, sale.price_cents, noon, sale.key, sale.reference)
    return invoice_for_sale(session, client, sold, sale.by_id, now)


def mail_sales(blobs: BlobStore, now: datetime) -> int:
    """Mail the invoices of sales that nobody was mailed yet; return how many went."""
    return send_unsent(KEY, blobs, now)


def invoice_of(session: Session, key: str) -> int | None:
    """Return the invoice of the sale with that key."""
    return session.scalar(select(Invoice.id).where(Invoice.key == key))


account.read_by(bank_account)
selling.find_by(invoice_of)
selling.invoice_by(invoice_sale)
