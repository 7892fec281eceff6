"""Credits that were bought: the account they are paid to, and one invoice for each sale, mailed once (R18, R22)."""

from collections.abc import Callable

from flask import Flask, current_app
from sqlalchemy import select

from projectie.clock.now import now
from projectie.context import today
from projectie.database import db
from projectie.invoices.document import document_of
from projectie.invoices.models import Invoice, InvoiceLetter
from projectie.invoices.sales import mail_sales
from projectie.people.models import Person
from projectie.topups import buying, settling
from projectie.topups.account import bank_account
from projectie.topups.buying import Wanted
from projectie.topups.rules import Way
from projectie.topups.settling import Received
from tests.commands.desks import wrong
from tests.invoices.money import balance, charged, issued, ready
from tests.town import Town
from tests.visitor import Visitor


def test_r22_a_sale_is_followed_by_its_invoice_once_and_its_credit_note_takes_the_credits_back(
    app: Flask, town: Town, visit: Callable[..., Visitor]
) -> None:
    assert bank_account(db.session()) is None
    ready(town)
    account = bank_account(db.session())
    assert account is not None
    assert (account.iban, account.name) == ("NL91ABNA0417164300", "Studio Projectie B.V.")
    lotte = db.session.get_one(Person, town.lotte.id)
    number = buying.order(lotte, Wanted(5, Way.TRANSFER, "k", 13613), now())
    settling.confirm(number, Received(13613, today()), town.mara.id, now())
    assert balance(town.leiden) == 5
    invoice = db.session.scalars(select(Invoice)).one()
    at = f"/manage/invoices/{invoice.id}"
    assert (invoice.including_cents, invoice.key) == (13613, f"topup:{number}")
    blobs = current_app.extensions["projectie.blobs"]
    assert [mail_sales(blobs, now()), mail_sales(blobs, now())] == [1, 0]
    assert len(db.session.scalars(select(InvoiceLetter)).all()) == 1
    assert wrong(app) == {}
    charged(town.leiden, 2, "work", now())
    mara = visit("mara")
    page = mara.get("/manage/top-ups/1")
    assert page.one("a", href=at) is not None
    page, address = mara.get(at), f"{at}/credit-note"
    assert page.one("input", name="seen").get("value") == "-2", "the effect is shown first"
    assert mara.post(address, {"why": "Teruggestort."}).status == 422
    assert mara.post(address, {"why": "Teruggestort.", "seen": "-1", "below": "y"}).status == 422, (
        "it was another"
    )
    assert balance(town.leiden) == 3
    for _ in range(2):
        assert mara.post(address, {"why": "Teruggestort.", "seen": "-2", "below": "y"}).status == 303
    assert balance(town.leiden) == -2
    assert "van het saldo teruggegaan" in mara.get("/manage/top-ups/1").text
    for address_ in ("/portal/credits", "/portal/credits/top-ups/1"):
        assert "teruggedraaid" in visit("lotte").get(address_).text, "it no longer says paid alone"
    again = document_of(issued(town.leiden, "anew", now()))
    assert [(line.quantity, line.unit_cents) for line in again.lines] == [(2, 2250), (1, 2250)]
    assert wrong(app) == {}
