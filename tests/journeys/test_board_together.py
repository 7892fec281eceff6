"""Two people at one board: what the one does the other sees, and never under the hand."""

import pytest
from playwright.sync_api import Page, expect

from projectie.clock.now import now
from projectie.tickets.models import Column
from projectie.tickets.placement import place
from tests.browsers import Browse
from tests.journeys.hands import column, drag, focused, hears, open_board, settled
from tests.tickets.boards import card, order
from tests.town import Town

pytestmark = pytest.mark.browser


@pytest.fixture
def daan(browse: Browse, town: Town) -> Page:
    """Return Daan's window, on the board."""
    return browse("daan")


def test_a_board_nobody_works_at_follows_at_once(daan: Page, town: Town) -> None:
    one, two = card(town, Column.PLANNED), card(town, Column.PLANNED)
    number = card(town)
    open_board(daan)
    place(number, "planned", one, 1, by=town.mara.id, now=now())
    expect(daan.locator(f"#cards-planned #card-{number}")).to_be_visible()
    assert column(daan, "planned") == [one, number, two]
    assert daan.inner_text("#column-planned-title .count") == "3"
    assert daan.locator("#changes").is_hidden()


def test_a_card_moved_by_one_is_seen_by_the_other(browse: Browse, daan: Page, town: Town) -> None:
    number, target = card(town), card(town, Column.TRIAGED)
    open_board(daan)
    mara = open_board(browse("mara"))
    drag(daan, number, target)
    expect(mara.locator(f"#cards-triaged #card-{number}")).to_be_visible()
    assert column(mara, "triaged") == column(daan, "triaged") == order(Column.TRIAGED)


def test_a_new_ticket_appears_among_what_a_filter_shows_and_no_other_does(daan: Page, town: Town) -> None:
    shown, hidden = card(town, Column.DONE), card(town, Column.DONE, organisation_id=town.abroad.id)
    open_board(daan, f"?client={town.leiden.id}")
    place(hidden, "new", None, 1, by=None, now=now())
    place(shown, "new", None, 1, by=None, now=now())
    expect(daan.locator(f"#cards-new #card-{shown}")).to_be_visible()
    assert daan.locator(f"#card-{hidden}").count() == 0


def test_nothing_moves_under_a_hand_changes_wait_behind_a_bar(daan: Page, town: Town) -> None:
    held, one, two = card(town), card(town), card(town)
    open_board(daan)
    daan.focus(f"#card-{held}-link")
    place(one, "planned", None, 1, by=town.mara.id, now=now())
    expect(daan.locator("#changes-text")).to_have_text("1 wijziging door een collega")
    place(two, "planned", None, 1, by=town.mara.id, now=now())
    expect(daan.locator("#changes-text")).to_have_text("2 wijzigingen door collega’s")
    hears(daan, "2 wijzigingen door collega’s. Toon.")
    assert column(daan, "new") == [held, one, two]
    daan.click("#show-changes")
    expect(daan.locator("#cards-planned .card")).to_have_count(2)
    assert column(daan, "planned") == [two, one]
    expect(daan.locator("#changes")).to_be_hidden()
    assert focused(daan) in {f"card-{one}-link", f"card-{two}-link"}


def test_a_card_under_the_pointer_stays_there(daan: Page, town: Town) -> None:
    number = card(town)
    open_board(daan)
    daan.hover(f"#card-{number}")
    place(number, "planned", None, 1, by=town.mara.id, now=now())
    expect(daan.locator("#changes")).to_be_visible()
    assert column(daan, "new") == [number]


def test_ones_own_move_comes_back_as_no_news(daan: Page, town: Town) -> None:
    number = card(town)
    open_board(daan)
    daan.focus(f"#card-{number}-link")
    daan.keyboard.press("Shift+ArrowRight")
    settled(daan)
    daan.wait_for_timeout(1200)
    assert daan.locator("#changes").is_hidden()


def test_a_refused_move_is_news_no_more(daan: Page, town: Town) -> None:
    number = card(town)
    open_board(daan)
    daan.focus(f"#card-{number}-link")
    place(number, "waiting", None, 1, by=town.mara.id, now=now())
    expect(daan.locator("#changes")).to_be_visible()
    daan.keyboard.press("Shift+ArrowRight")
    expect(daan.locator(f"#cards-waiting #card-{number} .problem")).to_be_visible()
    expect(daan.locator("#changes")).to_be_hidden()
    hears(daan, f"Niet verplaatst. Mara Visser verplaatste #{number} intussen naar Wacht op klant.")
