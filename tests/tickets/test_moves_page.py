"""The last moves of somebody, each with its own way back."""

from collections.abc import Callable

from projectie.clock.now import now
from projectie.tickets.models import Column
from projectie.tickets.placement import place
from tests.tickets.boards import card, ticket
from tests.town import Town
from tests.visitor import Visitor

Visit = Callable[..., Visitor]


def test_an_earlier_move_is_taken_back_while_a_later_one_stands(town: Town, visit: Visit) -> None:
    first, second, third = card(town), card(town), card(town)
    for number in (first, second, third):
        place(number, "planned", None, 1, by=town.daan.id, now=now())
    place(third, "waiting", None, 2, by=town.mara.id, now=now())
    daan = visit("daan", language="en")
    page = daan.get("/desk/moves")
    assert [row.find("th/a").get("href") for row in page.all("tr") if row.find("th/a") is not None] == [  # type: ignore[union-attr]
        f"/desk/tickets/{number}" for number in (third, second, first)
    ]
    assert "changed since" in page.text
    buttons = page.all("button", name="move")
    assert [button.get("aria-label") for button in buttons] == [
        f"Undo the move of #{number}" for number in (second, first)
    ]
    daan.post("/desk/board/undo", {"move": buttons[1].get("value")})
    assert [ticket(number).column for number in (first, second)] == [Column.NEW, Column.PLANNED]
    assert len(daan.get("/desk/moves").all("button", name="move")) == 1


def test_whoever_moved_nothing_reads_so(town: Town, visit: Visit) -> None:
    place(card(town), "planned", None, 1, by=town.mara.id, now=now())
    assert "Nothing to undo" in visit("daan", language="en").get("/desk/moves").text
