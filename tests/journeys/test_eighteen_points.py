"""The real-browser checklist of experience.md 2.6, point by point; numbers of points stand in the names.

What holds of every screen is measured in one visit to each; what is done is done on one database, as none of it
depends on which.
"""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, Route, expect

from projectie.clock.now import now
from projectie.tickets.models import Column
from projectie.tickets.placement import place
from tests.browsers import DESKTOP, Browse
from tests.demo import Readers, demo_site
from tests.journeys.contrasts import Eyes
from tests.journeys.hands import column, drag, focused, hears, open_board, settled, until
from tests.journeys.measures import CLIPPED, MOVING, PALE, SMALL, SPACED, WIDE, stops
from tests.post import letter, receive
from tests.screens import SCREENS, Screen
from tests.tickets.boards import card, order, ticket
from tests.town import PASSWORD, Town

pytestmark = pytest.mark.browser
once = pytest.mark.parametrize("app", ["sqlite"], indirect=True)
NARROW = {"width": 320, "height": 640}  # 1280 pixels at 400 %
EVERYTHING = {
    "type": "tag",
    "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
}
COLOURS = {"type": "rule", "values": ["link-in-text-block"]}  # and contrast, which every look is asked for
SEEN = {"type": "rule", "values": ["link-in-text-block", "target-size"]}
LOOKS: tuple[tuple[str, dict[str, Any], Any, dict[str, Any]], ...] = (
    ("light", {"color_scheme": "light", "forced_colors": "none"}, DESKTOP, EVERYTHING),
    ("dark", {"color_scheme": "dark"}, DESKTOP, COLOURS),
    ("forced", {"color_scheme": "light", "forced_colors": "active"}, DESKTOP, SEEN),
    ("phone", {"color_scheme": "light", "forced_colors": "none"}, NARROW, SEEN),
)
IN_BOTH = (LOOKS[0], LOOKS[3])  # colours are the same in both languages; words and their lengths are not
EMPTY_REGION = '<div id="status" role="status" aria-atomic="true" class="visually-hidden"></div>'


@pytest.fixture(scope="module")
def readers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Readers]:
    """Return readers of a demo desk that is being served."""
    with demo_site(tmp_path_factory.mktemp("demo")) as (_, made):
        yield made


@pytest.fixture(scope="module")
def eyes() -> Eyes:
    """Return axe, which need not judge the same colours again on the next screen."""
    return Eyes()


@pytest.mark.parametrize("screen", SCREENS, ids=lambda screen: screen.name)
@pytest.mark.parametrize("language", ["nl", "en"])
def test_points_01_08_10_11_12_14_hold_on_every_screen(
    chrome: Browser, readers: Readers, eyes: Eyes, screen: Screen, language: str
) -> None:
    page = eyes.on(readers.page(chrome, screen.role, language))
    answer = page.goto(screen.address(language))
    assert answer
    assert EMPTY_REGION in answer.text(), "14: the live region is there, and empty"
    assert page.get_attribute("html", "lang") == language, "12"
    for look, media, size, rules in LOOKS if language == "nl" else IN_BOTH:
        page.set_viewport_size(size)
        page.emulate_media(**media)
        assert eyes.wrong(page, screen.name, rules) == "", f"1, {look}"
        assert page.evaluate(WIDE) <= 0, f"8, {look}: the page scrolls sideways"
    _measure(page)


def _measure(page: Page) -> None:
    """Measure a page that is 320 pixels wide, then a wide one."""
    page.evaluate(SPACED)
    assert page.evaluate(WIDE) <= 0, "8: it scrolls sideways when texts are spaced (1.4.12)"
    assert page.evaluate(CLIPPED) == [], "8: text is cut"
    page.evaluate("document.adoptedStyleSheets = []")
    assert page.evaluate(MOVING) == [], "10: something moves"
    for size in (NARROW, DESKTOP):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        assert page.evaluate(SMALL) == [], "11: too small to hit"
    page.evaluate("document.documentElement.dataset.density = 'compact'")
    assert page.evaluate(SMALL) == [], "11: too small to hit, compact"


