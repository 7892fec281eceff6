"""What may be typed about urgent work: a quote, an agreement, a phone call."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Any
from zoneinfo import ZoneInfo

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, IntegerField, SelectMultipleField, StringField, TextAreaField, TimeField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from projectie.clock.zone import local, moment_of, passings
from projectie.context import zone
from projectie.forms import DayField, Form, WholeField, offered, trimmed
from projectie.terms.figures import Figures
from projectie.urgent.quoting import Wanted
from projectie.urgent.rules import (
    Ground,
    Offer,
    Wrong,
    latest_ready,
    proposed_factor,
    proposed_maximum,
    proposed_validity,
)
from projectie.urgent.words import GROUNDS, WRONG
from projectie.work.forms import TimeField as LongField

MOST_CREDITS, HALF_HOUR = 100_000, 30


class ClockField(TimeField):  # type: ignore[misc]  # wtforms has no types
    """A time of day, said in our own words when it is none."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read it."""
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError(_("Enter a time, such as %(example)s", example="15:30")) from None


class QuoteForm(Form):
    """A quote as staff make it; what is left empty is proposed by the terms."""

    grounds = SelectMultipleField(
        _l("Why it costs more"),
        choices=offered({each.value: words for each, words in GROUNDS.items()}),
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
        validators=[DataRequired(_l("Choose at least one reason"))],
    )
    minutes = LongField(
        _l("Estimate"),
        description=_l("25, 0:25, 1h or 1.5h"),
        validators=[DataRequired(_l("Enter how long the work takes"))],
        render_kw={"autocomplete": "off", "size": 8},
    )
    factor = StringField(
        _l("Factor"),
        description=_l("Empty: what the terms say of these reasons."),
        filters=[trimmed],
        validators=[Optional(), Length(max=8)],
        render_kw={"inputmode": "decimal", "autocomplete": "off", "size": 6},
    )
    maximum = WholeField(
        _l("At most, in credits"),
        description=_l("Empty: what the estimate costs at that factor."),
        validators=[Optional(), NumberRange(1, MOST_CREDITS, _l("Enter a whole number of credits"))],
        render_kw={"inputmode": "numeric", "size": 6},
    )
    ready_on = DayField(_l("Ready by, day"), validators=[InputRequired(_l("Enter the day"))])
    ready_at = ClockField(_l("Ready by, time"), validators=[InputRequired(_l("Enter the time"))])
    valid_on = DayField(_l("To be agreed to until, day"), validators=[InputRequired(_l("Enter the day"))])
    valid_at = ClockField(_l("To be agreed to until, time"), validators=[InputRequired(_l("Enter the time"))])
    quote_words = TextAreaField(
        _l("To the client"),
        description=_l("What you will do, in their language. It becomes part of the quote."),
        filters=[trimmed],
        validators=[Optional(), Length(max=2000, message=_l("Make this shorter than 2,000 characters"))],
        render_kw={"rows": 3},
    )
    seen = IntegerField(validators=[InputRequired(), NumberRange(0, MOST_CREDITS)])

    def validate_ready_at(self, field: Any) -> None:
        """Refuse a time the clock skips that night, or shows twice."""
        _exists_once(self.ready_on.data, field.data)

    def validate_valid_at(self, field: Any) -> None:
        """Refuse it likewise."""
        _exists_once(self.valid_on.data, field.data)

    def validate_factor(self, field: Any) -> None:
        """Refuse what is no number."""
        if field.data and self._factor() is None:
            raise ValidationError(WRONG[Wrong.FACTOR][1])

    def wanted(self, figures: Figures, zone: ZoneInfo) -> Wanted:
        """Return the quote that was typed."""
        grounds = tuple(each for each in Ground if each.value in (self.grounds.data or ()))
        factor = self._factor() or proposed_factor(grounds, figures)
        maximum = self.maximum.data or proposed_maximum(self.minutes.minutes, factor, figures)
        ready = _moment(self.ready_on.data, self.ready_at.data, zone)
        valid = _moment(self.valid_on.data, self.valid_at.data, zone)
        offer = Offer(grounds, self.minutes.minutes, factor, maximum, ready, valid)
        return Wanted(offer, self.quote_words.data or "", self.seen.data)

    def refuse(self, wrong: Wrong) -> "QuoteForm":
        """Say at the right field why it was not sent."""
        name, said = WRONG[wrong]
        self[name].errors = [said]
        return self

    def _factor(self) -> Fraction | None:
        try:
            found = Decimal((self.factor.data or "").replace(",", "."))
            return Fraction(found) if found.is_finite() else None
        except InvalidOperation:
            return None

    @staticmethod
    def fresh(figures: Figures, minutes: int, seen: int, now: datetime, zone: ZoneInfo) -> "QuoteForm":
        """Return the form with what is proposed."""
        ready = _rounded(latest_ready(now, figures), zone)
        valid = _rounded(proposed_validity(now, ready, minutes, figures), zone)
        ready_there, valid_there = local(ready, zone), local(valid, zone)
        data = {
            "grounds": [Ground.CAPACITY.value],
            "minutes": str(minutes),
            "factor": "",
            "ready_on": ready_there.date(),
            "ready_at": ready_there.time(),
            "valid_on": valid_there.date(),
            "valid_at": valid_there.time(),
            "seen": seen,
        }
        form = QuoteForm(formdata=None, data=data)
        form.minutes.minutes = minutes
        return form


