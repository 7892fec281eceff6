"""A passkey in a real browser, with Chromium's virtual authenticator."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from tests.browsers import Browse
from tests.town import PASSWORD, Town

KEY = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def named(browse: Browse, app: Flask) -> Iterator[Callable[[], Page]]:
    """Return a way to open windows at a name: browsers make no passkeys for a bare number."""
    usual = app.config["SETTINGS"]
    browse.address = browse.address.replace("127.0.0.1", "localhost")
    app.config["SETTINGS"] = replace(usual, base_url=browse.address)

    def window() -> Page:
        page = browse()
        devices = page.context.new_cdp_session(page)
        devices.send("WebAuthn.enable")
        devices.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})
        return page

    yield window
    app.config["SETTINGS"] = usual


def _sign_in(page: Page, email: str) -> None:
    page.goto("/login")
    page.fill("#email", email)
    page.fill("#password", PASSWORD)
    page.click("main form button")


def test_a_passkey_is_made_and_opens_the_desk_alone_and_as_second_step(
    named: Callable[[], Page], town: Town
) -> None:
    page = named()
    _sign_in(page, town.daan.email)
    page.wait_for_url("**/desk/")
    page.goto("/account/passkeys/new")
    page.click("form[data-make] button")
    page.wait_for_selector("ol code")  # recovery codes, for it is the first second step
    page.goto("/account/security")
    page.click("#account-button")
    page.click("#account form[action='/logout'] button")
    page.wait_for_url(lambda url: "/account" not in url)

    page.goto("/login?next=/desk/profile")
    page.click("form[data-passkey] button")
    page.wait_for_url("**/desk/profile")
    page.click("#account-button")
    page.click("#account form[action='/logout'] button")
    page.wait_for_url(lambda url: "/desk" not in url)

    _sign_in(page, town.daan.email)
    page.wait_for_url("**/login/second")
    page.click("form[data-passkey] button")
    page.wait_for_url("**/desk/")

    page.goto("/account/prove?next=/account/password")
    page.click("form[data-passkey] button")
    page.wait_for_url("**/account/password")


def test_a_device_without_a_key_of_ours_says_so_and_the_page_stays(
    named: Callable[[], Page], town: Town
) -> None:
    page = named()
    page.goto("/login")
    page.click("form[data-passkey] button")
    expect(page.locator("form[data-passkey] [role=alert]")).to_have_text(re.compile(".{10,}"))
    _sign_in(page, town.lotte.email)
    page.wait_for_url("**/portal/")
