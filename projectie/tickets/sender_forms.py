"""What a manager says of an unknown sender: a contact of which client, or of a new one."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectField, StringField
from wtforms.validators import DataRequired, InputRequired, Length

from projectie.forms import Form, offered
from projectie.people.forms import LANGUAGES
from projectie.people.organisation_forms import OrganisationForm


def _name() -> StringField:
    return StringField(
        _l("Name of the contact"),
        validators=[DataRequired(_l("Enter a name")), Length(max=200, message=_l("Enter a shorter name"))],
        render_kw={"autocomplete": "off"},
    )


class ContactForm(Form):
    """The sender as a contact of a client that is there."""

    organisation = SelectField(_l("Client"), coerce=int, validators=[DataRequired(_l("Choose a client"))])
    contact = _name()
    language = RadioField(
        _l("Language of pages and mails"),
        choices=offered(LANGUAGES),
        validators=[InputRequired(_l("Choose a language"))],
    )

    def offer(self, organisations: Mapping[int, str]) -> "ContactForm":
        """Fill in the clients; return the form."""
        self.organisation.choices = offered({0: _l("Choose a client"), **organisations})
        return self


class NewClientForm(OrganisationForm):
    """A new client, with the sender as its first contact."""

    contact = _name()

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.name.label.text = _l("Name of the client")