@once
def test_points_02_and_03_every_way_of_moving_ends_the_same_and_is_said(browse: Browse, town: Town) -> None:
    there = [card(town, Column.TRIAGED)]
    mouse, keyboard, arrow, plain, english = (card(town, subject="Contactformulier") for _ in range(5))
    page = open_board(browse("daan"))
    assert page.inner_text("#status") == ""

    def then(number: int, *, place: int) -> None:
        there.insert(place - 1, number)
        hears(
            page,
            f"#{number} Contactformulier verplaatst van Nieuw naar Beoordeeld, plaats {place} van {len(there)}.",
        )
        settled(page)
        assert focused(page) == f"card-{number}-move"
        assert column(page, "triaged") == order(Column.TRIAGED) == there
        assert page.inner_text("#column-triaged-title .count") == str(len(there))

    page.click(f"#card-{mouse}-move")
    page.click("#move-columns button[value=triaged]")
    page.click("#move-places button >> nth=1")
    then(mouse, place=2)
    page.focus(f"#card-{keyboard}-move")
    for key in ("Enter", "Tab", "Enter", "Tab", "Enter"):
        page.keyboard.press(key)
    then(keyboard, place=3)
    page.focus(f"#card-{arrow}-move")
    page.keyboard.press("Shift+ArrowRight")
    then(arrow, place=1)
    without = open_board(browse("daan", java_script_enabled=False))
    without.click(f"#card-{plain}-move")
    without.click("main nav a >> nth=1")
    without.check("#after-1")
    without.click(".form-actions button")
    assert order(Column.TRIAGED) == [arrow, plain, *there[1:]]
    page = open_board(browse("daan", language="en"))
    page.focus(f"#card-{english}-link")
    page.keyboard.press("Shift+ArrowRight")
    hears(page, f"#{english} Contactformulier moved from New to Triaged, position 1 of 6.")
    assert focused(page) == f"card-{english}-link"


@once
def test_point_02_keys_pressed_before_more_of_the_script_came_are_not_lost(
    browse: Browse, town: Town
) -> None:
    number = card(town)
    page = browse("daan")
    late: list[Route] = []

    def hold(route: Route) -> None:
        late.append(route)

    page.route("**/board-more.js*", hold)  # it does not come until we let it
    open_board(page)
    page.focus(f"#card-{number}-move")
    for key in ("Enter", "Tab", "Enter", "Enter"):
        page.keyboard.press(key)
    assert column(page, "triaged") == [number]
    assert focused(page) == f"card-{number}-move"
    page.wait_for_timeout(0)
    late[0].continue_()
    settled(page)
    assert order(Column.TRIAGED) == [number]


@once
def test_point_04_a_stale_move_shows_the_truth_and_both_choices(browse: Browse, town: Town) -> None:
    number, other = card(town), card(town)
    page = open_board(browse("daan"))
    page.evaluate("document.dispatchEvent = () => true")  # as if the line with news were slow
    place(number, "done", None, 1, by=town.mara.id, now=now())
    page.focus(f"#card-{number}-move")
    page.keyboard.press("Shift+ArrowRight")
    sentence = f"Niet verplaatst. Mara Visser verplaatste #{number} intussen naar Afgerond."
    hears(page, sentence)
    expect(page.locator(f"#card-{number} .problem p")).to_have_text(sentence)
    assert column(page, "done") == order(Column.DONE) == [number]
    page.click("#fold")
    page.click(f"#card-{number}-leave")
    assert page.locator(".problem").count() == 0
    assert focused(page) == f"card-{number}-move"
    place(other, "waiting", None, 1, by=town.mara.id, now=now())
    page.focus(f"#card-{other}-move")
    page.keyboard.press("Shift+ArrowRight")
    page.click(f"#card-{other}-again")
    expect(page.locator(f"#cards-triaged #card-{other}")).to_be_visible()
    settled(page)
    assert order(Column.TRIAGED) == [other]
    assert focused(page) == f"card-{other}-move"


@once
def test_point_05_a_line_that_breaks_in_a_drag_gives_the_card_back_and_trying_again_works(
    browse: Browse, town: Town
) -> None:
    number, there = card(town), card(town, Column.TRIAGED)
    page = open_board(browse("daan"))
    page.hover(f"#card-{there}")
    until(page, "typeof Sortable !== 'undefined' && !!Sortable.get(document.querySelector('.cards'))")
    drag(page, number, there, drop=False)
    page.context.set_offline(offline=True)
    page.mouse.up()
    sentence = f"Niet opgeslagen: geen verbinding. #{number} staat weer in Nieuw."
    hears(page, sentence)
    expect(page.locator(f"#card-{number} .problem p")).to_have_text(sentence)
    assert column(page, "new") == [number]
    page.context.set_offline(offline=False)
    page.click(f"#card-{number} [data-retry]")
    expect(page.locator("#cards-triaged .card")).to_have_count(2)
    settled(page)
    assert number in order(Column.TRIAGED)


