"""What may be typed in triage: another priority and why, until when, of which ticket."""

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, Optional, Regexp

from projectie.forms import DayField, Form, offered, trimmed
from projectie.tickets.filters import number_of
from projectie.tickets.words import PRIORITIES

LONGEST_REASON = 500
TOMORROW, MONDAY, DAY = "tomorrow", "monday", "day"


class OverruleForm(Form):
    """Another priority than the rule gives, and why."""

    priority = SelectField(
        _l("Priority"), choices=offered({key.value: name for key, name in PRIORITIES.items()})
    )
    because = TextAreaField(
        _l("Why?"),
        filters=[trimmed],
        validators=[
            DataRequired(_l("Write down why: another priority than the rule gives needs a reason")),
            Length(max=LONGEST_REASON, message=_l("Make the reason shorter than %(max)d characters")),
        ],
        render_kw={"rows": 2},
    )
    overruled_version = HiddenField(validators=[InputRequired(), Regexp(r"\d{1,9}\Z")])


class SnoozeForm(Form):
    """Until when a ticket is left out of triage."""

    until = StringField(default=TOMORROW)
    day = DayField(_l("Another day"), validators=[Optional()])


class DuplicateForm(Form):
    """Of which ticket this one is a duplicate; typed with or without its mark."""

    of = StringField(
        _l("Number of the other ticket"),
        filters=[trimmed],
        validators=[DataRequired(_l("Enter the number of the other ticket"))],
        render_kw={"inputmode": "numeric", "autocomplete": "off", "size": 8},
    )
    duplicate_version = IntegerField(validators=[InputRequired()])

    def number(self) -> int:
        """Return the number that was typed; 0 for what is none."""
        return number_of(self.of.data.removeprefix("#").strip()) or 0
