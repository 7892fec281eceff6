"""A mail with HTML, opened on the ticket: its own images show, others come when they are asked for."""

from base64 import encodebytes

import pytest
from flask import Flask
from playwright.sync_api import Route

from projectie.commands.demo.files import picture
from tests.browsers import Browse
from tests.post import letter, receive
from tests.town import Town

pytestmark = pytest.mark.browser
TRACKER = "https://track.example/logo.png"
BODY = f"""--b
Content-Type: text/plain

Zie het plaatje.

--b
Content-Type: text/html

<p>Zie het <b>plaatje</b>.</p><img src="cid:p@x" alt="plaatje"><img src="{TRACKER}" alt="logo">
--b
Content-Type: image/png; name=p.png
Content-ID: <p@x>
Content-Transfer-Encoding: base64

{encodebytes(picture("p")).decode()}--b--"""


@pytest.mark.parametrize("script", [True, False])
def test_images_from_elsewhere_are_fetched_when_the_reader_asks_and_not_before(
    app: Flask, town: Town, browse: Browse, script: bool
) -> None:
    mail = letter(from_=town.lotte.email, body=BODY, Content_Type="multipart/related; boundary=b")
    received = receive(app, mail)
    page = browse("daan", java_script_enabled=script)
    asked: list[tuple[str, str | None]] = []

    def elsewhere(route: Route) -> None:
        asked.append((route.request.url, route.request.headers.get("referer")))
        route.fulfill(body=picture("logo"), content_type="image/png")

    answers: list[str] = []
    page.on("response", lambda response: answers.append(response.url.removeprefix(browse.address)))
    page.route(TRACKER, elsewhere)
    page.goto(f"/desk/tickets/{received.ticket}")
    address = f"/desk/messages/{received.message}/page"
    assert not script or address not in answers  # without script browsers load every frame at once
    page.click("details.quote summary")
    while address not in answers:
        page.wait_for_event("response")
    page.goto(address, wait_until="load")
    assert "/desk/attachments/1" in answers[answers.index(address) :]
    assert asked == []
    page.goto(f"{address}?images=1", wait_until="load")
    assert asked == [(TRACKER, None)]
