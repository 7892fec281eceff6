"""What may be typed about a client for its invoices: addresses and numbers as they are written there."""

import re
from dataclasses import asdict
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from stdnum.eu import vat
from wtforms import EmailField, IntegerField, StringField, TextAreaField, ValidationError
from wtforms.validators import Length, NumberRange, Optional, Regexp

from projectie.forms import Form, trimmed
from projectie.invoices.billing import Agreed, Billing
from projectie.invoices.vat import MEMBERS
from projectie.people.models import Organisation

DUTCH = re.compile(r"([1-9]\d{3})\s?([A-Z]{2})")
NOT_USED = {"SA", "SD", "SS"}
MAILBOX = r"[^@\s]+@[^@\s]+\.[^@\s]+"


def _short(most: int) -> Length:
    return Length(max=most, message=_l("Enter a shorter text"))


class BillingForm(Form):
    """A client as it stands on invoices."""

    legal_name = StringField(
        _l("Legal name"),
        description=_l("If it is not the name you are known by."),
        validators=[_short(200)],
        render_kw={"autocomplete": "organization"},
    )
    street = TextAreaField(
        _l("Street and number"),
        filters=[trimmed],
        validators=[_short(400)],
        render_kw={"rows": 2, "autocomplete": "street-address"},
    )
    postcode = StringField(_l("Postcode"), validators=[_short(20)], render_kw={"autocomplete": "postal-code"})
    city = StringField(_l("City"), validators=[_short(100)], render_kw={"autocomplete": "address-level2"})
    vat_number = StringField(_l("VAT number"), validators=[_short(20)])
    kvk = StringField(_l("Company number (KVK)"))
    purchase_reference = StringField(
        _l("Your reference or purchase number"),
        description=_l("It stands on every invoice."),
        validators=[_short(100)],
    )
    invoice_email = EmailField(
        _l("Mail invoices to"),
        description=_l("Without an address they go to everybody who may agree to costs."),
        validators=[
            Optional(),
            _short(254),
            Regexp(MAILBOX, message=_l("Enter an email address like name@example.com")),
        ],
    )

    def __init__(self, country: str, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.country = country

    def validate_postcode(self, field: Any) -> None:
        """Tidy a Dutch postcode, and refuse what is none."""
        found = DUTCH.fullmatch((field.data or "").upper())
        if self.country != "NL" or not field.data:
            return
        if found is None or found[2] in NOT_USED:
            raise ValidationError(_("Enter a postcode like %(example)s", example="2311 ST"))
        field.data = f"{found[1]} {found[2]}"

    def validate_vat_number(self, field: Any) -> None:
        """Keep it compact with its country; within the EU refuse one with a slip in it."""
        typed = re.sub(r"[\s.\-]", "", field.data or "").upper()
        if typed and self.country in MEMBERS and not vat.is_valid(_with_country(typed, self.country)):
            raise ValidationError(_("Check the VAT number: there is a mistake in it"))
        field.data = _with_country(typed, self.country) if typed and self.country in MEMBERS else typed

    def validate_kvk(self, field: Any) -> None:
        """Refuse what is no Dutch company number."""
        field.data = re.sub(r"\s", "", field.data or "")
        if field.data and not re.fullmatch(r"\d{8}", field.data):
            raise ValidationError(_("Enter the company number as eight figures"))

    def billing(self) -> Billing:
        """Return what was typed."""
        return Billing(**{name: self[name].data or "" for name in Billing.__dataclass_fields__})

    @classmethod
    def filled(cls, organisation: Organisation, billing: Billing) -> "BillingForm":
        """Return the form with what is kept."""
        days = {"payment_days": organisation.payment_days}
        return cls(organisation.country, data={**asdict(billing), **days})


class ManagersBillingForm(BillingForm):
    """The same, with the term of payment that was agreed."""

    payment_days = IntegerField(
        _l("To be paid within, in days"),
        description=_l("Empty: as the studio’s invoices say."),
        validators=[Optional(), NumberRange(1, 60, _l("Enter a number of days, at most %(max)s"))],
    )

    def agreed(self) -> Agreed:
        """Return what was typed."""
        return Agreed(self.billing(), self.payment_days.data)


def _with_country(typed: str, country: str) -> str:
    prefix = "EL" if country == "GR" else country
    return typed if typed[:2].isalpha() else f"{prefix}{typed}"
