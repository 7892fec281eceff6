"""What may be typed about outages, maintenance and parts."""

import re
import secrets
from collections.abc import Iterable
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, IntegerField, RadioField, SelectField, StringField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, ValidationError
from wtforms.widgets import HiddenInput

from projectie.forms import Form, offered
from projectie.outages import fields
from projectie.outages.actions import OutageFacts
from projectie.outages.maintenance import MaintenanceFacts
from projectie.outages.parts import PartFacts
from projectie.outages.progress import Severity, State, UsedBy
from projectie.outages.updates import Told
from projectie.outages.words import SEVERITIES, STATES, USED_BY
from projectie.terms.figures import Text
from projectie.tickets.models import Column

HIGHEST = 2**31 - 1
MOST_TYPED = 100  # numbers in one go
THEN = {
    Column.DONE.value: _l("move to ‘Done’"),
    Column.WAITING.value: _l("move to ‘Waiting for client’"),
    "": _l("leave it in its column"),
}
AS_ALL = "all"


class _Titled(Form):
    title_nl = fields.title(_l("Title in Dutch"), _l("Enter the title in Dutch"), "nl")
    title_en = fields.title(_l("Title in English"), _l("Enter the title in English"), "en")
    parts = fields.PartsField(_l("What is affected?"))


class OutageForm(_Titled):
    """What everybody may know of an outage."""

    severity = RadioField(
        _l("How bad is it?"),
        choices=offered({severity.value: name for severity, name in SEVERITIES.items()}),
        validators=[InputRequired(_l("Choose how bad it is"))],
    )
    started_at = fields.MomentField(_l("Started at"), validators=[InputRequired(_l("Enter when it started"))])

    def facts(self) -> OutageFacts:
        """Return what was typed."""
        assert self.started_at.data is not None  # InputRequired
        return OutageFacts(
            title_nl=self.title_nl.data,
            title_en=self.title_en.data,
            severity=Severity(self.severity.data),
            parts=tuple(self.parts.data),
            started_at=self.started_at.data,
        )


class MaintenanceForm(_Titled):
    """What is announced ahead."""

    text_nl = fields.text(_l("Text in Dutch"), _l("Write the text in Dutch"), "nl")
    text_en = fields.text(_l("Text in English"), _l("Write the text in English"), "en")
    starts_at = fields.MomentField(_l("From"), validators=[InputRequired(_l("Enter when it begins"))])
    ends_at = fields.MomentField(_l("Until"), validators=[InputRequired(_l("Enter when it ends"))])

    def facts(self) -> MaintenanceFacts:
        """Return what was typed."""
        assert self.starts_at.data is not None  # InputRequired
        assert self.ends_at.data is not None
        return MaintenanceFacts(
            title=Text(self.title_nl.data, self.title_en.data),
            text=Text(self.text_nl.data, self.text_en.data),
            parts=tuple(self.parts.data),
            starts_at=self.starts_at.data,
            ends_at=self.ends_at.data,
        )


class UpdateForm(Form):
    """What everybody is told; one form makes one update, however often it is sent."""

    state = RadioField(
        _l("How does it stand?"),
        choices=offered({state.value: name for state, name in STATES.items()}),
        validators=[InputRequired(_l("Choose how it stands"))],
    )
    text_nl = fields.text(_l("Message in Dutch"), _l("Write the message in Dutch"), "nl")
    text_en = fields.text(_l("Message in English"), _l("Write the message in English"), "en")
    then = SelectField(_l("When it is solved: the tickets"), choices=offered(THEN), default=Column.DONE.value)
    seen = IntegerField(widget=HiddenInput(), validators=[InputRequired()])
    once = HiddenField(validators=[InputRequired(), Length(max=43)])

    @staticmethod
    def about(tickets: Iterable[int], **options: Any) -> "UpdateForm":
        """Return the form with a choice of its own for every grouped ticket."""
        own = {_name(number): _exception(number) for number in tickets}
        made: UpdateForm = type("UpdateForm", (UpdateForm,), own)(**options)
        made.once.data = made.once.data or secrets.token_urlsafe(32)
        return made

    def exceptions(self) -> list[Any]:
        """Return the fields of the tickets, one each."""
        return [field for field in self if field.name.startswith("then_")]

    def told(self) -> Told:
        """Return what was typed."""
        own = {int(field.name[5:]): field.data for field in self.exceptions() if field.data != AS_ALL}
        return Told(
            state=State(self.state.data),
            text=Text(self.text_nl.data, self.text_en.data),
            once=self.once.data,
            seen=self.seen.data,
            then=Column(self.then.data) if self.then.data else None,
            but={number: Column(value) if value else None for number, value in own.items()},
        )


class TicketsForm(Form):
    """Tickets to put into an outage: their numbers."""

    numbers = StringField(
        _l("Ticket numbers"),
        description=_l("One or more, such as #1042 #1043."),
        validators=[DataRequired(_l("Enter a ticket number, or tick one below"))],
        render_kw={"autocomplete": "off"},
    )

    def validate_numbers(self, field: Any) -> None:
        """Refuse what is no number."""
        typed = re.split(r"[\s,;]+", field.data.strip())
        if len(typed) > MOST_TYPED or not all(re.fullmatch(r"#?[0-9]{1,9}", word) for word in typed):
            raise ValidationError(_("Enter ticket numbers, such as #1042 #1043"))

    def typed(self) -> list[int]:
        """Return the numbers."""
        return [int(number) for number in re.findall(r"[0-9]{1,9}", self.numbers.data)]


class PartForm(Form):
    """A part of the status page."""

    name_nl = StringField(
        _l("Name in Dutch"),
        validators=[
            DataRequired(_l("Enter the name in Dutch")),
            Length(max=100, message=_l("Enter a shorter name")),
        ],
        render_kw={"lang": "nl", "autocomplete": "off"},
    )
    name_en = StringField(
        _l("Name in English"),
        validators=[
            DataRequired(_l("Enter the name in English")),
            Length(max=100, message=_l("Enter a shorter name")),
        ],
        render_kw={"lang": "en", "autocomplete": "off"},
    )
    used_by = RadioField(
        _l("Who uses it?"),
        description=_l("New tickets of these clients are proposed when this part is down."),
        choices=offered({used_by.value: name for used_by, name in USED_BY.items()}),
        validators=[InputRequired(_l("Choose who uses it"))],
    )
    place = IntegerField(
        _l("Place"),
        description=_l("The lowest number stands on top."),
        validators=[
            InputRequired(_l("Enter a number")),
            NumberRange(1, 999, _l("Enter a number from 1 to 999")),
        ],
    )
    in_use = BooleanField(_l("In use: shown on the status page"), default=True)

    def facts(self) -> PartFacts:
        """Return what was typed."""
        return PartFacts(
            name_nl=self.name_nl.data,
            name_en=self.name_en.data,
            used_by=UsedBy(self.used_by.data),
            place=self.place.data,
            in_use=self.in_use.data,
        )


def _name(number: int) -> str:
    return f"then_{number}"


def _exception(number: int) -> SelectField:
    return SelectField(f"#{number}", choices=offered({AS_ALL: _l("as chosen above"), **THEN}), default=AS_ALL)
