"""The closed days (R6): proposed once for each year, then the managers'; and what they do to a promise."""

from collections.abc import Callable
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import func, select

from projectie.clock.now import now
from projectie.commands.rounds import JOBS
from projectie.context import today
from projectie.database import MissingError, db, transaction
from projectie.history import History
from projectie.terms.closed_days import (
    ClosedDayError,
    Fault,
    add_closed_day,
    closed_days,
    propose,
    propose_ahead,
    remove_closed_day,
    unproposed,
)
from projectie.terms.figures import ClosedDay, Text
from projectie.terms.in_force import load_first
from projectie.terms.models import ClosedDayRow
from tests.terms.drafts import moment
from tests.town import Town
from tests.visitor import Visitor, words

TODAY = date(2026, 11, 23)
OWN = ClosedDay(date(2027, 2, 15), Text("Studiodag", "Study day"))
EASTER_2027 = date(2027, 3, 29)


def _days(*years: int) -> list[date]:
    db.session.remove()
    return [closed.day for closed in closed_days(db.session(), years)]


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
    lines = select(History).where(History.deed.startswith("closed_day.")).order_by(History.id)
    told = [(line.deed, line.subject_id, line.details) for line in db.session.scalars(lines)]
    day = {"day": "2027-02-15"}
    assert told == [("closed_day.added", 2027, day), ("closed_day.removed", 2027, day)]


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


# The page


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_page_shows_a_year_with_both_names(visit: Callable[..., Visitor], language: str) -> None:
    year = today().year + 1
    page = visit("mara", language).get(f"/manage/closed-days?year={year}")
    assert page.status == 200
    assert {"Koningsdag", "King's Day"} <= {words(cell) for cell in page.all("td")}
    assert [e.get("href") for e in page.all("a", rel="prev")] == [f"/manage/closed-days?year={year - 1}"]
    assert [e.get("href") for e in page.all("a", rel="next")] == [f"/manage/closed-days?year={year + 1}"]


def test_a_year_without_days_offers_to_propose_them(visit: Callable[..., Visitor]) -> None:
    visitor, year = visit("mara"), today().year + 3
    assert "Nog geen sluitingsdagen" in visitor.get(f"/manage/closed-days?year={year}").text
    page = visitor.post(f"/manage/closed-days/proposal?year={year}", follow=True)
    assert "dagen zijn toegevoegd" in page.text
    assert date(year, 12, 25) in _days(year)
    assert (
        "Niets toe te voegen" in visitor.post(f"/manage/closed-days/proposal?year={year}", follow=True).text
    )


@pytest.mark.parametrize("year", ["", "0", "1989", "2101", "20270", "2027x", "２０２７", "-2027", "jaar"])
def test_a_year_that_is_none_is_not_there(visit: Callable[..., Visitor], year: str) -> None:
    assert visit("mara").get(f"/manage/closed-days?year={year}").status == 404


def test_a_day_is_added_and_removed_on_the_page(visit: Callable[..., Visitor]) -> None:
    visitor, day = visit("mara"), date(today().year + 1, 2, 16)
    typed = {"day": day.isoformat(), "name_nl": "Studiodag", "name_en": "Study day"}
    assert "Studiodag" in visitor.post("/manage/closed-days", typed, follow=True).text
    again = visitor.post("/manage/closed-days", typed)
    assert again.status == 422
    assert "Deze dag staat al in de lijst: Studiodag" in again.text
    assert again.one("input", name="name_en").get("value") == "Study day"
    assert visitor.post(f"/manage/closed-days/{day}/removal").status == 303
    assert day not in _days(day.year)
    assert visitor.post(f"/manage/closed-days/{day}/removal").status == 404


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"day": ""}, "Vul de dag in"),
        ({"day": "morgen"}, "Vul een datum in, zoals 2027-03-31"),
        ({"day": "0001-01-01"}, "Controleer het jaartal van deze datum"),
        ({"day": "2020-02-02"}, "Deze dag is voorbij"),
        ({"name_nl": " "}, "Vul de Nederlandse naam in"),
        ({"name_en": ""}, "Vul de Engelse naam in"),
        ({"name_en": "x" * 101}, "Vul een kortere naam in"),
    ],
)
def test_what_is_wrong_is_said_at_the_field_and_nothing_typed_is_lost(
    visit: Callable[..., Visitor], typed: dict[str, str], said: str
) -> None:
    sent = {"day": f"{today().year + 1}-02-16", "name_nl": "Studiodag", "name_en": "Study day", **typed}
    page = visit("mara").post("/manage/closed-days", sent)
    assert page.status == 422
    assert said in page.text
    assert page.one("input", name="name_nl").get("value", "").strip() == sent["name_nl"].strip()


def test_a_day_that_is_over_cannot_be_removed_on_the_page(visit: Callable[..., Visitor]) -> None:
    page = visit("mara").post(f"/manage/closed-days/{today().year}-01-01/removal")
    assert page.status == 422 or today() == date(today().year, 1, 1)
    assert visit("mara").post("/manage/closed-days/gisteren/removal").status == 404


@pytest.mark.parametrize(("name", "status"), [(None, 302), ("lotte", 404), ("daan", 404)])
def test_only_managers_see_or_change_closed_days(
    visit: Callable[..., Visitor], name: str | None, status: int
) -> None:
    visitor = visit(name)
    assert visitor.get("/manage/closed-days", follow=False).status == status
    assert visitor.post("/manage/closed-days/proposal").status == status
