"""Ctrl+K: where one can go from anywhere, as the server answers it."""

from collections.abc import Callable

from tests.tickets.boards import card
from tests.town import Town
from tests.visitor import Visitor

Visit = Callable[..., Visitor]


def asked(visitor: Visitor, text: str) -> list[tuple[str, str]]:
    """Return the names and addresses that are offered."""
    page = visitor.get(f"/desk/palette?q={text}", htmx=True)
    return [("".join(link.itertext()), link.get("href", "")) for link in page.all("a")]


def test_a_number_goes_to_its_ticket_a_word_to_pages_clients_and_tickets(town: Town, visit: Visit) -> None:
    number = card(town, subject="Bakkerij zonder oven")
    daan = visit("daan", language="en")
    assert asked(daan, f"%23{number}") == [
        (f"Ticket #{number} Bakkerij zonder oven", f"/desk/tickets/{number}")
    ]
    found = [address for _, address in asked(daan, "bakkerij")]
    assert found[0] == f"/desk/board?client={town.leiden.id}"
    assert ("Page Board", "/desk/board") in asked(daan, "boa")
    assert asked(daan, "xyzzy") == []


def test_it_offers_what_can_be_done_to_the_ticket_at_hand_each_with_its_key(town: Town, visit: Visit) -> None:
    number = card(town)
    page = visit("daan", language="en").get(f"/desk/palette?ticket={number}", htmx=True)
    keys = {link.get("data-key"): link.get("href") for link in page.all("a") if link.get("data-key")}
    assert list(keys) == ["m", "a", "i", "p"]
    assert keys["m"] == f"/desk/tickets/{number}/placement"
    assert [kbd.text for kbd in page.all("kbd")] == ["m", "a", "i", "p", "g", "b", "g", "t", "/", "?"]
    assert not visit("daan").get("/desk/palette?ticket=9999", htmx=True).all("a", data_key="m")


def test_without_a_script_it_is_the_search_and_clients_have_none(town: Town, visit: Visit) -> None:
    del town
    assert visit("daan").get("/desk/palette?q=oven", follow=False).location == "/desk/search?q=oven"
    assert visit("lotte").get("/desk/palette?q=oven", htmx=True).status == 404
