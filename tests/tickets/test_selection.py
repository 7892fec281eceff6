"""Several cards at once: each in a transaction of its own, and what could not be done says why."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from projectie.clock.now import now
from projectie.tickets.models import Column
from projectie.tickets.placement import place
from projectie.tickets.priority import Kind, Priority
from projectie.tickets.selection import MOST, Pick, picks_of
from tests.tickets.boards import card, order, ticket
from tests.town import Town
from tests.visitor import Page, Visitor, words

Visit = Callable[..., Visitor]


@pytest.fixture
def daan(visit: Visit) -> Visitor:
    """Return Daan of the staff, who reads English here."""
    return visit("daan", language="en")


def act(visitor: Visitor, do: str, picked: list[str], **fields: object) -> Page:
    form = {"ticket": picked, "do": do, **fields}
    return visitor.post("/desk/board/selection?select=1", form, htmx=True)


def test_cards_move_in_their_order_and_a_stale_one_stays_picked(town: Town, daan: Visitor) -> None:
    there, one, two, three = card(town, Column.TRIAGED), card(town), card(town), card(town)
    place(two, "in_progress", None, 1, by=town.mara.id, now=now())
    page = act(daan, "move", [f"{n}-1" for n in (one, two, three)], column="triaged", after="last")
    assert order(Column.TRIAGED) == [there, one, three]
    assert words(page.one("div", id="status")) == "2 of 3 tickets changed. The others are still selected."
    (left,) = page.all("li", data_left=str(two))
    assert "has moved" in words(left)
    assert len(daan.get("/desk/moves").all("button", name="move")) == 2  # one way back each


def test_without_a_script_what_was_left_is_picked_again(town: Town, daan: Visitor) -> None:
    one, two = card(town), card(town)
    place(two, "planned", None, 1, by=town.mara.id, now=now())
    form = {"ticket": [f"{one}-1", f"{two}-1"], "do": "assign", "assignee": town.mara.id}
    done = daan.post("/desk/board/selection?select=1&priority=", form)
    assert (done.status, done.location) == (303, f"/desk/board?select=1&pick={two}")
    board = daan.get(done.location)
    assert f"#{two}: Not changed: a colleague changed it meanwhile." in board.text
    picked = [e.get("value") for e in board.all("input", class_="pick") if e.get("checked") is not None]
    assert picked == [f"{two}-2"]
    assert (ticket(one).assignee_id, ticket(two).assignee_id) == (town.mara.id, None)


def test_r08_a_priority_for_all_needs_one_reason(town: Town, daan: Visitor) -> None:
    one, two = (card(town, Column.TRIAGED, kind=Kind.BUG) for _ in range(2))
    picked = [f"{one}-1", f"{two}-1"]
    assert "needs a reason" in act(daan, "prioritise", picked, priority="high").text
    act(daan, "prioritise", picked, priority="high", because="Beurs volgende week")
    assert [ticket(n).priority for n in (one, two)] == [Priority.HIGH, Priority.HIGH]


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"do": "move", "column": "attic"}, "Choose a column"),
        ({"do": "assign", "assignee": "99999"}, "Choose a colleague"),
        ({"do": "dance"}, "Choose what to do with them"),
    ],
)
def test_what_is_unclear_changes_nothing_and_keeps_the_cards_picked(
    town: Town, daan: Visitor, fields: dict[str, str], said: str
) -> None:
    number = card(town)
    page = daan.post("/desk/board/selection?select=1", {"ticket": f"{number}-1", **fields})
    assert (page.status, said in page.text) == (422, True)
    assert page.one("input", id=f"card-{number}-pick").get("checked") is not None
    assert ticket(number).version == 1


@given(st.lists(st.text(alphabet="0123456789-x ", max_size=12), max_size=MOST + 20))
def test_whatever_a_form_names_each_ticket_is_picked_once(texts: list[str]) -> None:
    picks = picks_of(texts)
    assert len({pick.number for pick in picks}) == len(picks) <= MOST
    assert all(isinstance(pick, Pick) and pick.version >= 0 for pick in picks)
