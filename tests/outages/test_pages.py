"""Outages at the desk: reported from a ticket or a page, told once, refused with a sentence and nothing lost."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from projectie.clock.now import now
from projectie.database import db
from projectie.outages.models import Maintenance, Outage, OutageTicket, OutageUpdate
from tests.clock.leiden import AMSTERDAM
from tests.outages.desk import MONDAY, Desk
from tests.town import Town
from tests.visitor import Page, Visitor

Visit = Callable[..., Visitor]


@pytest.fixture
def desk(app: Flask, town: Town) -> Desk:
    return Desk(app, town)


def _typed(days: float) -> str:
    return (now() + timedelta(days=days)).astimezone(AMSTERDAM).strftime("%Y-%m-%dT%H:%M")


def _form(**more: str) -> dict[str, str]:
    form = {"title_nl": "Mail ligt eruit", "title_en": "Mail is down", "parts": "2", "severity": "down"}
    return {**form, "started_at": _typed(-0.1), **more}


def _update(page: Page, **more: str) -> dict[str, str]:
    hidden = {name: page.one("input", name=name).get("value") or "" for name in ("once", "seen")}
    texts = {"text_nl": "Het werkt weer.", "text_en": "It works again."}
    return {"state": "solved", "then": "done", **texts, **hidden, **more}


def _count(model: type[Outage | OutageTicket | OutageUpdate | Maintenance]) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def test_an_outage_from_a_ticket_to_solved(visit: Visit, desk: Desk) -> None:
    daan = visit("daan", most_statements=60)
    ticket = daan.get(f"/desk/tickets/{desk.lotte}")
    (link,) = [a for a in ticket.all("a") if (a.get("href") or "").startswith("/desk/outages/new")]
    assert f"Ticket #{desk.lotte} gaat erbij horen." in daan.get(link.get("href") or "").text
    reported = daan.post("/desk/outages/new", _form(ticket=str(desk.lotte), parts="1"))
    late = desk.mailed(desk.town.abby.email, at=now(), subject="Ook stuk")
    page = daan.get(reported.location)
    assert [box.get("value") for box in page.all("input", name="ticked")] == [str(late)]
    assert daan.post(f"{reported.location}/tickets", {"ticked": str(late)}).status == 303
    page = daan.get(reported.location)
    assert "Onderdeel van storing Mail ligt eruit" in daan.get(f"/desk/tickets/{late}").text
    told = daan.post(f"{reported.location}/updates", _update(page, **{f"then_{late}": "waiting"}))
    assert (told.status, told.location) == (303, reported.location)
    assert [desk.ticket(number).column.value for number in (desk.lotte, late)] == ["done", "waiting"]
    assert "Het werkt weer." in daan.get(f"/desk/tickets/{desk.lotte}").text


def test_a_double_click_tells_once(visit: Visit, desk: Desk) -> None:
    daan, outage = visit("daan", most_statements=60), desk.reported(desk.lotte, at=MONDAY)
    form = _update(daan.get(f"/desk/outages/{outage}"))
    statuses = [daan.post(f"/desk/outages/{outage}/updates", form).status for _ in range(2)]
    assert statuses == [303, 303]
    assert _count(OutageUpdate) == len(desk.letters()) == 1


def test_both_languages_are_asked_for_and_what_was_typed_comes_back(visit: Visit, desk: Desk) -> None:
    daan, outage = visit("daan"), desk.reported(desk.lotte)
    form = _update(daan.get(f"/desk/outages/{outage}"), text_en="")
    refused = daan.post(f"/desk/outages/{outage}/updates", form)
    assert refused.status == 422
    assert "Schrijf het bericht in het Engels" in refused.text
    assert "Het werkt weer." in refused.html
    assert refused.one("input", name="once").get("value") == form["once"]
    assert _count(OutageUpdate) == 0


def test_a_colleague_was_ahead_and_nothing_typed_is_lost(visit: Visit, desk: Desk) -> None:
    daan, outage = visit("daan", most_statements=60), desk.reported(desk.lotte)
    form = _update(daan.get(f"/desk/outages/{outage}"))
    desk.post(outage, desk.told())
    refused = daan.post(f"/desk/outages/{outage}/updates", form)
    assert refused.status == 409
    assert "Het werkt weer." in refused.html
    assert daan.post(f"/desk/outages/{outage}/updates", _update(refused)).status == 303


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"started_at": _typed(1)}, "Een storing kan niet in de toekomst beginnen."),
        ({"started_at": "gisteren"}, "Vul een datum en tijd in, zoals"),
        ({"started_at": "0001-01-01T00:00"}, "Controleer het jaar"),
        ({"started_at": ""}, "Vul in wanneer het begon"),
        ({"title_en": " "}, "Vul de titel in het Engels in"),
        ({"parts": ""}, "Kies minstens één onderdeel"),
        ({"severity": "terrible"}, "Kies hoe erg het is"),
    ],
    ids=lambda value: next(iter(value.values())) if isinstance(value, dict) else "",
)
def test_bad_input_is_refused_with_a_sentence(visit: Visit, wrong: dict[str, str], sentence: str) -> None:
    refused = visit("daan").post("/desk/outages/new", _form(**wrong))
    assert refused.status == 422
    if wrong != {"severity": "terrible"}:
        assert sentence in refused.text
    assert refused.one("input", id="title_nl").get("value") == "Mail ligt eruit"
    assert _count(Outage) == 0


@pytest.mark.parametrize("numbers", ["", "x", "#", "1.5", "99999999999", "987654", "1 " * 200])
def test_what_is_no_ticket_is_not_added(visit: Visit, desk: Desk, numbers: str) -> None:
    outage = desk.reported()
    refused = visit("daan").post(f"/desk/outages/{outage}/tickets", {"numbers": numbers})
    assert refused.status == 422
    assert refused.all("p", id="numbers-error")
    assert _count(OutageTicket) == 0


def test_an_outage_changes_and_a_false_alarm_goes(visit: Visit, desk: Desk) -> None:
    daan, outage = visit("daan"), desk.reported(desk.lotte)
    page = daan.get(f"/desk/outages/{outage}/change")
    assert page.one("input", id="title_nl").get("value") == "Mail ligt eruit"
    assert daan.post(f"/desk/outages/{outage}/change", _form(severity="slow")).status == 303
    assert "traag of haperend" in daan.get(f"/desk/outages/{outage}").text
    assert daan.post(f"/desk/outages/{outage}/withdrawal").status == 303
    assert daan.get(f"/desk/outages/{outage}").status == 404
    assert "Geen storingen bekend" in daan.get("/nl/status").text


def test_a_ticket_leaves_by_its_panel(visit: Visit, desk: Desk) -> None:
    daan, outage = visit("daan"), desk.reported(desk.lotte)
    left = daan.post(f"/desk/outages/{outage}/tickets/{desk.lotte}/removal", {"back": "ticket"})
    assert left.location == f"/desk/tickets/{desk.lotte}"
    page = daan.get(left.location)
    assert "haalde het uit een storing" in page.text
    join = {"numbers": str(desk.lotte), "ticket": str(desk.lotte), "back": "ticket"}
    assert daan.post(f"/desk/outages/{outage}/tickets", join).location == left.location


def test_maintenance_lies_ahead_and_ends_after_it_begins(visit: Visit) -> None:
    daan = visit("daan")
    form = {"title_nl": "Verhuizing", "title_en": "Move", "parts": "1", "text_nl": "Wij.", "text_en": "We."}
    for starts, ends, field in ((-1, 1, "starts_at"), (2, 1, "ends_at")):
        refused = daan.post(
            "/desk/maintenance/new", {**form, "starts_at": _typed(starts), "ends_at": _typed(ends)}
        )
        assert refused.status == 422
        assert refused.all("p", id=f"{field}-error")
    right = {**form, "starts_at": _typed(1), "ends_at": _typed(2)}
    assert daan.post("/desk/maintenance/new", right).status == 303
    number = db.session.scalars(select(Maintenance.id)).one()
    page = daan.get(f"/desk/maintenance/{number}/change")
    assert page.one("input", id="starts_at").get("value") == right["starts_at"]
    assert daan.post(f"/desk/maintenance/{number}/change", {**right, "title_nl": "Verbouwing"}).status == 303
    assert "Verbouwing" in daan.get("/desk/outages").text
    assert daan.post(f"/desk/maintenance/{number}/cancellation").status == 303
    assert "Verbouwing" not in daan.get("/desk/outages").text


def test_managers_choose_the_parts(visit: Visit) -> None:
    mara = visit("mara")
    part = {"name_nl": "Webshops", "name_en": "Web shops", "used_by": "hosted", "place": "9", "in_use": "y"}
    assert mara.post("/manage/parts", part).status == 303
    assert "Webshops" in mara.get("/nl/status").text
    refused = mara.post("/manage/parts", {**part, "name_en": "Other"})
    assert refused.status == 422
    assert "Er is al een onderdeel met deze naam" in refused.text
    for number in range(1, 5):
        known = mara.get(f"/manage/parts/{number}/change")
        names = {n: known.one("input", id=n).get("value") or "" for n in ("name_nl", "name_en", "place")}
        assert mara.post(f"/manage/parts/{number}/change", {**names, "used_by": "everyone"}).status == 303
    last = mara.post("/manage/parts/5/change", {name: part[name] for name in part if name != "in_use"})
    assert last.status == 422
    assert "E-mail" not in mara.get("/nl/status").text
