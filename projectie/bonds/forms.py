"""What may be typed about ties between tickets, and about what belongs to one."""

from collections.abc import Sequence

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, Regexp
from wtforms.widgets import CheckboxInput

from projectie.bonds import checklist, tags
from projectie.bonds.links import Reading
from projectie.bonds.splitting import Cut
from projectie.bonds.words import READINGS
from projectie.forms import DayField, Form, offered, trimmed

MAKEABLE = (Reading.RELATES, Reading.BLOCKS, Reading.BLOCKED_BY)


def number_typed(value: str | None) -> str | None:
    """Return a ticket number as people write it, without its #."""
    return value.strip().lstrip("#").strip() if value else value


def ticket_field(label: str) -> StringField:
    """Return a field that asks for another ticket."""
    wrong = _l("Enter the number of a ticket, like 1042")
    return StringField(
        label,
        filters=[number_typed],
        validators=[DataRequired(wrong), Regexp(r"^[1-9]\d{0,8}$", message=wrong)],
        render_kw={"inputmode": "numeric", "autocomplete": "off"},
    )


class MergeForm(Form):
    """Into which ticket it goes; `versions` are those of both that were on screen."""

    into = ticket_field(_l("Merge into ticket"))
    versions = HiddenField()


def _several(label: str) -> SelectMultipleField:
    """Return a field of which several may be chosen; what is still there is for the deed to say."""
    return SelectMultipleField(
        label, coerce=int, choices=[], validate_choice=False, option_widget=CheckboxInput()
    )


class SplitForm(Form):
    """Which messages become a ticket of their own, what goes along, and what that is called."""

    message = _several(_l("Which messages?"))
    note = _several(_l("Which internal notes go along?"))
    piece = _several(_l("Which booked time goes along?"))
    subject = StringField(
        _l("Subject of the new ticket"),
        filters=[trimmed],
        validators=[
            DataRequired(_l("Enter a subject")),
            Length(max=500, message=_l("Enter a shorter subject")),
        ],
    )

    def offer(self, **choices: Sequence[tuple[int, str]]) -> "SplitForm":
        """Offer what is on the ticket; return the form."""
        for name, offered_ in choices.items():
            self[name].choices = list(offered_)
        return self

    def cut_of(self, ticket: int) -> Cut:
        """Return what is to be split off that ticket."""
        chosen = (tuple(field.data or ()) for field in (self.message, self.note, self.piece))
        messages, notes, pieces = chosen
        return Cut(ticket, messages, self.subject.data or "", notes, pieces)


class LinkForm(Form):
    """Another ticket, and what this one has to do with it."""

    reading = SelectField(
        _l("This ticket"), choices=offered({each.value: READINGS[each] for each in MAKEABLE})
    )
    linked = ticket_field(_l("Ticket"))


class TagForm(Form):
    """A tag."""

    tag = StringField(
        _l("Tag"),
        filters=[lambda value: tags.name_of(value) if value else value],
        validators=[DataRequired(_l("Enter a tag"))],
        render_kw={"autocomplete": "off", "maxlength": tags.LONGEST},
    )


class RemindForm(Form):
    """When to be reminded, and of what."""

    remind_on = DayField(_l("Remind me on"), validators=[InputRequired(_l("Choose a day"))])
    remind_of = StringField(
        _l("Of what?"),
        filters=[trimmed],
        validators=[Length(max=200, message=_l("Make it shorter than 200 characters"))],
        render_kw={"autocomplete": "off"},
    )


class LinesForm(Form):
    """Lines for a checklist."""

    lines = TextAreaField(
        _l("Add lines, one each"),
        filters=[trimmed],
        validators=[DataRequired(_l("Write a line first")), Length(max=checklist.MOST * checklist.LONGEST)],
        render_kw={"rows": 2},
    )


class LineForm(Form):
    """A line said otherwise."""

    words = StringField(
        _l("Line"),
        filters=[trimmed],
        validators=[DataRequired(_l("Write a line first")), Length(max=checklist.LONGEST)],
    )
