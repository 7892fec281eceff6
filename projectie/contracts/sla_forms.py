"""What may be typed about an SLA: per priority two lengths of time and which time counts (R10)."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Field, SelectField, StringField
from wtforms.validators import InputRequired, Length, Optional, ValidationError

from projectie.contracts.durations import LONGEST, as_typed, minutes_in
from projectie.contracts.priority import Priority
from projectie.contracts.sla import Counts, Policy, Times
from projectie.contracts.sla_actions import Agreed
from projectie.contracts.sla_words import COUNTS, LEVELS
from projectie.forms import DayField, Form, offered


class SlaForm(Form):
    """A version of what an SLA promises; a time that is left empty is as in the terms."""

    starts_on = DayField(
        _l("Holds from"), validators=[InputRequired(_l("Enter the day from which this holds"))]
    )

    def lines(self) -> list[tuple[Any, Field, Field, Field]]:
        """Return for each priority its name, and the fields of response, resolution and what counts."""
        return [
            (LEVELS[p], self[f"{p}_response"], self[f"{p}_resolution"], self[f"{p}_counts"]) for p in Priority
        ]

    def validate(self, extra_validators: Any = None) -> bool:
        """Refuse what is solved before it is answered."""
        right = bool(super().validate(extra_validators))
        for name, response, resolution, _counts in self.lines():
            if response.errors or resolution.errors or not (response.data and resolution.data):
                continue
            if minutes_in(resolution.data) < minutes_in(response.data):
                resolution.errors = [
                    _("%(priority)s: it cannot be solved before it is answered", priority=name)
                ]
                right = False
        return right

    def agreed(self) -> Agreed:
        """Return what was typed."""
        assert self.starts_on.data is not None  # InputRequired
        return Agreed(self.starts_on.data, {priority: self._times(priority) for priority in Priority})

    def _times(self, priority: Priority) -> Times:
        response, resolution = (self[f"{priority}_{name}"].data for name in ("response", "resolution"))
        return Times(
            Counts(self[f"{priority}_counts"].data),
            minutes_in(response) if response else None,
            minutes_in(resolution) if resolution else None,
        )

    @staticmethod
    def filled(policy: Policy | None, **given: Any) -> "SlaForm":
        """Return the form with what holds now."""
        data = dict(given)
        for priority, times in policy.promised.items() if policy else ():
            data[f"{priority}_response"] = as_typed(times.response)
            data[f"{priority}_resolution"] = as_typed(times.resolution)
            data[f"{priority}_counts"] = times.counts.value
        return SlaForm(data=data)


def _is_length(form: SlaForm, field: StringField) -> None:
    del form
    try:
        minutes = minutes_in(field.data)
    except ValueError:
        raise ValidationError(_("Enter a time such as 4h, 0:30 or 90 (minutes)")) from None
    if minutes == 0:
        raise ValidationError(_("Enter more than zero; leave it empty for what the terms say"))
    if minutes > LONGEST:
        raise ValidationError(_("Enter a time of at most a year"))


def _time_field(label: Any) -> StringField:
    longest = Length(max=20, message=_l("Enter a shorter text"))
    return StringField(
        label, validators=[Optional(), longest, _is_length], render_kw={"autocomplete": "off", "size": "8"}
    )


for _priority in Priority:
    setattr(SlaForm, f"{_priority}_response", _time_field(_l("Answered within")))
    setattr(SlaForm, f"{_priority}_resolution", _time_field(_l("Solved within")))
    setattr(
        SlaForm,
        f"{_priority}_counts",
        SelectField(_l("Counted"), choices=offered(COUNTS), default=Counts.PHONE.value),
    )
