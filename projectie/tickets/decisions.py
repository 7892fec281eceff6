"""What a form of decisions holds: read, and what is still to be decided."""

from flask_babel import gettext as _

from projectie.tickets.forms import PropertiesForm
from projectie.tickets.priority import Impact, Kind, Urgency, reason_of
from projectie.tickets.properties import Properties


def decided(form: PropertiesForm) -> Properties:
    """Return the decisions of a form."""
    kind, impact, urgency = answered(form.kind.data, form.impact.data, form.urgency.data)
    return Properties(
        organisation_id=_whole(form.organisation.data),
        service=form.service.data or None,
        kind=kind,
        impact=impact,
        urgency=urgency,
        assignee_id=_whole(form.assignee.data),
    )


def answered(kind: str, impact: str, urgency: str) -> tuple[Kind | None, Impact | None, Urgency | None]:
    """Return what those words say; whatever is none of ours says nothing."""
    return (
        next((each for each in Kind if each == kind), None),
        next((each for each in Impact if each == impact), None),
        next((each for each in Urgency if each == urgency), None),
    )


def undecided(form: PropertiesForm) -> bool:
    """Return whether triage needs to know more, and say at each question what."""
    kind, impact, urgency = answered(form.kind.data, form.impact.data, form.urgency.data)
    if kind is None:
        form.kind.errors = [_("Choose what kind of request it is")]
    if reason_of(kind, impact, urgency).priority is None:
        form.impact.errors = [] if impact else [_("Answer who is affected")]
        form.urgency.errors = [] if urgency else [_("Answer whether they can go on")]
    return bool(form.errors)


def _whole(text: str) -> int | None:
    return int(text) if text else None
