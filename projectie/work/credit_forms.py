"""What may be typed about credits: leniency, corrections, ceilings."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional, ValidationError

from projectie.credits.posting import MOST
from projectie.forms import Form, WholeField, offered, trimmed
from projectie.work.proposals import Proposal
from projectie.work.rules import Gift, Leniency
from projectie.work.words import GIFTS

MOST_HOW, MOST_REASON = 500, 2000


def _because(rows: int) -> TextAreaField:
    return TextAreaField(
        _l("Because"),
        description=_l("The client reads this."),
        filters=[trimmed],
        validators=[
            DataRequired(_l("Write down why: the client reads it")),
            Length(max=MOST_REASON, message=_l("Make this shorter than 2,000 characters")),
        ],
        render_kw={"rows": rows},
    )


class LeniencyForm(Form):
    """What a manager waives, and why (R16)."""

    gift = SelectField(
        _l("Waive"),
        choices=offered({"": _l("choose"), **{gift.value: words for gift, words in GIFTS.items()}}),
        validators=[InputRequired(_l("Choose what you waive"))],
    )
    gift_credits = WholeField(
        _l("Credits"),
        description=_l("Only for a number of credits."),
        validators=[Optional(), NumberRange(1, MOST, _l("Enter a whole number of credits"))],
        render_kw={"inputmode": "numeric"},
    )
    gift_because = _because(rows=2)

    @staticmethod
    def filled(proposal: Proposal | None) -> "LeniencyForm":
        """Return the form with what is proposed."""
        if proposal is None:
            return LeniencyForm(formdata=None)
        data = {"gift": proposal.leniency.gift.value, "gift_because": proposal.because}
        return LeniencyForm(formdata=None, data=data)

    def validate(self, extra_validators: Any = None) -> bool:
        """A part is a number of credits."""
        right = bool(super().validate(extra_validators))
        if self.gift.data == Gift.PART and self.gift_credits.data is None and not self.gift_credits.errors:
            self.gift_credits.errors = [_("Enter a whole number of credits")]
            return False
        return right

    def wanted(self) -> Leniency:
        """Return what was chosen."""
        gift = Gift(self.gift.data)
        return Leniency(gift, self.gift_credits.data if gift is Gift.PART else 0)


class CorrectionForm(Form):
    """Credits more or less for a client, and why (R19)."""

    credits = WholeField(
        _l("Credits"),
        description=_l("More than nothing adds to the balance, less than nothing takes from it: 5, -5."),
        validators=[
            InputRequired(_l("Enter a whole number of credits")),
            NumberRange(-MOST, MOST, _l("Enter at most a million credits")),
        ],
        render_kw={"inputmode": "numeric"},
    )
    ticket = WholeField(_l("For ticket number"), validators=[Optional(), NumberRange(1, 2**31 - 1)])
    because = _because(rows=3)
    key = HiddenField()

    def validate_credits(self, field: WholeField) -> None:
        """Nothing is no correction."""
        if field.data == 0:
            raise ValidationError(_("Enter a number other than 0"))


class CeilingForm(Form):
    """Stop and ask at so many credits; empty lifts it (R17c)."""

    ceiling = WholeField(
        _l("Stop and ask at"),
        description=_l("Whole credits; leave empty for no ceiling."),
        validators=[Optional(), NumberRange(0, MOST, _l("Enter a whole number of credits"))],
        render_kw={"inputmode": "numeric"},
    )


class NotedCeilingForm(CeilingForm):
    """The same, as a client agreed in writing."""

    ceiling_agreed = StringField(
        _l("How it was agreed"),
        description=_l("Who wrote it, where and when."),
        validators=[
            DataRequired(_l("Write down who agreed to it, where and when")),
            Length(max=MOST_HOW, message=_l("Make this shorter than 500 characters")),
        ],
        render_kw={"autocomplete": "off"},
    )
