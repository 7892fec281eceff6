"""The planning page: room in words, a week for every ticket, refusals that keep what was typed (R9)."""

from collections.abc import Callable
from datetime import timedelta

from sqlalchemy import select

from projectie.clock.now import now
from projectie.clock.weeks import Week
from projectie.database import db
from projectie.mail.models import OutgoingLetter
from projectie.planning.capacity import Leave
from projectie.planning.estimating import estimate
from projectie.planning.hours import Away, keep_hours, take_leave
from projectie.planning.reading import desk_at
from projectie.tickets.models import Column
from projectie.tickets.planning_choices import name_of
from projectie.tickets.priority import Impact, Kind, Priority, Urgency
from projectie.tickets.promise_models import PlanningPromise
from tests.tickets.boards import card, ticket
from tests.town import Town
from tests.visitor import Page, Visitor, words

Visit = Callable[..., Visitor]
ASSESSED = {
    "kind": Kind.BUG,
    "impact": Impact.SEVERAL,
    "urgency": Urgency.HINDERED,
    "priority": Priority.NORMAL,
}


def _assessed(town: Town, **values: object) -> int:
    return card(town, Column.TRIAGED, now=now(), **{**ASSESSED, "assignee_id": town.daan.id, **values})


def _proposed(page: Page, number: int) -> str:
    menu = page.one("select", id=f"week-{number}")
    (chosen,) = [option for option in menu if option.get("selected") is not None]
    return chosen.get("value") or ""


def _promise(visitor: Visitor, number: int, week: str, *, reason: str = "", htmx: bool = False) -> Page:
    typed = {"week": week, "reason": reason, "version": ticket(number).version}
    return visitor.post(f"/desk/planning/{number}", typed, htmx=htmx)


def _ahead(weeks: int) -> str:
    return name_of(Week.of(desk_at(db.session(), now()).outlook.today).later(weeks))


def test_r09_a_ticket_gets_the_first_week_with_room_and_the_client_is_told(visit: Visit, town: Town) -> None:
    number = _assessed(town)
    daan = visit("daan")
    page = daan.get("/desk/planning")
    assert "eerste week met ruimte voor Daan" in page.text
    week = _proposed(page, number)
    assert _promise(daan, number, week).location.endswith(f"/desk/planning#plan-{number}")
    assert ticket(number).column is Column.PLANNED
    db.session.rollback()
    (promise,) = db.session.scalars(select(PlanningPromise))
    assert name_of(Week.of(promise.first_day or now().date())) == week
    assert db.session.scalar(select(OutgoingLetter.to_address)) == town.lotte.email
    after = daan.get("/desk/planning")
    assert f"plan-{number}" in after.html
    assert "Alles wat beoordeeld is, heeft een belofte." in after.text


def test_r09_what_is_new_critical_or_a_question_is_not_asked_for_a_week(visit: Visit, town: Town) -> None:
    card(town, Column.NEW, now=now())
    critical = _assessed(town, kind=Kind.OUTAGE, priority=Priority.CRITICAL)
    question = _assessed(town, kind=Kind.QUESTION)
    page = visit("daan").get("/desk/planning")
    assert not page.all("li", id=f"plan-{critical}")
    assert not page.all("li", id=f"plan-{question}")
    assert "1 nieuw ticket is nog niet beoordeeld" in page.text


def test_r09_a_move_asks_for_its_reason_in_place_and_keeps_what_was_typed(visit: Visit, town: Town) -> None:
    number, daan = _assessed(town), visit("daan")
    _promise(daan, number, _ahead(1))
    db.session.rollback()
    letter = db.session.scalars(select(OutgoingLetter)).one()
    letter.due_at = now() - timedelta(minutes=1)  # told
    db.session.commit()
    refused = _promise(daan, number, _ahead(2))
    assert refused.status == 422
    assert _proposed(refused, number) == _ahead(2)
    assert "met een reden" in words(refused.one("p", id=f"wrong-{number}"))
    assert _promise(daan, number, _ahead(2), reason="Daan is ziek", htmx=True).status == 200
    assert ticket(number).planned == Week.of(ticket(number).planned or now().date()).monday
    assert name_of(Week.of(ticket(number).planned or now().date())) == _ahead(2)


