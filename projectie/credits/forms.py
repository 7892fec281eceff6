"""What may be typed about credits: a notification, a correction."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, ValidationError

from projectie.credits.posting import MOST
from projectie.forms import Form, WholeField, trimmed

MOST_THRESHOLD = 100_000
_THRESHOLD = _l("Enter a whole number from 1 to %(most)s", most=MOST_THRESHOLD)
_CHANGE = _l("Enter a whole number, such as 5 or -5")


class NoticeForm(Form):
    """Below how many credits a mail is wanted."""

    threshold = WholeField(
        _l("Mail me when the balance falls below (credits)"),
        said=_THRESHOLD,
        validators=[InputRequired(_THRESHOLD), NumberRange(1, MOST_THRESHOLD, _THRESHOLD)],
        render_kw={"min": 1, "inputmode": "numeric"},
    )


class CorrectionForm(Form):
    """How many credits are added or taken off, and why; the client reads the reason."""

    credits = WholeField(
        _l("Credits"),
        said=_CHANGE,
        description=_l("Add with 5, take off with -5."),
        validators=[
            InputRequired(_CHANGE),
            NumberRange(-MOST, MOST, _CHANGE),
        ],
        render_kw={"autocomplete": "off"},
    )
    reason = TextAreaField(
        _l("Reason"),
        description=_l("The client reads this in the ledger."),
        filters=[trimmed],
        validators=[
            DataRequired(_l("Enter the reason")),
            Length(max=500, message=_l("Make this at most %(most)s characters", most=500)),
        ],
        render_kw={"rows": 3},
    )
    key = HiddenField(validators=[InputRequired(), Length(max=64)])
    shown = StringField()  # what was previewed: posting something else is asked again

    def validate_credits(self, field: Any) -> None:
        """Refuse a correction of nothing."""
        if field.data == 0:
            raise ValidationError(_CHANGE)

    @property
    def names(self) -> str:
        """What is about to be posted."""
        return f"{self.credits.data} {' '.join((self.reason.data or '').split())}"
