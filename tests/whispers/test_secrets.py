"""One-time secrets: asked or given, read once by POST, then gone; never in mail, log, history, search or signals."""

import logging
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, text

from projectie.clock.now import now
from projectie.database import Base, db, transaction
from projectie.tickets.models import Column, Ticket
from projectie.whispers import actions
from projectie.whispers.actions import Over, Reader, Wanted, forget_expired
from projectie.whispers.models import Way, Whisper
from projectie.whispers.queries import secrets_of
from projectie.whispers.rules import MOST_WRONG, State
from projectie.whispers.sealing import lock
from tests.commands.desks import wrong
from tests.post import letter, receive
from tests.town import Town
from tests.visitor import Visitor

LOTTE = "Lotte <lotte@bakkerij-leiden.example>"
SECRET = "Zwaan-kleef-aan-77"
NOBODY = Reader(None, "Firefox · Windows · IPv4")


@pytest.fixture
def number(app: Flask, town: Town) -> int:
    """Return a ticket of Lotte's that waits for her."""
    ticket = receive(app, letter(from_=LOTTE, proven=True)).ticket
    assert ticket
    with transaction() as session:
        row = session.get_one(Ticket, ticket)
        row.column, row.position = Column.WAITING, 1
    return ticket


def listed(app: Flask, number: int) -> list[State]:
    """Return how the secrets of a ticket stand."""
    db.session.rollback()
    db.session.expire_all()
    return [each.state for each in secrets_of(db.session(), number, app.config["SECRET_KEY"], now())]


def made(app: Flask, number: int, town: Town, way: Way, word: str = "") -> tuple[int, str]:
    """Make a secret and return its id and the path of its page."""
    secret = SECRET if way is Way.GIVEN else ""
    wanted = Wanted(way, "Wachtwoord van de site", 7, secret, word)
    number_ = actions.make(number, wanted, lock(), town.daan.id, now())
    token = secrets_of(db.session(), number, app.config["SECRET_KEY"], now())[0].token
    return number_, f"/nl/geheim/{token}"


def nowhere(app: Flask, caplog: pytest.LogCaptureFixture) -> bool:
    """Whether the secret stands in no table, no file and no log."""
    db.session.rollback()
    rows = [
        str(row)
        for table in Base.metadata.tables
        for row in db.session.execute(text(f"SELECT * FROM {table}"))
    ]
    folder = app.config["SETTINGS"].data_dir
    files = [path for path in folder.rglob("*") if path.is_file() and SECRET.encode() in path.read_bytes()]
    return not files and SECRET not in " ".join(rows) + caplog.text