def test_r09_a_week_beyond_the_latest_day_needs_a_reason(visit: Visit, town: Town) -> None:
    number, daan = _assessed(town), visit("daan")
    refused = _promise(daan, number, _ahead(6), htmx=True)
    assert refused.status == 422
    assert words(refused.one("p", id=f"wrong-{number}"))
    assert refused.all("input", id=f"reason-{number}")
    assert ticket(number).planned is None
    assert _promise(daan, number, _ahead(6), reason="Wacht op de drukker").status == 303


def test_r09_nonsense_and_a_stale_page_change_nothing(visit: Visit, town: Town) -> None:
    number, daan = _assessed(town), visit("daan")
    for week in ("", "morgen", "2026-W99", "2026-W00"):
        assert _promise(daan, number, week).status == 422
    stale = daan.post(f"/desk/planning/{number}", {"week": _ahead(1), "version": 99, "reason": "Omdat"})
    assert stale.status == 409
    assert "Omdat" in stale.html
    assert daan.post("/desk/planning/999999", {"week": _ahead(1), "version": 1}).status == 404
    assert ticket(number).planned is None


def test_r09_the_page_says_what_fits_and_what_does_not(visit: Visit, town: Town) -> None:
    daan = visit("daan")
    keep_hours(town.daan.id, dict.fromkeys(range(7), 60), town.daan.id, now())
    fits, breaks = _assessed(town), _assessed(town)
    for number in (fits, breaks):
        estimate(number, 100, town.daan.id, now())
        _promise(daan, number, _ahead(1))
    page = daan.get("/desk/planning")
    assert "past niet" not in words(page.one("li", id=f"plan-{fits}"))
    assert "past niet" in words(page.one("li", id=f"plan-{breaks}"))
    week = page.one("section", data_week=_ahead(1))
    assert "te veel" in words(week)


def test_r09_a_hundred_tickets_cost_no_more_statements_than_one(visit: Visit, town: Town) -> None:
    for _ in range(15):
        _assessed(town)
        _assessed(town, planned=now().date(), planned_until=now().date())
    page = visit("daan", most_statements=16).get("/desk/planning")
    assert page.status == 200


def test_r09_the_estimate_stands_beside_the_ticket_and_not_with_the_client(visit: Visit, town: Town) -> None:
    number, daan = _assessed(town), visit("daan")
    assert daan.post(f"/desk/tickets/{number}/estimate", {"estimate": "90"}).status == 303
    assert "1 u 30" in daan.get(f"/desk/tickets/{number}").text
    wrong = daan.post(f"/desk/tickets/{number}/estimate", {"estimate": "lang"})
    assert wrong.status == 422
    assert wrong.one("input", id="estimate").get("value") == "lang"
    assert daan.post(f"/desk/tickets/{number}/estimate", {"estimate": ""}).status == 303
    assert "1 u 30" not in daan.get(f"/desk/tickets/{number}").text
    assert daan.post("/desk/tickets/999999/estimate", {"estimate": "90"}).status == 404


def test_r09_the_first_page_names_what_does_not_fit_until_it_is_moved(visit: Visit, town: Town) -> None:
    daan, monday = visit("daan"), Week.of(now().date()).later(2).monday
    number = _assessed(town, planned=monday, planned_until=monday + timedelta(days=6))
    assert "omdat er iemand weg is" not in daan.get("/desk/").text
    away = Away(Leave(monday, monday + timedelta(days=4)), "")
    take_leave(town.daan.id, away, now().date(), town.daan.id, now())
    page = daan.get("/desk/")
    assert "Later, omdat er iemand weg is" in page.text
    assert f"#{number}" in page.text
    assert "past niet: Daan is er niet" in page.text
