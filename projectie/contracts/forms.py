"""What may be typed about contracts and the division of tasks."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Field, RadioField, SelectField, StringField
from wtforms.validators import InputRequired, Length, Optional

from projectie.contracts.actions import ContractFacts, Share
from projectie.contracts.models import Doer, Duty
from projectie.contracts.queries import TaskRow
from projectie.contracts.words import DUTIES
from projectie.forms import DayField, Form, offered

SHARES = {
    "": _l("Not agreed yet"),
    Doer.STUDIO.value: _l("We do"),
    Doer.PROVIDER.value: _l("The hosting provider"),
    Doer.CLIENT.value: _l("The client"),
}


class EndForm(Form):
    """The last day of a contract."""

    ends_on = DayField(_l("Last day"), validators=[InputRequired(_l("Enter the last day"))])

    def last_day(self) -> date:
        """Return what was typed."""
        assert self.ends_on.data is not None  # InputRequired
        return self.ends_on.data


class ContractForm(Form):
    """A contract: the tiers to choose from are those of the terms in force."""

    tier = RadioField(_l("Tier"), validators=[InputRequired(_l("Choose a tier"))])
    starts_on = DayField(_l("First day"), validators=[InputRequired(_l("Enter the first day"))])
    ends_on = DayField(
        _l("Last day"), description=_l("Leave empty for a contract without an end."), validators=[Optional()]
    )

    def offer(self, tiers: Mapping[str, str], kept: str | None = None) -> "ContractForm":
        """Return this form with the tiers to choose from, by name; one that is kept may stay."""
        known = dict(tiers)
        if kept is not None:
            known.setdefault(kept, kept)
        self.tier.choices = offered(known)
        return self

    def facts(self) -> ContractFacts:
        """Return what was typed."""
        assert self.starts_on.data is not None  # InputRequired
        return ContractFacts(self.tier.data, self.starts_on.data, self.ends_on.data)


class TasksForm(Form):
    """Who does what for a client who hosts elsewhere (R5); a pair of fields for each duty."""

    def lines(self) -> list[tuple[Any, Field, Field]]:
        """Return for each duty its name, and the fields of who does it and of the contact."""
        return [(name, self[f"{duty}_doer"], self[f"{duty}_contact"]) for duty, name in DUTIES.items()]

    def validate(self, extra_validators: Any = None) -> bool:
        """Refuse a provider nobody can reach."""
        right = bool(super().validate(extra_validators))
        for name, doer, contact in self.lines():
            if doer.data == Doer.PROVIDER and not contact.data and not contact.errors:
                contact.errors = [_("%(duty)s: say which provider, and how to reach it", duty=name)]
                right = False
        return right

    def shares(self) -> dict[Duty, Share]:
        """Return what was typed, without the duties that are not agreed yet."""
        typed = {duty: (self[f"{duty}_doer"].data, self[f"{duty}_contact"].data or "") for duty in Duty}
        return {duty: Share(Doer(doer), contact) for duty, (doer, contact) in typed.items() if doer}

    @staticmethod
    def filled(tasks: tuple[TaskRow, ...]) -> "TasksForm":
        """Return the form with what is kept."""
        doers = {f"{task.duty}_doer": task.doer.value for task in tasks}
        return TasksForm(data={**doers, **{f"{task.duty}_contact": task.contact for task in tasks}})


def _doer_field() -> SelectField:
    return SelectField(_l("Who does it"), choices=offered(SHARES), default="", validators=[Optional()])


def _contact_field() -> StringField:
    shorter = Length(max=300, message=_l("Enter a shorter contact"))
    return StringField(_l("Contact"), validators=[shorter], render_kw={"autocomplete": "off"})


for _duty in Duty:
    setattr(TasksForm, f"{_duty}_doer", _doer_field())
    setattr(TasksForm, f"{_duty}_contact", _contact_field())
