"""What may be typed about one mail."""

from collections.abc import Mapping

from flask_babel import lazy_gettext as _l
from wtforms import SelectField, StringField
from wtforms.validators import DataRequired, Length

from projectie.forms import Form, offered


class ByHandForm(Form):
    """A ticket opened by hand from a mail: whose it is, and what it is about."""

    subject = StringField(
        _l("Subject"),
        validators=[
            DataRequired(_l("Write a subject first")),
            Length(max=500, message=_l("Make the subject shorter than 500 characters")),
        ],
    )
    organisation = SelectField(_l("Client"))

    def offer(self, clients: Mapping[int, str]) -> "ByHandForm":
        """Offer the clients; return the form."""
        self.organisation.choices = offered(
            {"": _l("unknown"), **{str(id_): name for id_, name in clients.items()}}
        )
        return self

    @property
    def client(self) -> int | None:
        """The client that was chosen."""
        return int(self.organisation.data) if self.organisation.data else None
