"""Time on pages: booked beside the ticket or on a page, seen beforehand, refused with a sentence, always kept (R17, R20)."""

from collections.abc import Callable

import pytest
from flask import Flask

from projectie.clock.now import now
from projectie.credits.models import EntryKind
from projectie.credits.posting import Posting, post
from projectie.database import db, transaction
from projectie.work.pieces import pieces_of
from projectie.work.timers import running
from tests.town import Town
from tests.visitor import Page, Visitor
from tests.work.hours import booked, charged, day, job, total

Visit = Callable[..., Visitor]


def typed(**more: str) -> dict[str, str]:
    return {"time_spent": "25", "time_day": day().isoformat(), "time_key": "form-1"} | more


def beside(page: Page) -> str:
    return " ".join("".join(page.one("section", id="time").itertext()).split())


def topped_up(town: Town, credits_: int) -> None:
    with transaction() as session:
        post(session, Posting(town.leiden.id, EntryKind.TOP_UP, credits_, day(), "top-up"), now())


def test_r17_time_is_booked_beside_the_ticket_and_its_arithmetic_is_shown(visit: Visit, town: Town) -> None:
    number, daan = job(town), visit("daan", "en")
    url = f"/desk/tickets/{number}/time"
    assert "No time booked yet." in beside(daan.get(f"/desk/tickets/{number}"))
    for spent in ("10", "0:10", "1"):
        sent = daan.post(url, typed(time_spent=spent, time_key=f"k{spent}", time_note="Form mended"))
        assert sent.status == 303
    page = daan.get(f"/desk/tickets/{number}")
    assert "10 + 10 + 1 = 21 min → 3 credits" in beside(page)
    assert "Daan de Boer booked 10 min" in page.text
    assert daan.post(url, typed(time_spent="1", time_key="k1")).status == 303  # the form of before, once more
    assert "This form was sent already" in daan.post(url, typed(time_spent="9", time_key="k1")).text
    assert total(number) == 3


def test_before_saving_it_says_what_it_costs_what_remains_and_what_is_invoiced(
    visit: Visit, town: Town
) -> None:
    number, daan = job(town), visit("daan", "en")
    topped_up(town, 2)
    url = f"/desk/tickets/{number}/time"
    for page in (
        daan.post(url, typed(check="yes")),
        daan.get(f"{url}/preview?time_spent=25&time_day={day()}", htmx=True),
        daan.get(f"{url}/preview?time_spent=25&time_day={day()}"),
    ):
        assert page.status == 200
        assert "It costs 3 credits. Balance afterwards: -1 credits." in page.text
        assert "The balance lacks 1 credit: invoiced afterwards, plus 1 credit for the invoice." in page.text
    assert charged(number) == []
    assert "25 min → 3 credits" in daan.post(url, typed(check="yes")).text


@pytest.mark.parametrize(
    ("service", "words"),
    [("plugin_updates", "The contract includes this"), (None, "Nobody has decided yet")],
)
def test_r04_before_saving_it_says_what_the_contract_says(
    visit: Visit, town: Town, service: str | None, words: str
) -> None:
    number = job(town, service=service)
    page = visit("daan", "en").get(
        f"/desk/tickets/{number}/time/preview?time_spent=25&time_day={day()}", htmx=True
    )
    assert words in page.text


ODD = [
    ({"time_spent": "1.5"}, "Enter the time as 25, 0:25, 1h or 1.5h"),
    ({"time_spent": "-5"}, "Enter the time as"),
    ({"time_spent": "10000h"}, "Enter a time that fits in the day of work"),
    ({"time_spent": ""}, "Enter how long you worked"),
    ({"time_day": "2099-01-01"}, "That day is still to come"),
    ({"time_day": "x"}, "Enter a date"),
    ({"time_urgent": "y"}, "has not agreed to it in writing"),
    ({"time_person": "1"}, "only a manager changes that"),
]


@pytest.mark.parametrize(("odd", "words"), ODD)
@pytest.mark.parametrize("place", [{}, {"beside": "yes"}])
def test_odd_time_comes_back_with_a_sentence_at_the_field(
    visit: Visit, town: Town, odd: dict[str, str], words: str, place: dict[str, str]
) -> None:
    number = job(town)
    page = visit("daan", "en").post(
        f"/desk/tickets/{number}/time", typed(time_note="Kept text", **odd, **place) | odd
    )
    assert page.status == 422
    assert words in page.text
    assert "Kept text" in page.html
    assert charged(number) == []


def test_r04_without_a_decision_time_is_booked_after_a_tick(visit: Visit, town: Town) -> None:
    number, daan = job(town, service=None), visit("daan", "en")
    url = f"/desk/tickets/{number}/time"
    page = daan.post(url, typed(beside="yes"))
    assert page.status == 422
    assert "tick this to book the time without a charge" in beside(page)
    assert daan.post(url, typed(time_undecided="y")).status == 303
    assert "25 min not charged as it stands" in beside(daan.get(f"/desk/tickets/{number}"))


