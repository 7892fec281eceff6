"""Calls on the screens of clients, of whoever holds a link, of staff and of managers (R11, R35)."""

import re
from collections.abc import Callable

import pytest
from flask import Flask

from projectie.calls import changing
from projectie.calls.changing import Mover
from projectie.calls.models import CallFiguresRow, CallState
from projectie.clock.now import now
from projectie.database import db
from tests.calls.studio import KEY, booked, call, calls, letters
from tests.town import Town
from tests.visitor import Page, Visitor

Visit = Callable[..., Visitor]
FORM = {"topic": "Nieuwe webshop", "ticket": "", "preferred": "", "phone": "+31 71 1234567"}
FORM |= {"zone": "Europe/Amsterdam", "key": "once"}


def _moments(page: Page) -> list[str]:
    kinds = (*page.all("input", type="radio"), *page.all("input", type="checkbox"))
    return [each.get("value", "") for each in kinds if each.get("name") == "starts"]


def _link(prefix: str) -> str:
    text = letters(prefix)[0].body_text
    found = re.search(r"/(?:nl|en)/(?:belafspraak|belvoorstel|call|call-proposal)/\S+", text)
    assert found, text
    return found[0]


def test_r11_a_client_plans_moves_and_cancels_a_call(visit: Visit, town: Town) -> None:
    lotte = visit("lotte")
    assert "Plan een belafspraak" in lotte.get("/portal/calls").text
    moments = _moments(lotte.get("/portal/calls/new"))
    done = lotte.post("/portal/calls/new", {**FORM, "starts": moments[5]})
    (kept,) = calls()
    assert done.location == f"/portal/calls/{kept.id}"
    page = lotte.get(done.location)
    assert "Daan de Boer" in page.text
    file = lotte.get(f"/portal/calls/{kept.id}.ics")
    assert file.mimetype == "text/calendar"
    later = _moments(lotte.get(f"/portal/calls/{kept.id}/move"))[-1]
    assert lotte.post(f"/portal/calls/{kept.id}/move", {"starts": later}).status == 303
    assert call(kept.id).starts_at.isoformat() == later
    assert lotte.post(f"/portal/calls/{kept.id}/cancellation").status == 303
    assert call(kept.id).state is CallState.CANCELLED
    assert "geannuleerd" in lotte.get("/portal/calls").text
    again = lotte.post(f"/portal/calls/{kept.id}/cancellation")
    assert "Er is niets veranderd" in lotte.get(again.location).text


def test_r11_whoever_is_too_late_keeps_the_form_and_sees_the_nearest_three(visit: Visit, town: Town) -> None:
    lotte, abby = visit("lotte"), visit("abby", "en")
    moment = _moments(lotte.get("/portal/calls/new"))[5]
    assert lotte.post("/portal/calls/new", {**FORM, "starts": moment}).status == 303
    refused = abby.post("/portal/calls/new", {**FORM, "topic": "Our harbour", "starts": moment})
    assert refused.status == 422
    assert "This moment has just been taken" in refused.text
    assert refused.one("input", id="topic").get("value") == "Our harbour"
    assert (
        len([each for each in refused.all("input", type="radio") if each.get("id", "").endswith("-near")])
        == 3
    )
    assert len(calls()) == 1


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"topic": ""}, "topic"),
        ({"phone": "bel me"}, "phone"),
        ({"starts": "morgen"}, "starts"),
        ({"starts": "2026-11-30T10:00"}, "starts"),
        ({"starts": "2020-01-01T10:00:00+00:00"}, "starts"),
        ({"preferred": "999"}, "preferred"),
        ({"ticket": "999"}, "ticket"),
    ],
)
def test_bad_input_is_refused_and_comes_back(visit: Visit, wrong: dict[str, str], field: str) -> None:
    lotte = visit("lotte")
    moment = _moments(lotte.get("/portal/calls/new"))[0]
    refused = lotte.post("/portal/calls/new", {**FORM, "starts": moment, **wrong})
    assert refused.status == 422
    assert refused.all("p", id=f"{field}-error")
    assert calls() == []


