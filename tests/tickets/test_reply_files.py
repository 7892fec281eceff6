"""Files go along with a reply: kept with its draft, refused with the reason, in the letter and on the timeline (R34)."""

import io
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from projectie.commands.invariants.blobs import blobs as wrong_blobs
from projectie.commands.invariants.desk import Desk
from projectie.database import MissingError, db
from projectie.mail.models import LetterFile, OutgoingLetter
from projectie.mail.outbox import send_due
from projectie.mail.transport import Smtp
from projectie.people.models import Person
from projectie.tickets import conversation, withdrawing
from projectie.tickets.models import Attachment
from projectie.tickets.reply_files import FileRefused, FilesGone, Offered, add_file, remove_file
from projectie.tickets.reply_files_rules import FileLimits, FileRefusal, refused
from projectie.tickets.withdrawing import Typed
from projectie.tickets.writing_models import DraftFile
from tests.mail.post_office import PostOffice, post_office
from tests.post import letter, receive
from tests.town import Town
from tests.visitor import Visitor

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
SMALL = FileLimits(total=1000, files=3)


@pytest.fixture
def office() -> Iterator[PostOffice]:
    with post_office() as opened:
        yield opened


@pytest.fixture
def number(app: Flask, town: Town) -> Iterator[int]:
    app.config["REPLY_FILES"] = SMALL
    ticket = receive(app, letter(from_=town.lotte.email, proven=True), at=NOW).ticket
    assert ticket
    yield ticket
    del app.config["REPLY_FILES"]


def _add(app: Flask, number: int, by: int, name: str = "proef.pdf", content: bytes = b"%PDF-") -> int:
    add_file(number, Offered(name, content), by, app.extensions["projectie.blobs"], NOW, SMALL)
    return db.session.scalar(select(func.max(DraftFile.id))) or 0


def _reply(app: Flask, number: int, by: int, files: tuple[int, ...]) -> int:
    daan = db.session.get_one(Person, by)
    said = conversation.Reply("Zie de bijlage", conversation.newest_message(db.session(), number), None)
    said = conversation.Reply(said.body, said.seen, None, files=files)
    return conversation.reply(number, said, daan, app.config["SECRET_KEY"], NOW)


@pytest.mark.parametrize(
    ("name", "size", "head", "beside", "files", "why"),
    [
        ("a.pdf", 1, b"%", 0, 0, None),
        ("a.pdf", 1000, b"%", 0, 0, None),
        ("a.pdf", 1001, b"%", 0, 0, FileRefusal.TOO_LARGE),
        ("a.pdf", 500, b"%", 500, 1, None),
        ("a.pdf", 501, b"%", 500, 1, FileRefusal.TOO_MUCH),
        ("a.pdf", 1, b"%", 10, 2, None),
        ("a.pdf", 1, b"%", 10, 3, FileRefusal.TOO_MANY),
        ("a.pdf", 0, b"", 0, 0, FileRefusal.EMPTY),
        ("", 1, b"%", 0, 0, FileRefusal.NO_NAME),
        ("a.EXE", 1, b"x", 0, 0, FileRefusal.FORBIDDEN),
        ("poster.pdf", 9, b"MZ\x90", 0, 0, FileRefusal.FORBIDDEN),
    ],
)
def test_a_file_goes_along_or_is_refused_for_a_reason(
    name: str, size: int, head: bytes, beside: int, files: int, why: FileRefusal | None
) -> None:
    assert refused(name, size, head, beside, files, SMALL) is why


def test_r34_files_go_out_with_the_letter_and_stand_on_the_timeline(
    app: Flask, town: Town, office: PostOffice, number: int
) -> None:
    send_due(Smtp(office.url), NOW)  # the confirmation
    first, second = (
        _add(app, number, town.daan.id),
        _add(app, number, town.daan.id, "böse & <ver>.html", b"<b>"),
    )
    message = _reply(app, number, town.daan.id, (first, second))
    later = NOW + timedelta(minutes=1)
    assert send_due(Smtp(office.url), later) == 0  # never without its files: nobody gave a store
    contents = app.extensions["projectie.blobs"].get
    assert send_due(Smtp(office.url), later, impatient=True, contents=contents) == 1
    arrived = office.letters()[-1]
    sent = {part.get_filename(): part.get_payload(decode=True) for part in arrived.iter_attachments()}
    assert sent == {"proef.pdf": b"%PDF-", "böse & <ver>.html": b"<b>"}
    assert "Zie de bijlage" in (arrived.get_body(("plain",)) or arrived).get_content()
    rows = db.session.scalars(select(Attachment).where(Attachment.message_id == message)).all()
    assert {row.filename for row in rows} == set(sent)
    assert db.session.scalar(select(func.count()).select_from(DraftFile)) == 0


