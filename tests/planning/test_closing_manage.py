"""The page of the closed days: a year at a glance, and what a closing moves, shown before it is done (R6, R9)."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta

import pytest

from projectie.clock.now import now
from projectie.context import today
from projectie.database import db
from projectie.terms.closed_days import closed_days
from projectie.tickets.models import Column
from tests.tickets.boards import card, ticket
from tests.town import Town
from tests.visitor import Visitor, words


def _ahead() -> Iterator[date]:
    """Yield days from next week on that are not closed."""
    day, known = today() + timedelta(days=7), _days(today().year, today().year + 1)
    while True:
        if day not in known:
            yield day
        day += timedelta(days=1)


def _days(*years: int) -> list[date]:
    db.session.remove()
    return [closed.day for closed in closed_days(db.session(), years)]


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


def test_r09_what_would_move_is_shown_before_it_is_done(visit: Callable[..., Visitor], town: Town) -> None:
    day = next(d for d in _ahead() if d.weekday() < 5)
    number = card(town, Column.PLANNED, now=now(), planned=day, planned_until=day, answered_at=now())
    visitor = visit("mara", most_statements=40)  # each promise that moves is a deed with its letter
    typed = {"day": day.isoformat(), "name_nl": "Studiodag", "name_en": "Study day"}
    shown = visitor.post("/manage/closed-days", typed)
    assert shown.status == 200
    assert "1 belofte zou verschuiven" in shown.text
    assert f"#{number}" in shown.text
    assert day not in _days(day.year)
    (form,) = [f for f in shown.all("form") if f.get("action", "").startswith("/manage/closed-days?")]
    sent = {
        e.get("name", ""): e.get("value", "") for e in form.iter("input") if e.get("name") != "csrf_token"
    }
    stale = visitor.post("/manage/closed-days", {**sent, "seen": "x"})
    assert (stale.status, day in _days(day.year)) == (409, False)
    done = visitor.post("/manage/closed-days", sent, follow=True)
    assert "1 belofte verplaatst" in done.text
    assert day in _days(day.year)
    assert ticket(number).planned_until > day  # type: ignore[operator]


def test_a_week_is_closed_at_once_weekends_left_out(visit: Callable[..., Visitor]) -> None:
    year = today().year + 2
    first, last = date(year, 2, 1), date(year, 2, 14)
    typed = {"day": str(first), "until": str(last), "name_nl": "Verhuizing", "name_en": "Moving"}
    assert visit("mara").post("/manage/closed-days", typed).status == 303
    assert len(_days(year)) == 10
    assert "al gesloten" in visit("mara").post("/manage/closed-days", typed).text
    backwards = visit("mara").post("/manage/closed-days", {**typed, "day": str(last), "until": str(first)})
    assert "De laatste dag ligt voor de eerste" in backwards.text


def test_r06_holidays_are_switched_on_and_off_and_others_switches_stay(visit: Callable[..., Visitor]) -> None:
    visitor, year = visit("mara"), today().year + 1
    page = visitor.get(f"/manage/closed-days?year={year}")
    was = [e.get("value", "") for e in page.all("input", name="was")]
    good_friday = next(
        e.get("value", "") for e in page.all("input", name="closed") if "Goede" in (e.get("aria-label") or "")
    )
    assert good_friday not in was  # a working day at this studio, until somebody decides otherwise
    wanted = [day for day in was if not day.endswith("-04-27")] + [good_friday]
    assert (
        visitor.post(f"/manage/closed-days/choice?year={year}", {"closed": wanted, "was": was}).status == 303
    )
    days = [str(day) for day in _days(year)]
    assert good_friday in days
    assert f"{year}-04-27" not in days
    # Somebody whose page is older switches nothing else: what was not on the page then stays as it is.
    visitor.post(f"/manage/closed-days/choice?year={year}", {"closed": was, "was": was})
    assert [str(day) for day in _days(year)] == days
