"""The closed days (R6): proposed once for each year, then the managers'; and what they do to a promise."""

from collections.abc import Callable
from datetime import date, datetime

import pytest
from flask import Flask
from sqlalchemy import func, select

from projectie.clock.now import now
from projectie.commands.rounds import JOBS
from projectie.context import today
from projectie.database import MissingError, db, transaction
from projectie.history import History
from projectie.terms import closed_days as deeds
from projectie.terms.closed_days import ClosedDayError, Fault, closed_days, propose_ahead, unproposed
from projectie.terms.figures import ClosedDay, Text
from projectie.terms.in_force import load_first
from projectie.terms.models import ClosedDayRow
from tests.terms.drafts import moment
from tests.town import Town

TODAY = date(2026, 11, 23)
OWN = ClosedDay(date(2027, 2, 15), Text("Studiodag", "Study day"))
EASTER_2027 = date(2027, 3, 29)


def _days(*years: int) -> list[date]:
    db.session.remove()
    return [closed.day for closed in closed_days(db.session(), years)]


def add_closed_day(closed: ClosedDay, today: date, by: int, at: datetime) -> None:
    with transaction() as session:
        deeds.add_closed_days(session, (closed,), today, by, at)


def remove_closed_day(day: date, today: date, by: int, at: datetime) -> None:
    with transaction() as session:
        deeds.remove_closed_day(session, day, today, by, at)


def propose(year: int, today: date, by: int, at: datetime) -> int:
    with transaction() as session:
        return deeds.propose(session, year, today, by, at)


def _refused(deed: Callable[[], object]) -> ClosedDayError:
    with pytest.raises(ClosedDayError) as refused:
        deed()
    return refused.value


@pytest.fixture
def of_2026(town: Town) -> Town:
    """Return the town with the proposals of 2026 and 2027, whenever this test runs."""
    propose_ahead(db.session(), TODAY, moment())
    return town


def test_r06_a_new_desk_has_the_closed_days_of_this_year_and_the_next(app: Flask) -> None:
    year = today().year
    for known in (year, year + 1):
        assert date(known, 1, 1) in _days(known)
        assert date(known, 12, 25) in _days(known)
    assert _days(year + 2) == []


def test_r06_good_friday_is_a_working_day_and_liberation_day_closes_in_lustrum_years(of_2026: Town) -> None:
    assert date(2027, 3, 26) not in _days(2027)
    assert EASTER_2027 in _days(2027)
    assert date(2027, 5, 5) not in _days(2027)
    propose(2030, TODAY, of_2026.mara.id, moment())
    assert date(2030, 5, 5) in _days(2030)


def test_r06_the_worker_proposes_a_new_year_once(of_2026: Town) -> None:
    new_year = date(2027, 1, 1)
    assert unproposed(db.session(), new_year) == (2028,)
    assert propose_ahead(db.session(), new_year, moment(2027, 1, 1)) == len(_days(2028)) > 8
    assert propose_ahead(db.session(), new_year, moment(2027, 1, 1)) == 0
    lines = select(func.count(History.id)).where(
        History.deed == "closed_days.proposed", History.subject_id == 2028
    )
    assert db.session.scalar(lines) == 1


def test_r06_the_worker_has_the_job(app: Flask) -> None:
    (job,) = [job for job in JOBS if job.name == "closed_days"]
    assert job.run(now()) == 0


def test_r06_what_a_manager_removed_is_not_proposed_again_by_itself(of_2026: Town) -> None:
    for day in _days(2027):
        remove_closed_day(day, TODAY, of_2026.mara.id, moment())
    assert propose_ahead(db.session(), TODAY, moment()) == 0
    with transaction() as session:
        load_first(session, moment())
    assert _days(2027) == []


def test_r06_a_manager_may_ask_for_the_proposals_again(of_2026: Town) -> None:
    remove_closed_day(EASTER_2027, TODAY, of_2026.mara.id, moment())
    assert propose(2027, TODAY, of_2026.mara.id, moment()) == 1
    assert propose(2027, TODAY, of_2026.mara.id, moment()) == 0
    assert EASTER_2027 in _days(2027)


def test_r06_a_proposal_asked_for_never_closes_a_day_that_is_over(of_2026: Town) -> None:
    with transaction() as session:
        session.query(ClosedDayRow).delete()
    assert propose(2026, date(2026, 12, 26), of_2026.mara.id, moment()) == 1
    assert _days(2026) == [date(2026, 12, 26)]


def test_r06_a_manager_adds_a_day_of_the_studios_own_and_removes_it(of_2026: Town) -> None:
    add_closed_day(OWN, TODAY, of_2026.mara.id, moment())
    assert OWN in closed_days(db.session(), [2027])
    remove_closed_day(OWN.day, TODAY, of_2026.mara.id, moment())
    assert OWN.day not in _days(2027)
    lines = (
        select(History)
        .where(History.deed.in_(("closed_days.added", "closed_days.removed")))
        .order_by(History.id)
    )
    told = [(line.deed, line.subject_id, line.details) for line in db.session.scalars(lines)]
    days = {"days": ["2027-02-15"]}
    assert told == [("closed_days.added", 2027, days), ("closed_days.removed", 2027, days)]


def test_r06_days_that_are_over_stay_as_they_were_counted(of_2026: Town) -> None:
    passed = ClosedDay(date(2026, 11, 22), OWN.name)
    by = of_2026.mara.id
    assert _refused(lambda: add_closed_day(passed, TODAY, by, moment())).fault is Fault.PASSED
    assert _refused(lambda: remove_closed_day(date(2026, 5, 25), TODAY, by, moment())).fault is Fault.PASSED
    remove_closed_day(date(2026, 12, 25), date(2026, 12, 25), by, moment())  # today is not over


def test_r06_a_day_is_closed_once(of_2026: Town) -> None:
    error = _refused(
        lambda: add_closed_day(ClosedDay(EASTER_2027, OWN.name), TODAY, of_2026.mara.id, moment())
    )
    assert (error.fault, error.name) == (Fault.TWICE, Text("Tweede paasdag", "Easter Monday"))


def test_r06_a_day_that_is_not_closed_cannot_be_removed(of_2026: Town) -> None:
    with pytest.raises(MissingError):
        remove_closed_day(OWN.day, TODAY, of_2026.mara.id, moment())