def test_a_client_hands_a_secret_over_and_staff_read_it_once(
    app: Flask, town: Town, number: int, visit: Callable[..., Visitor], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    whisper, path = made(app, number, town, Way.ASKED)
    client = visit()
    assert "Wachtwoord van de site" in client.get(path).text
    assert client.post(path, {"secret": "  "}).status == 422
    assert "Ontvangen" in client.post(path, {"secret": SECRET}).text
    assert nowhere(app, caplog)
    assert client.get(path).status == 404
    assert db.session.get_one(Ticket, number).column is Column.IN_PROGRESS
    daan = visit("daan")
    page = daan.get(f"/desk/tickets/{number}")
    assert SECRET not in page.html
    assert page.one("button", id=f"read-secret-{whisper}")
    read = daan.post(f"/desk/tickets/{number}/secrets/{whisper}/reading")
    assert SECRET in read.one("textarea", id="secret").text  # type: ignore[operator]
    assert read.headers["Cache-Control"] == "no-store"
    assert daan.post(f"/desk/tickets/{number}/secrets/{whisper}/reading").status == 404
    assert "gelezen door Daan de Boer" in daan.get(f"/desk/tickets/{number}").text
    assert nowhere(app, caplog)
    assert wrong(app) == {}


def test_r35_a_scanner_that_opens_a_given_secret_changes_nothing_and_it_is_read_once(
    app: Flask, town: Town, number: int, visit: Callable[..., Visitor]
) -> None:
    _whisper, path = made(app, number, town, Way.GIVEN)
    scanner, client = visit(), visit()
    for _ in range(5):
        page = scanner.get(path)
        assert page.status == 200
        assert SECRET not in page.html
    assert listed(app, number) == [State.READY]
    assert SECRET in client.post(path, {}).html
    assert client.post(path, {}).status == 404
    assert listed(app, number) == [State.READ]
    row = db.session.scalars(select(Whisper)).one()
    assert (row.sealed, row.read_by_id, row.read_from) == (None, None, "IPv4")


def test_a_word_told_by_phone_is_asked_and_too_many_wrong_ones_destroy_the_secret(
    app: Flask, town: Town, number: int, visit: Callable[..., Visitor]
) -> None:
    _, path = made(app, number, town, Way.GIVEN, "Paarse Olifant")
    client = visit()
    page = client.post(path, {"word": "rode olifant"})
    assert (page.status, SECRET in page.html) == (422, False)
    assert SECRET in client.post(path, {"word": " paarse  OLIFANT"}).html
    _, path = made(app, number, town, Way.GIVEN, "paars")
    statuses = [client.post(path, {"word": "geel"}).status for _ in range(MOST_WRONG)]
    assert statuses == [422] * (MOST_WRONG - 1) + [404]
    assert client.post(path, {"word": "paars"}).status == 404
    assert listed(app, number) == [State.GUESSED, State.READ]
    assert wrong(app) == {}


@pytest.mark.parametrize("end", ["revoked", "expired", "read", "wrong"])
def test_whatever_is_over_is_the_same_friendly_page(
    app: Flask, town: Town, number: int, visit: Callable[..., Visitor], end: str
) -> None:
    whisper, path = made(app, number, town, Way.GIVEN)
    invented = visit().get("/nl/geheim/1-" + "a" * 32)
    if end == "revoked":
        actions.revoke(number, whisper, town.daan.id, now())
    elif end == "read":
        actions.read(whisper, "", lock(), NOBODY, now())
    elif end == "expired":
        with transaction() as session:
            session.get_one(Whisper, whisper).expires_at = now()
    else:
        path = path[:-1] + ("a" if path[-1] != "a" else "b")
    for page in (visit().get(path), visit().post(path, {})):
        assert (page.status, page.text) == (404, invented.text)
    assert "typed too late" in visit().post(path, {"secret": "typed too late"}).text, "it comes back"


def test_what_nobody_read_in_time_is_destroyed(app: Flask, town: Town, number: int) -> None:
    whisper, _ = made(app, number, town, Way.GIVEN)
    with transaction() as session:
        assert forget_expired(session, now() + timedelta(days=6)) == 0
        assert forget_expired(session, now() + timedelta(days=8)) == 1
    db.session.expire_all()
    assert db.session.get_one(Whisper, whisper).sealed is None
    with pytest.raises(Over):
        actions.read(whisper, "", lock(), NOBODY, now())


def test_staff_make_a_secret_beside_the_ticket_and_what_was_typed_comes_back(
    app: Flask, town: Town, number: int, visit: Callable[..., Visitor]
) -> None:
    daan, url = visit("daan"), f"/desk/tickets/{number}/secrets"
    daan.get(f"/desk/tickets/{number}")
    typed = {"secret_way": "given", "secret_label": "De sleutel", "secret_text": " ", "secret_days": 7}
    page = daan.post(url, typed)
    assert page.status == 422
    assert page.one("input", id="secret_label").get("value") == "De sleutel"
    assert daan.post(url, {**typed, "secret_way": "asked", "secret_text": "x"}).status == 422
    assert daan.post(url, {**typed, "secret_text": SECRET}).status == 303
    page = daan.get(f"/desk/tickets/{number}")
    assert SECRET not in page.html
    assert "/nl/geheim/1-" in (page.one("input", id="secret-link-1").get("value") or "")
    assert daan.post(f"{url}/1/reading").status == 404, "what was given is the client's to read"
    assert listed(app, number) == [State.READY]
    assert daan.post(f"{url}/1/revocation", htmx=True).status == 200
    assert listed(app, number) == [State.REVOKED]
    assert daan.post(f"{url}/7/revocation").status == 404
    assert daan.post("/desk/tickets/999/secrets", {**typed, "secret_text": SECRET}).status == 404
