"""What may be typed about upload links."""

from flask_babel import lazy_gettext as _l
from wtforms import SelectField

from projectie.forms import Form, offered

DAYS = {7: _l("7 days"), 14: _l("14 days"), 30: _l("30 days")}


class LinkForm(Form):
    """For how long a link is open."""

    upload_days = SelectField(_l("Open for"), coerce=int, default=14, choices=offered(DAYS))