def test_both_zones_are_shown_only_where_they_differ(visit: Visit, town: Town) -> None:
    abby = visit("abby", "en")
    assert "Amsterdam)" not in abby.get("/portal/calls/new").text
    assert "Amsterdam)" in abby.get("/portal/calls/new?zone=America/New_York").text
    assert "Amsterdam)" not in abby.get("/portal/calls/new?zone=Mars/Olympus").text
    typed = {**FORM, "topic": "Our harbour", "zone": "America/New_York", "show_zone": "1"}
    shown = abby.post("/portal/calls/new", typed)
    assert (shown.status, "Amsterdam)" in shown.text, calls()) == (200, True, [])
    assert shown.one("input", id="topic").get("value") == "Our harbour", "what was typed stays"


def test_another_clients_call_does_not_exist(visit: Visit, town: Town) -> None:
    number = booked(town.lotte, now(), starts=_first(visit))
    abby = visit("abby", "en")
    assert "Nieuwe webshop" not in abby.get("/portal/calls").text
    for path in (number, 987_654):
        assert abby.get(f"/portal/calls/{path}").status == 404
        assert abby.post(f"/portal/calls/{path}/cancellation").status == 404
    assert call(number).state is CallState.BOOKED


def _first(visit: Visit) -> object:
    from datetime import datetime

    return datetime.fromisoformat(_moments(visit("joris").get("/portal/calls/new"))[20])


def test_r35_opening_a_link_a_hundred_times_changes_nothing_and_posting_does(
    visit: Visit, town: Town
) -> None:
    number = booked(town.lotte, now(), starts=_first(visit))
    stranger, link = visit(), _link("call:")
    for _time in range(20):
        assert stranger.get(link).status == 200
    assert (call(number).state, call(number).sequence) == (CallState.BOOKED, 0)
    assert stranger.get(f"{link}/agenda.ics").mimetype == "text/calendar"
    other = _moments(stranger.get(f"{link}/verplaatsen"))[-1]
    assert stranger.post(f"{link}/verplaatsen", {"starts": other}).status == 303
    assert call(number).sequence == 1
    assert stranger.post(f"{link}/annulering").status == 303
    assert call(number).state is CallState.CANCELLED
    altered = link[:-1] + ("a" if link[-1] != "a" else "b")
    assert stranger.get(altered).status == 404
    assert stranger.post(f"{altered}/annulering").status == 404
    assert "klopt niet" in stranger.get(altered).text


def test_r35_staff_propose_and_the_client_picks_one_by_link(visit: Visit, town: Town) -> None:
    daan = visit("daan", most_statements=40)
    ticket = call(booked(town.lotte, now(), starts=_first(visit))).ticket_number
    form = daan.get(f"/desk/tickets/{ticket}/calls/proposal")
    chosen = _moments(form)[40:43]
    address = f"/desk/tickets/{ticket}/calls/proposal"
    refused = daan.post(address, {"topic": "Webshop", "preferred": "", "starts": chosen[:1]})
    assert refused.status == 422
    assert "Kies twee of drie momenten" in refused.text
    assert daan.post(address, {"topic": "Webshop", "preferred": "", "starts": chosen}).status == 303
    stranger, link = visit(), _link("call-proposal:")
    assert stranger.get(link).status == 200
    assert len(calls()) == 1
    picked = stranger.post(link, {"phone": "071 1234567", "zone": "", "starts": chosen[1]})
    assert picked.status == 303, picked.text
    assert "/belafspraak/" in picked.location
    again = stranger.post(link, {"phone": "071 1234567", "zone": "", "starts": chosen[2]})
    assert again.status == 409
    assert "al geboekt" in again.text
    assert len(calls()) == 2
    page = daan.get(f"/desk/tickets/{ticket}")
    assert "stelde momenten voor een gesprek voor" in page.text
    assert "De klant boekte een belafspraak met Daan de Boer" in page.text


