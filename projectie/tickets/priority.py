"""Which ticket goes first (R7, R8): the kind, or else two plain questions, give the priority."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from projectie.contracts import priority

Priority: TypeAlias = priority.Priority  # contracts promise by it too (R10)


class Kind(StrEnum):
    """What a ticket is about (R7)."""

    OUTAGE = "outage"
    SECURITY_INCIDENT = "security_incident"
    LOGIN_PROBLEM = "login_problem"
    CRITICAL_BUG = "critical_bug"
    BUG = "bug"
    NEW_FEATURE = "new_feature"
    WEBSITE_EXTENSION = "website_extension"
    CONTENT_CHANGE = "content_change"
    QUESTION = "question"


class Impact(StrEnum):
    """The answer to: who is troubled by it."""

    EVERYONE = "everyone"
    SEVERAL = "several"
    ONE = "one"


class Urgency(StrEnum):
    """The answer to: can they go on."""

    BLOCKED = "blocked"
    HINDERED = "hindered"
    CAN_WAIT = "can_wait"


class Ground(StrEnum):
    """What made the priority, for the one sentence that says why."""

    KIND = "kind"  # the kind is critical
    ANSWERS = "answers"  # impact × urgency
    OVERRULED = "overruled"  # staff decided otherwise
    UNANSWERED = "unanswered"  # not known yet


@dataclass(frozen=True, slots=True)
class Reason:
    """A priority with all that made it; `because` is what staff wrote when they overruled."""

    priority: Priority | None
    ground: Ground
    kind: Kind | None
    impact: Impact | None
    urgency: Urgency | None
    because: str | None = None


CRITICAL_KINDS = frozenset({Kind.OUTAGE, Kind.SECURITY_INCIDENT, Kind.LOGIN_PROBLEM, Kind.CRITICAL_BUG})

RANK: Mapping[Priority | None, int] = {
    **{priority: rank for rank, priority in enumerate(Priority)},
    None: len(Priority),
}

_MATRIX: Mapping[Impact, Mapping[Urgency, Priority]] = {
    Impact.EVERYONE: {
        Urgency.BLOCKED: Priority.HIGH,
        Urgency.HINDERED: Priority.HIGH,
        Urgency.CAN_WAIT: Priority.NORMAL,
    },
    Impact.SEVERAL: {
        Urgency.BLOCKED: Priority.HIGH,
        Urgency.HINDERED: Priority.NORMAL,
        Urgency.CAN_WAIT: Priority.NORMAL,
    },
    Impact.ONE: {
        Urgency.BLOCKED: Priority.NORMAL,
        Urgency.HINDERED: Priority.NORMAL,
        Urgency.CAN_WAIT: Priority.LOW,
    },
}


def priority_of(kind: Kind | None, impact: Impact | None, urgency: Urgency | None) -> Priority | None:
    """Return the priority (R8), or None as long as too little is known."""
    return reason_of(kind, impact, urgency).priority


def reason_of(kind: Kind | None, impact: Impact | None, urgency: Urgency | None) -> Reason:
    """Return the priority and why; a critical kind needs no answers, other kinds need both (R8)."""
    if kind in CRITICAL_KINDS:
        return Reason(Priority.CRITICAL, Ground.KIND, kind, impact, urgency)
    if impact is None or urgency is None:
        return Reason(None, Ground.UNANSWERED, kind, impact, urgency)
    return Reason(_MATRIX[impact][urgency], Ground.ANSWERS, kind, impact, urgency)


def overruled(reason: Reason, priority: Priority, because: str) -> Reason:
    """Return the priority staff chose instead; ValueError without a reason in words."""
    if not because.strip():
        raise ValueError("Another priority than the rule gives needs a reason.")
    return Reason(priority, Ground.OVERRULED, reason.kind, reason.impact, reason.urgency, because.strip())
