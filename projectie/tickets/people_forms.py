"""What may be typed about people on a ticket: who gets a reply too, who takes part, whose ticket it is."""

from collections.abc import Collection, Iterable

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import EmailField, HiddenField, SelectField, SelectMultipleField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length
from wtforms.widgets import CheckboxInput

from projectie.forms import Form, trimmed
from projectie.tickets.taking_part import Taking, readers


def recipients_field() -> SelectMultipleField:
    """Return the field that asks which participants get a reply too; who does not take part is refused on sending."""
    return SelectMultipleField(
        _l("Who gets this too?"), coerce=int, choices=[], validate_choice=False, option_widget=CheckboxInput()
    )


def offer_recipients(field: SelectMultipleField, people: Collection[Taking]) -> None:
    """Offer everybody who takes part, and say who is not of this client."""
    field.choices = [SelectChoice(each.id, _label(each)) for each in readers(people)]


def _label(each: Taking) -> str:
    named = f"{each.name} <{each.address}>" if each.name else each.address
    return str(_("%(name)s, not of this client", name=named)) if each.outside else named


class ParticipantForm(Form):
    """Somebody to take part in a ticket."""

    reader_address = EmailField(
        _l("Email address"),
        filters=[trimmed],
        validators=[DataRequired(_l("Enter an email address like name@example.com")), Length(max=254)],
        render_kw={"autocomplete": "off"},
    )
    reader_name = StringField(
        _l("Name"),
        validators=[Length(max=200, message=_l("Enter a shorter name"))],
        render_kw={"autocomplete": "off"},
    )


class AssignForm(Form):
    """Whose ticket it is; `as_of` is the version of the ticket that was on screen."""

    client = SelectField(_l("Client"), coerce=str, validators=[InputRequired(_l("Choose a client"))])
    as_of = HiddenField(validators=[InputRequired()])

    def offer(self, clients: Iterable[tuple[int, str]]) -> "AssignForm":
        """Fill in the clients; return the form."""
        self.client.choices = [
            SelectChoice("", _("Choose a client")),
            *(SelectChoice(str(number), name) for number, name in clients),
        ]
        return self
