"""Triage in a real Chromium: by keys and by hand, with a script and without; the lane and the banner."""

import pytest
from flask import Flask
from playwright.sync_api import Page, Route, expect

from projectie.clock.now import now
from projectie.tickets.models import Column
from projectie.tickets.priority import Kind, Priority
from projectie.tickets.properties import Properties, decide
from projectie.tickets.taking import take
from tests.browsers import Browse
from tests.journeys.hands import column, drag, focused, open_board, settled, until
from tests.post import letter, receive
from tests.tickets.boards import card, ticket
from tests.town import Town

pytestmark = pytest.mark.browser


def _triage(page: Page) -> Page:
    page.goto("/desk/triage")
    page.wait_for_load_state("load")
    return page


def _on(page: Page, number: int) -> None:
    expect(page.locator("h1")).to_contain_text(f"#{number} ")


def _critical(town: Town, number: int) -> None:
    wanted = Properties(town.leiden.id, None, Kind.OUTAGE, None, None, None)
    decide(number, wanted, ticket(number).version, town.mara.id, now())


def _in_phone_hours(route: Route) -> None:
    """Let the banner say so, whatever time it is now."""
    answer = route.fetch()
    route.fulfill(response=answer, body=answer.text().replace('id="alarm"', 'id="alarm" data-calling'))


def test_a_morning_of_triage_by_keys(app: Flask, town: Town, browse: Browse) -> None:
    mail = letter(from_=town.lotte.email, proven=True, subject="Inloggen lukt niet")
    mailed = receive(app, mail).ticket
    put_off, copy, answered = card(town), card(town), card(town)
    page = _triage(browse("daan"))
    _on(page, mailed or 0)
    page.keyboard.press("j")
    _on(page, put_off)
    assert focused(page) == "page-title"
    page.keyboard.press("k")
    _on(page, mailed or 0)
    page.click("#take-suggestion")
    expect(page.locator("#kind")).to_have_value("login_problem")
    page.keyboard.press("1")
    _on(page, put_off)
    assert focused(page) == "page-title"
    assert (ticket(mailed or 0).column, ticket(mailed or 0).priority) == (Column.TRIAGED, Priority.CRITICAL)
    page.keyboard.press("h")
    assert focused(page) == "tomorrow"
    page.click("#tomorrow")
    _on(page, copy)
    page.keyboard.press("2")
    assert focused(page) == "of"
    page.keyboard.type(f"1{answered}")  # digits are typed there, and do nothing else
    page.fill("#of", str(put_off))
    page.keyboard.press("Enter")
    _on(page, answered)
    page.click("#undo")
    _on(page, copy)
    assert ticket(copy).column is Column.NEW
    page.keyboard.press("3")
    page.wait_for_url(f"**/desk/tickets/{copy}?then=done#body")
    expect(page.locator("#then")).to_have_value("done")


def test_the_reason_follows_the_answers_and_keys_can_be_switched_off(town: Town, browse: Browse) -> None:
    first, _second = card(town), card(town)
    page = _triage(browse("daan", language="en"))
    page.select_option("#kind", "bug")
    page.check("#impact-0")
    page.check("#urgency-0")
    expect(page.locator("#reason")).to_have_text("High Everyone is affected and nobody can go on.")
    page.uncheck("#keys")
    page.keyboard.press("j")
    page.reload()
    expect(page.locator("#keys")).not_to_be_checked()
    page.keyboard.press("j")
    _on(page, first)


def test_triage_works_without_a_script(town: Town, browse: Browse) -> None:
    first, second = card(town), card(town)
    page = browse("daan", java_script_enabled=False)
    page.goto("/desk/triage")
    page.select_option("#kind", "question")
    page.check("#impact-2")
    page.check("#urgency-2")
    page.click("#accept")
    _on(page, second)
    assert ticket(first).priority is Priority.LOW
    page.locator("#later summary").click()
    page.click("#tomorrow")
    expect(page.locator("main")).to_contain_text("Triage is leeg")


def test_r08_the_lane_shows_critical_tickets_of_all_columns_and_follows_their_cards(
    town: Town, browse: Browse
) -> None:
    other, number = card(town, Column.PLANNED), card(town)
    _critical(town, number)
    page = open_board(browse("daan"))
    entry = page.locator(f"#lane [data-critical='{number}']")
    expect(entry.locator(".column-name")).to_have_text("Beoordeeld")
    assert page.locator(f"[data-ticket='{number}']").count() == 1
    drag(page, number, other)
    settled(page)
    expect(entry.locator(".column-name")).to_have_text("Ingepland")
    assert column(page, "planned") == [number, other]
    entry.locator("button").click()
    expect(page.locator("#status")).to_have_text(f"#{number} is van jou. Er wordt niemand meer gewaarschuwd.")
    expect(entry.locator("button")).to_have_count(0)
    expect(page.locator(f"#card-{number} .who")).to_contain_text("DB")
    page.click(f"#card-{number}-move")
    page.click("#move-columns button[value=done]")
    page.click("#move-places button >> nth=0")
    settled(page)
    expect(entry).to_have_count(0)


def test_an_alert_shows_on_every_desk_that_is_open_and_goes_when_it_is_taken(
    town: Town, browse: Browse
) -> None:
    number = card(town)
    page = browse("daan")
    page.clock.install()
    page.route("**/desk/alerts/banner", lambda route: route.abort(), times=1)
    page.goto("/desk/search")
    page.wait_for_load_state("load")
    expect(page.locator("#to-alerts")).to_have_count(0)
    with page.expect_event("requestfailed"):
        _critical(town, number)
    page.clock.fast_forward(6_000)  # an answer that was lost is asked for again
    expect(page.locator("#alarm")).to_contain_text("1 melding wacht op iemand die het oppakt.")
    take(number, town.mara.id, now())
    expect(page.locator("#to-alerts")).to_have_count(0)


def test_a_notification_is_shown_only_where_it_was_asked_for(town: Town, browse: Browse) -> None:
    page = browse("daan")
    page.context.grant_permissions(["notifications"])
    page.add_init_script(
        "window.shown = []; window.Notification = class extends EventTarget {"
        "static permission = 'granted'; static async requestPermission() { return 'granted'; }"
        "constructor(title) { super(); window.shown.push(title); } };"
    )
    page.route("**/desk/alerts/banner", _in_phone_hours)
    page.goto("/desk/alerts")
    first, second = card(town), card(town)
    _critical(town, first)
    expect(page.locator("#to-alerts")).to_have_count(1)
    assert page.evaluate("shown") == []
    page.click("#allow-notifications")
    expect(page.locator("#allow-notifications")).to_have_text("Meldingen staan aan in deze browser")
    _critical(town, second)
    expect(page.locator("#alarm")).to_contain_text("2 meldingen")
    until(page, "shown.length === 1")
    assert page.evaluate("shown") == [f"#{second} wacht op iemand"]
