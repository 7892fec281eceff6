"""Hours and leave of colleagues: kept with history, and leave shows what hangs on it (R9)."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from projectie.clock.now import now
from projectie.clock.weeks import Week
from projectie.database import MissingError, db
from projectie.history import History
from projectie.planning.breaking import Cause, will_break
from projectie.planning.capacity import Leave
from projectie.planning.forms import minutes_in
from projectie.planning.hours import Away, Fault, LeaveError, keep_hours, take_leave, withdraw_leave
from projectie.planning.models import LeaveRow
from projectie.planning.reading import desk_at
from projectie.tickets.models import Column
from tests.tickets.boards import card
from tests.town import Town
from tests.visitor import Visitor

Visit = Callable[..., Visitor]


@pytest.mark.parametrize(
    ("typed", "minutes"),
    [
        ("8", 480),
        ("7:30", 450),
        ("7,5", 450),
        ("7.75", 465),
        ("0", 0),
        ("24", 1440),
        ("25", None),
        ("acht", None),
    ],
)
def test_hours_are_read_as_people_type_them(typed: str, minutes: int | None) -> None:
    assert minutes_in(typed) == minutes


def _session() -> Session:
    """Return the session, with what was committed by others."""
    db.session.rollback()
    return db.session()


def _deeds() -> list[tuple[str, int]]:
    query = select(History.deed, History.subject_id).where(History.subject == "person").order_by(History.id)
    return [(deed, subject) for deed, subject in _session().execute(query)]


def _monday(weeks: int) -> date:
    return Week.of(now().date()).later(weeks).monday


def test_r09_office_hours_count_until_a_colleague_keeps_others(visit: Visit, town: Town) -> None:
    daan = visit("daan")
    assert "kantoortijden" in daan.get("/desk/hours").text
    assert daan.post("/desk/hours", {"day_0": "8", "day_1": "7:30"}).status == 303
    assert {one.id: one.hours for one in desk_at(_session(), now()).outlook.colleagues} == {
        town.daan.id: (480, 450, 0, 0, 0, 0, 0),
        town.mara.id: (480, 480, 480, 480, 480, 0, 0),
    }
    wrong = daan.post("/desk/hours", {"day_0": "acht", "day_1": "7:30"})
    assert wrong.status == 422
    assert wrong.one("input", id="day_0").get("value") == "acht"
    assert _deeds() == [("hours.kept", town.daan.id)]


def test_r09_leave_shows_the_promises_that_hang_on_it_before_it_is_kept(visit: Visit, town: Town) -> None:
    monday, daan = _monday(2), visit("daan")
    number = card(
        town,
        Column.PLANNED,
        now=now(),
        assignee_id=town.daan.id,
        planned=monday,
        planned_until=monday + timedelta(days=6),
    )
    typed = {"first": monday.isoformat(), "last": (monday + timedelta(days=4)).isoformat(), "word": "vrij"}
    shown = daan.post("/desk/hours/leave", typed)
    assert shown.status == 200
    assert f"#{number}" in shown.text
    assert "Er hangt 1 belofte aan dit verlof" in shown.text
    assert _session().scalar(select(LeaveRow.id)) is None
    seen = shown.one("input", name="seen").get("value")
    assert daan.post("/desk/hours/leave", {**typed, "seen": seen}).status == 303
    (broken,) = will_break(desk_at(_session(), now()).outlook)
    assert (broken.work.ticket, broken.cause) == (number, Cause.LEAVE)
    assert "past niet: Daan is er niet" in daan.get("/desk/planning").text
    assert "vrij" not in str(
        _session().scalars(select(History.details).where(History.deed == "leave.taken")).all()
    )


def test_r09_leave_without_promises_is_kept_at_once_and_can_be_removed(visit: Visit, town: Town) -> None:
    daan = visit("daan")
    assert daan.post("/desk/hours/leave", {"first": _monday(3).isoformat(), "part": "2"}).status == 303
    leave = _session().scalars(select(LeaveRow)).one()
    assert (leave.first_day, leave.last_day, leave.minutes) == (_monday(3), _monday(3), 120)
    removal = f"/desk/hours/leave/{leave.id}/withdrawal"
    assert visit("mara").post(removal).status == 404
    assert daan.post(removal).status == 303
    assert _deeds() == [("leave.taken", town.daan.id), ("leave.withdrawn", town.daan.id)]


def test_r09_leave_that_makes_no_sense_is_refused_and_comes_back(visit: Visit) -> None:
    daan = visit("daan")
    for first, last in (
        ("2020-01-06", ""),
        (_monday(3).isoformat(), _monday(2).isoformat()),
        ("2027-01-04", "2029-01-04"),
    ):
        wrong = daan.post("/desk/hours/leave", {"first": first, "last": last, "word": "vrij"})
        assert wrong.status == 422
        assert wrong.one("input", id="word").get("value") == "vrij"
        assert wrong.one("input", id="first").get("value") == first


def test_r09_managers_keep_the_hours_of_others(visit: Visit, town: Town) -> None:
    mara, at = visit("mara"), f"/manage/people/{town.daan.id}/hours"
    assert "Daan de Boer" in mara.get("/manage/planning").text
    assert mara.post(at, {"day_0": "6"}).status == 303
    assert "Uren en verlof van Daan de Boer" in mara.get(at).text
    assert mara.post(f"{at}/leave", {"first": _monday(3).isoformat()}).status == 303
    leave = _session().scalars(select(LeaveRow)).one()
    assert mara.post(f"{at}/leave/{leave.id}/withdrawal").status == 303
    assert mara.get(f"/manage/people/{town.lotte.id}/hours").status == 404
    assert mara.post("/manage/planning", {"percent": "120", "assumed": "60"}).status == 422
    assert mara.post("/manage/planning", {"percent": "50", "assumed": "45"}).status == 303
    assert desk_at(_session(), now()).assumed == 45


def test_r09_only_colleagues_have_hours(app: object, town: Town) -> None:
    del app
    with pytest.raises(MissingError):
        keep_hours(town.lotte.id, {0: 60}, town.mara.id, now())
    leave = Leave(_monday(1), _monday(1))
    with pytest.raises(MissingError):
        take_leave(town.lotte.id, Away(leave, ""), _monday(0), town.mara.id, now())
    with pytest.raises(MissingError):
        withdraw_leave(town.daan.id, 1, town.mara.id, now())
    with pytest.raises(LeaveError) as error:
        take_leave(town.daan.id, Away(leave, ""), _monday(2), town.mara.id, now())
    assert error.value.fault is Fault.PASSED
