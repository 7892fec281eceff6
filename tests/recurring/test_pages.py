"""Recurring work on the screens of managers, clients and colleagues."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select

from projectie.clock.now import now
from projectie.context import today
from projectie.database import db
from projectie.recurring import rounds
from projectie.recurring.models import RecurringRound, RecurringSeries, RoundItem
from projectie.tickets.models import Ticket
from tests.town import Town
from tests.visitor import Visitor

Visit = Callable[..., Visitor]
KEY = "k" * 32


def _form(**more: str) -> dict[str, str]:
    form = {"title_nl": "Plugin-updates", "title_en": "Plugin updates", "service": "plugin_updates"}
    form |= {"every": "1", "unit": "months", "next_on": (today() + timedelta(days=5)).isoformat()}
    form |= {"organisation": "", "assignee": "", "estimate": "30"}
    return {**form, "checklist_nl": "Back-up\nUpdates", "checklist_en": "Backup\nUpdates", **more}


def _all() -> list[RecurringSeries]:
    db.session.rollback()
    return list(db.session.scalars(select(RecurringSeries).order_by(RecurringSeries.id)))


def test_from_the_matrix_to_a_yes_to_a_result(visit: Visit, town: Town) -> None:
    mara, abby, daan = (
        visit("mara", most_statements=60),
        visit("abby", "en", most_statements=40),
        visit("daan", most_statements=60),
    )
    assert mara.post("/manage/recurring/new", _form()).status == 303
    assert [each.organisation_id for each in _all()] == [town.leiden.id, town.abroad.id]
    assert "elke maand" in mara.get("/manage/recurring").text
    rounds.make_due(now(), KEY)
    assert "We have a question about work that comes back." in abby.get("/portal/").text
    asked = db.session.scalars(select(RecurringRound.id).where(RecurringRound.ticket_number.is_(None))).one()
    assert "Yes, do this, against credits" in abby.get("/portal/rounds").text
    assert abby.post(f"/portal/rounds/{asked}/answer", {"wanted": "yes"}).status == 303
    assert "We have a question" not in abby.get("/portal/").text
    db.session.rollback()
    number = db.session.scalars(select(Ticket.number).where(Ticket.organisation_id == town.abroad.id)).one()
    lines = db.session.scalars(select(RoundItem.id).order_by(RoundItem.id.desc()).limit(2)).all()
    db.session.rollback()
    assert "0/2" in "".join(daan.get("/desk/board").one("li", data_ticket=str(number)).itertext())
    for line in lines:
        assert daan.post(f"/desk/tickets/{number}/lines/{line}/tick", {"done": "yes"}).status == 303
    assert "2/2" in "".join(daan.get("/desk/board").one("li", data_ticket=str(number)).itertext())
    page = daan.get(f"/desk/tickets/{number}")
    assert "De desk beloofde: week" in page.text, "the timeline says which week"
    assert "vinkte een regel van de checklist af" in page.text
    assert page.all("a", href=f"/desk/tickets/{number}/result")
    assert daan.post(f"/desk/tickets/{number}/result", {"more": "All well."}).status == 303
    again = daan.post(f"/desk/tickets/{number}/result", {"more": "Once more."})
    assert again.status == 422
    assert "Once more." in again.html
    assert "All well." in daan.get(f"/desk/tickets/{number}").text


def test_a_colleague_without_a_say_and_a_stranger_cannot_answer(visit: Visit, town: Town) -> None:
    visit("mara").post("/manage/recurring/new", _form(organisation=str(town.abroad.id)))
    rounds.make_due(now(), KEY)
    asked = db.session.scalars(select(RecurringRound.id)).one()
    db.session.rollback()
    lotte = visit("lotte")
    assert "Plugin-updates" not in lotte.get("/portal/rounds").text
    for path in (asked, 987_654):
        assert lotte.post(f"/portal/rounds/{path}/answer", {"wanted": "yes"}).status == 404


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"next_on": "2020-01-01"}, "next_on"),
        ({"next_on": "morgen"}, "next_on"),
        ({"every": "0"}, "every"),
        ({"every": "x"}, "every"),
        ({"title_en": ""}, "title_en"),
        ({"checklist_nl": " "}, "checklist_nl"),
        ({"checklist_en": "One"}, "checklist_en"),
        ({"service": ""}, "service"),
    ],
)
def test_bad_input_is_refused_and_comes_back(visit: Visit, wrong: dict[str, str], field: str) -> None:
    refused = visit("mara").post("/manage/recurring/new", _form(**wrong))
    assert refused.status == 422
    assert refused.all("p", id=f"{field}-error")
    assert refused.one("input", id="title_nl").get("value") == "Plugin-updates"
    assert _all() == []


def test_a_series_is_changed_paused_and_ended(visit: Visit, town: Town) -> None:
    mara = visit("mara")
    mara.post("/manage/recurring/new", _form(organisation=str(town.leiden.id)))
    (number,) = [each.id for each in _all()]
    page = mara.get(f"/manage/recurring/{number}/change")
    assert page.one("input", id="title_en").get("value") == "Plugin updates"
    assert mara.post(f"/manage/recurring/{number}/change", _form(every="2", unit="weeks")).status == 303
    assert "elke 2 weken" in mara.get("/manage/recurring").text
    assert mara.post(f"/manage/recurring/{number}/pause", {"paused": "yes"}).status == 303
    assert "gepauzeerd" in mara.get("/manage/recurring").text
    assert mara.post(f"/manage/recurring/{number}/end").status == 303
    assert mara.get(f"/manage/recurring/{number}/change").status == 404
