"""Why a ticket has its priority, in one sentence (R8): the two answers, the kind, or who decided otherwise."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from projectie.tickets.priority import Ground, Impact, Kind, Reason, Urgency
from projectie.tickets.words import PRIORITIES

ANSWERS = {
    (Impact.EVERYONE, Urgency.BLOCKED): _l("Everyone is affected and nobody can go on."),
    (Impact.EVERYONE, Urgency.HINDERED): _l("Everyone is affected, but they can go on with a detour."),
    (Impact.EVERYONE, Urgency.CAN_WAIT): _l("Everyone is affected, but it can wait."),
    (Impact.SEVERAL, Urgency.BLOCKED): _l("Several people are affected and cannot go on."),
    (Impact.SEVERAL, Urgency.HINDERED): _l("Several people are affected, but they can go on with a detour."),
    (Impact.SEVERAL, Urgency.CAN_WAIT): _l("Several people are affected, but it can wait."),
    (Impact.ONE, Urgency.BLOCKED): _l("One person is affected and cannot go on."),
    (Impact.ONE, Urgency.HINDERED): _l("One person is affected, and can go on with a detour."),
    (Impact.ONE, Urgency.CAN_WAIT): _l("One person is affected, and it can wait."),
}
CRITICAL = {
    Kind.OUTAGE: _l("An outage is always critical."),
    Kind.SECURITY_INCIDENT: _l("A security incident is always critical."),
    Kind.LOGIN_PROBLEM: _l("A login problem is always critical."),
    Kind.CRITICAL_BUG: _l("A critical bug is always critical."),
}


def sentence(reason: Reason, name: str = "") -> str:
    """Return why; `name`: who overruled the rule."""
    if reason.ground is Ground.OVERRULED:
        return str(_("%(name)s decided so: “%(because)s”", name=name, because=reason.because))
    if reason.ground is Ground.KIND and reason.kind is not None:
        return str(CRITICAL[reason.kind])
    if reason.impact is None or reason.urgency is None:
        return str(_("Answer both questions to set the priority."))
    return str(ANSWERS[reason.impact, reason.urgency])


def rule_gives(reason: Reason) -> str:
    """Return what the rule itself says of a ticket whose priority was overruled."""
    if reason.priority is None:
        return str(_("The rule gives no priority yet."))
    about = {"priority": str(PRIORITIES[reason.priority]).lower(), "why": sentence(reason)}
    return str(_("The rule gives %(priority)s: %(why)s", **about))