@once
def test_point_06_undo_has_no_clock_and_never_works_while_typing(browse: Browse, town: Town) -> None:
    number = card(town)
    page = browse("daan")
    page.clock.install()
    open_board(page)
    page.focus(f"#card-{number}-link")
    for _ in range(3):
        page.keyboard.press("Shift+ArrowRight")
    settled(page)
    page.clock.fast_forward(61_000)
    page.focus("#q")
    page.keyboard.press("Control+z")
    assert order(Column.IN_PROGRESS) == [number]
    page.focus(f"#card-{number}-link")
    page.keyboard.press("Control+z")
    page.keyboard.press("Control+z")
    hears(page, f"Ongedaan gemaakt. #{number} staat weer in Beoordeeld, plaats 1 van 1.")
    assert focused(page) == f"card-{number}-link"
    page.click("#undo")
    hears(page, f"Ongedaan gemaakt. #{number} staat weer in Nieuw, plaats 1 van 1.")
    assert focused(page) == f"card-{number}-link"  # the button is gone with the last move
    assert order(Column.NEW) == [number]


@once
def test_point_07_single_keys_act_on_the_card_never_while_typing_and_can_be_off(
    browse: Browse, town: Town
) -> None:
    number = card(town, Column.PLANNED)
    page = open_board(browse("daan", language="en"))
    link, value = f"card-{number}-link", page.locator(f"#card-{number}-value")
    page.focus(f"#{link}")
    page.keyboard.press("i")
    expect(page.locator(f"#card-{number} .who abbr").first).to_have_text("DB")
    assert focused(page) == link
    page.keyboard.press("a")
    page.keyboard.press("m")  # too early: the question is on its way
    expect(value).to_be_focused()
    page.keyboard.press("Escape")
    assert (focused(page), value.count(), page.is_visible("#move-menu")) == (link, 0, False)
    page.keyboard.press("a")
    value.select_option(label="Mara Visser")
    page.click(f"#card-{number}-save")
    hears(page, f"#{number}: saved.")
    assert (ticket(number).assignee_id, focused(page)) == (town.mara.id, link)
    page.keyboard.press("p")
    value.select_option("high")
    page.click(f"#card-{number}-save")
    expect(page.locator(f"#card-{number}-error")).to_contain_text("Write down why")
    page.fill(f"#card-{number}-because", "De winkel staat stil")
    page.keyboard.press("Enter")
    expect(page.locator(f"#card-{number}[data-priority=high]")).to_be_visible()
    assert focused(page) == link
    page.keyboard.press("c")
    page.keyboard.type("f?q")
    expect(page.locator("#quick-line")).to_have_value("f?q")
    page.keyboard.press("Escape")
    page.focus(f"#{link}")
    page.keyboard.press("?")
    expect(page.locator("#keys-dialog table")).to_be_visible()
    page.keyboard.press("Escape")
    page.goto("/desk/profile")
    page.uncheck("#keys")
    page.click(".form-actions .primary")
    open_board(page)
    page.focus(f"#{link}")
    for key in "?am":
        page.keyboard.press(key)
    page.keyboard.press("Control+k")  # no single key
    expect(page.locator("#palette")).to_be_visible()
    assert page.locator("#keys-dialog, .ask").count() == 0
    assert not page.is_visible("#move-menu")


@pytest.mark.parametrize("size", [DESKTOP, NARROW], ids=["desktop", "narrow"])
def test_point_09_every_focus_stop_is_seen_and_has_a_ring(
    chrome: Browser, readers: Readers, size: dict[str, int]
) -> None:
    readers.speak("nl")
    for role, paths in {
        None: ("/nl/", "/nl/aanvraag", "/nl/voorwaarden"),
        "client": ("/portal/requests/new", "/portal/credits"),
        "staff": ("/desk/board", "/desk/board?peek=1001", "/desk/tickets/1001", "/desk/triage"),
    }.items():
        window = readers.window(chrome, role, "nl", viewport=size)
        page = window.new_page()
        for path in paths:
            page.goto(path)
            assert stops(page, 45) == [], path
        window.close()


def test_point_12_texts_in_another_language_say_which(chrome: Browser, readers: Readers) -> None:
    readers.speak("nl")
    window = readers.window(chrome, "staff", "nl")
    page = window.new_page()
    page.goto("/desk/tickets/1032")  # of a client abroad
    assert page.locator(".message:not(.note) .prose").count() > 0
    assert page.locator(".message:not(.note) .prose:not([lang])").count() == 0
    assert page.locator(".message .prose[lang=en]").count() > 0
    page.goto("/nl/voorwaarden?view=both")
    assert page.locator("main [lang=en]").count() > 5
    window.close()


