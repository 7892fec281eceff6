"""Moving cards and taking moves back: by a page without a script, by fragments with one."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from projectie.clock.now import now
from projectie.database import transaction
from projectie.tickets.models import Column, Ticket
from projectie.tickets.placement import place
from tests.tickets.boards import card, order, ticket
from tests.town import Town
from tests.visitor import Page, Visitor, words

Visit = Callable[..., Visitor]


@pytest.fixture
def daan(visit: Visit) -> Visitor:
    """Return Daan of the staff, who reads English here."""
    return visit("daan", language="en")


def post(
    visitor: Visitor, number: int, to: str, after: object = "", version: object = 1, **more: Any
) -> Page:
    fields = {"column": to, "after": after, "version": version}
    return visitor.post(f"/desk/tickets/{number}/placement", fields, **more)


def spot(page: Page, number: int) -> dict[str, str]:
    return dict(page.one("template", data_card=str(number)).attrib)


def test_a_card_moves_by_its_page_without_a_script(town: Town, daan: Visitor) -> None:
    one, two = card(town, Column.PLANNED, subject="Eerste"), card(town, Column.PLANNED)
    number = card(town)
    asked = daan.get(f"/desk/board/move?ticket={number}&client={town.leiden.id}", follow=False)
    assert (asked.status, asked.location) == (
        303,
        f"/desk/tickets/{number}/placement?client={town.leiden.id}",
    )
    page = daan.get(asked.location)
    (planned,) = [e.get("href", "") for e in page.all("a") if words(e) == "Planned"]
    page = daan.get(planned)
    assert [words(e) for e in page.all("label")] == [
        "At the top", f"After #{one} Eerste", f"At the bottom, after #{two} Formulier {two}"
    ]  # fmt: skip
    (form,) = [e for e in page.all("form") if "placement" in e.get("action", "")]
    fields = {e.get("name", ""): e.get("value", "") for e in form.iter("input") if e.get("type") == "hidden"}
    moved = daan.post(form.get("action", ""), {**fields, "after": one})
    assert (moved.status, moved.location) == (
        303,
        f"/desk/tickets/{number}/telling?client={town.leiden.id}&column=planned",
    )
    assert order(Column.PLANNED) == [one, number, two]
    asked = daan.get(moved.location)
    board = daan.get(asked.one("a", id=f"telling-{number}-leave").get("href", ""))
    assert (
        words(board.one("div", id="last-action"))
        == f"Last action: #{number} from New to Planned · Undo · Earlier moves"
    )


@pytest.mark.parametrize("query", ["", "ticket=", "ticket=abc", "ticket=-1", "ticket=" + "9" * 40])
def test_moving_no_ticket_at_all_is_not_found(daan: Visitor, query: str) -> None:
    assert daan.get(f"/desk/board/move?{query}").status == 404


def test_a_move_answers_the_card_the_undo_and_a_sentence(town: Town, daan: Visitor) -> None:
    one = card(town, Column.PLANNED)
    number = card(town, subject="Contactformulier")
    reply = post(daan, number, "planned", one, htmx=True)
    assert reply.status == 200
    assert (spot(reply, number)["data-column"], spot(reply, number)["data-after"]) == ("planned", str(one))
    assert reply.one("li", data_ticket=str(number)).get("data-version") == "2"
    said = words(reply.one("div", id="status"))
    assert said == f"#{number} Contactformulier moved from New to Planned, position 2 of 2."
    assert "from New to Planned" in words(reply.one("div", id="last-action"))
    again = post(daan, number, "planned", "", 2, htmx=True)
    assert (
        words(again.one("div", id="status")) == f"#{number} Contactformulier is in Planned, position 1 of 2."
    )
    assert spot(again, number)["data-after"] == ""


def test_a_move_and_its_undo_are_announced_in_dutch(town: Town, visit: Visit) -> None:
    visitor, number = visit("daan"), card(town, subject="Contactformulier")
    said = words(post(visitor, number, "in_progress", htmx=True).one("div", id="status"))
    assert said == f"#{number} Contactformulier verplaatst van Nieuw naar In behandeling, plaats 1 van 1."
    back = visitor.post("/desk/board/undo", htmx=True)
    assert (
        words(back.one("div", id="status"))
        == f"Ongedaan gemaakt. #{number} staat weer in Nieuw, plaats 1 van 1."
    )


def test_positions_are_those_of_the_filtered_board(town: Town, daan: Visitor) -> None:
    for _ in range(3):
        card(town, Column.PLANNED, organisation_id=town.abroad.id)
    number = card(town)
    fields = {"column": "planned", "after": "", "version": 1}
    reply = daan.post(f"/desk/tickets/{number}/placement?client={town.leiden.id}", fields, htmx=True)
    assert words(reply.one("div", id="status")).endswith("position 1 of 1.")


@pytest.mark.parametrize(
    ("wish", "sentence"),
    [
        (("nonsense", "", 1), "The board has no such column"),
        (("", "", 1), "That is no place on the board"),
        (("x" * 500, "", 1), "That is no place on the board"),
        (("planned", "abc", 1), "That is no place on the board"),
        (("planned", "1.5", 1), "That is no place on the board"),
        (("planned", "", ""), "That is no place on the board"),
        (("planned", "", "two"), "That is no place on the board"),
        (("planned", "1001", 1), "A card cannot stand behind itself"),
    ],
)
@pytest.mark.parametrize("htmx", [True, False])
def test_a_move_that_makes_no_sense_is_refused_with_a_sentence_and_changes_nothing(
    town: Town, daan: Visitor, wish: tuple[str, str, object], sentence: str, htmx: bool
) -> None:
    number = card(town)
    reply = post(daan, number, *wish, htmx=htmx)
    assert (reply.status, sentence in reply.text) == (422, True)
    assert ticket(number).version == 1


@pytest.mark.parametrize("htmx", [True, False])
def test_an_old_version_is_told_the_truth_with_both_choices(town: Town, daan: Visitor, htmx: bool) -> None:
    below = card(town, Column.PLANNED)
    number = card(town)
    place(number, "waiting", None, 1, by=town.mara.id, now=now())
    reply = post(daan, number, "planned", below, 1, htmx=htmx)
    assert reply.status == 409
    sentence = f"Not moved. Mara Visser has moved #{number} to Waiting for client in the meantime."
    assert sentence in reply.text
    assert order(Column.WAITING) == [number]
    form = reply.one("form", id=f"card-{number}-again-form")
    assert words(form) == "Move to Planned all the same"
    assert words(reply.one("a", id=f"card-{number}-leave")) == "Leave it"
    if htmx:
        assert spot(reply, number)["data-column"] == "waiting"
        assert words(reply.one("div", id="status")) == sentence
    fields = {e.get("name", ""): e.get("value", "") for e in form.iter("input")}
    daan.post(form.get("action", ""), fields)
    assert order(Column.PLANNED) == [below, number]


def test_a_change_that_was_no_move_is_called_a_change(town: Town, daan: Visitor, visit: Visit) -> None:
    number = card(town)
    with transaction() as session:
        session.get_one(Ticket, number).version = 2
    reply = post(daan, number, "planned", htmx=True)
    assert f"#{number} was changed in the meantime. #{number} is in New now." in reply.text
    post(daan, number, "planned", version=2, htmx=True)
    reply = post(daan, number, "done", version=2, htmx=True)
    assert f"You changed #{number} in the meantime. #{number} is in Planned now." in reply.text


@pytest.mark.parametrize("after", ["elsewhere", "4242", "-7", "9" * 25])
@pytest.mark.parametrize("htmx", [True, False])
def test_a_neighbour_that_is_not_there_is_told_and_changes_nothing(
    town: Town, daan: Visitor, after: str, htmx: bool
) -> None:
    number, elsewhere = card(town), card(town, Column.WAITING)
    named = str(elsewhere) if after == "elsewhere" else after
    reply = post(daan, number, "planned", named, htmx=htmx)
    assert reply.status == 409
    assert f"Not moved. #{named} is not in Planned any more. #{number} is in New now." in reply.text
    assert ticket(number).version == 1


def test_a_stale_card_that_the_filters_hide_is_told_above_the_board(town: Town, daan: Visitor) -> None:
    number = card(town, Column.DONE, done_at=now() - timedelta(days=30), version=4)
    reply = post(daan, number, "planned", htmx=True)
    assert reply.status == 409
    assert "data-column" not in spot(reply, number)
    assert f"#{number} is in Done now." in words(reply.one("div", id="notices"))


@pytest.mark.parametrize("htmx", [True, False])
def test_an_unknown_ticket_is_not_found(daan: Visitor, htmx: bool) -> None:
    assert post(daan, 4242, "planned", htmx=htmx).status == 404
    assert daan.get("/desk/tickets/4242/placement").status == 404


def test_without_a_token_nothing_moves(town: Town, daan: Visitor) -> None:
    number = card(town)
    assert post(daan, number, "planned", token="wrong").status == 400
    assert post(daan, number, "planned", token="wrong", htmx=True).status == 400
    assert ticket(number).version == 1


def test_undo_works_without_a_script_and_offers_the_move_before(town: Town, daan: Visitor) -> None:
    first, second = card(town), card(town)
    post(daan, first, "planned")
    post(daan, second, "planned")
    page = daan.get("/desk/board")
    form = page.one("form", id="undo-form")
    fields = {e.get("name", ""): e.get("value", "") for e in form.iter("input")}
    back = daan.post(form.get("action", ""), fields)
    assert back.status == 303
    assert order(Column.NEW) == [second]
    assert f"#{first} from New to Planned" in words(daan.get("/desk/board").one("div", id="last-action"))
    daan.post(form.get("action", ""), fields | {"move": ""})
    assert order(Column.NEW) == [first, second]
    assert words(daan.get("/desk/board").one("div", id="last-action")) == ""


@pytest.mark.parametrize("htmx", [True, False])
def test_undo_of_what_a_colleague_changed_is_refused_with_the_truth(
    town: Town, daan: Visitor, htmx: bool
) -> None:
    number = card(town)
    post(daan, number, "planned")
    place(number, "done", None, 2, by=town.mara.id, now=now())
    reply = daan.post("/desk/board/undo", htmx=htmx)
    assert reply.status == 409
    assert f"Not undone. Mara Visser has moved #{number} to Done in the meantime." in reply.text
    assert not reply.all("form", id=f"card-{number}-again-form")
    assert words(daan.get("/desk/board").one("div", id="last-action")) == ""


@pytest.mark.parametrize("move", ["", "4242", "abc", "9" * 30])
@pytest.mark.parametrize("htmx", [True, False])
def test_undo_of_nothing_is_refused(daan: Visitor, move: str, htmx: bool) -> None:
    reply = daan.post("/desk/board/undo", {"move": move}, htmx=htmx)
    assert (reply.status, "There is no move of yours left to undo" in reply.text) == (422, True)
