"""What may be typed to promise a planning, or to move it (R9)."""

from collections.abc import Callable

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from projectie.forms import DayField, Form
from projectie.tickets.planning_choices import DAY, chosen
from projectie.tickets.planning_promises import Ground, Span

LONGEST_REASON = 500


class PlanningForm(Form):
    """When the work is done, and why that moves or takes longer than the terms allow."""

    promised = SelectField(
        _l("Promise"),
        choices=[],
        validate_choice=False,
        validators=[DataRequired(_l("Choose when it is done"))],
    )
    promised_day = DayField(_l("Day"), validators=[Optional()])
    promise_reason = StringField(
        _l("Reason, in the client’s language"),
        validators=[
            Length(max=LONGEST_REASON, message=_l("Make the reason shorter than 500 characters")),
        ],
        render_kw={"autocomplete": "off"},
    )
    seen_version = HiddenField(validators=[InputRequired()])

    def offer(self, choices: list[SelectChoice]) -> "PlanningForm":
        """Offer what can be promised now; return the form."""
        self.promised.choices = choices
        return self

    def version(self) -> int:
        """Return the version of the ticket that was on screen; 0 when that is no number."""
        text = str(self.seen_version.data)
        return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0

    def span(self, ground: Callable[[], Ground]) -> Span | None:
        """Return what was chosen; a typed day means that day, also where only the menu was forgotten."""
        return chosen(self.promised.data, self.promised_day.data, ground)

    def names_a_day(self) -> bool:
        """Whether a day was meant, so that the day is what is wrong."""
        return bool(self.promised.data == DAY)
