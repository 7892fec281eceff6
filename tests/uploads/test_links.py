"""Upload links: made by staff, opened by anybody who has one, sent over in parts; cut off anywhere, nothing is lost."""

import hashlib
import io
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from projectie.clock.now import now
from projectie.database import db, transaction
from projectie.live.models import Event
from projectie.tickets.models import Attachment, Column, Message, Ticket
from projectie.uploads import parts, receiving
from projectie.uploads.links import links_of, make_link, revoke_link
from projectie.uploads.models import Upload, UploadLink
from projectie.uploads.place import place
from projectie.uploads.receiving import Offered
from projectie.uploads.rules import Limits, Refusal
from projectie.uploads.sweep import sweep_uploads
from tests.commands.desks import wrong
from tests.post import letter, receive
from tests.town import Town
from tests.visitor import Visitor

LOTTE = "Lotte <lotte@bakkerij-leiden.example>"
FILE = bytes(range(256)) * 10
SMALL = Limits(file=4000, link=6000, files=5, part=1000, spare=0)


@pytest.fixture(autouse=True)
def small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a block be small too: a file of a few kilobytes takes several."""
    monkeypatch.setattr(parts, "BLOCK", 300)


@pytest.fixture(autouse=True)
def small(app: Flask) -> Iterator[None]:
    """Let parts be small: a file of a few kilobytes takes several."""
    app.config["UPLOADS"] = SMALL
    yield
    del app.config["UPLOADS"]


@pytest.fixture
def number(app: Flask, town: Town) -> int:
    """Return a ticket of Lotte's that waits for her."""
    ticket = receive(app, letter(from_=LOTTE, proven=True, subject="Drukwerk open dag")).ticket
    assert ticket
    with transaction() as session:
        row = session.get_one(Ticket, ticket)
        row.column, row.position = Column.WAITING, 1
    return ticket


def link(app: Flask, number: int, town: Town) -> str:
    """Make a link and return its path."""
    make_link(number, 7, town.daan.id, now())
    token = links_of(db.session(), number, app.config["SECRET_KEY"], now())[0].token
    db.session.rollback()
    return f"/nl/bestanden/{token}"


def send(visitor: Visitor, path: str, body: bytes) -> Any:
    """Send one part and return the answer."""
    return visitor.client.post(path, data=body, headers={"X-CSRFToken": visitor.token})


def begun(visitor: Visitor, path: str, name: str = "poster.pdf", size: int = len(FILE)) -> Any:
    """Offer a file and return what the server says of it."""
    return visitor.post(f"{path}/begin", {"name": name, "size": size, "modified": 5}).response


def test_a_file_in_parts_is_an_attachment_on_a_ticket_that_wakes(
    app: Flask, town: Town, number: int, visit: Callable[..., Visitor]
) -> None:
    path, client = link(app, number, town), visit()
    assert "Drukwerk open dag" in client.get(path).text
    at = begun(client, path).get_json()
    while not at["done"]:
        at = send(client, f"{at['parts']}?offset={at['offset']}", FILE[at["offset"] :][:1000]).get_json()
    db.session.rollback()
    file = db.session.scalars(select(Attachment)).one()
    attachment = file.id
    assert (file.filename, file.size, file.content_type) == ("poster.pdf", len(FILE), "application/pdf")
    assert file.sha256 == hashlib.sha256(FILE).hexdigest()
    assert db.session.get_one(Ticket, number).column is Column.IN_PROGRESS
    assert db.session.scalars(select(Event.kind).order_by(Event.id.desc())).first() == "ticket"
    assert begun(client, path).get_json()["done"], "the same file again is known"
    assert db.session.scalar(select(Upload.received)) == len(FILE)
    staff = visit("daan")
    assert "via een uploadlink" in staff.get(f"/desk/tickets/{number}").text
    given = staff.get(f"/desk/attachments/{attachment}")
    assert given.response.get_data() == FILE
    assert given.headers["Content-Disposition"].startswith("attachment")
    assert visit("lotte").get(f"/desk/attachments/{attachment}").status == 404
    assert list((app.config["SETTINGS"].data_dir / "uploads").iterdir()) == []
    assert wrong(app) == {}


def test_r35_opening_a_link_changes_nothing(
    app: Flask, town: Town, number: int, visit: Callable[..., Visitor]
) -> None:
    path, scanner = link(app, number, town), visit()
    before = [(row.id, row.expires_at) for row in db.session.scalars(select(UploadLink))]
    for _ in range(5):
        assert scanner.get(path).status == 200
    db.session.rollback()
    assert [(row.id, row.expires_at) for row in db.session.scalars(select(UploadLink))] == before
    assert db.session.scalars(select(Upload)).all() == []


