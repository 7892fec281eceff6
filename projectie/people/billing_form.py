"""What may be typed about who pays."""

from dataclasses import asdict
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import EmailField, IntegerField, SelectField, StringField, TextAreaField, ValidationError
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from projectie.forms import Form, offered, trimmed
from projectie.people.addresses import kept_address
from projectie.people.billing import BillingFault, kept_kvk, kept_postcode, kept_vat
from projectie.people.billing_actions import Billing
from projectie.people.organisation_forms import countries

MOST_LINES = 5
SAID = {
    BillingFault.POSTCODE: _l("Enter a postcode like 2311 ST"),
    BillingFault.KVK: _l("Enter the eight digits of the KVK number"),
    BillingFault.VAT: _l("Check the VAT number: it does not have the form, or a digit is wrong"),
    BillingFault.VAT_COUNTRY: _l("This VAT number is of another country than the address"),
}


def _line(label: Any, most: int, **more: Any) -> StringField:
    return StringField(label, validators=[Length(max=most, message=_l("Enter a shorter text"))], **more)


class BillingForm(Form):
    """Who pays, where they are, and what must stand on their invoices."""

    legal_name = _line(
        _l("Legal name"), 200, description=_l("As registered; empty: the name we know you by."),
        render_kw={"autocomplete": "organization"},
    )  # fmt: skip
    country = SelectField(_l("Country"), validators=[InputRequired(_l("Choose a country"))])
    street = TextAreaField(
        _l("Street and number"),
        description=_l("Outside the Netherlands: every line of the address, as your post needs it."),
        filters=[trimmed],
        validators=[Length(max=400, message=_l("Enter a shorter text"))],
        render_kw={"rows": 2, "autocomplete": "street-address"},
    )
    postcode = _line(_l("Postcode"), 20, render_kw={"autocomplete": "postal-code"})
    city = _line(_l("City"), 100, render_kw={"autocomplete": "address-level2"})
    kvk = _line(_l("KVK number"), 20, description=_l("In the Netherlands: eight digits."))
    vat_number = _line(
        _l("VAT number"), 30, description=_l("Outside the Netherlands, within the EU: with a valid number no VAT is charged.")
    )  # fmt: skip
    purchase_reference = _line(
        _l("Your reference"),
        100,
        description=_l("A purchase or cost number that must stand on each invoice."),
    )
    invoice_email = EmailField(
        _l("Email address for invoices"),
        description=_l("Empty: whoever may agree to costs or buy credits."),
        filters=[trimmed],
        validators=[Length(max=254, message=_l("Enter a shorter email address"))],
    )

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.country.choices = offered({"": _("Choose a country"), **countries()})

    def validate_postcode(self, field: Any) -> None:
        """Keep a Dutch postcode as `2311 ST`."""
        field.data = kept_as(kept_postcode, field.data, self.country.data)

    def validate_street(self, field: Any) -> None:
        """Keep the lines of an address, each tidy."""
        field.data = tidy_lines(field.data)

    def validate_kvk(self, field: Any) -> None:
        """Keep eight digits."""
        field.data = kept_as(kept_kvk, field.data)

    def validate_vat_number(self, field: Any) -> None:
        """Keep a VAT number with its country in front."""
        field.data = kept_as(kept_vat, field.data, self.country.data)

    def validate_invoice_email(self, field: Any) -> None:
        """Refuse what is no address."""
        kept = kept_address(field.data) if field.data else ""
        if kept is None:
            raise ValidationError(_l("Enter an email address like name@example.com"))
        field.data = kept

    def billing(self) -> Billing:
        """Return what was typed."""
        return Billing(**{name: self[name].data or "" for name in Billing.__slots__})

    @classmethod
    def filled(cls, billing: Billing, **more: Any) -> "BillingForm":
        """Return the form with what is kept."""
        return cls(data=asdict(billing) | more)


class ManagedBillingForm(BillingForm):
    """The same for a manager, who agrees the term."""

    payment_days = IntegerField(
        _l("Days to pay"),
        description=_l("Empty: the studio's usual term."),
        validators=[
            Optional(),
            NumberRange(0, 60, message=_l("Enter a number from 0 to 60: that is the longest the law allows")),
        ],
    )


def tidy_lines(typed: str | None) -> str:
    """Return the lines of an address, each tidy; raise ValidationError."""
    lines = [" ".join(line.split()) for line in (typed or "").splitlines() if line.strip()]
    if len(lines) > MOST_LINES:
        raise ValidationError(_l("Enter at most %(most)s lines", most=MOST_LINES))
    return "\n".join(lines)


def kept_as(rule: Any, typed: str | None, *country: str) -> str:
    """Return what was typed in the form it is kept in; raise ValidationError in words."""
    try:
        return str(rule(typed or "", *country))
    except ValueError as error:
        raise ValidationError(SAID[BillingFault(str(error.args[0]))]) from error
