"""Views of the board by name, columns that are watched, and cards on hold."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from projectie.clock.now import now
from projectie.database import db
from projectie.tickets.holding import hold
from projectie.tickets.models import Column
from projectie.tickets.placement import place, undo
from projectie.tickets.priority import Priority
from projectie.tickets.view_names import Clash, Named, clash, folded
from projectie.tickets.views import Wanted, keep_view, views_of
from tests.tickets.boards import card, ticket
from tests.town import Town
from tests.visitor import Visitor, words

Visit = Callable[..., Visitor]
NAMES = st.builds(
    Named,
    st.integers(1, 9),
    st.sampled_from(["Hoog", "hoog ", "Mijn", "MIJN"]),
    st.integers(1, 2),
    st.booleans(),
)


@pytest.fixture
def daan(visit: Visit) -> Visitor:
    """Return Daan of the staff, who reads English here."""
    return visit("daan", language="en")


def test_a_view_is_kept_gone_to_shared_renamed_and_removed(town: Town, daan: Visitor, visit: Visit) -> None:
    saved = daan.post("/desk/views?priority=high&lanes=client&column=planned", {"name": " Eerst  hoog "})
    assert saved.location == "/desk/board?priority=high&lanes=client"
    (view,) = views_of_daan(town)
    assert daan.get(f"/desk/views/{view}", follow=False).location == "/desk/board?priority=high&lanes=client"
    menu = daan.get("/desk/board?priority=high&lanes=client").one("a", id=f"view-{view}")
    assert (words(menu), menu.get("aria-current")) == ("Eerst hoog", "true")
    mara = visit("mara", language="en")
    assert mara.get(f"/desk/views/{view}").status == 404
    daan.post(f"/desk/views/{view}", {"name": "Hoog", "for_everyone": "y"})
    assert words(mara.get("/desk/board").one("a", id=f"view-{view}")) == "Hoog"
    assert mara.post(f"/desk/views/{view}", {"name": "Van mij"}).status == 404
    assert mara.post(f"/desk/views/{view}/removal").status == 404
    assert "Hoog" in mara.get("/desk/palette?q=hoo", htmx=True).text
    daan.post(f"/desk/views/{view}/removal")
    assert views_of_daan(town) == []


def views_of_daan(town: Town) -> list[int]:
    db.session.rollback()
    return [view.id for view in views_of(db.session(), town.daan.id)]


def test_a_double_name_gets_a_clear_message_and_comes_back(town: Town, daan: Visitor) -> None:
    keep_view(Wanted("Hoog", for_everyone=False), {"priority": "high"}, town.daan.id, now())
    keep_view(Wanted("Samen", for_everyone=True), {"tier": "sla"}, town.mara.id, now())
    again = daan.post("/desk/views?assignee=none", {"name": "HOOG"})
    assert (again.status, "You have a view called “HOOG” already" in again.text) == (422, True)
    assert again.one("input", id="name").get("value") == "HOOG"
    shared = daan.post("/desk/views?assignee=none", {"name": "samen", "for_everyone": "y"})
    assert "There is a view for everyone called “samen” already" in shared.text
    assert (
        daan.post("/desk/views?assignee=none", {"name": "samen"}).status == 303
    )  # one's own may be called so


@given(NAMES, st.lists(NAMES, max_size=6))
def test_a_name_is_taken_exactly_when_a_reader_could_confuse_two(wanted: Named, others: list[Named]) -> None:
    found = clash(wanted, others)
    same = [one for one in others if one.id != wanted.id and folded(one.name) == folded(wanted.name)]
    own = any(one.owner == wanted.owner for one in same)
    shared = wanted.for_everyone and any(one.for_everyone for one in same)
    assert found == (Clash.OWN if own else Clash.EVERYONE if shared else None)


def test_a_card_on_hold_stands_in_the_strip_until_it_leaves_its_column(town: Town, daan: Visitor) -> None:
    one, two = (card(town, Column.TRIAGED, priority=Priority.LOW) for _ in range(2))
    daan.post(f"/desk/tickets/{one}/hold")
    groups = [
        e.get("data-group")
        for e in daan.get("/desk/board").one("ol", id="cards-triaged").iter("li")
        if e.get("class") != "none"
    ]
    assert groups[:3] == [None, "hold", "hold"]  # the other card, then the strip
    moved = place(one, "in_progress", None, ticket(one).version, by=town.daan.id, now=now())
    assert daan.get("/desk/board").one("li", data_ticket=str(one)).get("data-group") is None
    undo(by=town.daan.id, now=now())
    assert daan.get("/desk/board?lanes=priority").one("li", data_ticket=str(one)).get("data-group") == "hold"
    assert moved.column is Column.IN_PROGRESS
    daan.post(f"/desk/tickets/{one}/hold/removal")
    assert daan.get("/desk/board").one("li", data_ticket=str(one)).get("data-group") is None
    assert [ticket(n).version for n in (one, two)] == [5, 1]


def test_what_is_done_is_never_on_hold(town: Town) -> None:
    assert not hold(card(town, Column.DONE), town.daan.id, now())


def test_what_came_into_a_watched_column_stands_on_today(town: Town, daan: Visitor) -> None:
    assert "Came into columns I watch" not in daan.get("/desk/").text
    daan.post("/desk/board/watched", {"column": ["planned", "attic"]})
    number = card(town, subject="Vlaai")
    place(number, "planned", None, 1, by=town.mara.id, now=now())
    watched = daan.get("/desk/")
    section = next(e for e in watched.all("section") if e.get("aria-labelledby") == "watched")
    assert f"#{number} Vlaai" in words(section)
    assert daan.get("/desk/views").one("input", id="watch-planned").get("checked") is not None