def test_staff_book_for_the_client_move_with_a_reason_and_cancel(visit: Visit, town: Town) -> None:
    daan = visit("daan", most_statements=40)
    ticket = call(booked(town.lotte, now(), starts=_first(visit))).ticket_number
    address = f"/desk/tickets/{ticket}/calls/new"
    moment = _moments(daan.get(address))[0]
    assert daan.post(address, {**FORM, "key": "desk", "starts": moment}).status == 303
    number = calls()[-1].id
    assert call(number).address == town.lotte.email
    move = f"/desk/calls/{number}/move"
    other = _moments(daan.get(move))[-1]
    wrong = daan.post(move, {"starts": other, "because": ""})
    assert (wrong.status, wrong.one("input", value=other).get("checked")) == (422, "")
    off = daan.post(move, {"starts": "2026-11-30T10:07:00+00:00", "because": "Daan is ziek."})
    assert (off.status, off.one("input", id="because").get("value")) == (422, "Daan is ziek.")
    assert daan.post(move, {"starts": other, "because": "Daan is ziek."}).status == 303
    assert (call(number).starts_at.isoformat(), call(number).sequence) == (other, 1)
    client, colleague = letters(f"call:{number}:1:")
    assert "Waarom we de afspraak verplaatsen: Daan is ziek." in client.body_text
    assert all("SEQUENCE:1" in (each.calendar or "") for each in (client, colleague))
    assert "Daan is ziek." in daan.get(f"/desk/tickets/{ticket}").text
    assert daan.post(f"/desk/calls/{number}/cancellation").status == 303
    assert call(number).state is CallState.CANCELLED
    assert "voorbij of geannuleerd" in daan.get(move).text
    early = daan.post(f"/desk/calls/{calls()[0].id}/minutes", {"minutes": "20"})
    assert early.status == 303
    assert "nog niet geweest" in daan.get(early.location).text
    assert daan.post(f"/desk/calls/{calls()[0].id}/minutes", {"minutes": "veel"}).status == 422


def test_too_late_to_move_says_phone_us(visit: Visit, town: Town) -> None:
    soon = _moments(visit("daan").get("/desk/agenda")) or None
    assert soon is None
    number = booked(town.lotte, now(), starts=_first(visit))
    with_notice = visit("mara").post(
        "/manage/calls", {"grid": "15", "length": "30", "buffer": "10", "notice": "10", "ahead": "14"}
    )
    assert with_notice.status == 303
    lotte = visit("lotte")
    assert "te laat" in lotte.get(f"/portal/calls/{number}").text
    assert (
        "te laat"
        in lotte.get(
            lotte.post(f"/portal/calls/{number}/move", {"starts": "2026-12-01T10:00:00+00:00"}).location
        ).text
    )
    assert call(number).sequence == 0


def test_s10_the_agenda_shows_the_week_and_keeps_my_hours(visit: Visit, town: Town) -> None:
    number = booked(town.lotte, now(), starts=_first(visit))
    week = call(number).starts_at.date().isocalendar()
    daan = visit("daan")
    page = daan.get(f"/desk/agenda?week={week.year}-W{week.week}")
    assert "Bakkerij Leiden" in page.text
    wrong = daan.post("/desk/agenda", {"takes": "y", "day_0": "18:00-10:00"})
    assert wrong.status == 422
    assert daan.post("/desk/agenda", {"takes": "y", "day_0": "11:00-13:00"}).status == 303
    assert daan.get("/desk/agenda").one("input", id="day_0").get("value") == "11:00-13:00"
    assert daan.post("/desk/agenda", {}).status == 303
    assert "Geen momenten meer" in visit("lotte").get("/portal/calls/new").text


def test_managers_keep_the_figures_of_calls(visit: Visit, town: Town) -> None:
    mara = visit("mara")
    form = {"grid": "30", "length": "45", "buffer": "0", "notice": "2", "ahead": "7"}
    assert mara.post("/manage/calls", {**form, "grid": "0"}).status == 422
    assert mara.post("/manage/calls", form).status == 303
    db.session.rollback()
    assert db.session.get_one(CallFiguresRow, 1).length == 45


def test_my_feed_shows_my_calls(visit: Visit, town: Town, app: Flask) -> None:
    number = booked(town.lotte, now(), starts=_first(visit))
    daan = visit("daan")
    made = daan.post("/desk/calendar", {"shows_subjects": "y"}, follow=True)
    address = made.one("input", id="address").get("value", "")
    feed = visit().get("/calendar/" + address.rsplit("/", 1)[1])
    assert call(number).uid in feed.html.replace("\r\n ", "")
    changing.cancel(number, Mover(None), KEY, now())
    assert call(number).uid not in visit().get("/calendar/" + address.rsplit("/", 1)[1]).html
