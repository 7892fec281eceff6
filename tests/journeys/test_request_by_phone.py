"""A client who has never seen it sends a request on a phone, reads what it costs before, and answers afterwards (R25)."""

import pytest
from playwright.sync_api import FilePayload, Page, expect
from sqlalchemy import func, select

from projectie.database import db
from projectie.tickets.models import Message, Ticket
from tests.browsers import Browse

pytestmark = pytest.mark.browser


def _fill_in(page: Page) -> None:
    page.check("#kind-4")
    page.fill("#subject", "Het menu gaat niet open")
    page.fill("#body", "Op mijn telefoon gebeurt er niets als ik op Menu druk.")
    page.check("#impact-1")
    page.check("#urgency-1")
    photo: FilePayload = {"name": "foto.png", "mimeType": "image/png", "buffer": b"\x89PNG" * 400}
    page.set_input_files("#upload", [photo])


def test_r25_a_client_sees_beside_the_form_what_to_expect_and_sends_it(browse: Browse) -> None:
    page = browse("lotte", phone=True)
    page.goto("/portal/")
    page.click("main >> text=Aanvraag doen")
    expected = page.locator("#expected")
    expect(expected).to_contain_text("Minimaal 1 credit")
    page.select_option("#service", "plugin_updates")
    expect(expected).to_contain_text("het kost geen credits")  # live, without a click
    page.check("#kind-0")
    expect(expected).to_contain_text("Dit gaat voor")
    page.select_option("#service", "website")
    page.click("button[value=check]")
    summary = page.locator("#error-summary")
    expect(summary).to_be_focused()
    _fill_in(page)
    page.click("button[value=check]")
    expect(page.locator("h1")).to_have_text("Klopt dit?")
    expect(page.locator("main")).to_contain_text("foto.png")
    page.click("button[value=send]")
    expect(page.locator("h1")).to_have_text("We hebben je aanvraag ontvangen")
    page.click("text=Volg deze aanvraag")
    page.fill("#body", "Ook op de tablet van Joris.")
    page.click("#reply-form button.primary")
    expect(page.locator("#notices")).to_contain_text("Je bericht is verstuurd.")
    expect(page.locator("#conversation")).to_contain_text("Ook op de tablet van Joris.")
    assert db.session.scalar(select(func.count()).select_from(Message)) == 2


def test_the_language_is_switched_inside_the_form_and_everything_typed_stays(browse: Browse) -> None:
    page = browse(None, phone=True)
    page.goto("/nl/aanvraag")
    _fill_in(page)
    page.fill("#email", "sem@elders.example")
    page.click("main button[name=switch_language]")
    expect(page.locator("h1")).to_have_text("Make a request")
    expect(page.locator("#subject")).to_have_value("Het menu gaat niet open")
    expect(page.locator("#kind-4")).to_be_checked()
    expect(page.locator("#files")).to_contain_text("foto.png")
    page.fill("#name", "Sem")
    page.click("button[value=check]")
    page.click("button[value=send]")
    expect(page.locator("h1")).to_have_text("We have received your request")
    number = page.locator(".confirmation strong").first.inner_text()
    page.goto(page.url)
    expect(page.locator("main")).to_contain_text(number)
    assert db.session.scalar(select(func.count()).select_from(Ticket)) == 1
