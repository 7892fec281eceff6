"""One value of a ticket changed where it stands, with and without a script; a conflict shows both values."""

from collections.abc import Callable
from typing import Any

import pytest

from projectie.clock.now import now
from projectie.database import transaction
from projectie.tickets.models import Column, Ticket
from projectie.tickets.placement import place
from projectie.tickets.priority import Priority
from projectie.tickets.retitling import retitle
from tests.tickets.boards import card, ticket
from tests.town import Town
from tests.visitor import Page, Visitor, words

Visit = Callable[..., Visitor]


@pytest.fixture
def daan(visit: Visit) -> Visitor:
    """Return Daan of the staff, who reads English here."""
    return visit("daan", language="en")


def save(daan: Visitor, number: int, part: str, *, htmx: bool = False, **fields: object) -> Page:
    return daan.post(f"/desk/tickets/{number}/edit/{part}", fields, htmx=htmx)


def test_a_title_is_changed_on_a_page_of_its_own_without_a_script(town: Town, daan: Visitor) -> None:
    number = card(town, subject="Help")
    link = daan.get(f"/desk/tickets/{number}").one("a", id="edit-title").get("href", "")
    assert daan.get(link).one("input", id="inline-value").get("value") == "Help"
    saved = save(daan, number, "title", was="Help", title="  Formulier   stuk ")
    assert saved.location == f"/desk/tickets/{number}#edit-title"
    assert ticket(number).subject == "Formulier stuk"
    assert "changed the title" in daan.get(f"/desk/tickets/{number}").text


def test_a_conflict_shows_both_values_and_the_second_save_counts(town: Town, daan: Visitor) -> None:
    number = card(town, subject="Help")
    retitle(number, "Formulier", 1, town.mara.id, now())
    refused = save(daan, number, "title", htmx=True, was="Help", title="Winkelwagen")
    assert refused.status == 409
    assert "changed it meanwhile to “Formulier”" in refused.text
    assert refused.one("input", id="inline-value").get("value") == "Winkelwagen"
    was = refused.one("input", id="inline-was").get("value")
    assert ticket(number).subject == "Formulier"
    save(daan, number, "title", was=was, title="Winkelwagen")
    assert ticket(number).subject == "Winkelwagen"


def test_a_move_meanwhile_is_no_conflict_of_another_value(town: Town, daan: Visitor) -> None:
    number = card(town)
    place(number, "in_progress", None, 1, by=town.mara.id, now=now())
    save(daan, number, "assignee", was="", value=town.daan.id)
    assert ticket(number).assignee_id == town.daan.id


def test_r08_a_priority_is_overruled_with_a_reason(town: Town, daan: Visitor) -> None:
    number = card(town, Column.TRIAGED)
    unexplained = save(daan, number, "priority", was="", value="high")
    assert unexplained.one("input", id="inline-because").get("aria-invalid") == "true", "said at what lacks"
    page = save(daan, number, "priority", htmx=True, was="", value="high", because="De winkel ligt stil")
    assert ticket(number).priority is Priority.HIGH
    assert page.one("a", id="edit-priority").get("autofocus") is not None
    assert "because" not in page.text


def test_r09_a_planned_week_is_promised_and_moved_with_a_reason(town: Town, daan: Visitor) -> None:
    number = card(town, Column.TRIAGED, now=now())
    asked = daan.get(f"/desk/tickets/{number}/edit/planned")
    first, second = [e.get("value", "") for e in asked.all("option") if "-W" in e.get("value", "")][1:3]
    save(daan, number, "planned", was="", value=first)
    moved = ticket(number)
    assert (moved.column, moved.planned is not None) == (Column.PLANNED, True)
    with transaction() as session:
        session.get_one(Ticket, number).version += 1  # what else is done is no conflict
    refused = save(daan, number, "planned", was=f"{moved.planned}/{moved.planned_until}", value=second)
    assert refused.status == 422


@pytest.mark.parametrize(
    ("part", "fields"),
    [
        ("title", {"title": " "}),
        ("title", {"title": "x" * 501}),
        ("priority", {"value": "huge", "because": "x"}),
        ("assignee", {"value": "99"}),
        ("planned", {"value": ""}),
    ],
)
def test_what_is_no_value_is_refused(town: Town, daan: Visitor, part: str, fields: dict[str, Any]) -> None:
    number = card(town)
    was = ticket(number).subject if part == "title" else ""
    page = save(daan, number, part, was=was, **fields)
    assert (page.status, page.one("p", id="inline-error") is not None) == (422, True)
    assert ticket(number).version == 1


def test_no_other_value_can_be_changed_so(town: Town, daan: Visitor) -> None:
    assert daan.get(f"/desk/tickets/{card(town)}/edit/column").status == 404
    assert daan.get(f"/desk/tickets/{card(town, Column.DONE)}/edit/planned").status == 404


def test_the_panel_beside_the_board_is_in_the_page_and_edits_go_back_to_it(town: Town, daan: Visitor) -> None:
    number = card(town, subject="Oven")
    board = daan.get(f"/desk/board?peek={number}&client={town.leiden.id}")
    assert board.one("aside", id="peek").get("data-peek") == str(number)
    assert board.one("a", id="peek-close").get("href") == f"/desk/board?client={town.leiden.id}#card-{number}"
    assert words(board.one("a", id=f"card-{number}-link")) == "Oven"
    link = board.one("a", id="edit-assignee").get("href", "")
    saved = daan.post(link, {"was": "", "value": town.daan.id})
    assert saved.location == f"/desk/board?client={town.leiden.id}&peek={number}"
    assert daan.get(f"/desk/tickets/{number}/peek", follow=False).location == f"/desk/tickets/{number}"
    assert daan.get("/desk/board?peek=99999").one("aside", id="peek").get("data-peek") is None


def test_a_key_asks_on_the_card_and_the_answer_is_the_card(town: Town, daan: Visitor) -> None:
    number = card(town, Column.PLANNED)
    asked = daan.get(f"/desk/tickets/{number}/edit/assignee?at=card", htmx=True)
    assert asked.one("form", id=f"card-{number}-edit-form") is not None
    refused = save(daan, number, "priority", htmx=True, at="card", was="", value="high")
    assert (refused.status, ticket(number).priority) == (422, None)
    assert "Write down why" in "".join(refused.one("p", id=f"card-{number}-error").itertext())
    saved = save(daan, number, "priority", htmx=True, at="card", was="", value="high", because="Shop is down")
    assert saved.one("li", data_ticket=str(number)).get("data-priority") == "high"
    assert f"#{number}: saved." in saved.text
    plain = save(daan, number, "assignee", at="card", was="", value=town.daan.id)
    assert plain.location == f"/desk/board#card-{number}"