@once
def test_point_13_a_form_with_errors_says_so_everywhere_and_only_when_it_is_sent(
    app: Flask, browse: Browse, town: Town
) -> None:
    del app, town
    page = browse()
    page.goto("/nl/aanvraag")
    page.fill("#email", "geen adres")
    page.focus("#subject")
    assert page.locator("[aria-invalid], .error").count() == 0  # nothing is said on the way
    page.click("button[value=check]")
    expect(page.locator("#error-summary")).to_be_focused()
    assert page.title().startswith("Fout:")
    links = page.locator("#error-summary a")
    assert links.count() >= 3
    for target in links.evaluate_all("all => all.map((one) => one.getAttribute('href'))"):
        assert page.locator(target).count() == 1, target
    assert page.input_value("#email") == "geen adres"


def peeked(page: Page, number: int) -> None:
    expect(page.locator(f'#peek[data-peek="{number}"] #peek-title')).to_be_focused()


@once
def test_point_15_the_panel_has_an_address_and_back_closes_it(browse: Browse, town: Town) -> None:
    one, two = card(town, subject="Oven"), card(town, subject="Taart")
    page = open_board(browse("daan", language="en"), "?client=1")
    page.click(f"#card-{one}-link")
    peeked(page, one)
    assert page.url.endswith(f"/desk/board?client=1&peek={one}")
    expect(page.locator(f"#card-{one}")).to_have_class("card selected")
    page.go_back()
    expect(page.locator("#peek")).to_be_hidden()
    assert (focused(page), page.url.endswith("?client=1")) == (f"card-{one}-link", True)
    page.focus(f"#card-{two}-link")
    page.keyboard.press(" ")
    peeked(page, two)
    page.reload()
    expect(page.locator("#peek")).to_contain_text("Taart")
    page.focus("#peek-open")
    page.keyboard.press("Escape")
    expect(page.locator("#peek")).to_be_hidden()
    assert (focused(page), page.url.endswith("?client=1")) == (f"card-{two}-link", True)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/desk/tickets/{two}")


def test_point_16_tables_keep_their_heads_on_a_narrow_screen(chrome: Browser, readers: Readers) -> None:
    readers.speak("nl")
    window = readers.window(chrome, "client", "nl", viewport=NARROW)
    page = window.new_page()
    page.goto("/portal/credits")
    for head in page.locator("main thead th").all():
        assert (head.bounding_box() or {"width": 0})["width"] > 24
    page.goto("/portal/invoices")
    named = page.locator("main tbody tr >> nth=0 >> td[data-label]")
    said = named.evaluate_all("all => all.map((one) => getComputedStyle(one, '::before').content)")
    assert len([text for text in said if len(text) > 4]) >= 3
    page.set_viewport_size(DESKTOP)  # type: ignore[arg-type]
    look = "one => [getComputedStyle(one).textAlign, getComputedStyle(one).fontVariantNumeric]"
    assert page.locator("main td.num").first.evaluate(look) == ["end", "tabular-nums"]
    window.close()


@once
@pytest.mark.parametrize("script", [True, False])
def test_point_17_a_session_that_expired_loses_nothing(
    app: Flask, browse: Browse, town: Town, script: bool
) -> None:
    number = receive(app, letter(from_=f"Lotte Bakker <{town.lotte.email}>", proven=True)).ticket
    page = browse("daan", java_script_enabled=script)
    page.goto(f"/desk/tickets/{number}")
    page.wait_for_load_state("load")
    page.context.clear_cookies()
    page.fill("#body", "Getypt na het verlopen van de sessie")
    if script:
        expect(page.locator("#reply-kept")).to_contain_text("Je tekst is bewaard")
    page.click("#send")
    page.wait_for_url(re.compile("/login"))
    page.fill("#email", town.daan.email)
    page.fill("#password", PASSWORD)
    page.click("main form button")
    page.wait_for_url(re.compile(f"/desk/tickets/{number}$"))
    assert page.input_value("#body") == "Getypt na het verlopen van de sessie"


def test_point_18_quote_invoice_and_r03_terms_print_as_ink_on_paper(
    chrome: Browser, readers: Readers
) -> None:
    readers.speak("nl")
    window = readers.window(chrome, "client", "nl", color_scheme="dark")
    page = window.new_page()
    page.emulate_media(media="print")
    for path in ("/portal/quotes/2", "/portal/invoices/1", "/nl/voorwaarden"):
        page.goto(path)
        assert page.evaluate(PALE) == [], path
        assert not page.locator(".topbar nav").first.is_visible(), path
        assert page.locator("h1").is_visible(), path
    for hidden in (".contents", ".page-head .button"):
        assert not page.locator(hidden).first.is_visible(), hidden
    assert page.locator("#versions").is_visible()
    assert len(page.pdf(format="A4")) > 10_000
    window.close()
