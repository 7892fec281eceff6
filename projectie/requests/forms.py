"""What may be typed: a request by a visitor or a client, a reply, and what of the list is asked for."""

from collections.abc import Iterable, Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (
    EmailField,
    IntegerField,
    MultipleFileField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, InputRequired, Length, ValidationError
from wtforms.widgets import HiddenInput

from projectie.forms import Form, KeyField, fresh_key, offered, trimmed
from projectie.people.addresses import kept_address
from projectie.requests.expecting import Wanted
from projectie.requests.words import IMPACTS, KINDS, URGENCIES
from projectie.terms.figures import Service
from projectie.tickets.priority import Impact, Kind, Urgency

LONGEST = 20_000
SHARED, PRIVATE = "shared", "private"


class RequestForm(Form):
    """A request, whoever makes it."""

    key = KeyField(default=fresh_key)
    kind = RadioField(
        _l("What is it?"),
        choices=offered({kind.value: name for kind, name in KINDS.items()}),
        validators=[InputRequired(_l("Choose what it is"))],
    )
    service = SelectField(_l("What is it about?"), choices=[], default="")
    site = StringField(
        _l("Where?"),
        description=_l("The address of the site or the page, or the name of the print work."),
        validators=[Length(max=300, message=_l("Make this shorter than 300 characters"))],
        render_kw={"autocapitalize": "none", "spellcheck": "false"},
    )
    subject = StringField(
        _l("In one line"),
        validators=[
            DataRequired(_l("Say in one line what it is")),
            Length(max=200, message=_l("Make this line shorter than 200 characters")),
        ],
    )
    body = TextAreaField(
        _l("Tell us more"),
        description=_l("What happens, what should happen, and since when? Leave passwords out."),
        filters=[trimmed],
        validators=[
            DataRequired(_l("Tell us what happens, or what you want")),
            Length(max=LONGEST, message=_l("Make the text shorter than 20,000 characters")),
        ],
        render_kw={"rows": 6},
    )
    impact = RadioField(
        _l("Who is affected?"),
        choices=offered({one.value: name for one, name in IMPACTS.items()}),
        validators=[InputRequired(_l("Choose who is affected"))],
    )
    urgency = RadioField(
        _l("Can you go on?"),
        choices=offered({one.value: name for one, name in URGENCIES.items()}),
        validators=[InputRequired(_l("Choose whether you can go on"))],
    )
    upload = MultipleFileField(_l("Files"))

    def offer(self, services: Iterable[Service], language: str) -> "RequestForm":
        """Offer what the terms name; return the form."""
        names = {"": _("I do not know"), **{each.key: each.name.in_(language) for each in services}}
        self.service.choices = offered(names)
        return self

    def wanted(self) -> Wanted:
        """Return as much as is known; what makes no sense is not known."""
        return wanted_of(
            {name: self[name].data or "" for name in ("kind", "service", "impact", "urgency", "subject")}
        )


class VisitorForm(RequestForm):
    """A request by somebody nobody knows."""

    name = StringField(
        _l("Your name"),
        validators=[DataRequired(_l("Enter your name")), Length(max=200)],
        render_kw={"autocomplete": "name"},
    )
    email = EmailField(
        _l("Your email address"),
        description=_l("We answer there."),
        validators=[DataRequired(_l("Enter your email address")), Length(max=254)],
        render_kw={"autocomplete": "email"},
    )

    def validate_email(self, field: Any) -> None:
        """Refuse what is no address."""
        kept = kept_address(field.data or "")
        if kept is None:
            raise ValidationError(_("Enter an email address such as name@example.com"))
        field.data = kept


class ClientForm(RequestForm):
    """A request by a client, who may keep it from colleagues."""

    shown_to = RadioField(
        _l("Who sees this request?"),
        choices=offered({SHARED: _l("My colleagues too"), PRIVATE: _l("Only me and the studio")}),
        default=SHARED,
    )


class ReplyForm(Form):
    """A reply by a client; `seen` is the newest message that was on screen."""

    key = KeyField(default=fresh_key)
    seen = IntegerField(widget=HiddenInput(), validators=[InputRequired()])
    body = TextAreaField(
        _l("Your message"),
        filters=[trimmed],
        validators=[
            DataRequired(_l("Write the message first")),
            Length(max=LONGEST, message=_l("Make the text shorter than 20,000 characters")),
        ],
        render_kw={"rows": 5},
    )
    upload = MultipleFileField(_l("Files"))


def wanted_of(given: Mapping[str, str]) -> Wanted:
    """Return what a half-filled form says so far."""
    kind, impact, urgency = given.get("kind", ""), given.get("impact", ""), given.get("urgency", "")
    return Wanted(
        Kind(kind) if kind in set(Kind) else None,
        given.get("service") or None,
        Impact(impact) if impact in set(Impact) else None,
        Urgency(urgency) if urgency in set(Urgency) else None,
        given.get("subject", "")[:200],
    )
