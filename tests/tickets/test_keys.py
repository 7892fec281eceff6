"""The page of the keys, and the deed that has a key of its own."""

from collections.abc import Callable

from projectie.tickets.models import Column
from tests.tickets.boards import card, ticket
from tests.town import Town
from tests.visitor import Visitor

Visit = Callable[..., Visitor]


def test_the_keys_are_a_page_and_a_part_of_one(town: Town, visit: Visit) -> None:
    del town
    daan = visit("daan", language="en")
    assert "Single keys are on." in daan.get("/desk/keys").text
    assert daan.get("/desk/keys", htmx=True).one("table", id="keys-list") is not None


def test_a_ticket_is_given_to_whoever_asks(town: Town, visit: Visit) -> None:
    number = card(town, Column.PLANNED, assignee_id=town.mara.id)
    daan = visit("daan", language="en")
    page = daan.post(f"/desk/tickets/{number}/mine", htmx=True)
    assert f"#{number} is yours." in page.text
    assert (ticket(number).assignee_id, ticket(number).column) == (town.daan.id, Column.PLANNED)
    assert "DB" in "".join(page.one("li", data_ticket=str(number)).itertext())
    back = daan.post(f"/desk/tickets/{number}/mine?priority=high").location
    assert back.endswith(f"/desk/board?priority=high#card-{number}")
