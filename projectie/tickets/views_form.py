"""What may be typed of a view: its name, and for whom it is."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, StringField
from wtforms.validators import DataRequired, Length

from projectie.forms import Form, one_line
from projectie.tickets.view_names import LONGEST_NAME, Clash
from projectie.tickets.views import Wanted


class ViewForm(Form):
    """The name of a view, and whether everyone sees it."""

    name = StringField(
        _l("Name of the view"),
        filters=[one_line],
        validators=[
            DataRequired(_l("Enter a name")),
            Length(max=LONGEST_NAME, message=_l("Make the name shorter than %(max)d characters")),
        ],
        render_kw={"autocomplete": "off"},
    )
    for_everyone = BooleanField(_l("For everyone"))

    def wanted(self) -> Wanted:
        """Return what was typed."""
        return Wanted(self.name.data, bool(self.for_everyone.data))

    def taken(self, reason: Clash) -> None:
        """Say that there is a view of that name."""
        if reason is Clash.OWN:
            said = _("You have a view called “%(name)s” already. Choose another name", name=self.name.data)
        else:
            said = _(
                "There is a view for everyone called “%(name)s” already. Choose another name",
                name=self.name.data,
            )
        self.name.errors = [said]
