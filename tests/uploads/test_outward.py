"""What staff send that is too large for mail: with a reply, by a private link that expires and is taken back."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from projectie.clock.now import now
from projectie.database import db
from projectie.mail.models import LetterFile, OutgoingLetter
from projectie.tickets.downloads import OPEN_FOR, opened
from projectie.tickets.models import Message
from projectie.tickets.writing_models import DraftFile
from projectie.uploads.rules import Limits
from tests.commands.desks import wrong
from tests.post import letter, receive
from tests.town import Town
from tests.uploads.test_links import FILE, LOTTE, begun, send
from tests.visitor import Visitor


@pytest.fixture(autouse=True)
def small(app: Flask) -> Iterator[None]:
    """Let parts be small."""
    app.config["UPLOADS"] = Limits(file=4000, part=1000, spare=0)
    yield
    del app.config["UPLOADS"]


@pytest.fixture
def number(app: Flask, town: Town) -> int:
    """Return a ticket of Lotte's."""
    ticket = receive(app, letter(from_=LOTTE, proven=True, subject="Drukwerk open dag")).ticket
    assert ticket
    return ticket


def attached(daan: Visitor, number: int) -> None:
    """Let Daan send a file in parts, the last one twice: its answer was lost on the way."""
    path = f"/desk/tickets/{number}/large-files"
    at = begun(daan, path).get_json()
    while not at["done"]:
        last: tuple[str, bytes] = f"{at['parts']}?offset={at['offset']}", FILE[at["offset"] :][:1000]
        at = send(daan, *last).get_json()
    again = send(daan, *last)
    assert (again.status_code, again.get_json()["done"]) == (409, True)


def answered(daan: Visitor, number: int) -> Any:
    """Let Daan send his reply with the files that are ready."""
    page = daan.get(f"/desk/tickets/{number}")
    fields = {
        e.get("name") or "": e.get("value") or "" for e in page.one("form", id="reply-form").iter("input")
    }
    form = {"body": "De drukproef.", "then": "waiting", "when": "now"}
    form |= {name: fields[name] for name in ("seen", "file") if fields.get(name)}
    return daan.post(f"/desk/tickets/{number}/replies", form)


def test_what_is_too_large_for_mail_goes_with_the_reply_by_a_link_in_the_clients_language(
    app: Flask, town: Town, number: int, visit: Callable[..., Visitor]
) -> None:
    daan, client = visit("daan"), visit()
    typed = daan.post(f"/desk/tickets/{number}/large-files/from-reply", {"body": "Half"})
    assert "Grote bestanden bij het antwoord" in daan.get(typed.location).text
    attached(daan, number)
    assert "poster.pdf" in daan.get(typed.location).text
    for path in ("begin", "abc?offset=0"):
        assert visit("lotte").post(f"/desk/tickets/{number}/large-files/{path}", {}).status == 404
    assert answered(daan, number).status == 303
    said = db.session.scalars(select(OutgoingLetter).order_by(OutgoingLetter.id.desc())).first()
    assert said
    assert "Te groot voor e-mail" in said.body_text
    assert "- poster.pdf (3 kB)" in said.body_text
    assert db.session.scalars(select(LetterFile)).all() == []
    path = "/nl/downloads/" + said.body_text.split("/nl/downloads/")[1].split()[0]
    db.session.rollback()
    page = client.get(path)
    assert "Drukwerk open dag" in page.text
    fetched = client.get(page.one("a", class_="button").get("href") or "")
    assert fetched.response.get_data() == FILE
    assert fetched.headers["Content-Disposition"].startswith("attachment")
    assert fetched.headers["Accept-Ranges"] == "bytes"
    assert client.get(f"{path}/999").status == 404
    key, token = app.config["SECRET_KEY"], path.rpartition("/")[2]
    assert opened(db.session(), token, key, now() + OPEN_FOR - timedelta(hours=1))
    assert opened(db.session(), token, key, now() + OPEN_FOR) is None
    db.session.rollback()
    assert wrong(app) == {}
    assert path in (daan.get(f"/desk/tickets/{number}").one("input", id="download-link-1").get("value") or "")
    assert daan.post(f"/desk/tickets/{number + 1}/downloads/1/revocation").status == 404
    assert daan.post(f"/desk/tickets/{number}/downloads/1/revocation").status == 303
    closed = client.get(path)
    assert (closed.status, client.get(path[:-1] + "1").text) == (404, closed.text)
    assert "link ingetrokken" in daan.get(f"/desk/tickets/{number}").text


def test_a_reply_taken_back_gives_its_large_file_back_and_its_link_is_gone(
    app: Flask, town: Town, number: int, visit: Callable[..., Visitor]
) -> None:
    daan = visit("daan")
    attached(daan, number)
    answered(daan, number)
    reply = db.session.scalar(select(func.max(Message.id)))
    db.session.rollback()
    assert daan.post(f"/desk/tickets/{number}/replies/{reply}/withdrawal", {"body": ""}).status == 303
    assert [one.by_link for one in db.session.scalars(select(DraftFile))] == [True]
    db.session.rollback()
    assert daan.get(f"/desk/tickets/{number}").all("input", id="download-link-1") == []
    assert answered(daan, number).status == 303
    assert wrong(app) == {}
