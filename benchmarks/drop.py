"""From letting a card go to the server's answer on screen, in a real browser; and how a large board feels."""

from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Page

from benchmarks.desks import STAFF, opened, seeded
from benchmarks.measure import Figure, percentile
from tests.browsers import DESKTOP, browser, served

DROPS = 60
SETTLE = """
([number, column]) => new Promise((done) => {
  const card = document.querySelector(`#card-${number}`);
  const start = performance.now();
  const watch = new MutationObserver(() => {
    const now = document.querySelector(`#card-${number}`);
    if (now?.closest(".column").dataset.column !== column || now.hasAttribute("aria-busy")) return;
    watch.disconnect();
    requestAnimationFrame(() => done(performance.now() - start));
  });
  watch.observe(document.querySelector("#board"), { subtree: true, childList: true, attributes: true });
  card.querySelector(".move").focus();
  card.querySelector(".move").dispatchEvent(new KeyboardEvent("keydown", { key: column === "triaged" ? "ArrowRight" : "ArrowLeft", shiftKey: true, bubbles: true }));
})
"""
PAINT = """
() => new Promise((done) => {
  new PerformanceObserver((list) => done(list.getEntries().at(-1).startTime)).observe({ type: "largest-contentful-paint", buffered: true });
})
"""
MANY = """
(most) => {
  const list = document.querySelector("#cards-new");
  const model = [...document.querySelectorAll(".card")];
  for (let n = document.querySelectorAll(".card").length; n < most; n += 1) {
    const copy = model[n % model.length].cloneNode(true);
    copy.dataset.ticket = 900000 + n;
    copy.id = `card-${900000 + n}`;
    for (const inner of copy.querySelectorAll("[id]")) inner.id = `${inner.id}-${n}`;
    list.insertBefore(copy, list.querySelector(".none"));
  }
}
"""


def figures(folder: Path) -> Iterator[Figure]:
    """Yield p50 and p95 of a drop on 300 cards and on 2,000, and the largest paint."""
    app = opened(seeded(folder, 10_000))
    with browser() as chrome, served(app) as address:
        page = chrome.new_context(base_url=address, viewport=DESKTOP).new_page()  # type: ignore[arg-type]
        page.goto("/login")
        page.fill("#email", STAFF[0])
        page.fill("#password", STAFF[1])
        page.press("#password", "Enter")
        page.wait_for_url("**/desk/**")
        page.goto("/desk/board")
        yield Figure("board of 300 cards, largest paint", page.evaluate(PAINT), 500, "ms")
        drops = _drops(page)
        yield Figure("drop to settled, p50", percentile(drops, 0.5), None, "ms")
        yield Figure("drop to settled, p95", percentile(drops, 0.95), 100, "ms")
        page.evaluate(MANY, 2_000)
        drops = _drops(page)
        yield Figure("the same with 2,000 cards on the board, p50", percentile(drops, 0.5), None, "ms")
        yield Figure("the same with 2,000 cards on the board, p95", percentile(drops, 0.95), 250, "ms")


def _drops(page: Page) -> list[float]:
    """Send the first card of a column to and fro and return the milliseconds of each."""
    number = page.get_attribute("#cards-new > .card", "data-ticket")
    ways = ("new" if turn % 2 else "triaged" for turn in range(DROPS))
    taken: list[float] = [page.evaluate(SETTLE, [number, column]) for column in ways]
    return taken[4:]
