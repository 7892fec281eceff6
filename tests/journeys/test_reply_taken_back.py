"""A reply is sent too soon and taken back: by script and without, nothing typed is lost."""

import pytest
from flask import Flask

from tests.browsers import Browse
from tests.post import letter, receive
from tests.town import Town

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("script", [True, False])
def test_a_reply_taken_back_is_in_the_form_again(
    app: Flask, town: Town, browse: Browse, script: bool
) -> None:
    number = receive(app, letter(from_=town.lotte.email, proven=True)).ticket
    page = browse("daan", java_script_enabled=script)
    page.goto(f"/desk/tickets/{number}")
    page.fill("#body", "Te snel verstuurd.")
    page.click("#send")
    page.locator("button[id^=take-back-]").wait_for()
    page.fill("#body", "Alvast verder getypt.")
    page.locator("button[id^=take-back-]").click()
    page.locator("#draft-notice").wait_for()
    assert page.input_value("#body") == "Te snel verstuurd.\n\nAlvast verder getypt."
    assert page.locator(".message.outgoing").count() == 0
    if script:
        assert page.evaluate("document.activeElement.id") == "body"
    page.locator("#remove-draft").click()
    page.locator("#draft-notice").wait_for(state="detached")
    assert page.input_value("#body") == ""
