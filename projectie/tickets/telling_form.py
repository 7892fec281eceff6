"""What may be typed in answer to what a column asks: a week, or a letter."""

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, IntegerField, SelectField, TextAreaField
from wtforms.validators import Length, Optional
from wtforms.widgets import HiddenInput

from projectie.forms import Form, trimmed
from projectie.tickets.forms import LONGEST_TEXT


class TellingForm(Form):
    """One line: for a planned card the week, for one that waits or is done the letter to the client."""

    column = HiddenField()
    version = IntegerField(widget=HiddenInput(), validators=[Optional()])
    seen = IntegerField(widget=HiddenInput(), validators=[Optional()])
    promised = SelectField(_l("When is it done?"), choices=[], validate_choice=False)
    body = TextAreaField(
        _l("Message"),
        filters=[trimmed],
        validators=[Length(max=LONGEST_TEXT, message=_l("Make the message shorter than 100,000 characters"))],
        render_kw={"rows": 2},
    )