def test_a_cut_off_upload_goes_on_from_the_last_part(
    app: Flask, town: Town, number: int, visit: Callable[..., Visitor]
) -> None:
    path, client = link(app, number, town), visit()
    client.get(path)
    at = begun(client, path).get_json()
    send(client, f"{at['parts']}?offset=0", FILE[:1000])
    later = visit()
    assert "halverwege afgebroken" in later.get(path).text
    at = begun(later, path).get_json()
    assert (at["offset"], at["done"]) == (1000, False)
    ahead = send(later, f"{at['parts']}?offset=2000", FILE[2000:])
    assert (ahead.status_code, ahead.get_json()["offset"]) == (409, 1000)
    again = send(later, f"{at['parts']}?offset=0", FILE[:1000])
    assert (again.status_code, again.get_json()["offset"]) == (409, 1000)
    too_much = send(later, f"{at['parts']}?offset=1000", FILE)
    assert (too_much.status_code, too_much.get_json()["offset"]) == (409, 1000)
    assert send(later, f"{at['parts']}?offset=1000", FILE[1000:]).get_json()["done"]
    assert db.session.scalars(select(Attachment.sha256)).all() == [hashlib.sha256(FILE).hexdigest()]
    assert wrong(app) == {}


def test_bytes_a_dying_program_wrote_without_saying_so_are_written_again(
    app: Flask, town: Town, number: int, tmp_path: Path
) -> None:
    link(app, number, town)
    here, link_id = place(), db.session.scalars(select(UploadLink.id)).one()
    made = receiving.begin(link_id, Offered("a.pdf", len(FILE), 1), here, now())
    part = tmp_path / "part"
    part.write_bytes(FILE[:1000])
    receiving.add_part(link_id, made.key, 0, part, here, now())
    with here.parts.path(made.key).open("ab") as file:
        file.write(b"half a part")
    part.write_bytes(FILE[1000:])
    assert receiving.add_part(link_id, made.key, 1000, part, here, now()).is_whole
    # Killed before it could finish: the round does, once.
    assert sweep_uploads(here, now() + timedelta(minutes=6)) == 1
    assert sweep_uploads(here, now() + timedelta(minutes=6)) == 0
    receiving.finish(link_id, made.key, here, now())
    assert db.session.scalars(select(Attachment.sha256)).all() == [hashlib.sha256(FILE).hexdigest()]


@pytest.mark.parametrize(
    ("offered", "said"),
    [
        (("leeg.pdf", 0), "dit bestand is leeg"),
        (("groot.pdf", 4001), "groter dan 4 kB"),
        (("setup.exe", 100), "een programma of een script"),
        (("", 100), "kies eerst een bestand"),
    ],
)
def test_a_file_is_refused_before_a_byte_is_sent_with_the_reason(
    app: Flask, town: Town, number: int, visit: Callable[..., Visitor], offered: tuple[str, int], said: str
) -> None:
    path, client = link(app, number, town), visit()
    client.get(path)
    answer = begun(client, path, *offered)
    assert answer.status_code == 422
    assert said in answer.get_json()["error"]
    assert db.session.scalars(select(Upload)).all() == []


def test_a_program_in_disguise_is_refused_after_and_all_else_is_kept(
    app: Flask, town: Town, number: int, visit: Callable[..., Visitor]
) -> None:
    path, client = link(app, number, town), visit()
    client.get(path)
    kept = begun(client, path, "goed.pdf", 10).get_json()
    send(client, f"{kept['parts']}?offset=0", b"%PDF-1.7\n.")
    at = begun(client, path, "poster.pdf", 6).get_json()
    answer = send(client, f"{at['parts']}?offset=0", b"MZ\x90\x00\x01\x02")
    assert answer.status_code == 422
    assert "een programma of een script" in answer.get_json()["error"]
    assert db.session.scalars(select(Upload.filename)).all() == ["goed.pdf"]
    assert wrong(app) == {}


def test_a_link_takes_so_much_and_no_more(app: Flask, town: Town, number: int) -> None:
    link(app, number, town)
    link_id = db.session.scalars(select(UploadLink.id)).one()
    receiving.begin(link_id, Offered("a.pdf", 3500, 1), place(), now())
    with pytest.raises(receiving.Refused) as refused:
        receiving.begin(link_id, Offered("b.pdf", 3500, 1), place(), now())
    assert refused.value.why is Refusal.LINK_FULL
    app.config["UPLOADS"] = Limits(files=1000, spare=0)
    for each in range(49):
        receiving.begin(link_id, Offered(f"{each}.pdf", 1, 1), place(), now())
    with pytest.raises(receiving.TooMany):
        receiving.begin(link_id, Offered("more.pdf", 1, 1), place(), now())


