"""What may be typed to make a ticket in a line."""

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, StringField
from wtforms.validators import AnyOf, InputRequired, Length

from projectie.forms import Form
from projectie.tickets.quick_add import COLUMNS


class QuickForm(Form):
    """A line, and the column it was typed in."""

    line = StringField(
        _l("New ticket"),
        description=_l("Who, how urgent and for whom go along: @anne !high client:bakery"),
        validators=[
            InputRequired(_l("Enter what it is about")),
            Length(max=600, message=_l("Make it shorter than 600 characters")),
        ],
        render_kw={"autocomplete": "off"},
    )
    column = HiddenField(validators=[AnyOf([column.value for column in COLUMNS])])
