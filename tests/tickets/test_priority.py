import pytest
from hypothesis import given
from hypothesis import strategies as st

from projectie.tickets.priority import (
    CRITICAL_KINDS,
    RANK,
    Ground,
    Impact,
    Kind,
    Priority,
    Reason,
    Urgency,
    overruled,
    priority_of,
    reason_of,
)

ROUTINE = [kind for kind in Kind if kind not in CRITICAL_KINDS]
IMPACTS = st.none() | st.sampled_from(Impact)
URGENCIES = st.none() | st.sampled_from(Urgency)


def test_r07_four_kinds_are_critical() -> None:
    assert sorted(CRITICAL_KINDS) == ["critical_bug", "login_problem", "outage", "security_incident"]
    assert sorted(ROUTINE) == ["bug", "content_change", "new_feature", "question", "website_extension"]


@pytest.mark.parametrize(
    ("impact", "urgency", "priority"),
    [
        ("everyone", "blocked", "high"),
        ("everyone", "hindered", "high"),
        ("everyone", "can_wait", "normal"),
        ("several", "blocked", "high"),
        ("several", "hindered", "normal"),
        ("several", "can_wait", "normal"),
        ("one", "blocked", "normal"),
        ("one", "hindered", "normal"),
        ("one", "can_wait", "low"),
    ],
)
@pytest.mark.parametrize("kind", [*ROUTINE, None])
def test_r08_impact_and_urgency_give_the_priority(
    kind: Kind | None, impact: str, urgency: str, priority: str
) -> None:
    assert priority_of(kind, Impact(impact), Urgency(urgency)) == priority


@given(st.sampled_from(sorted(CRITICAL_KINDS)), IMPACTS, URGENCIES)
def test_r08_a_critical_kind_is_critical_whatever_the_answers(
    kind: Kind, impact: Impact | None, urgency: Urgency | None
) -> None:
    assert reason_of(kind, impact, urgency) == Reason(Priority.CRITICAL, Ground.KIND, kind, impact, urgency)


@pytest.mark.parametrize(("impact", "urgency"), [(None, None), (Impact.ONE, None), (None, Urgency.BLOCKED)])
@pytest.mark.parametrize("kind", [*ROUTINE, None])
def test_r08_without_both_answers_there_is_no_priority_yet(
    kind: Kind | None, impact: Impact | None, urgency: Urgency | None
) -> None:
    assert reason_of(kind, impact, urgency) == Reason(None, Ground.UNANSWERED, kind, impact, urgency)


def test_r08_the_reason_names_the_two_answers() -> None:
    assert reason_of(Kind.BUG, Impact.SEVERAL, Urgency.BLOCKED) == Reason(
        Priority.HIGH, Ground.ANSWERS, Kind.BUG, Impact.SEVERAL, Urgency.BLOCKED
    )


@given(st.sampled_from(ROUTINE), st.sampled_from(Impact), st.sampled_from(Urgency))
def test_r08_routine_work_is_never_critical(kind: Kind, impact: Impact, urgency: Urgency) -> None:
    assert priority_of(kind, impact, urgency) in {Priority.HIGH, Priority.NORMAL, Priority.LOW}


@given(*[st.sampled_from(Impact), st.sampled_from(Urgency)] * 2)
def test_r08_more_people_or_more_trouble_never_lowers_the_priority(
    impact: Impact, urgency: Urgency, other_impact: Impact, other_urgency: Urgency
) -> None:
    impacts, urgencies = list(Impact), list(Urgency)
    worse = min(impact, other_impact, key=impacts.index), min(urgency, other_urgency, key=urgencies.index)
    assert RANK[priority_of(None, *worse)] <= RANK[priority_of(None, impact, urgency)]


def test_r08_critical_goes_first_and_the_unknown_last() -> None:
    assert sorted(RANK, key=RANK.__getitem__) == ["critical", "high", "normal", "low", None]


def test_r08_staff_overrule_with_a_reason() -> None:
    given_ = reason_of(Kind.BUG, Impact.ONE, Urgency.CAN_WAIT)
    assert overruled(given_, Priority.HIGH, " Trade fair tomorrow ") == Reason(
        Priority.HIGH, Ground.OVERRULED, Kind.BUG, Impact.ONE, Urgency.CAN_WAIT, "Trade fair tomorrow"
    )


@pytest.mark.parametrize("because", ["", "  \n"])
def test_r08_overruling_without_a_reason_is_refused(because: str) -> None:
    with pytest.raises(ValueError, match="needs a reason"):
        overruled(reason_of(Kind.BUG, Impact.ONE, Urgency.CAN_WAIT), Priority.HIGH, because)
