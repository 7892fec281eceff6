"""A large file over an upload link, in a browser: cut off half-way by closing the page, it goes on where it stopped."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Page, Route, expect
from sqlalchemy import select

from projectie.clock.now import now
from projectie.database import db
from projectie.tickets.models import Attachment
from projectie.uploads.links import links_of, make_link
from projectie.uploads.models import Upload
from projectie.uploads.rules import Limits
from tests.browsers import Browse
from tests.post import letter, receive
from tests.town import Town

pytestmark = pytest.mark.browser
PART = 20_000
CONTENT = bytes(n * 7 % 251 for n in range(6 * PART + 11))


@pytest.fixture(autouse=True)
def small(app: Flask) -> Iterator[None]:
    """Let parts be small."""
    app.config["UPLOADS"] = Limits(part=PART, spare=0)
    yield
    del app.config["UPLOADS"]


def test_an_upload_cut_off_half_way_goes_on_after_a_reload(
    app: Flask, town: Town, browse: Browse, tmp_path: Path
) -> None:
    number = receive(app, letter(from_="Lotte <lotte@bakkerij-leiden.example>", proven=True)).ticket
    assert number
    make_link(number, 7, town.daan.id, now())
    path = f"/nl/bestanden/{links_of(db.session(), number, app.config['SECRET_KEY'], now())[0].token}"
    db.session.rollback()
    file = tmp_path / "affiche.pdf"
    file.write_bytes(CONTENT)
    _cut_off(browse(), path, file)
    db.session.rollback()
    assert db.session.scalar(select(Upload.received)) == 3 * PART
    db.session.rollback()
    page = browse()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "offset=" in request.url else None)
    page.goto(path)
    assert "halverwege afgebroken" in page.inner_text("main")
    assert Axe().run(page).violations_count == 0
    page.set_input_files("#file", str(file))
    page.click("#send")
    expect(page.locator("#uploads [data-state=ok]")).to_contain_text("Ontvangen")
    assert asked[0].endswith(f"offset={3 * PART}"), "nothing is sent twice"
    (tmp_path / "setup.exe").write_bytes(b"MZ")
    page.set_input_files("#file", str(tmp_path / "setup.exe"))
    page.click("#send")
    expect(page.locator("#uploads [data-state=failed]")).to_contain_text("een programma of een script")
    found = db.session.scalars(select(Attachment.sha256)).all()
    assert found == [hashlib.sha256(CONTENT).hexdigest()]


def _cut_off(page: Page, path: str, file: Path) -> None:
    """Send three parts, lose the line, and close the page."""
    sent: list[str] = []

    def pass_three(route: Route) -> None:
        sent.append(route.request.url)
        if len(sent) <= 3:
            route.continue_()
        else:
            route.abort()

    page.route("**/*offset=*", pass_three)
    page.goto(path)
    page.set_input_files("#file", str(file))
    page.click("#send")
    expect(page.locator("#uploads")).to_contain_text("Geen verbinding")
    page.close()
