"""What may be typed where a value stands: the value, why, and what it was when it was read."""

from collections.abc import Iterable

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length

from projectie.forms import Form, one_line
from projectie.tickets.triage_forms import LONGEST_REASON

LONGEST_TITLE = 500


class InlineForm(Form):
    """One value. `title` is typed, all others are chosen."""

    was = HiddenField()
    value = SelectField(_l("Value"), coerce=str, choices=[], validate_choice=False)
    title = StringField(
        _l("Title"),
        filters=[one_line],
        validators=[Length(max=LONGEST_TITLE, message=_l("Make the title shorter than 500 characters"))],
        render_kw={"autocomplete": "off"},
    )
    because = StringField(
        _l("Why?"),
        filters=[one_line],
        validators=[
            Length(max=LONGEST_REASON, message=_l("Make the reason shorter than %(max)d characters"))
        ],
        render_kw={"autocomplete": "off"},
    )

    def offer(self, choices: Iterable[tuple[str, str]]) -> "InlineForm":
        """Offer these values; return the form."""
        self.value.choices = [SelectChoice(value, label) for value, label in choices]
        return self

    def offer_colleagues(self, people: Iterable[tuple[int, str]]) -> "InlineForm":
        """Offer nobody and these people; return the form."""
        return self.offer([("", _("nobody")), *((str(number), name) for number, name in people)])

    def knows(self, value: str) -> bool:
        """Whether that value is among those offered."""
        return any(choice.value == value for choice in self.value.choices)
