"""What may be typed about the days the studio closes (R6)."""

from collections.abc import Collection
from datetime import date, timedelta

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import StringField
from wtforms.validators import DataRequired, InputRequired, Length, Optional, ValidationError

from projectie.forms import DayField, Form
from projectie.terms.figures import ClosedDay, Text

_SHORTER = Length(max=100, message=_l("Enter a shorter name"))
LONGEST = timedelta(days=60)


class ClosingForm(Form):
    """A day of the studio's own, or the days from one to another, with their name in both languages."""

    day = DayField(_l("Day"), validators=[InputRequired(_l("Enter the day"))])
    until = DayField(
        _l("Up to and including"),
        validators=[Optional()],
        description=_l("Only when you close several days."),
    )
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

    def validate_until(self, field: DayField) -> None:
        """Refuse a stretch that ends before it begins, or is longer than anybody closes."""
        first, last = self.day.data, field.data
        if first and last and last < first:
            raise ValidationError(_("The last day lies before the first"))
        if first and last and last - first > LONGEST:
            raise ValidationError(_("Close at most %(days)s days at once", days=LONGEST.days))

    @property
    def first(self) -> date:
        """The day that was typed."""
        day = self.day.data
        assert isinstance(day, date)  # InputRequired
        return day

    @property
    def last(self) -> date:
        """The last day that was typed; without one it is the first."""
        until = self.until.data
        return until if isinstance(until, date) else self.first

    def closed(self, known: Collection[date], weekdays: Collection[int]) -> tuple[ClosedDay, ...]:
        """Return the days: the one that was typed, or of a stretch those on which somebody works until now."""
        name = Text(self.name_nl.data, self.name_en.data)
        if self.first == self.last:
            return (ClosedDay(self.first, name),)
        days = [self.first + timedelta(days=n) for n in range((self.last - self.first).days + 1)]
        return tuple(ClosedDay(day, name) for day in days if day.weekday() in weekdays and day not in known)
