"""What may be typed about calls."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime, time, timedelta
from typing import Any

from babel.dates import get_day_names
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, SelectField, StringField, TelField
from wtforms.validators import DataRequired, InputRequired, Length, Optional, ValidationError

from projectie.calls.judging import NotFree
from projectie.calls.slots import CallFigures
from projectie.calls.words import FAULTS
from projectie.forms import Form, offered, trimmed
from projectie.language import LOCALES, language

_PHONE = re.compile(r"[+\d][\d ()./-]{5,39}")
_HOURS = re.compile(r"(\d{1,2})[:.](\d{2})\s*[-–]\s*(\d{1,2})[:.](\d{2})")
LEAST_DIGITS = 6
MOST_MINUTES = int(timedelta(days=1).total_seconds()) // 60


def moment_in(text: str | None) -> datetime | None:
    """Return the moment a choice stands for; None when it is none."""
    try:
        found = datetime.fromisoformat(text or "")
    except ValueError:
        return None
    return found.astimezone(UTC) if found.tzinfo else None


class MomentField(StringField):  # type: ignore[misc]  # wtforms has no types
    """A moment chosen from the list; the page draws the choices."""

    @property
    def moment(self) -> datetime:
        """The moment, once it is known to be one."""
        found = moment_in(self.data)
        assert found is not None
        return found

    def pre_validate(self, form: Any) -> None:
        """Refuse what stands for no moment."""
        del form
        if moment_in(self.data) is None:
            raise ValidationError(_("Choose a moment"))


class MoveForm(Form):
    """Another moment."""

    starts = MomentField()

    def refuse(self, refused: NotFree) -> None:
        """Say at the moments why this one cannot be had."""
        self.starts.errors = [str(FAULTS[refused.fault])]


class StaffMoveForm(MoveForm):
    """Another moment, and why: the client reads it."""

    because = StringField(
        _l("Because"),
        description=_l("The client reads this."),
        filters=[trimmed],
        validators=[
            DataRequired(_l("Write down why: the client reads it")),
            Length(max=300, message=_l("Make this shorter than 300 characters")),
        ],
        render_kw={"autocomplete": "off"},
    )


class PickForm(MoveForm):
    """One of the moments, and where to phone."""

    phone = TelField(
        _l("Your phone number"),
        description=_l("We phone you on this number."),
        validators=[InputRequired(_l("Enter the number we can phone you on"))],
        render_kw={"autocomplete": "tel"},
    )
    zone = HiddenField()

    def validate_phone(self, field: TelField) -> None:
        """Refuse what no telephone can dial."""
        digits = sum(each.isdigit() for each in field.data or "")
        if not _PHONE.fullmatch(field.data or "") or digits < LEAST_DIGITS:
            raise ValidationError(_("Enter a phone number, such as +31 6 12345678"))


class CallForm(PickForm):
    """A call as it is asked for; `key` tells one form from the next."""

    topic = StringField(
        _l("What is it about?"),
        validators=[
            InputRequired(_l("Enter what the call is about")),
            Length(max=300, message=_l("Make this shorter than 300 characters")),
        ],
    )
    ticket = SelectField(_l("Request"), validators=[Optional()], coerce=str)
    preferred = SelectField(
        _l("With whom"),
        description=_l("If they are not available then, a colleague phones you and we tell you who."),
        validators=[Optional()],
        coerce=str,
    )
    key = HiddenField()

    def offer(self, names: Mapping[int, str], requests: Mapping[int, str]) -> "CallForm":
        """Let it choose from these colleagues and requests."""
        nobody = {"": _("No preference")}
        self.preferred.choices = offered(nobody | {str(one): name for one, name in names.items()})
        known = {str(number): f"#{number} {subject}"[:80] for number, subject in requests.items()}
        self.ticket.choices = offered({"": _("Something new")} | known)
        return self


class StaffCallForm(CallForm):
    """A call that staff book for a client: it is the client who is phoned."""

    phone = TelField(
        _l("The client’s phone number"),
        description=_l("Whoever takes the call phones this number."),
        validators=[InputRequired(_l("Enter the number to phone the client on"))],
        render_kw={"autocomplete": "off"},
    )
    preferred = SelectField(
        _l("With whom"),
        description=_l("If they are not available then, a colleague phones, and the client is told who."),
        validators=[Optional()],
        coerce=str,
    )


class ProposalForm(MoveForm):
    """Two or three moments to propose; `starts` only shows what is wrong with them."""

    starts = HiddenField()
    topic = CallForm.topic
    preferred = SelectField(_l("With whom"), validators=[Optional()], coerce=str)

    def offer(self, names: Mapping[int, str]) -> "ProposalForm":
        """Let it choose from these colleagues."""
        nobody = {"": _("No preference")}
        self.preferred.choices = offered(nobody | {str(one): name for one, name in names.items()})
        return self


class HeldForm(Form):
    """How long a call took."""

    minutes = StringField(
        _l("Minutes"), validators=[InputRequired(_l("Enter how many minutes the call took"))]
    )

    def validate_minutes(self, field: StringField) -> None:
        """Refuse what is no time."""
        if whole(field.data, MOST_MINUTES) is None:
            raise ValidationError(_("Enter whole minutes, such as 60"))


class AvailabilityForm(Form):
    """Whether a colleague takes calls, and from when to when on each weekday."""

    takes = BooleanField(_l("I take calls from clients"))

    def days(self) -> list[StringField]:
        """Return the fields, Monday first, each with its weekday as label."""
        names = get_day_names("wide", locale=LOCALES[language()])
        for day in range(7):
            self[f"day_{day}"].label.text = str(names[day]).capitalize()
        return [self[f"day_{day}"] for day in range(7)]

    def hours(self) -> dict[int, tuple[time, time]]:
        """Return what was typed; nothing at all: the phone hours."""
        found = {day: hours_in(self[f"day_{day}"].data) for day in range(7)}
        return {day: hours for day, hours in found.items() if hours}

    @staticmethod
    def filled(hours: Mapping[int, tuple[time, time]], *, takes: bool) -> "AvailabilityForm":
        """Return the form with what is kept."""
        typed = {f"day_{day}": f"{begins:%H:%M}-{stops:%H:%M}" for day, (begins, stops) in hours.items()}
        return AvailabilityForm(formdata=None, data={**typed, "takes": takes})


class HoursField(StringField):  # type: ignore[misc]  # wtforms has no types
    """From when to when: 10:00-18:00."""

    def pre_validate(self, form: Any) -> None:
        """Refuse what are no hours of a day."""
        del form
        if self.data and hours_in(self.data) is None:
            raise ValidationError(_("Enter from when to when, such as 09:15-12:45"))


for _day in range(7):
    setattr(AvailabilityForm, f"day_{_day}", HoursField(validators=[Optional()]))


def hours_in(text: str | None) -> tuple[time, time] | None:
    """Return the hours somebody typed; None when they are none of one day."""
    found = _HOURS.fullmatch((text or "").strip())
    if not found:
        return None
    try:
        begins, stops = time(int(found[1]), int(found[2])), time(int(found[3]), int(found[4]))
    except ValueError:
        return None
    return (begins, stops) if begins < stops else None


class FiguresForm(Form):
    """The studio's figures of calls."""

    grid = StringField(_l("Calls begin every … minutes"), validators=[InputRequired(_l("Enter a number"))])
    length = StringField(_l("A call takes … minutes"), validators=[InputRequired(_l("Enter a number"))])
    buffer = StringField(
        _l("Minutes kept free between two calls"), validators=[InputRequired(_l("Enter a number"))]
    )
    notice = StringField(
        _l("Working days’ notice for a call"),
        description=_l("Sooner than this a client cannot book or move a call."),
        validators=[InputRequired(_l("Enter a number"))],
    )
    ahead = StringField(_l("Days ahead that are offered"), validators=[InputRequired(_l("Enter a number"))])

    def figures(self) -> CallFigures | None:
        """Return what was typed; None once a field says what is wrong."""
        bounds = {
            "grid": (5, 60),
            "length": (5, 240),
            "buffer": (0, 120),
            "notice": (0, 10),
            "ahead": (1, 60),
        }
        found: dict[str, int] = {}
        for name, (least, most) in bounds.items():
            value = whole(self[name].data, most, least)
            if value is None:
                self[name].errors = [_("Enter a number from %(least)s to %(most)s", least=least, most=most)]
            else:
                found[name] = value
        return CallFigures(*found.values()) if len(found) == len(bounds) else None

    @staticmethod
    def filled(figures: CallFigures) -> "FiguresForm":
        """Return the form with those figures."""
        kept = (figures.grid, figures.length, figures.buffer, figures.notice_working_days, figures.days_ahead)
        names = ("grid", "length", "buffer", "notice", "ahead")
        return FiguresForm(formdata=None, data=dict(zip(names, map(str, kept), strict=True)))


def whole(text: str | None, most: int, least: int = 1) -> int | None:
    """Return a whole number within its bounds; None when it is none."""
    typed = (text or "").strip()
    return int(typed) if typed.isascii() and typed.isdigit() and least <= int(typed[:9]) <= most else None
