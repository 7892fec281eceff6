"""What may be typed on a ticket."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, IntegerField, MultipleFileField, SelectField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional, ValidationError
from wtforms.widgets import HiddenInput

from projectie.context import moment as moment_in_words
from projectie.forms import Form, trimmed
from projectie.language import LANGUAGES, language
from projectie.tickets.models import Column
from projectie.tickets.people_forms import recipients_field
from projectie.tickets.planning_promises import Span
from projectie.tickets.priority import Impact, Kind, Urgency
from projectie.tickets.words import IMPACTS, KINDS, URGENCIES

LONGEST_TEXT = 100_000
NOW = "now"
FURTHEST = timedelta(days=30)  # no studio is closed for longer
HIGHEST_ID = 2**31 - 1
FITS = "fits"  # where a ticket goes with a reply: as the planning that it gives decides


class NoteForm(Form):
    """An internal note."""

    note = TextAreaField(
        _l("Note, for colleagues only"),
        filters=[trimmed],
        validators=[
            DataRequired(_l("Write the note first")),
            Length(max=LONGEST_TEXT, message=_l("Make the note shorter than 100,000 characters")),
        ],
        render_kw={"rows": 3},
    )


class ReplyForm(Form):
    """A reply that goes to the client; `seen` is the newest message that was on screen."""

    body = TextAreaField(
        _l("Message"),
        filters=[trimmed],
        validators=[
            DataRequired(_l("Write the message first")),
            Length(max=LONGEST_TEXT, message=_l("Make the message shorter than 100,000 characters")),
        ],
        render_kw={"rows": 6},
    )
    seen = IntegerField(widget=HiddenInput(), validators=[InputRequired()])
    draft = IntegerField(widget=HiddenInput(), validators=[Optional(), NumberRange(1, HIGHEST_ID)])
    then = SelectField(_l("After sending"), default=Column.WAITING.value, validate_choice=True)
    when = SelectField(_l("When"), default=NOW, choices=[], validate_choice=False)
    also = recipients_field()
    upload = MultipleFileField(_l("Attachments"))
    asked = HiddenField(default="")  # what it was stopped for once already
    planning = SelectField(_l("Planning indication"), default="", choices=[], validate_choice=False)

    def offer(self) -> "ReplyForm":
        """Offer where the ticket can go with the reply; return the form."""
        self.then.choices = [
            SelectChoice("", _("leave it in its column")),
            SelectChoice(Column.WAITING.value, _("move to ‘Waiting for client’")),
            SelectChoice(Column.DONE.value, _("move to ‘Done’")),
            SelectChoice(FITS, _("‘Planned’ with a planning, else ‘Waiting for client’")),
        ]
        return self

    def offer_indications(self, choices: list[SelectChoice]) -> None:
        """Offer what a first reply can say of the planning; nothing takes the question away."""
        self.planning.choices = choices
        if not choices and self.then.data != FITS:
            self.then.choices = [choice for choice in self.then.choices if choice.value != FITS]

    def goes_to(self, planning: Span | None) -> Column | None:
        """Return where the ticket goes with the reply; none: it stays, or goes where the planning puts it."""
        if self.then.data != FITS:
            return Column(self.then.data) if self.then.data else None
        return None if planning and planning.first else Column.WAITING

    def offer_morning(self, morning: datetime) -> None:
        """Offer when the reply goes out: now, or on that morning."""
        later = SelectChoice(morning.isoformat(), moment_in_words(morning))
        self.when.choices = [SelectChoice(NOW, _("now")), later]

    def validate_when(self, field: SelectField) -> None:
        """Let through a moment that was offered, also by a page that stood open for a while."""
        if field.data != NOW and _moment(field.data) is None:
            raise ValidationError(_("Choose when the reply goes out"))

    def not_before(self, now: datetime) -> datetime | None:
        """Return the morning that was chosen; none when it goes out now, or that morning has come already."""
        chosen = _moment(self.when.data)
        return chosen if chosen is not None and now < chosen <= now + FURTHEST else None

    def made_of(self) -> int | None:
        """Return the draft the text was made of."""
        number: int | None = self.draft.data
        return number if number is not None and 0 < number <= HIGHEST_ID else None


def _moment(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
        return moment.astimezone(UTC) if moment.tzinfo else None
    except (ValueError, OverflowError):
        return None


class PropertiesForm(Form):
    """What staff decide about a ticket (R7, R8)."""

    organisation = SelectField(_l("Client"), coerce=str)
    service = SelectField(_l("Service"), coerce=str)
    kind = SelectField(_l("Kind"), coerce=str)
    impact = SelectField(_l("Who is affected?"), coerce=str)
    urgency = SelectField(_l("Can they go on?"), coerce=str)
    assignee = SelectField(_l("Assigned to"), coerce=str)
    version = HiddenField(validators=[InputRequired()])

    def offer(
        self,
        organisations: Iterable[tuple[int, str]],
        services: Iterable[tuple[str, str]],
        colleagues: Iterable[tuple[int, str]],
    ) -> "PropertiesForm":
        """Fill in the choices, each with the word the reader knows; return the form."""
        self.organisation.choices = _choices(tuple(map(tuple, organisations)), _("unknown"))
        self.service.choices = _choices(tuple(services), _("not chosen yet"))
        self.kind.choices, self.impact.choices, self.urgency.choices = _questions(language())
        self.assignee.choices = _choices(tuple(map(tuple, colleagues)), _("nobody"))
        return self


# What is offered is made once for all the pages that offer the same.
@lru_cache(maxsize=64)
def _choices(options: tuple[tuple[Any, ...], ...], nothing: str) -> list[SelectChoice]:
    return [SelectChoice("", nothing), *(SelectChoice(str(value), str(label)) for value, label in options)]


@lru_cache(maxsize=len(LANGUAGES))
def _questions(into: str) -> tuple[list[SelectChoice], list[SelectChoice], list[SelectChoice]]:
    del into  # it is the language of now
    kinds = _choices(tuple((kind.value, str(KINDS[kind])) for kind in Kind), _("not chosen yet"))
    impacts = _choices(tuple((impact.value, str(IMPACTS[impact])) for impact in Impact), _("not asked yet"))
    urgencies = _choices(
        tuple((urgency.value, str(URGENCIES[urgency])) for urgency in Urgency), _("not asked yet")
    )
    return kinds, impacts, urgencies
