"""The board in a browser without a script, and the fragments it answers to one with."""

import gzip
import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask

from projectie.clock.now import now
from projectie.config import found
from projectie.database import transaction
from projectie.tickets.models import Column, Ticket
from projectie.tickets.priority import Kind, Priority
from tests.tickets.boards import card, usual
from tests.town import Town
from tests.visitor import Page, Visitor, words

Visit = Callable[..., Visitor]


@pytest.fixture
def daan(visit: Visit) -> Visitor:
    """Return Daan of the staff, who reads English here."""
    return visit("daan", language="en")


def column(page: Page, key: str) -> list[str]:
    (section,) = [e for e in page.all("section") if e.get("data-column") == key]
    return [e.get("data-ticket", "") for e in section.iter("li") if e.get("data-ticket")]


def test_the_board_follows_its_contract(town: Town, daan: Visitor) -> None:
    number = card(town, Column.PLANNED, subject="Contactformulier")
    page = daan.get("/desk/board")
    assert [e.get("data-column") for e in page.all("section", class_="column")] == [c.value for c in Column]
    shown = page.one("li", data_ticket=str(number))
    assert (shown.get("id"), shown.get("data-version")) == (f"card-{number}", "1")
    (link,), (button,) = list(shown.iter("a")), list(shown.iter("button"))
    assert (words(link), link.get("href")) == ("Contactformulier", f"/desk/tickets/{number}")
    assert (words(button), button.get("aria-label")) == ("Move", f"Move #{number} Contactformulier")
    assert [words(e) for e in page.all("h2")] == [
        "New 0",
        "Triaged 0",
        "Planned 1",
        "In progress 0",
        "Waiting for client 0",
        "Done 0",
    ]
    assert words(page.one("div", role="status")) == ""


def test_a_card_says_what_staff_need_to_choose(town: Town, daan: Visitor) -> None:
    number = card(
        town,
        Column.PLANNED,
        kind=Kind.OUTAGE,
        priority=Priority.CRITICAL,
        assignee_id=town.mara.id,
        urgent_asked=True,
        verified=False,
        response_from=now(),
        response_by=now() + timedelta(days=1),
        answered_at=now(),
    )
    said = words(daan.get("/desk/board").one("li", data_ticket=str(number)))
    for text in (
        "Critical",
        "Outage",
        "On Demand +",
        "Urgent?",
        "sender not proven",
        f"#{number}",
        town.leiden.name,
        "MV",
        "answered",
    ):
        assert text in said, text


def test_an_unknown_sender_is_shown_as_such(town: Town, daan: Visitor) -> None:
    number = card(town, organisation_id=None, requester_id=None, requester_name="Piet")
    said = words(daan.get("/desk/board").one("li", data_ticket=str(number)))
    assert "unknown client" in said
    assert "Piet" in said


def test_a_subject_in_another_language_than_the_page_says_so(town: Town, daan: Visitor) -> None:
    dutch, english = card(town), card(town, language="en")
    page = daan.get("/desk/board")
    assert page.one("a", id=f"card-{dutch}-link").get("lang") == "nl"
    assert page.one("a", id=f"card-{english}-link").get("lang") is None


def test_the_board_costs_four_statements_however_many_cards_it_holds(town: Town, daan: Visitor) -> None:
    def asked() -> int:
        return len([s for s in daan.get("/desk/board").statements if s.lstrip().startswith("SELECT")])

    card(town)
    asked()  # the terms are read once a process
    few = asked()
    for _ in range(12):
        card(town, Column.PLANNED, assignee_id=town.mara.id)
    assert asked() == few <= 4


def test_the_board_is_empty_in_words(daan: Visitor) -> None:
    assert "Nothing open. A good moment for a break." in daan.get("/desk/board").text


def test_done_is_folded_and_unfolds_without_a_script(town: Town, daan: Visitor) -> None:
    card(town, Column.DONE, done_at=now())
    folded = daan.get("/desk/board")
    assert folded.one("section", data_column="done").get("data-folded") is not None
    unfolded = daan.get(folded.one("a", id="fold").get("href", ""))
    assert unfolded.one("section", data_column="done").get("data-folded") is None


def test_filters_live_in_the_address_and_are_said_as_a_sentence(town: Town, daan: Visitor) -> None:
    mine = card(town, assignee_id=town.daan.id, priority=Priority.HIGH)
    card(town, assignee_id=town.mara.id, priority=Priority.HIGH)
    page = daan.get(
        f"/desk/board?client={town.leiden.id}&assignee={town.daan.id}&priority=high&q=form&tier=on_demand_plus"
    )
    assert column(page, "new") == [str(mine)]
    sentence = words(page.one("p", id="sentence"))
    assert (
        sentence
        == "Tickets from Bakkerij Leiden, priority high, on On Demand +, assigned to me, with “form”: 1 Show all"
    )
    assert page.one("input", id="q").get("value") == "form"
    chosen = [words(e) for e in page.all("option") if e.get("selected") is not None]
    assert chosen == ["Bakkerij Leiden", "Me", "On Demand +", "High", "New (1)"]


