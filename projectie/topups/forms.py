"""What may be typed about buying credits."""

import re
from datetime import date
from decimal import Decimal
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString
from wtforms import BooleanField, HiddenField, IntegerField, RadioField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, NumberRange, ValidationError

from projectie.clock.now import now
from projectie.context import number
from projectie.database import db
from projectie.forms import DayField, Form, WholeField
from projectie.people.address_form import AddressForm
from projectie.terms.in_force import today
from projectie.topups.offer import MOST_OFFERED
from projectie.topups.rules import MOST_CREDITS
from projectie.topups.settling import Received

OTHER = "other"
_MONEY = re.compile(r"\d{1,7}([.,]\d{2})?")
_WHOLE = LazyString(lambda: _("Enter a whole number from 1 to %(most)s", most=number(MOST_CREDITS)))


class MaybeNumber(WholeField):
    """A number that is left out where another choice was made; whether it may be is the form's to say."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read a number, or nothing."""
        if valuelist and valuelist[0].strip():
            super().process_formdata(valuelist)


class AmountForm(Form):
    """How many credits; asked by address, so that it can be gone back to."""

    class Meta(Form.Meta):
        """Nothing is changed by asking."""

        csrf = False

    amount = RadioField(_l("How many credits?"), validators=[InputRequired(_l("Choose an amount"))])
    other = MaybeNumber(
        _l("Another number of credits"),
        said=_WHOLE,
        render_kw={"min": 1, "max": MOST_CREDITS, "inputmode": "numeric"},
    )

    def offer(self, choices: list[SelectChoice]) -> None:
        """Offer these amounts, and any other."""
        self.amount.choices = [*choices, SelectChoice(OTHER, _("another number, namely:"))]

    def validate_other(self, field: Any) -> None:
        """Ask for the number where another one was chosen."""
        if self.amount.data == OTHER and not 0 < (field.data or 0) <= MOST_CREDITS:
            raise ValidationError(_WHOLE)

    @property
    def credits(self) -> int:
        """How many were chosen."""
        return int(self.other.data if self.amount.data == OTHER else self.amount.data)


class OrderForm(AddressForm):
    """What is bought and how it is paid; all but the way was shown on the page, and the address where none is known."""

    credits = IntegerField(validators=[InputRequired(), NumberRange(1, MOST_CREDITS, _WHOLE)])
    shown = IntegerField(validators=[InputRequired()])  # cents
    key = HiddenField(validators=[InputRequired(), Length(max=64)])
    way = RadioField(
        _l("How do you want to pay?"),
        validators=[InputRequired(_l("Choose how you want to pay"))],
        validate_choice=False,  # in our own words
    )

    def validate_way(self, field: Any) -> None:
        """Refuse a way that is offered no more: nothing was ordered."""
        if field.data not in {each.value for each in field.choices}:
            raise ValidationError(
                _("This way of paying is not offered any more. Nothing was ordered: choose another")
            )


class ArrangeForm(AddressForm):
    """What a client abroad asks the project manager for; and the address where none is known."""

    credits = WholeField(
        _l("How many credits?"),
        said=_WHOLE,
        validators=[InputRequired(_WHOLE), NumberRange(1, MOST_CREDITS, _WHOLE)],
        render_kw={"min": 1, "max": MOST_CREDITS, "inputmode": "numeric"},
    )
    key = HiddenField(validators=[InputRequired(), Length(max=64)])


class ConfirmForm(Form):
    """What was received on the account."""

    received = StringField(
        _l("Amount received, in euros"),
        validators=[InputRequired(_l("Enter the amount, such as 680.63"))],
        render_kw={"inputmode": "decimal", "autocomplete": "off"},
    )
    on = DayField(_l("Date on the account statement"), validators=[InputRequired(_l("Enter the date"))])
    agreed = BooleanField(_l("Post the credits that this amount pays for"))

    def validate_received(self, field: Any) -> None:
        """Refuse what is no amount."""
        if not _MONEY.fullmatch((field.data or "").strip()) or self.cents <= 0:
            raise ValidationError(_("Enter the amount, such as 680.63"))

    def validate_on(self, field: Any) -> None:
        """Refuse money from the future."""
        if field.data is not None and field.data > today(db.session(), now()):
            raise ValidationError(_("This day is still to come"))

    def received_money(self) -> Received:
        """Return what was typed."""
        day = self.on.data
        assert isinstance(day, date)  # InputRequired
        return Received(self.cents, day, agreed=bool(self.agreed.data))

    @property
    def cents(self) -> int:
        """The amount."""
        return int(Decimal(self.received.data.strip().replace(",", ".")) * 100)


class OfferForm(Form):
    """Which amounts are offered."""

    amounts = StringField(
        _l("Numbers of credits, with commas between"),
        validators=[InputRequired(_l("Enter at least one number"))],
        render_kw={"inputmode": "numeric", "autocomplete": "off"},
    )

    def validate_amounts(self, field: Any) -> None:
        """Refuse what are no numbers of credits."""
        parts = [part.strip() for part in field.data.split(",") if part.strip()]
        right = parts and all(part.isascii() and part.isdigit() and len(part) < 7 for part in parts)
        if not right or len(parts) > MOST_OFFERED or not all(0 < int(part) <= MOST_CREDITS for part in parts):
            raise ValidationError(_("Enter one to eight whole numbers, with commas between: 10, 25, 50"))

    @property
    def chosen(self) -> tuple[int, ...]:
        """The numbers, each once, rising."""
        return tuple(sorted({int(part) for part in self.amounts.data.split(",") if part.strip()}))
