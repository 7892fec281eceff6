"""static/live.js in a real browser: one stream a page, and what the page is told."""

import time
from collections.abc import Callable

import pytest
from flask import Flask
from playwright.sync_api import Page, Route
from sqlalchemy import insert

from projectie.clock.now import now
from projectie.database import transaction
from projectie.live.announce import announce
from projectie.live.hub import close_hub, hub_of
from projectie.live.missed import MOST
from projectie.live.models import Event
from tests.browsers import Browse
from tests.town import Town

pytestmark = pytest.mark.browser
PATIENCE = 20.0
LISTEN = """() => {
  window.told = [];
  for (const name of ["ticket", "mail", "outbox", "reset"])
    document.addEventListener(`projectie:${name}`, ({detail}) => window.told.push({name, ...detail}));
}"""
HIDE = """(hidden) => {
  Object.defineProperty(document, "hidden", {configurable: true, get: () => hidden});
  document.dispatchEvent(new Event("visibilitychange"));
}"""


def _until(page: Page, is_so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < deadline, "it did not happen"
        page.wait_for_timeout(20)


def _open(browse: Browse, app: Flask, who: str = "daan", path: str = "/desk/") -> Page:
    page = browse(who)
    page.goto(path)
    page.evaluate(LISTEN)
    _until(page, lambda: hub_of(app).streams >= 1)
    return page


def _told(page: Page, count: int = 1) -> list[dict[str, object]]:
    _until(page, lambda: bool(page.evaluate("window.told.length") >= count))
    told: list[dict[str, object]] = page.evaluate("window.told")
    return told


def _on_the_way(page: Page, app: Flask, url: str, of: int) -> None:
    """Let something happen at the moment the page asks for that address, for the first time."""
    left = [of]

    def then(route: Route) -> None:
        with app.app_context():
            while left:
                _happened(left.pop())
        route.continue_()

    page.route(url, then)


def test_changes_of_one_moment_are_told_as_one_and_own_deeds_apart(
    app: Flask, browse: Browse, town: Town
) -> None:
    page = _open(browse, app)
    with transaction() as session:
        for of, by in ((7, None), (8, town.mara.id), (7, town.mara.id), (9, town.daan.id)):
            announce(session, at=now(), kind="ticket", of=of, by=by)
        announce(session, at=now(), kind="mail", of=3)
    assert _told(page, 3) == [
        {"name": "ticket", "numbers": [7, 8], "own": False},
        {"name": "ticket", "numbers": [9], "own": True},
        {"name": "mail", "numbers": [3], "own": False},
    ]


def test_a_client_in_the_portal_is_told_too(app: Flask, browse: Browse, town: Town) -> None:
    page = _open(browse, app, "lotte", "/portal/")
    with transaction() as session:
        announce(session, at=now(), kind="ticket", of=7, organisation=town.leiden.id)
    assert _told(page) == [{"name": "ticket", "numbers": [7], "own": False}]


def test_what_happened_while_the_page_was_under_way_is_told(app: Flask, browse: Browse) -> None:
    page = browse("daan")
    page.goto("/healthz")  # a page that asks for nothing
    page.add_init_script(f"({LISTEN})()")
    _on_the_way(page, app, "**/events?*", 7)
    page.goto("/desk/")
    assert _told(page) == [{"name": "ticket", "numbers": [7], "own": False}]


def test_a_hidden_page_lets_go_and_hears_what_it_missed_when_it_is_seen_again(
    app: Flask, browse: Browse
) -> None:
    page = _open(browse, app)
    _happened(7)
    _told(page)
    page.evaluate(HIDE, True)
    _until(page, lambda: hub_of(app).streams == 0)
    _happened(8)
    page.evaluate(HIDE, False)
    assert [one["numbers"] for one in _told(page, 2)] == [[7], [8]]


def test_who_missed_too_much_is_told_to_begin_anew(app: Flask, browse: Browse) -> None:
    page = _open(browse, app)
    page.evaluate(HIDE, True)
    _until(page, lambda: hub_of(app).streams == 0)
    with transaction() as session:
        row = {"at": now(), "kind": "ticket", "subject_id": 7}
        session.execute(insert(Event), [row for _ in range(MOST + 5)])
    page.evaluate(HIDE, False)
    assert _told(page) == [{"name": "reset"}]
    _happened(9)
    assert _told(page, 2) == [{"name": "reset"}, {"name": "ticket", "numbers": [9], "own": False}]


def test_a_line_that_breaks_is_mended_and_nothing_is_missed(app: Flask, browse: Browse) -> None:
    page = _open(browse, app)
    _happened(7)
    _told(page)
    close_hub(app)  # as a server that starts again
    _happened(8)
    assert [one["numbers"] for one in _told(page, 2)] == [[7], [8]]


def test_without_a_free_place_the_page_asks_instead(
    app: Flask, browse: Browse, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hub_of(app), "_most", 0)
    page = browse("daan")
    page.goto("/healthz")  # a page that asks for nothing
    page.add_init_script(f"({LISTEN})()")
    _on_the_way(page, app, "**/events/recent?*", 7)
    page.goto("/desk/")
    assert _told(page) == [{"name": "ticket", "numbers": [7], "own": False}]


def test_a_page_whose_reader_signed_out_elsewhere_stops_asking(app: Flask, browse: Browse) -> None:
    page = _open(browse, app)
    page.clock.install()
    page.context.clear_cookies()
    asked: list[str] = []
    page.on(
        "request", lambda request: asked.append(request.url.partition("?")[0].removeprefix(browse.address))
    )
    page.evaluate(HIDE, True)
    page.evaluate(HIDE, False)
    _until(page, lambda: "/events/recent" in asked)
    page.clock.run_for(120_000)
    assert (asked.count("/events"), asked.count("/events/recent")) == (1, 1)
    browse.problems.clear()  # the browser says that a sign-in page is no event stream


def _happened(of: int) -> None:
    with transaction() as session:
        announce(session, at=now(), kind="ticket", of=of)
