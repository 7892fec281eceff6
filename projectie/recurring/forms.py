"""What may be typed about recurring work."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import IntegerField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional, ValidationError

from projectie.forms import DayField, Form, offered, trimmed
from projectie.recurring.models import RecurringSeries
from projectie.recurring.periods import Unit
from projectie.recurring.series import Work
from projectie.recurring.words import UNITS
from projectie.terms.figures import Text

MOST_LINES, LONGEST_LINE = 30, 200
LONGEST_RESULT = 5_000


def _title(label: Any, missing: Any, language: str) -> StringField:
    shorter = Length(max=120, message=_l("Make this at most %(most)s characters", most=120))
    kept = {"lang": language, "autocomplete": "off"}
    return StringField(label, validators=[DataRequired(missing), shorter], render_kw=kept)


def _lines_field(label: Any, language: str) -> TextAreaField:
    return TextAreaField(label, filters=[trimmed], render_kw={"lang": language, "rows": 5})


class WorkForm(Form):
    """What comes back, how often, and who does it."""

    title_nl = _title(_l("Title in Dutch"), _l("Enter the title in Dutch"), "nl")
    title_en = _title(_l("Title in English"), _l("Enter the title in English"), "en")
    service = SelectField(
        _l("Service"), description=_l("The contract says whether this is done, or asked first."), coerce=str
    )
    every = IntegerField(
        _l("Comes back every"),
        validators=[
            InputRequired(_l("Enter a number")),
            NumberRange(1, 60, _l("Enter a number from 1 to 60")),
        ],
    )
    unit = SelectField(_l("Weeks or months"), choices=offered({unit.value: UNITS[unit] for unit in Unit}))
    next_on = DayField(_l("Next time"), validators=[InputRequired(_l("Enter the next day"))])
    assignee = SelectField(_l("Assigned to"), coerce=str)
    estimate = IntegerField(
        _l("Estimate in minutes"),
        validators=[Optional(), NumberRange(1, 6000, _l("Enter a number of minutes"))],
    )
    checklist_nl = _lines_field(_l("Checklist in Dutch, one a line"), "nl")
    checklist_en = _lines_field(_l("Checklist in English, one a line"), "en")

    def offer(self, services: Iterable[tuple[str, str]], colleagues: Iterable[tuple[int, str]]) -> None:
        """Offer the services of the terms and the colleagues."""
        self.service.choices = [SelectChoice("", _("none of these")), *(SelectChoice(*s) for s in services)]
        people = (SelectChoice(str(number), name) for number, name in colleagues)
        self.assignee.choices = [SelectChoice("", _("nobody")), *people]

    def validate_checklist_nl(self, field: Any) -> None:
        """Refuse an empty list, and one too long to tick."""
        lines = _lines(field.data)
        if not lines:
            raise ValidationError(_("Write at least one line: it is what the result letter says"))
        if len(lines) > MOST_LINES or any(len(line) > LONGEST_LINE for line in lines):
            raise ValidationError(_("Write at most 30 lines, each of at most 200 characters"))

    def validate_checklist_en(self, field: Any) -> None:
        """Refuse a list that says more or less than the Dutch one."""
        lines = _lines(field.data)
        if len(lines) != len(_lines(self.checklist_nl.data)):
            raise ValidationError(_("Write as many lines in English as in Dutch"))
        if any(len(line) > LONGEST_LINE for line in lines):
            raise ValidationError(_("Write at most 30 lines, each of at most 200 characters"))

    def work(self) -> Work:
        """Return what was typed."""
        day = self.next_on.data
        assert isinstance(day, date)  # InputRequired
        pairs = zip(_lines(self.checklist_nl.data), _lines(self.checklist_en.data), strict=True)
        return Work(
            title_nl=self.title_nl.data,
            title_en=self.title_en.data,
            service=self.service.data or None,
            every=self.every.data,
            unit=Unit(self.unit.data),
            next_on=day,
            assignee_id=int(self.assignee.data) if self.assignee.data else None,
            checklist=tuple(Text(nl, en) for nl, en in pairs),
            estimate_minutes=self.estimate.data,
        )

    @staticmethod
    def kept(series: RecurringSeries) -> dict[str, Any]:
        """Return what the form shows of a series."""
        names = ("title_nl", "title_en", "every", "next_on")
        lists = {f"checklist_{at}": "\n".join(line[at] for line in series.checklist) for at in ("nl", "en")}
        return {
            **{name: getattr(series, name) for name in names},
            **lists,
            "unit": series.unit.value,
            "service": series.service or "",
            "assignee": str(series.assignee_id or ""),
            "estimate": series.estimate_minutes,
        }


class SeriesForm(WorkForm):
    """Recurring work for one client, or for all whose contract says something of it."""

    organisation = SelectField(_l("Client"), coerce=str)

    def offer_clients(self, clients: Iterable[tuple[int, str]]) -> None:
        """Offer the clients, and all of them at once."""
        every = SelectChoice("", _("every client whose contract says something of the service"))
        self.organisation.choices = [every, *(SelectChoice(str(n), name) for n, name in clients)]

    def validate_service(self, field: Any) -> None:
        """For all clients at once a service is needed: the contract decides by it."""
        if not self.organisation.data and not field.data:
            raise ValidationError(_("Choose the service: the contracts decide by it who gets this"))


class ResultForm(Form):
    """What the result letter says beside the checklist."""

    more = TextAreaField(
        _l("Anything to add? In the client's language"),
        filters=[trimmed],
        validators=[
            Length(
                max=LONGEST_RESULT, message=_l("Make this at most %(most)s characters", most=LONGEST_RESULT)
            )
        ],
        render_kw={"rows": 3},
    )


def _lines(text: str | None) -> list[str]:
    return [" ".join(line.split()) for line in (text or "").splitlines() if line.strip()]
