"""What may be typed about time."""

import secrets
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, SelectField, StringField
from wtforms.validators import DataRequired, InputRequired, Length, Optional, ValidationError

from projectie.forms import DayField, Form, offered, trimmed
from projectie.work.judging import NotBooked, Reason, Wanted
from projectie.work.pieces import Booked
from projectie.work.typed import Mistyped, minutes_in
from projectie.work.words import REFUSED, refusal

MOST_NOTE = 500


class TimeField(StringField):  # type: ignore[misc]  # wtforms has no types
    """Time as people type it; `minutes` is what it comes to."""

    minutes = 0

    def pre_validate(self, form: Any) -> None:
        """Refuse what is no time that can be booked."""
        del form
        try:
            self.minutes = minutes_in(self.data or "")
        except Mistyped as mistyped:
            said = (
                REFUSED[Reason.MINUTES] if mistyped.too_long else _("Enter the time as 25, 0:25, 1h or 1.5h")
            )
            raise ValidationError(said) from None


def _note(label: Any, description: Any = "") -> StringField:
    length = Length(max=MOST_NOTE, message=_l("Make this shorter than 500 characters"))
    keyboard = {"autocomplete": "off"}
    return StringField(
        label, description=description, filters=[trimmed], validators=[Optional(), length], render_kw=keyboard
    )


class TimeForm(Form):
    """A piece of time; `time_key` makes two sendings of one form one piece."""

    time_spent = TimeField(
        _l("Time"),
        description=_l("25, 0:25, 1h or 1.5h"),
        validators=[DataRequired(_l("Enter how long you worked"))],
        render_kw={"autocomplete": "off", "size": 8},
    )
    time_day = DayField(_l("Day of work"), validators=[InputRequired(_l("Enter the day of work"))])
    time_urgent = BooleanField(_l("At the urgent rate"))
    time_note = _note(_l("For the client"), _l("What you did: it stands on the receipt."))
    time_inside = _note(_l("For colleagues only"))
    time_person = SelectField(_l("Worked by"), coerce=str, validators=[Optional()], validate_choice=False)
    time_reason = _note(_l("Because"))
    time_undecided = BooleanField(_l("Book it without a charge for now"))
    time_key = HiddenField()
    time_timed = HiddenField()
    time_seen = HiddenField()

    def offer(self, colleagues: dict[int, str]) -> "TimeForm":
        """Let a manager choose whose time it is."""
        self.time_person.choices = offered({str(each): name for each, name in colleagues.items()})
        return self

    def wanted(self, own: int) -> Wanted:
        """Return the piece that was typed; without a name it is one's own."""
        chosen, day = self.time_person.data or "", self.time_day.data
        assert day is not None  # the form is asked once it was found right
        return Wanted(
            person=int(chosen) if chosen.isascii() and chosen.isdigit() and len(chosen) < 10 else own,
            day=day,
            minutes=self.time_spent.minutes,
            urgent=self.time_urgent.data,
            note_client=self.time_note.data or "",
            note_inside=self.time_inside.data or "",
            reason=self.time_reason.data or "",
            undecided_too=self.time_undecided.data,
        )

    def refuse(self, refused: NotBooked) -> "TimeForm":
        """Say at the right field why nothing was booked."""
        field = _FIELDS.get(refused.reason, "time_spent")
        self[field].errors = [refusal(refused)]
        return self

    @property
    def asks_undecided(self) -> bool:
        """Whether to ask to book although nobody knows how it is paid."""
        return bool(self.time_undecided.errors or self.time_undecided.data)

    @staticmethod
    def fresh(today: date, own: int, minutes: int = 0) -> "TimeForm":
        """Return an empty form for today, or one for the time of the timer."""
        data = {"time_day": today, "time_person": str(own), "time_key": secrets.token_hex(8)}
        timed = {"time_spent": str(minutes), "time_timed": "yes"} if minutes else {}
        return TimeForm(formdata=None, data=data | timed)

    @staticmethod
    def of(piece: Booked) -> "TimeForm":
        """Return the form with a piece as it stands."""
        said = {
            "time_spent": str(piece.minutes),
            "time_day": piece.day,
            "time_urgent": piece.urgent,
            "time_note": piece.note_client,
            "time_inside": piece.note_inside,
            "time_person": str(piece.person),
            "time_seen": str(piece.revision),
        }
        return TimeForm(formdata=None, data=said)


_FIELDS = {
    Reason.FUTURE: "time_day",
    Reason.LONG_AGO: "time_day",
    Reason.NOT_STAFF: "time_person",
    Reason.NO_REASON: "time_reason",
    Reason.NO_CONSENT: "time_urgent",
    Reason.UNDECIDED: "time_undecided",
}


class RemovalForm(Form):
    """Why a piece of time is taken back."""

    removed_because = _note(_l("Because"))
    removed_seen = HiddenField()

    def refuse(self, refused: NotBooked) -> "RemovalForm":
        """Say why it was not taken back."""
        self.removed_because.errors = [refusal(refused)]
        return self
