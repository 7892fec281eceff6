"""What may be typed about a day the studio closes (R6)."""

from datetime import date

from flask_babel import lazy_gettext as _l
from wtforms import StringField
from wtforms.validators import DataRequired, InputRequired, Length

from projectie.forms import DayField, Form
from projectie.terms.figures import ClosedDay, Text

_SHORTER = Length(max=100, message=_l("Enter a shorter name"))


class ClosedDayForm(Form):
    """A day of the studio's own, with its name in both languages."""

    day = DayField(_l("Day"), validators=[InputRequired(_l("Enter the day"))])
    name_nl = StringField(
        _l("Name in Dutch"),
        validators=[DataRequired(_l("Enter the name in Dutch")), _SHORTER],
        render_kw={"lang": "nl", "autocomplete": "off"},
    )
    name_en = StringField(
        _l("Name in English"),
        validators=[DataRequired(_l("Enter the name in English")), _SHORTER],
        render_kw={"lang": "en", "autocomplete": "off"},
    )

    def closed(self) -> ClosedDay:
        """Return what was typed."""
        day = self.day.data
        assert isinstance(day, date)  # InputRequired
        return ClosedDay(day, Text(self.name_nl.data, self.name_en.data))
