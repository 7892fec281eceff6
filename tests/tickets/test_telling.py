"""A column asks what the client is told: a week, a question, a receipt; the move is made already."""

from collections.abc import Callable

import pytest
from sqlalchemy import select

from projectie.clock.now import now
from projectie.database import db
from projectie.mail.models import OutgoingLetter
from projectie.tickets.models import Column
from projectie.tickets.placement import place
from tests.tickets.boards import card, ticket
from tests.town import Town
from tests.visitor import Page, Visitor, words

Visit = Callable[..., Visitor]


@pytest.fixture
def daan(visit: Visit) -> Visitor:
    """Return Daan of the staff, who reads English here."""
    return visit("daan", language="en")


def ask(daan: Visitor, number: int) -> Page:
    return daan.get(f"/desk/tickets/{number}/telling")


def tell(daan: Visitor, number: int, column: str, **fields: object) -> Page:
    form = {"column": column, "version": ticket(number).version, "seen": 0, **fields}
    return daan.post(f"/desk/tickets/{number}/telling", form)


def letters() -> list[OutgoingLetter]:
    db.session.rollback()
    return list(db.session.scalars(select(OutgoingLetter).order_by(OutgoingLetter.id)))


def test_r09_a_planned_card_asks_for_a_week_and_the_client_is_told(town: Town, daan: Visitor) -> None:
    number = card(town, Column.PLANNED, now=now())
    asked = ask(daan, number)
    (week, *_rest) = [e.get("value", "") for e in asked.all("option") if "-W" in e.get("value", "")]
    assert tell(daan, number, "planned", promised=week).location.endswith(f"#card-{number}")
    assert ticket(number).planned is not None
    assert [letter.to_address for letter in letters()] == [town.lotte.email]
    assert daan.get(f"/desk/tickets/{number}/telling", htmx=True).status == 204  # promised already


def test_a_question_is_sent_once_it_is_finished(town: Town, daan: Visitor) -> None:
    number = card(town, Column.WAITING)
    filled = words(ask(daan, number).one("textarea"))
    assert filled == "We hebben nog iets van je nodig voor we verder kunnen:"
    refused = tell(daan, number, "waiting", body=filled)
    assert (refused.status, "Finish the question first" in refused.text) == (422, True)
    tell(daan, number, "waiting", body=f"{filled} het logo")
    (letter,) = letters()
    assert "het logo" in letter.body_text
    assert "We wachten nu op jou." in letter.body_text
    assert ticket(number).column is Column.WAITING


def test_a_card_that_was_moved_on_meanwhile_tells_nobody_and_keeps_what_was_typed(
    town: Town, daan: Visitor
) -> None:
    number = card(town, Column.WAITING)
    place(number, "in_progress", None, 1, by=town.mara.id, now=now())
    refused = tell(daan, number, "waiting", body="Mag het logo erbij?")
    assert refused.status == 409
    assert f"#{number} changed meanwhile and is in In progress now." in refused.text
    assert words(refused.one("textarea")) == "Mag het logo erbij?"
    assert letters() == []


def test_putting_it_back_takes_the_move_back(town: Town, daan: Visitor) -> None:
    number = card(town)
    moved = daan.post(f"/desk/tickets/{number}/placement", {"column": "done", "after": "", "version": 1})
    back = daan.get(moved.location).one("form", id=f"telling-{number}-back-form")
    move = next(e.get("value") for e in back.iter("input") if e.get("name") == "move")
    daan.post(back.get("action", ""), {"move": move})
    assert ticket(number).column is Column.NEW


@pytest.mark.parametrize("column", [Column.NEW, Column.TRIAGED, Column.IN_PROGRESS])
def test_other_columns_ask_nothing(town: Town, daan: Visitor, column: Column) -> None:
    number = card(town, column)
    assert daan.get(f"/desk/tickets/{number}/telling", htmx=True).status == 204
    assert daan.get(f"/desk/tickets/{number}/telling", follow=False).location.startswith("/desk/board")
