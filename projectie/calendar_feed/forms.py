"""What may be chosen about one's calendar address."""

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField

from projectie.forms import Form


class FeedForm(Form):
    """What the calendar shows."""

    shows_subjects = BooleanField(
        _l("Show subjects and clients"),
        description=_l(
            "Otherwise only the number and the week: whoever can see your calendar reads no more."
        ),
    )