def test_files_of_a_reply_taken_back_are_with_its_draft_again(app: Flask, town: Town, number: int) -> None:
    file = _add(app, number, town.daan.id)
    message = _reply(app, number, town.daan.id, (file,))
    withdrawing.withdraw(number, message, Typed("", None), town.daan.id, NOW + timedelta(seconds=1))
    again = db.session.scalars(select(DraftFile)).one()
    assert (again.filename, again.author_id, again.removed_at) == ("proef.pdf", town.daan.id, None)
    _reply(app, number, town.daan.id, (again.id,))
    remove = _add(app, number, town.daan.id, "weg.txt", b"weg")
    remove_file(number, remove, town.daan.id, NOW)
    settings = app.config["SETTINGS"]
    desk = Desk(db.session(), NOW, app.extensions["projectie.blobs"], settings.data_dir)
    assert list(wrong_blobs(desk)) == []


def test_what_was_taken_off_or_is_another_persons_never_goes_along(
    app: Flask, town: Town, number: int
) -> None:
    maras = _add(app, number, town.mara.id)
    mine = _add(app, number, town.daan.id)
    with pytest.raises(MissingError):
        remove_file(number, maras, town.daan.id, NOW)
    remove_file(number, mine, town.daan.id, NOW)
    for file in (maras, mine, 99):
        with pytest.raises(FilesGone):
            _reply(app, number, town.daan.id, (file,))
    assert db.session.scalar(select(func.count()).select_from(LetterFile)) == 0


def test_a_refused_file_leaves_the_others_and_the_same_one_twice_is_one(
    app: Flask, town: Town, number: int
) -> None:
    _add(app, number, town.daan.id)
    _add(app, number, town.daan.id)
    with pytest.raises(FileRefused):
        _add(app, number, town.daan.id, "groot.pdf", b"x" * 996)
    assert db.session.scalar(select(func.count()).select_from(DraftFile)) == 1


def test_without_script_files_come_with_the_form_and_a_refusal_keeps_everything(
    visit: Callable[..., Visitor], number: int
) -> None:
    daan, path = visit("daan", "en"), f"/desk/tickets/{number}"
    seen = daan.get(path).one("input", id="seen").get("value") or ""
    both = [(io.BytesIO(b"hello"), "goed.txt"), (io.BytesIO(b"MZ"), "slecht.exe")]
    form = {"body": "Graag even kijken naar de bijlage", "seen": seen, "then": "waiting", "when": "now"}
    page = daan.post(f"{path}/replies", {**form, "upload": both})
    assert page.status == 422
    assert "slecht.exe is a program or a script" in page.text
    assert page.one("textarea", id="body").text == form["body"]
    file = page.one("input", name="file").get("value") or ""
    assert daan.get(f"/desk/draft-files/{file}").headers["Content-Security-Policy"].startswith("sandbox")
    assert visit("lotte").get(f"/desk/draft-files/{file}").status == 404
    assert daan.post(f"{path}/replies", {**form, "file": file}).status == 303
    page = daan.get(path)
    assert "goed.txt" in page.text
    assert page.all("input", name="file") == []
    letters = select(func.count()).select_from(LetterFile).join(OutgoingLetter)
    assert db.session.scalar(letters) == 1


def test_files_that_are_dropped_come_back_as_a_list_and_can_be_taken_off(
    visit: Callable[..., Visitor], number: int
) -> None:
    daan, path = visit("daan", "en"), f"/desk/tickets/{number}"
    daan.get(path)
    page = daan.post(f"{path}/files/sent", {"upload": (io.BytesIO(b""), "leeg.txt")}, htmx=True)
    assert "leeg.txt is empty" in page.text
    page = daan.post(f"{path}/files/sent", {"upload": (io.BytesIO(b"iets"), "../../etc/iets.txt")}, htmx=True)
    assert "iets.txt" in page.text
    assert "etc" not in page.text
    (button,) = [b for b in page.all("button") if (b.get("id") or "").startswith("remove-file-")]
    assert daan.post(button.get("formaction") or "", {"body": "Getypt"}).status == 303
    page = daan.get(path)
    assert (page.all("input", name="file"), page.one("textarea", id="body").text) == ([], "Getypt")
    page = daan.post(f"{path}/files", {"body": "Getypt"})
    assert (page.status, "choose a file first" in page.text) == (422, True)
