"""Swimlanes: cards in groups within their columns, named in the address; a move keeps a card in its lane."""

from collections.abc import Callable

from projectie.tickets.models import Column
from projectie.tickets.priority import Priority
from tests.tickets.boards import card
from tests.town import Town
from tests.visitor import Page, Visitor, words

Visit = Callable[..., Visitor]


def lanes(page: Page, key: str) -> list[str]:
    """Return what stands in a column, in order: names of lanes and numbers of cards."""
    (section,) = page.all("section", data_column=key)
    shown = [e for e in section.iter("li") if e.get("data-ticket") or "group" in e.get("class", "")]
    found = [e.get("data-ticket") or words(e) for e in shown]
    return [each for each in found if each not in {"On hold", "In de wacht"}]


def test_cards_stand_in_lanes_and_in_the_order_of_the_hands_within_them(town: Town, visit: Visit) -> None:
    low, high, none, higher = (
        str(card(town, Column.TRIAGED, priority=priority))
        for priority in (Priority.LOW, Priority.HIGH, None, Priority.HIGH)
    )
    page = visit("daan", language="en").get("/desk/board?lanes=priority")
    assert lanes(page, "triaged") == ["High", high, higher, "Low", low, "Not assessed yet", none]


def test_every_kind_of_lane_has_its_names(town: Town, visit: Visit) -> None:
    mine = str(card(town, assignee_id=town.daan.id))
    theirs = str(card(town, organisation_id=None, requester_id=None))
    daan = visit("daan", language="en")
    for by, first, last in (
        ("client", town.leiden.name, "Unknown client"),
        ("assignee", town.daan.name, "Nobody"),
        ("tier", "On Demand +", "No contract"),
    ):
        assert lanes(daan.get(f"/desk/board?lanes={by}"), "new") == [first, mine, last, theirs]
    assert lanes(daan.get("/desk/board?lanes=colour"), "new") == [mine, theirs]


def test_a_move_answers_with_the_lane_and_the_address_keeps_it(town: Town, visit: Visit) -> None:
    low = card(town, Column.TRIAGED, priority=Priority.LOW)
    high = card(town, priority=Priority.HIGH)
    daan = visit("daan", language="en")
    typed = {"column": "triaged", "after": str(low), "version": "1"}
    page = daan.post(f"/desk/tickets/{high}/placement?lanes=priority", typed, htmx=True)
    template = page.one("template", data_card=str(high))
    assert (template.get("data-after"), page.one("li", data_ticket=str(high)).get("data-group")) == (
        "",
        "high",
    )
    typed = {"column": "new", "after": "", "version": "2"}
    assert "lanes=priority" in daan.post(f"/desk/tickets/{high}/placement?lanes=priority", typed).location
