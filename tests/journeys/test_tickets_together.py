"""Merging, splitting and undoing both in a browser (R17a): first what it comes to, then the deed, then back."""

import pytest
from flask import Flask
from playwright.sync_api import expect

from tests.browsers import Browse
from tests.post import letter, receive
from tests.town import Town

pytestmark = pytest.mark.browser
LOTTE = "Lotte <lotte@bakkerij-leiden.example>"


@pytest.mark.parametrize("app", ["sqlite"], indirect=True)
def test_r17a_tickets_become_one_and_two_again(app: Flask, town: Town, browse: Browse) -> None:
    kept, other = (
        receive(app, letter(from_=LOTTE, subject=subject, body=body, proven=True)).ticket
        for subject, body in (
            ("Menu weg", "Het menu is weg."),
            ("Nog iets", "En de openingstijden kloppen niet."),
        )
    )
    page = browse("daan", language="nl")
    page.goto(f"/desk/tickets/{other}/merge")
    page.fill("#into", f"#{kept}")
    page.click("#see")
    expect(page.locator("main")).to_contain_text("1 bericht gaat mee")
    page.click("#merge")
    page.wait_for_url(f"**/desk/tickets/{kept}")
    expect(page.locator("main")).to_contain_text("openingstijden kloppen niet")
    page.goto(f"/desk/tickets/{kept}/split")
    page.check("input[name=message] >> nth=1")
    page.fill("#subject", "Openingstijden")
    page.click("#see")
    expect(page.locator("main")).to_contain_text("1 bericht wordt een nieuw ticket: Openingstijden")
    page.click("#split")
    expect(page.locator("h1")).to_contain_text("Openingstijden")
    new = page.url.rpartition("/")[2]
    page.click("[id^=undo-bond]")
    page.click("#undo")
    page.wait_for_url(f"**/desk/tickets/{kept}")
    page.goto(f"/desk/tickets/{new}")
    expect(page.locator("#merged-away")).to_contain_text(f"#{kept}")
    page.goto("/desk/bonds/1/undo")
    page.click("#undo")
    page.wait_for_url(f"**/desk/tickets/{other}")
    expect(page.locator("main")).to_contain_text("openingstijden kloppen niet")
