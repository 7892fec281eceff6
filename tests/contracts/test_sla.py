"""What an SLA promises (R10): how times are typed, what is refused, and that no version changes an earlier one (R2)."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select

from projectie.clock.now import now
from projectie.context import today
from projectie.contracts.durations import as_typed, minutes_in
from projectie.contracts.models import Contract, SlaPolicy
from projectie.contracts.priority import Priority
from projectie.contracts.sla import Counts, Measure, Slower, Times, is_sla, slower_though_higher
from projectie.contracts.sla_actions import Agreed, agree
from projectie.contracts.sla_queries import policy_on
from projectie.database import db, transaction
from projectie.terms.shipped import first_terms
from tests.town import Town, contract
from tests.visitor import Visitor, words

Visit = Callable[..., Visitor]


@pytest.mark.parametrize(
    ("typed", "minutes"),
    [
        ("4u", 240), ("4h", 240), ("4 uur", 240), ("0:30", 30), ("90", 90), ("1u30", 90), ("1,5u", 90),
        ("1.25 h", 75), ("45 min", 45), (" 8:00 ", 480), ("2U", 120), ("0", 0),
    ],
)  # fmt: skip
def test_r10_times_are_typed_as_people_write_them(typed: str, minutes: int) -> None:
    assert minutes_in(typed) == minutes


@pytest.mark.parametrize("typed", ["", "soon", "-4u", "1:75", "4 dagen", "1:2:3", "9999999", "٤"])
def test_r10_what_is_no_time_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match="no length"):
        minutes_in(typed)


@given(st.integers(min_value=1, max_value=500_000))
def test_r10_what_is_shown_in_the_form_is_read_back(minutes: int) -> None:
    assert minutes_in(as_typed(minutes)) == minutes


def test_r10_a_higher_priority_that_is_promised_less_is_noticed() -> None:
    promised = {
        Priority.CRITICAL: Times(Counts.PHONE, 60, 480),
        Priority.HIGH: Times(Counts.ALWAYS, 60, 600),
        Priority.NORMAL: Times(Counts.PHONE, 30, None),
    }
    assert list(slower_though_higher(promised)) == [
        Slower(Measure.RESPONSE, Priority.CRITICAL, Priority.HIGH),  # as many minutes, but not at night
        Slower(Measure.RESPONSE, Priority.CRITICAL, Priority.NORMAL),
        Slower(Measure.RESPONSE, Priority.HIGH, Priority.NORMAL),
    ]


def test_r10_which_tier_leaves_services_to_an_sla_is_read_from_the_terms() -> None:
    matrix = first_terms().matrix
    assert [tier.key for tier in matrix.tiers if is_sla(matrix, tier.key)] == ["sla"]


@pytest.fixture
def sla(town: Town) -> int:
    """Return the contract of a client abroad, which is an SLA until the end of next year."""
    with transaction() as session:
        kept = session.scalars(select(Contract).where(Contract.organisation_id == town.abroad.id)).one()
        kept.tier, kept.ends_on = "sla", date(today().year + 1, 12, 31)
        return kept.id


def typed(**changed: str) -> dict[str, str]:
    """Return a form that is right, with changes."""
    times = {
        "critical_response": "0:30", "critical_resolution": "8u", "critical_counts": "always",
        "high_response": "4u", "high_resolution": "16u", "high_counts": "phone",
        "normal_response": "8u", "normal_resolution": "", "normal_counts": "phone",
        "low_response": "", "low_resolution": "", "low_counts": "phone",
    }  # fmt: skip
    return {"starts_on": today().isoformat(), **times, **changed}


def _versions() -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count(SlaPolicy.id))) or 0


def test_r10_a_manager_agrees_times_and_sees_them(visit: Visit, town: Town, sla: int) -> None:
    mara = visit("mara", "en")
    assert "No times agreed yet" in mara.get(f"/manage/contracts/{sla}/sla").text
    assert mara.post(f"/manage/contracts/{sla}/sla/new", typed()).location == f"/manage/contracts/{sla}/sla"
    shown = mara.get(f"/manage/contracts/{sla}/sla")
    assert "30 min 8 h 24 × 7" in shown.text
    assert "Normal 8 h as in the terms in phone hours" in shown.text
    assert "Low" not in words(shown.one("table", class_="matrix"))
    assert "30 min" in mara.get(f"/manage/organisations/{town.abroad.id}").text
    again = mara.get(f"/manage/contracts/{sla}/sla/new")
    assert again.one("input", id="critical_response").get("value") == "0:30"


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"critical_resolution": "10"}, "critical_resolution"),  # shorter than the response
        ({"high_response": "0"}, "high_response"),
        ({"high_response": "-4u"}, "high_response"),
        ({"high_response": "soon"}, "high_response"),
        ({"high_resolution": "9000u"}, "high_resolution"),
        ({"starts_on": "2019-01-01"}, "starts_on"),  # before the contract
        ({"starts_on": "2099-01-01"}, "starts_on"),  # after it
        ({"starts_on": ""}, "starts_on"),
    ],
)
def test_r10_wrong_times_are_refused_at_their_field_and_nothing_typed_is_lost(
    visit: Visit, sla: int, changed: dict[str, str], field: str
) -> None:
    sent = typed(**changed)
    page = visit("mara").post(f"/manage/contracts/{sla}/sla/new", sent)
    assert page.status == 422
    assert page.all("p", id=f"{field}-error"), page.text
    assert page.one("input", id="critical_response").get("value") == sent["critical_response"]
    assert page.one("input", id=field).get("value") == sent[field]
    assert _versions() == 0


def test_r10_without_a_single_time_there_is_nothing_to_agree(visit: Visit, sla: int) -> None:
    empty = {name: "" for name in typed() if name.endswith(("_response", "_resolution"))}
    page = visit("mara", "en").post(f"/manage/contracts/{sla}/sla/new", typed(**empty))
    assert "at least one time" in words(page.one("p", id="starts_on-error"))


def test_r10_a_slower_higher_priority_is_kept_with_a_warning(visit: Visit, sla: int) -> None:
    mara = visit("mara", "en")
    assert mara.post(f"/manage/contracts/{sla}/sla/new", typed(critical_response="6u")).status == 303
    assert "Critical is answered later than high" in mara.get(f"/manage/contracts/{sla}/sla").text


def test_r10_a_contract_that_is_no_sla_has_no_such_page(visit: Visit, town: Town) -> None:
    (other,) = db.session.scalars(select(Contract.id).where(Contract.organisation_id == town.leiden.id))
    assert visit("mara").get(f"/manage/contracts/{other}/sla").status == 404


def test_r02_a_new_version_holds_from_its_day_and_leaves_the_earlier_one(
    app: Flask, town: Town, sla: int
) -> None:
    day, moment = today(), now()
    first = {Priority.HIGH: Times(Counts.PHONE, 240, None)}
    second = {Priority.HIGH: Times(Counts.PHONE, 120, None)}
    assert agree(sla, Agreed(day, first), town.mara.id, moment) == 1
    assert agree(sla, Agreed(day + timedelta(days=3), second), town.mara.id, moment) == 2
    seen = [policy_on(db.session(), town.abroad.id, day + timedelta(days=days)) for days in (-1, 0, 2, 3)]
    assert [policy.version if policy else None for policy in seen] == [None, 1, 1, 2]


@pytest.mark.parametrize("earlier", [1, 10])
def test_r02_a_new_version_cannot_begin_before_the_one_in_force(
    visit: Visit, sla: int, town: Town, earlier: int
) -> None:
    agree(sla, Agreed(today(), {Priority.HIGH: Times(Counts.PHONE, 240, None)}), town.mara.id, now())
    start = (today() - timedelta(days=earlier)).isoformat()
    page = visit("mara").post(f"/manage/contracts/{sla}/sla/new", typed(starts_on=start))
    assert page.all("p", id="starts_on-error")
    assert _versions() == 1


def test_r10_a_tier_with_agreed_times_stays_and_a_contract_that_never_began_takes_them_along(
    visit: Visit, town: Town, sla: int
) -> None:
    mara = visit("mara")
    agree(sla, Agreed(today(), {Priority.HIGH: Times(Counts.PHONE, 240, None)}), town.mara.id, now())
    kept = db.session.get_one(Contract, sla)
    sent = {"tier": "on_demand", "starts_on": kept.starts_on.isoformat(), "ends_on": ""}
    assert mara.post(f"/manage/contracts/{sla}/change", sent).all("p", id="tier-error")
    with transaction() as session:
        contract(session, town.abroad.id, "sla", date(2090, 1, 1))
    (later,) = db.session.scalars(select(Contract.id).where(Contract.starts_on == date(2090, 1, 1)))
    agree(
        later, Agreed(date(2090, 1, 1), {Priority.LOW: Times(Counts.ALWAYS, None, 60)}), town.mara.id, now()
    )
    assert mara.post(f"/manage/contracts/{later}/withdrawal", {}).status == 303
    assert _versions() == 1