def test_without_a_script_a_form_sends_the_file(
    app: Flask, town: Town, number: int, visit: Callable[..., Visitor]
) -> None:
    path, client = link(app, number, town), visit()
    page = client.get(path)
    assert "hoogstens 30 MB" in page.text
    page = client.post(path, {"file": [(io.BytesIO(FILE), "poster.pdf"), (io.BytesIO(b""), "leeg.pdf")]})
    assert page.status == 422
    assert "leeg.pdf: Niet verstuurd" in page.text
    assert db.session.scalars(select(Attachment.filename)).all() == ["poster.pdf"]
    page = client.post(path, {"file": (io.BytesIO(b"%PDF"), "kaart.pdf")})
    assert page.status == 200
    assert "Ontvangen." in page.text
    assert client.post(path, {}).status == 422


def test_a_form_that_is_too_large_says_what_to_do_instead(
    app: Flask, town: Town, number: int, visit: Callable[..., Visitor], monkeypatch: pytest.MonkeyPatch
) -> None:
    path, client = link(app, number, town), visit()
    client.get(path)
    monkeypatch.setitem(app.config, "MAX_CONTENT_LENGTH", 3_000)
    page = client.post(path, {"file": (io.BytesIO(bytes(4_000)), "poster.pdf")})
    assert page.status == 413
    assert "Stuur de bestanden één voor één" in page.text
    page.one("form", id="upload-form")
    assert client.post(f"{path}x", {"file": (io.BytesIO(bytes(4_000)), "poster.pdf")}).status == 413
    assert db.session.scalars(select(Upload.id)).all() == []


@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_wrong_expired_or_revoked_link_is_the_same_page(
    app: Flask, town: Town, number: int, visit: Callable[..., Visitor], language: str
) -> None:
    path, client = link(app, number, town), visit()
    path = path if language == "nl" else path.replace("/nl/bestanden/", "/en/files/")
    good = client.get(path)
    assert good.status == 200
    assert "noindex" in good.html
    revoke_link(number, db.session.scalars(select(UploadLink.id)).one(), town.daan.id, now())
    revoked = client.get(path)
    assert revoked.status == 404
    other = client.get(path[:-1] + ("a" if path[-1] != "a" else "b"))
    assert (other.status, other.text) == (404, revoked.text)
    assert client.post(path, {}).status == 404
    assert begun(client, path).status_code == 404


def test_staff_make_and_take_back_a_link_beside_the_ticket(
    app: Flask, town: Town, number: int, visit: Callable[..., Visitor]
) -> None:
    daan = visit("daan")
    daan.get(f"/desk/tickets/{number}")
    assert daan.post(f"/desk/tickets/{number}/uploads", {"upload_days": 7}).status == 303
    page = daan.get(f"/desk/tickets/{number}")
    field = page.one("input", id="upload-link-1")
    assert "/nl/bestanden/1-" in (field.get("value") or "")
    assert daan.post(f"/desk/tickets/{number}/uploads", {"upload_days": 5}).status == 422
    assert daan.post(f"/desk/tickets/{number}/uploads/1/revocation", htmx=True).status == 200
    assert "link ingetrokken" in daan.get(f"/desk/tickets/{number}").text
    assert daan.post(f"/desk/tickets/{number}/uploads/9/revocation").status == 404


def test_what_nobody_goes_on_with_is_cleared_away(
    app: Flask, town: Town, number: int, tmp_path: Path
) -> None:
    link(app, number, town)
    here, link_id = place(), db.session.scalars(select(UploadLink.id)).one()
    made = receiving.begin(link_id, Offered("a.pdf", len(FILE), 1), here, now())
    part = tmp_path / "part"
    part.write_bytes(FILE[:1000])
    receiving.add_part(link_id, made.key, 0, part, here, now())
    assert sweep_uploads(here, now() + timedelta(days=6)) == 0
    assert sweep_uploads(here, now() + timedelta(days=8)) == 1
    assert not here.parts.path(made.key).exists()
    assert db.session.scalars(select(Upload)).all() == []
    assert db.session.scalars(select(Message).where(Message.raw_id.is_(None))).all() == []


def test_r17a_a_link_of_a_ticket_whose_grace_is_over_takes_nothing_more(
    app: Flask, town: Town, number: int, visit: Callable[..., Visitor]
) -> None:
    path = link(app, number, town)
    for days, status in ((3, 200), (30, 404)):
        with transaction() as session:
            row = session.get_one(Ticket, number)
            row.column, row.done_at = Column.DONE, now() - timedelta(days=days)
        assert visit().get(path).status == status
