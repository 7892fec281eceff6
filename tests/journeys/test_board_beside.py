"""Beside and across the board in a real Chromium: the panel, values where they stand, several cards, what a column asks."""

import pytest
from playwright.sync_api import expect

from projectie.clock.now import now
from projectie.database import db
from projectie.tickets.composing import who_is_here
from projectie.tickets.models import Column
from projectie.tickets.placement import place
from projectie.tickets.presence import Beat, beat
from projectie.tickets.retitling import retitle
from tests.browsers import Browse
from tests.journeys.hands import column, drag, focused, hears, open_board, settled, until
from tests.tickets.boards import card, order, ticket
from tests.town import Town

pytestmark = [pytest.mark.browser, pytest.mark.parametrize("app", ["sqlite"], indirect=True)]


def test_a_small_screen_goes_to_the_page_of_the_ticket(browse: Browse, town: Town) -> None:
    number = card(town)
    page = open_board(browse("daan", phone=True))
    page.tap(f"#card-{number}-link")
    page.wait_for_url(f"**/desk/tickets/{number}")


def test_a_value_is_changed_in_the_panel_and_a_colleague_is_never_overwritten(
    browse: Browse, town: Town
) -> None:
    number = card(town, Column.TRIAGED, subject="Oven")
    page = open_board(browse("daan", language="en"), f"?peek={number}")
    page.focus("#edit-title")
    page.keyboard.press("Enter")
    expect(page.locator("#inline-value")).to_be_focused()
    page.keyboard.press("Escape")
    assert focused(page) == "edit-title"
    expect(page.locator("#inline-form")).to_have_count(0)
    page.keyboard.press("Enter")
    expect(page.locator("#inline-value")).to_be_focused()
    retitle(number, "Oven stuk", 1, town.mara.id, now())
    page.keyboard.press("Control+a")
    page.keyboard.type("Oven kapot")
    page.keyboard.press("Enter")
    expect(page.locator("#inline-error")).to_contain_text("meanwhile to “Oven stuk”")
    expect(page.locator("#inline-value")).to_have_value("Oven kapot")
    page.keyboard.press("Enter")
    expect(page.locator("#edit-title")).to_be_focused()
    expect(page.locator("#peek-title")).to_contain_text("Oven kapot")
    expect(page.locator(f"#card-{number}-link")).to_have_text("Oven kapot")


def test_several_cards_move_by_keys_and_what_was_ahead_of_us_stays_selected(
    browse: Browse, town: Town
) -> None:
    one, two, three = (card(town) for _ in range(3))
    page = open_board(browse("daan", language="en"))
    page.focus(f"#card-{one}-link")
    for key in ("x", "ArrowDown", "x", "ArrowDown", "x"):
        page.keyboard.press(key)
    expect(page.locator("#picked")).to_have_text("3")
    place(two, "waiting", None, 1, by=town.mara.id, now=now())
    page.keyboard.press("m")
    page.click("#move-columns button[value=in_progress]")
    page.click("#move-places button >> nth=0")
    hears(page, "2 of 3 tickets changed. The others are still selected.")
    assert (column(page, "in_progress"), column(page, "waiting")) == ([one, three], [two])
    assert order(Column.IN_PROGRESS) == [one, three]
    assert page.eval_on_selector_all(".pick:checked", "es => es.map(e => e.id)") == [f"card-{two}-pick"]
    page.click("#selection-assign")
    hears(page, "1 ticket changed.")
    assert ticket(two).assignee_id == town.daan.id
    page.click("#selection-stop")
    assert focused(page) == "select"
    assert "select=" not in page.url


def test_a_drop_asks_and_can_be_put_back_or_told(browse: Browse, town: Town) -> None:
    number, there = card(town, Column.IN_PROGRESS), card(town, Column.WAITING)
    page = open_board(browse("daan", language="en"))
    page.hover(f"#card-{there}")
    until(page, "typeof Sortable !== 'undefined' && !!Sortable.get(document.querySelector('.cards'))")
    drag(page, number, there)
    ask = page.locator(f"#card-{number} .ask")
    expect(ask).to_be_visible()
    page.click(f"#telling-{number}-back")
    expect(page.locator(f"#cards-in_progress #card-{number}")).to_be_visible()
    expect(ask).to_have_count(0)
    page.focus(f"#card-{number}-move")
    page.keyboard.press("Shift+ArrowRight")
    settled(page)
    expect(ask).to_be_visible()
    assert focused(page) == f"card-{number}-move"
    page.fill(f"#telling-{number}-what", "Welk logo mag erop?")
    page.click(f"#telling-{number}-tell")
    hears(page, f"The client of #{number} is told.")
    expect(ask).to_have_count(0)
    page.keyboard.press("Shift+ArrowRight")
    expect(ask.locator("textarea")).to_have_value("We hebben dit voor je afgerond.")
    page.click(f"#telling-{number}-leave")
    expect(ask).to_have_count(0)
    assert ticket(number).column is Column.DONE


def test_a_panel_follows_what_a_colleague_does_and_keeps_what_is_typed(browse: Browse, town: Town) -> None:
    number = card(town, subject="Oven")
    page = browse("daan", language="en")
    with page.expect_response("**/presence"):
        open_board(page, f"?peek={number}")
    assert [one.name for one in who_is_here(db.session(), number, town.mara.id, now())] == ["Daan de Boer"]
    beat(number, Beat("hers", replying=True), town.mara.id, now())
    expect(page.locator("#here")).to_have_text("Mara Visser is replying")
    beat(number, Beat("hers", leaving=True), town.mara.id, now())
    expect(page.locator("#here")).to_be_hidden()
    retitle(number, "Fornuis", 1, town.mara.id, now())
    expect(page.locator("#peek-title")).to_contain_text("Fornuis")
    page.click("#edit-title")
    page.fill("#inline-value", "Kookplaat")
    place(number, "planned", None, 2, by=town.mara.id, now=now())
    expect(page.locator(f"#cards-planned #card-{number}")).to_be_visible()
    expect(page.locator("#inline-value")).to_have_value("Kookplaat")
    with page.expect_response("**/presence"):
        page.click("#peek-close")
    db.session.rollback()
    assert who_is_here(db.session(), number, town.mara.id, now()) == ()