@pytest.mark.parametrize(
    "query",
    ["client=abc", "client=999999", "client=99999999999999999999", "assignee=x", "tier=%00", "priority=now", "column=x",
     "peek=abc", "peek=-1", "q=%00%ff", "q=" + "a" * 5000, "done=maybe", "_external=1&_scheme=x", "numbers=1"],
)  # fmt: skip
def test_a_strange_value_in_the_address_is_passed_over(town: Town, daan: Visitor, query: str) -> None:
    card(town)
    assert daan.get(f"/desk/board?{query}").status == 200


def test_a_filter_answers_the_columns_the_lines_and_how_many_were_found(town: Town, daan: Visitor) -> None:
    card(town, priority=Priority.HIGH)
    card(town)
    reply = daan.get("/desk/board?priority=high&client=&q=", htmx=True)
    assert reply.headers["HX-Push-Url"] == "/desk/board?priority=high"
    assert words(reply.one("div", id="status")) == "1 ticket found."
    assert len(reply.all("li", class_="card")) == 1
    assert not reply.all("html", lang="en")
    assert words(reply.one("b", id="found")) == "1"


def test_peek_marks_a_card(town: Town, daan: Visitor) -> None:
    number, other = card(town), card(town)
    page = daan.get(f"/desk/board?peek={number}")
    assert "selected" in page.one("li", id=f"card-{number}").get("class", "")
    assert "selected" not in page.one("li", id=f"card-{other}").get("class", "")


def test_changed_cards_come_with_their_neighbour_under_the_same_filters(town: Town, daan: Visitor) -> None:
    one = card(town, Column.PLANNED)
    card(town, Column.PLANNED, organisation_id=town.abroad.id)
    three, gone = card(town, Column.PLANNED), card(town, Column.DONE, done_at=now() - timedelta(days=30))
    hidden = card(town, organisation_id=town.abroad.id)
    asked = f"numbers={three},{one},{gone},{hidden},4242,abc,,{three}&client={town.leiden.id}"
    reply = daan.get(f"/desk/board/cards?{asked}", htmx=True)
    shown = [(e.get("data-card"), e.get("data-column"), e.get("data-after")) for e in reply.all("template")]
    assert shown == [
        (str(gone), None, None), (str(hidden), None, None), ("4242", None, None),
        (str(one), "planned", ""), (str(three), "planned", str(one)),
    ]  # fmt: skip


def test_changed_cards_without_a_script_are_the_whole_board(town: Town, daan: Visitor) -> None:
    card(town)
    assert daan.get("/desk/board/cards?numbers=1").one("h1") is not None


@pytest.mark.parametrize("name", ["lotte", None])
@pytest.mark.parametrize(
    "path",
    [
        "/desk/board",
        "/desk/board/cards?numbers=1",
        "/desk/board/move?ticket=1",
        "/desk/tickets/1001/placement",
    ],
)
def test_only_staff_see_the_board(town: Town, visit: Visit, name: str | None, path: str) -> None:
    card(town)
    assert visit(name).get(path, follow=False).status == (404 if name else 302)


def test_words_for_the_script_are_in_the_language_of_the_page(app: Flask, town: Town, visit: Visit) -> None:
    board = visit("daan").get("/desk/board").one("div", id="board")
    assert board.get("data-offline") == "Niet opgeslagen: geen verbinding. #{number} staat weer in {column}."
    assert board.get("data-others") == "{count} wijzigingen door collega’s"


def test_three_hundred_cards_fit_in_25_kb(town: Town, daan: Visitor) -> None:
    names = ("Contactformulier verstuurt niets", "Vacaturepagina toevoegen", "Menu opens behind the image")
    with transaction() as session:
        for place_ in range(300):
            values = {"subject": f"{names[place_ % 3]} {place_ * 7919 % 1009}", "position": place_}
            given = usual(town, 2000 + place_, now()) | {"column": list(Column)[place_ % 5]} | values
            session.add(Ticket(**given))
    assert len(gzip.compress(daan.get("/desk/board").html.encode(), 6)) <= 25_000


def test_every_word_the_script_asks_for_is_there(daan: Visitor) -> None:
    """The script finds its words in data attributes: a name that is misspelt would be silent."""
    script = (found("static") / "board.js").read_text(encoding="utf-8")
    page = daan.get("/desk/board")
    for holder, about in (("board", page.one("div", id="board")), ("menu", page.one("div", id="move-menu"))):
        for name in set(re.findall(rf"\b{holder}\.dataset\.(\w+)", script)) - {
            "dragging"
        }:  # the script's own
            assert about.get(f"data-{name}"), f"{holder}.dataset.{name}"
