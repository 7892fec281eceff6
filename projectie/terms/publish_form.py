"""What may be typed to publish a draft (R2)."""

from datetime import date

from flask_babel import lazy_gettext as _l
from wtforms.validators import InputRequired

from projectie.forms import DayField, Form


class PublishForm(Form):
    """From which day the new version holds."""

    starts = DayField(
        _l("In force from"),
        description=_l("Today or later. What was promised before that day stays as it was promised."),
        validators=[InputRequired(_l("Enter the first day"))],
    )

    def first_day(self) -> date:
        """Return what was typed."""
        day = self.starts.data
        assert isinstance(day, date)  # InputRequired
        return day
