"""What hands do on the board in a real browser, and what is to be seen afterwards."""

from playwright.sync_api import Page, expect

BOARD = "/desk/board"


def open_board(page: Page, query: str = "") -> Page:
    """Go to the board and wait until its script has come."""
    page.goto(BOARD + query)
    page.wait_for_load_state("load")
    return page


def until(page: Page, holds: str) -> None:
    """Wait until that holds in the page; asked from outside, since the page's policy lets no text be run in it."""
    for _ in range(400):
        if page.evaluate(holds):
            return
        page.wait_for_timeout(20)
    raise AssertionError(holds)


def drag(page: Page, number: int, onto: int, *, drop: bool = True) -> None:
    """Take a card with the mouse and let it go on the upper half of another (or hold it)."""
    start, end = page.locator(f"#card-{number}").bounding_box(), page.locator(f"#card-{onto}").bounding_box()
    assert start
    assert end
    from_x, from_y = start["x"] + 60, start["y"] + start["height"] / 2
    to_x, to_y = end["x"] + 60, end["y"] + 12
    page.mouse.move(from_x, from_y)
    page.mouse.down()
    for step in range(1, 13):
        page.mouse.move(from_x + (to_x - from_x) * step / 12, from_y + (to_y - from_y) * step / 12)
        page.wait_for_timeout(20)
    if drop:
        page.mouse.up()


def column(page: Page, key: str) -> list[int]:
    """Return the numbers of the cards in a column, in order."""
    return [
        int(number)
        for number in page.eval_on_selector_all(
            f"#cards-{key} > .card", "es => es.map(e => e.dataset.ticket)"
        )
    ]


def hears(page: Page, text: str) -> None:
    """Wait until exactly that is said aloud."""
    expect(page.locator("#status")).to_have_text(text)


def focused(page: Page) -> str:
    """Return the id of what has the focus."""
    name: str = page.evaluate("document.activeElement.id")
    return name


def settled(page: Page) -> None:
    """Wait until the server has answered every move."""
    expect(page.locator("#board [aria-busy]")).to_have_count(0)