def test_r18_time_is_changed_and_taken_back_on_its_page(visit: Visit, town: Town) -> None:
    number, daan = job(town), visit("daan", "en")
    entry = booked(town, number, 25)
    seen = str(pieces_of(db.session(), number)[0].revision)
    url = f"/desk/time/{entry}"
    assert daan.get(url).one("input", id="time_spent").get("value") == "25"
    preview = daan.post(url, typed(time_spent="5", time_seen=seen, check="yes"))
    assert "2 credits are given back." in preview.text
    assert daan.post(url, typed(time_spent="5", time_seen=seen)).status == 303
    assert daan.post(f"{url}/removal", {"removed_seen": seen}).status == 422  # it changed since
    db.session.rollback()
    seen = str(pieces_of(db.session(), number)[0].revision)
    assert daan.post(f"{url}/removal", {"removed_seen": seen}).status == 303
    assert total(number) == 0
    assert daan.get(url).status == 404


def test_r19_a_manager_books_for_a_colleague_and_says_why(visit: Visit, town: Town) -> None:
    number, mara = job(town), visit("mara", "en")
    url = f"/desk/tickets/{number}/time"
    for_daan = typed(time_person=str(town.daan.id))
    assert "Write down why you change this time" in mara.post(url, for_daan).text
    assert mara.post(url, for_daan | {"time_reason": "He is ill"}).status == 303
    assert "Mara Visser booked 25 min for a colleague" in mara.get(f"/desk/tickets/{number}").text


def test_the_timer_runs_on_one_ticket_and_asks_before_it_moves(app: Flask, visit: Visit, town: Town) -> None:
    one, other, daan = job(town), job(town), visit("daan", "en")
    daan.post(f"/desk/tickets/{one}/timer")
    assert "The timer runs since" in beside(daan.get(f"/desk/tickets/{one}"))
    asked = daan.post(f"/desk/tickets/{other}/timer")
    assert (asked.status, f"#{one}" in asked.text) == (409, True)
    measured = daan.get(f"/desk/tickets/{one}/time?timer=1")
    assert measured.one("input", id="time_spent").get("value") == "1"
    assert daan.post(f"/desk/tickets/{one}/time", typed(time_spent="1", time_timed="yes")).status == 303
    db.session.rollback()
    assert running(db.session(), town.daan.id) is None
    daan.post(f"/desk/tickets/{one}/timer")
    daan.post(f"/desk/tickets/{other}/timer", {"instead": "yes"})
    db.session.rollback()
    timer = running(db.session(), town.daan.id)
    assert timer
    assert timer.ticket == other
    assert f"#{other}" in daan.get("/desk/").text
    assert daan.post("/desk/timer/removal", {"ticket": str(other)}).status == 303


def test_r16_r19_managers_are_lenient_and_correct_for_a_reason(visit: Visit, town: Town) -> None:
    number, mara = job(town), visit("mara", "en")
    booked(town, number, 25)
    url = f"/manage/tickets/{number}/leniency"
    for odd in (
        {},
        {"gift": "whole"},
        {"gift": "part", "gift_because": "x"},
        {"gift": "part", "gift_credits": "9", "gift_because": "x"},
    ):
        assert mara.post(url, odd).status == 422
    assert mara.post(url, {"gift": "part", "gift_credits": "2", "gift_because": "Our fault"}).status == 303
    assert "leniency: 2 credits" in beside(mara.get(f"/desk/tickets/{number}"))
    assert visit("daan").get(url).status == 404
    url = f"/manage/organisations/{town.leiden.id}/correction"
    right = {"credits": "-5", "because": "Counted twice", "key": "k", "ticket": str(number)}
    for wrong in ({"credits": "0"}, {"credits": "1.5"}, {"because": ""}, {"ticket": "9999"}):
        assert mara.post(url, right | wrong).status == 422
    assert mara.post(url, right).status == 303
    assert mara.post(url, right).status == 303
    assert charged(number)[-1] == ("correction", -5)
    assert len(charged(number)) == 3


def test_r17c_who_may_agree_sets_a_ceiling_and_booking_stops_there(visit: Visit, town: Town) -> None:
    number, lotte, daan = job(town), visit("lotte", "en"), visit("daan", "en")
    assert lotte.post(f"/portal/ceilings/{number}", {"ceiling": "2"}).status == 303
    assert "We stop and ask at 2 credits." in lotte.get("/portal/ceilings").text
    page = daan.post(f"/desk/tickets/{number}/time", typed(beside="yes"))
    assert "the client set a ceiling of 2 credits for this request, and it would be 3 credits" in page.text
    noted = {"ceiling": "3", "ceiling_agreed": "Mail of Lotte, today"}
    assert daan.post(f"/desk/tickets/{number}/ceiling", {"ceiling": "x"}).status == 422
    assert daan.post(f"/desk/tickets/{number}/ceiling", noted).status == 303
    assert "Ceiling for this request: 3 credits" in beside(daan.get(f"/desk/tickets/{number}"))
    assert daan.post(f"/desk/tickets/{number}/time", typed()).status == 303
    assert lotte.post("/portal/ceilings", {"ceiling": "-1"}).status == 422
    assert lotte.post("/portal/ceilings", {"ceiling": "3"}).status == 303
    assert visit("joris", "en").post("/portal/ceilings", {"ceiling": "9"}).status == 422
    assert visit("abby").post(f"/portal/ceilings/{number}", {"ceiling": "9"}).status == 404
