"""What may be typed about hours, leave, estimates and the figures of planning."""

import re
from datetime import date
from typing import Any

from babel.dates import get_day_names
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, SelectField, StringField
from wtforms.validators import DataRequired, InputRequired, Length, Optional, ValidationError

from projectie.clock.weeks import Week
from projectie.forms import DayField, Form
from projectie.language import LOCALES, language
from projectie.planning.capacity import DAY_MINUTES, WHOLE, Leave
from projectie.planning.estimating import MOST_MINUTES
from projectie.planning.hours import Away
from projectie.tickets.planning_choices import week_named

_HOURS = re.compile(r"(\d{1,2})(?:(?::([0-5]\d))|(?:[.,](\d{1,2})))?")


def minutes_in(text: str) -> int | None:
    """Return the minutes of hours as people type them: 8, 7:30 or 7,5; None when they are none of a day."""
    found = _HOURS.fullmatch(text.strip())
    if not found:
        return None
    part = int(found[2] or 0) if found[3] is None else round(float(f"0.{found[3]}") * 60)
    minutes = int(found[1]) * 60 + part
    return minutes if minutes <= DAY_MINUTES else None


def as_hours(minutes: int) -> str:
    """Return minutes as hours to type: 8; 7:30."""
    hours, rest = divmod(minutes, 60)
    return f"{hours}:{rest:02}" if rest else str(hours)


class HoursField(StringField):  # type: ignore[misc]  # wtforms has no types
    """Hours of one day; `minutes` is what they come to."""

    minutes: int | None = None

    def pre_validate(self, form: Any) -> None:
        """Refuse what are no hours."""
        del form
        self.minutes = minutes_in(self.data) if self.data else None
        if self.data and self.minutes is None:
            raise ValidationError(_("Enter the hours of a day, such as 7:30"))


class HoursForm(Form):
    """The hours of a colleague, a field for each weekday."""

    def days(self) -> list[HoursField]:
        """Return the fields, Monday first, each with its weekday as label."""
        names = get_day_names("wide", locale=LOCALES[language()])
        for day in range(7):
            self[f"day_{day}"].label.text = str(names[day]).capitalize()
        return [self[f"day_{day}"] for day in range(7)]

    def minutes(self) -> dict[int, int]:
        """Return what was typed; an empty day is a free one."""
        return {day: self[f"day_{day}"].minutes or 0 for day in range(7)}

    @staticmethod
    def filled(minutes: dict[int, int]) -> "HoursForm":
        """Return the form with those hours."""
        typed = {f"day_{day}": as_hours(long) if long else "" for day, long in minutes.items()}
        return HoursForm(formdata=None, data=typed)


for _day in range(7):
    setattr(HoursForm, f"day_{_day}", HoursField(validators=[Optional()], render_kw={"inputmode": "decimal"}))


class LeaveForm(Form):
    """Days on which a colleague is away; `seen`: which promises were shown that hang on it."""

    first = DayField(_l("First day"), validators=[InputRequired(_l("Enter the first day"))])
    last = DayField(_l("Last day"), description=_l("Leave empty for a single day."), validators=[Optional()])
    part = HoursField(
        _l("Hours a day"),
        description=_l("Leave empty for whole days."),
        validators=[Optional()],
        render_kw={"inputmode": "decimal"},
    )
    word = StringField(
        _l("In a word"),
        description=_l("Colleagues see it. A reason is not needed: “free” will do."),
        validators=[Length(max=30, message=_l("One word will do: at most 30 characters"))],
        render_kw={"autocomplete": "off"},
    )
    seen = HiddenField()

    def away(self) -> Away:
        """Return what was typed."""
        first, last = self.first.data, self.last.data
        assert isinstance(first, date)  # InputRequired
        return Away(Leave(first, last or first, self.part.minutes or None), self.word.data or "")


class FiguresForm(Form):
    """The studio's figures of planning."""

    percent = StringField(
        _l("Share of the hours that is planned, in percent"),
        description=_l("The rest is kept free for urgent requests, answers and calls."),
        validators=[DataRequired(_l("Enter a percentage"))],
        render_kw={"inputmode": "numeric"},
    )
    assumed = StringField(
        _l("Minutes of a ticket nobody has estimated"),
        validators=[DataRequired(_l("Enter a number of minutes"))],
        render_kw={"inputmode": "numeric"},
    )

    def validate_percent(self, field: StringField) -> None:
        """Refuse what is no share."""
        if _whole(field.data, WHOLE) is None:
            raise ValidationError(_("Enter a percentage from 1 to 100"))

    def validate_assumed(self, field: StringField) -> None:
        """Refuse what is no time to work."""
        if _whole(field.data, MOST_MINUTES) is None:
            raise ValidationError(_("Enter whole minutes, such as 60"))

    def figures(self) -> tuple[int, int]:
        """Return what was typed."""
        return _whole(self.percent.data, WHOLE) or 1, _whole(self.assumed.data, MOST_MINUTES) or 1


class EstimateForm(Form):
    """How many minutes a ticket takes in all; nothing: nobody knows."""

    estimate = StringField(
        _l("Estimate in minutes"),
        description=_l("For the planning; the client does not see it."),
        validators=[Optional()],
        render_kw={"inputmode": "numeric", "autocomplete": "off"},
    )

    def validate_estimate(self, field: StringField) -> None:
        """Refuse what is no time to work."""
        if _whole(field.data, MOST_MINUTES) is None:
            raise ValidationError(_("Enter whole minutes, such as 90, or leave it empty"))

    def minutes(self) -> int | None:
        """Return what was typed."""
        return _whole(self.estimate.data or "", MOST_MINUTES)


class WeekForm(Form):
    """The week to promise for a ticket, with the reason where one is needed."""

    week = SelectField(_l("Week"), validate_choice=False, validators=[InputRequired(_l("Choose a week"))])
    reason = StringField(
        _l("Reason, as the client reads it"),
        validators=[Length(max=500, message=_l("Make the reason shorter than 500 characters"))],
    )
    version = HiddenField(validators=[InputRequired()])

    def chosen(self) -> Week | None:
        """Return the week; None when it is none."""
        return week_named(self.week.data or "")


def _whole(text: str | None, most: int) -> int | None:
    typed = (text or "").strip()
    number = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 7 else 0
    return number if 0 < number <= most else None
