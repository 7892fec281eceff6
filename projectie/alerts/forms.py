"""What may be typed about who is on call."""

from collections.abc import Iterable

from flask_babel import lazy_gettext as _l
from wtforms import IntegerField, SelectMultipleField
from wtforms.validators import InputRequired, NumberRange
from wtforms.widgets import CheckboxInput, ListWidget

from projectie.alerts.on_call import Colleague
from projectie.forms import Form, offered

MOST_MINUTES = 480


class OnCallForm(Form):
    """Who is told, and how often."""

    people = SelectMultipleField(
        _l("On call"),
        description=_l("They get a mail when a ticket becomes critical, and when a client asks for urgency."),
        coerce=int,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    repeat_minutes = IntegerField(
        _l("Repeat after how many minutes"),
        description=_l("During phone hours, until somebody takes it."),
        validators=[
            InputRequired(_l("Enter a number of minutes")),
            NumberRange(1, MOST_MINUTES, _l("Enter a number of minutes between %(min)s and %(max)s")),
        ],
        render_kw={"inputmode": "numeric"},
    )

    def offer(self, colleagues: Iterable[Colleague]) -> "OnCallForm":
        """Return this form with the colleagues to choose from."""
        self.people.choices = offered({each.id: each.name for each in colleagues})
        return self
