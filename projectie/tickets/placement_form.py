"""Where a card may be sent: a column, the card to stand behind (none: first), and the version that was seen."""

from wtforms import IntegerField, StringField
from wtforms.validators import InputRequired, Length, Optional

from projectie.forms import Form


class PlacementForm(Form):
    """The three fields of a move."""

    column = StringField(validators=[InputRequired(), Length(max=32)])
    after = IntegerField(validators=[Optional()])
    version = IntegerField(validators=[InputRequired()])
