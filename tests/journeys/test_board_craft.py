"""The craft of the board in a real Chromium: lanes and bounds that follow a move at once."""

import pytest
from playwright.sync_api import expect

from projectie.clock.now import now
from projectie.database import db
from projectie.planning.estimating import estimate
from projectie.tickets.column_figures import ColumnFigures
from projectie.tickets.figures_rows import column_figures, keep
from projectie.tickets.models import Column
from projectie.tickets.priority import Priority
from tests.browsers import Browse
from tests.journeys.hands import focused, open_board, settled
from tests.tickets.boards import card
from tests.town import Town

pytestmark = [pytest.mark.browser, pytest.mark.parametrize("app", ["sqlite"], indirect=True)]
IN_TRIAGED = "es => es.filter(e => e.checkVisibility()).map(e => e.dataset.ticket || e.textContent)"


def test_a_move_keeps_the_lane_and_the_head_of_the_column_follows(browse: Browse, town: Town) -> None:
    low = card(town, Column.TRIAGED, priority=Priority.LOW)
    high, number = (card(town, c, priority=Priority.HIGH) for c in (Column.TRIAGED, Column.NEW))
    estimate(number, 25, town.daan.id, now())
    figures = column_figures(db.session())
    bounds = {**figures, Column.TRIAGED: ColumnFigures(None, 2)}
    keep(bounds, town.mara.id, now())
    page = open_board(browse("daan", language="en"), "?lanes=priority")
    page.focus(f"#card-{number}-move")
    page.keyboard.press("Shift+ArrowRight")
    settled(page)
    expect(page.locator("#column-triaged-title")).to_have_text("Triaged 3/2 · full")
    expect(page.locator("#column-triaged .sum")).to_have_text("≈ 3 credits")
    expect(page.locator("#status")).to_contain_text("Triaged is full: 3 of 2.")
    shown = page.eval_on_selector_all("#cards-triaged > :is(.card, .group)", IN_TRIAGED)
    assert shown == ["High", str(number), str(high), "Low", str(low)]
    assert focused(page) == f"card-{number}-move"


def test_a_line_in_the_head_makes_tickets_one_after_another(browse: Browse, town: Town) -> None:
    del town
    page = open_board(browse("daan", language="en"))
    page.click("#add-triaged")
    page.keyboard.type("Taart @jan")
    page.keyboard.press("Enter")
    expect(page.locator("#quick-error")).to_contain_text("No colleague is called “jan”")
    assert page.input_value("#quick-line") == "Taart @jan"
    page.fill("#quick-line", "Taart @me")
    page.keyboard.press("Enter")
    expect(page.locator("#cards-triaged > .card")).to_have_count(1)
    expect(page.locator("#quick-line")).to_have_value("")
    assert focused(page) == "quick-line"
    page.keyboard.type("Brood")
    page.keyboard.press("Shift+Enter")
    expect(page.locator("h1")).to_contain_text("Brood")
    page.go_back()
    page.click("#add-new")
    page.keyboard.press("Escape")
    assert focused(page) == "add-new"


def test_the_palette_goes_anywhere_and_keys_that_are_off_do_nothing(browse: Browse, town: Town) -> None:
    number = card(town, subject="Bakkerij zonder oven")
    page = browse("daan", language="en")
    page.goto("/desk/profile")
    page.uncheck("#keys")
    page.click(".form-actions .primary")
    open_board(page)
    page.keyboard.press("?")
    page.keyboard.press("Control+k")
    page.keyboard.type("oven")
    expect(page.locator("#palette-offers a")).to_have_count(1)
    assert page.locator("#keys-dialog").count() == 0
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/desk/tickets/{number}")