class AgreeForm(Form):
    """Who agrees; `html_sha256` names the very quote that was on screen."""

    html_sha256 = HiddenField(validators=[InputRequired()])
    name = StringField(
        _l("Your name"),
        filters=[trimmed],
        validators=[DataRequired(_l("Enter your name")), Length(max=200)],
        render_kw={"autocomplete": "name"},
    )
    role = StringField(
        _l("Your role"),
        description=_l("For instance: owner, office manager. You say with it that you may agree to costs."),
        filters=[trimmed],
        validators=[DataRequired(_l("Enter your role")), Length(max=200)],
        render_kw={"autocomplete": "organization-title"},
    )


class CallForm(Form):
    """A phone call in which a client asks for urgency: two fields."""

    caller = StringField(
        _l("Who called"),
        filters=[trimmed],
        validators=[DataRequired(_l("Enter who called")), Length(max=200)],
        render_kw={"autocomplete": "off"},
    )
    said = StringField(
        _l("What they said"),
        filters=[trimmed],
        validators=[DataRequired(_l("Write down what they said")), Length(max=500)],
        render_kw={"autocomplete": "off"},
    )


class MailForm(Form):
    """Which mail agrees, and what the sender is of the client."""

    message = IntegerField(validators=[InputRequired(), NumberRange(1, 2**31 - 1)])
    role = StringField(
        _l("Their role"),
        filters=[trimmed],
        validators=[DataRequired(_l("Enter their role")), Length(max=200)],
        render_kw={"autocomplete": "off"},
    )


def _exists_once(day: date | None, at: time | None) -> None:
    if day is None or at is None:
        return
    count = passings(datetime.combine(day, at), zone())
    if count == 0:
        raise ValidationError(_("The clock skips this time that night. Choose one before or after it"))
    if count > 1:
        raise ValidationError(_("The clock shows this time twice that night. Choose one outside that hour"))


def _moment(day: date | None, at: time | None, zone: ZoneInfo) -> datetime:
    assert day is not None  # the form is asked once it was found right
    assert at is not None
    return moment_of(datetime.combine(day, at), zone)


def _rounded(moment: datetime, zone: ZoneInfo) -> datetime:
    """Return the half hour before that moment, as the clock shows it once: people name no other."""
    there = local(moment, zone)
    reading = datetime.combine(there.date(), time(there.hour, there.minute - there.minute % HALF_HOUR))
    while passings(reading, zone) != 1:
        reading -= timedelta(minutes=HALF_HOUR)
    return moment_of(reading, zone)
