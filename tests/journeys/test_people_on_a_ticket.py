"""People on a ticket in a browser: asked about, let in, chosen for a reply, taken off (R30)."""

import pytest
from flask import Flask

from tests.browsers import Browse
from tests.post import letter, receive
from tests.town import Town

pytestmark = pytest.mark.browser


def test_r30_somebody_from_outside_is_let_in_and_gets_a_reply(app: Flask, town: Town, browse: Browse) -> None:
    raw = letter(
        from_="Lotte <lotte@bakkerij-leiden.example>",
        proven=True,
        Cc="Pieter <p@drukker.example>, joris@bakkerij-leiden.example",
    )
    number = receive(app, raw).ticket
    page = browse("daan", language="nl")
    page.goto(f"/desk/tickets/{number}")
    page.click("text=Laat meelezen")
    page.wait_for_selector(".people >> text=Pieter")
    assert page.locator("[id^=proposed-]").count() == 0
    assert page.locator("input[name=also]:checked").count() == 1, "an outsider is chosen by hand"
    page.check("input[name=also] >> nth=0")
    page.fill("#body", "We kijken.")
    page.click("#send")
    page.wait_for_selector(".message.outgoing >> text=aan Pieter")
    page.click(".people li:has-text('Pieter') button")
    page.wait_for_selector(".people >> text=leest niet mee")
    assert page.locator("input[name=also]").count() == 1
