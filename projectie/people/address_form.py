"""The address that an invoice has to name (R24), for a form that asks for it only while it is not known."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import StringField, TextAreaField, ValidationError
from wtforms.validators import InputRequired, Length

from projectie.forms import Form, trimmed
from projectie.people.billing import BillingFault, kept_postcode
from projectie.people.billing_actions import Address
from projectie.people.billing_form import SAID, kept_as, tidy_lines

FIELDS = ("street", "postcode", "city")
_LONG = _l("Enter a shorter text")


class AddressForm(Form):
    """A form in which an address is asked for, until it is known."""

    street = TextAreaField(
        _l("Street and number"),
        filters=[trimmed],
        validators=[InputRequired(_l("Enter the street and number")), Length(max=400, message=_LONG)],
        render_kw={"rows": 2, "autocomplete": "street-address"},
    )
    postcode = StringField(
        _l("Postcode"), validators=[Length(max=20, message=_LONG)], render_kw={"autocomplete": "postal-code"}
    )
    city = StringField(
        _l("City"),
        validators=[InputRequired(_l("Enter the city")), Length(max=100, message=_LONG)],
        render_kw={"autocomplete": "address-level2"},
    )
    country = ""

    def ask_in(self, country: str, *, known: bool) -> None:
        """Ask for an address in that country; of a buyer whose address is known for nothing."""
        self.country = country
        self.postcode.flags.required = country == "NL"
        for name in FIELDS if known else ():
            del self[name]

    def validate_street(self, field: Any) -> None:
        """Keep the lines of an address, each tidy."""
        field.data = tidy_lines(field.data)

    def validate_postcode(self, field: Any) -> None:
        """Keep a Dutch postcode as `2311 ST`; elsewhere some places have none."""
        field.data = kept_as(kept_postcode, field.data, self.country)
        if self.country == "NL" and not field.data:
            raise ValidationError(SAID[BillingFault.POSTCODE])

    @property
    def address(self) -> Address | None:
        """What was typed; None where it was not asked for."""
        if "street" not in self:
            return None
        return Address(self.street.data, self.postcode.data or "", self.city.data)
