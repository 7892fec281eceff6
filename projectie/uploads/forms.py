"""What may be typed about upload links."""

from projectie.forms import Form
from projectie.open_for import open_for

DAYS, USUAL = (7, 14, 30), 14


class LinkForm(Form):
    """For how long a link is open."""

    upload_days = open_for(DAYS, USUAL)
