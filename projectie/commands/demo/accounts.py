"""Accounts of the demo desk: what an invoice says of a client."""

from datetime import datetime, timedelta

from projectie.commands.demo.play import Play
from projectie.people.billing_actions import Billing, change_billing

BAKERY = Billing(
    legal_name="Bakkerij De Zon B.V.",
    street="Haarlemmerstraat 112",
    postcode="2312 GD",
    city="Leiden",
    country="NL",
    vat_number="NL004495445B01",
    kvk="12345678",
    purchase_reference="WEB-2026",
    invoice_email="administratie@bakkerij-dezon.example",
)


def settle(play: Play, now: datetime) -> None:
    """Let a client fill in what their invoices say."""
    lotte = play.cast.people["lotte"].id
    change_billing(play.cast.clients["bakery"], BAKERY, lotte, now - timedelta(days=40))
