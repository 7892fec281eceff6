"""What may be typed about time, leniency, corrections and ceilings."""

import secrets
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional, ValidationError

from projectie.credits.posting import MOST
from projectie.forms import DayField, Form, WholeField, offered, trimmed
from projectie.work.judging import NotBooked, Reason, Wanted
from projectie.work.pieces import Booked
from projectie.work.proposals import Proposal
from projectie.work.rules import Gift, Leniency
from projectie.work.typed import Mistyped, minutes_in
from projectie.work.words import GIFTS, REFUSED, refusal

MOST_NOTE, MOST_REASON = 500, 2000


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


class LeniencyForm(Form):
    """What a manager waives, and why (R16)."""

    gift = SelectField(
        _l("Waive"),
        choices=offered({"": _l("choose"), **{gift.value: words for gift, words in GIFTS.items()}}),
        validators=[InputRequired(_l("Choose what you waive"))],
    )
    gift_credits = WholeField(
        _l("Credits"),
        description=_l("Only for a number of credits."),
        validators=[Optional(), NumberRange(1, MOST, _l("Enter a whole number of credits"))],
        render_kw={"inputmode": "numeric"},
    )
    gift_because = TextAreaField(
        _l("Because"),
        description=_l("The client reads this."),
        filters=[trimmed],
        validators=[
            DataRequired(_l("Write down why: the client reads it")),
            Length(max=MOST_REASON, message=_l("Make this shorter than 2,000 characters")),
        ],
        render_kw={"rows": 2},
    )

    @staticmethod
    def filled(proposal: Proposal | None) -> "LeniencyForm":
        """Return the form with what is proposed."""
        if proposal is None:
            return LeniencyForm(formdata=None)
        data = {"gift": proposal.leniency.gift.value, "gift_because": proposal.because}
        return LeniencyForm(formdata=None, data=data)

    def validate(self, extra_validators: Any = None) -> bool:
        """A part is a number of credits."""
        right = bool(super().validate(extra_validators))
        if self.gift.data == Gift.PART and self.gift_credits.data is None and not self.gift_credits.errors:
            self.gift_credits.errors = [_("Enter a whole number of credits")]
            return False
        return right

    def wanted(self) -> Leniency:
        """Return what was chosen."""
        gift = Gift(self.gift.data)
        return Leniency(gift, self.gift_credits.data if gift is Gift.PART else 0)


class CorrectionForm(Form):
    """Credits more or less for a client, and why (R19)."""

    credits = WholeField(
        _l("Credits"),
        description=_l("More than nothing adds to the balance, less than nothing takes from it: 5, -5."),
        validators=[
            InputRequired(_l("Enter a whole number of credits")),
            NumberRange(-MOST, MOST, _l("Enter at most a million credits")),
        ],
        render_kw={"inputmode": "numeric"},
    )
    ticket = WholeField(_l("For ticket number"), validators=[Optional(), NumberRange(1, 2**31 - 1)])
    because = TextAreaField(
        _l("Because"),
        description=_l("The client reads this."),
        filters=[trimmed],
        validators=[
            DataRequired(_l("Write down why: the client reads it")),
            Length(max=MOST_REASON, message=_l("Make this shorter than 2,000 characters")),
        ],
        render_kw={"rows": 3},
    )
    key = HiddenField()

    def validate_credits(self, field: WholeField) -> None:
        """Nothing is no correction."""
        if field.data == 0:
            raise ValidationError(_("Enter a number other than 0"))


class CeilingForm(Form):
    """Stop and ask at so many credits; empty lifts it (R17c)."""

    ceiling = WholeField(
        _l("Stop and ask at"),
        description=_l("Whole credits; leave empty for no ceiling."),
        validators=[Optional(), NumberRange(0, MOST, _l("Enter a whole number of credits"))],
        render_kw={"inputmode": "numeric"},
    )


class NotedCeilingForm(CeilingForm):
    """The same, as a client agreed in writing."""

    ceiling_agreed = StringField(
        _l("How it was agreed"),
        description=_l("Who wrote it, where and when."),
        validators=[
            DataRequired(_l("Write down who agreed to it, where and when")),
            Length(max=MOST_NOTE, message=_l("Make this shorter than 500 characters")),
        ],
        render_kw={"autocomplete": "off"},
    )
