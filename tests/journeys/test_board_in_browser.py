"""The board in a real Chromium: by mouse, finger and keyboard, alone and with a colleague, and when the line breaks."""

import re

import pytest
from playwright.sync_api import Route, expect

from projectie.clock.now import now
from projectie.tickets import board
from projectie.tickets.models import Column
from projectie.tickets.priority import Priority
from tests.browsers import Browse
from tests.journeys.hands import column, drag, focused, hears, open_board, settled
from tests.tickets.boards import card, order, ticket
from tests.town import Town

pytestmark = [pytest.mark.browser, pytest.mark.parametrize("app", ["sqlite"], indirect=True)]

WAYS = ("menu by mouse", "menu by keyboard", "shift and arrow", "drag", "without a script")


def test_a_card_is_shown_in_its_new_place_before_the_server_answers(
    browse: Browse, town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(board, "LARGE", 0)
    number = card(town)
    page = open_board(browse("daan"))

    def late(route: Route) -> None:
        page.wait_for_timeout(400)
        route.continue_()

    # Of a form with a button on each card a browser looks through all of them, for each: seconds on a large board.
    assert page.eval_on_selector_all(".move, .pick", "all => all.filter((one) => one.form).length") == 0
    page.route("**/placement*", late)
    page.focus(f"#card-{number}-link")
    page.keyboard.press("Shift+ArrowRight")
    assert column(page, "triaged") == [number]
    assert page.locator(f"#card-{number}").get_attribute("aria-busy") == "true"
    settled(page)
    assert order(Column.TRIAGED) == [number]


def test_quick_keys_are_told_one_after_the_other(browse: Browse, town: Town) -> None:
    stay = [card(town, Column.TRIAGED) for _ in range(3)]
    number = card(town)
    page = open_board(browse("daan"))
    page.focus(f"#card-{number}-link")
    for key in ("ArrowRight", "ArrowDown", "ArrowDown", "ArrowUp", "ArrowDown", "ArrowDown"):
        page.keyboard.press(f"Shift+{key}")
    settled(page)
    assert order(Column.TRIAGED) == column(page, "triaged") == [*stay, number]
    page.keyboard.press("Shift+ArrowDown")
    hears(page, f"#{number} kan die kant niet verder op.")


def test_escape_lets_a_dragged_card_go_back(browse: Browse, town: Town) -> None:
    number, target = card(town), card(town, Column.PLANNED)
    page = open_board(browse("daan"))
    drag(page, number, target, drop=False)
    page.keyboard.press("Escape")
    page.mouse.up()
    assert column(page, "new") == [number]
    assert page.locator(".preview").count() == 0
    assert page.url.endswith("/desk/board")
    assert ticket(number).version == 1


def test_a_card_is_dropped_on_the_folded_column(browse: Browse, town: Town) -> None:
    first = card(town, Column.DONE, done_at=now())
    number, other = card(town, Column.WAITING), card(town, Column.WAITING)
    page = open_board(browse("daan"))
    box = page.locator("#column-done").bounding_box()
    assert box
    drag(page, number, other, drop=False)
    page.mouse.move(box["x"] + 20, box["y"] + 200, steps=5)
    page.wait_for_timeout(100)
    page.mouse.up()
    expect(page.locator("#column-done .count")).to_have_text("2")
    settled(page)
    assert order(Column.DONE) == [number, first]


def test_a_finger_drags_after_a_long_press(browse: Browse, town: Town) -> None:
    one, two = card(town), card(town)
    page = open_board(browse("daan", phone=True, is_mobile=True))
    finger = page.context.new_cdp_session(page)
    start, end = page.locator(f"#card-{one}").bounding_box(), page.locator(f"#card-{two}").bounding_box()
    assert start
    assert end
    x, y, far = start["x"] + 80, start["y"] + 40, end["y"] - start["y"] + 20

    def touch(kind: str, *at: float) -> None:
        points = [{"x": at[0], "y": at[1]}] if at else []
        finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    touch("touchStart", x, y)
    page.wait_for_timeout(700)
    for step in range(1, 11):
        touch("touchMove", x, y + far * step / 10)
        page.wait_for_timeout(20)
    touch("touchEnd")
    expect(page.locator("#last-action")).to_contain_text(f"#{one}")
    assert order(Column.NEW) == [two, one]


def test_a_phone_shows_one_column_at_a_time(browse: Browse, town: Town) -> None:
    number, next_one = card(town), card(town)
    page = open_board(browse("daan", phone=True))
    assert page.locator(".column:visible").count() == 1
    page.tap(f"#card-{number}-move")
    page.tap("#move-columns button[value=waiting]")
    page.tap("#move-places button >> nth=0")
    settled(page)
    assert focused(page) == f"card-{next_one}-link"  # the card went out of sight: on to the next
    page.select_option("#column", "waiting")
    expect(page.locator(f"#card-{number}")).to_be_visible()
    assert page.url.endswith("?column=waiting")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_arrows_go_from_card_to_card_over_empty_columns(browse: Browse, town: Town) -> None:
    one, two = card(town), card(town)
    far = card(town, Column.PLANNED)
    page = open_board(browse("daan"))
    page.focus(f"#card-{one}-link")
    for key, there in (("Down", two), ("Right", far), ("Right", far), ("Left", one), ("Up", one)):
        page.keyboard.press(f"Arrow{key}")
        assert focused(page) == f"card-{there}-link", key


def test_escape_closes_the_menu_and_the_focus_is_back_on_its_button(browse: Browse, town: Town) -> None:
    number = card(town)
    page = open_board(browse("daan"))
    page.focus(f"#card-{number}-move")
    page.keyboard.press("Enter")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    assert page.inner_text("#move-places") == "Bovenaan"
    page.keyboard.press("Escape")
    assert focused(page) == f"card-{number}-move"
    assert ticket(number).version == 1


def test_a_server_that_stumbles_gives_the_card_back(browse: Browse, town: Town) -> None:
    number = card(town)
    page = open_board(browse("daan"))
    page.route(
        "**/placement*", lambda route: route.fulfill(status=500, body="<p>no</p>", content_type="text/html")
    )
    page.focus(f"#card-{number}-move")
    page.keyboard.press("Shift+ArrowRight")
    hears(page, f"Niet opgeslagen. #{number} staat weer in Nieuw.")
    assert column(page, "new") == [number]


def test_whoever_was_signed_out_meanwhile_is_sent_to_sign_in(browse: Browse, town: Town) -> None:
    number = card(town)
    page = open_board(browse("daan"))
    page.context.clear_cookies()
    page.focus(f"#card-{number}-move")
    page.keyboard.press("Shift+ArrowRight")
    page.wait_for_url(re.compile("/login"))
    assert ticket(number).version == 1


def test_filters_work_as_they_are_chosen_and_the_way_back_too(browse: Browse, town: Town) -> None:
    high = card(town, priority=Priority.HIGH, subject="Formulier")
    low = card(town, priority=Priority.LOW, subject="Banner")
    page = open_board(browse("daan"))
    page.select_option("#priority", "high")
    hears(page, "1 ticket gevonden.")
    assert column(page, "new") == [high]
    assert page.url.endswith("/desk/board?priority=high")
    assert focused(page) in {"priority", ""}
    page.fill("#q", "banner")
    hears(page, "0 tickets gevonden.")
    page.go_back()
    expect(page.locator("#cards-new .card")).to_have_count(1)
    page.go_back()
    expect(page.locator("#cards-new .card")).to_have_count(2)
    page.focus(f"#card-{low}-link")
    page.keyboard.press("Shift+ArrowRight")
    settled(page)
    assert order(Column.TRIAGED) == [low]
