"""`integrity` on mail: bytes, raw mails, messages and letters belong together, or it is found."""

import hashlib
from datetime import timedelta
from pathlib import Path

from flask import Flask
from sqlalchemy import select, text

from projectie.clock.now import now
from projectie.database import db, transaction
from projectie.mail.blob_folder import FolderStore
from projectie.mail.keep import keep
from projectie.mail.models import Mailbox, OutgoingLetter, RawMail
from projectie.tickets.models import Attachment, Message
from tests import post
from tests.commands.desks import wrong


def _blobs(app: Flask) -> FolderStore:
    store: FolderStore = app.extensions["projectie.blobs"]
    return store


def _a_blob(app: Flask) -> Path:
    return _blobs(app).path(
        db.session.scalars(select(Attachment.sha256).order_by(Attachment.id)).first() or ""
    )


def test_r29_bytes_that_are_gone_are_missed(desk: Flask) -> None:
    blob = _a_blob(desk)
    blob.unlink()
    assert wrong(desk) == {"blobs": [f"blob {blob.name} is missing"]}


def test_r29_one_changed_byte_is_found(desk: Flask) -> None:
    blob = _a_blob(desk)
    blob.write_bytes(b"X" + blob.read_bytes()[1:])
    assert wrong(desk) == {"blobs": [f"blob {blob.name} holds other bytes"]}


def test_a_size_that_does_not_fit_its_bytes_is_found(desk: Flask) -> None:
    with transaction() as session:
        session.scalars(select(Attachment)).first().size += 1  # type: ignore[union-attr]
    assert list(wrong(desk)) == ["blobs"]


def test_bytes_that_no_row_names_are_found(desk: Flask) -> None:
    digest = hashlib.sha256(b"nobody").hexdigest()
    stray = _blobs(desk).path(digest)
    stray.parent.mkdir(parents=True, exist_ok=True)
    stray.write_bytes(b"nobody")
    (desk.config["SETTINGS"].blob_dir / "note.txt").write_text("left behind")
    assert wrong(desk) == {
        "blobs": sorted(
            [f"file {digest[:2]}/{digest} belongs to no row", "file note.txt/note.txt belongs to no row"]
        )
    }


def test_bytes_that_wait_for_their_commit_are_no_blobs_yet(desk: Flask) -> None:
    _blobs(desk).put(db.session(), b"waiting")
    db.session.rollback()
    assert wrong(desk) == {}


def test_r29_a_mail_that_was_just_kept_may_wait_but_not_for_long(desk: Flask) -> None:
    keep(post.letter(subject="Zojuist"), Mailbox.SUPPORT, _blobs(desk), now() - timedelta(minutes=5))
    assert wrong(desk) == {}
    late = keep(post.letter(subject="Eerder"), Mailbox.SUPPORT, _blobs(desk), now() - timedelta(minutes=11))
    assert wrong(desk) == {"mail": [f"raw mail {late.raw_id} was never understood"]}


def test_r29_a_raw_mail_without_its_message_is_found(desk: Flask) -> None:
    kept = keep(post.letter(subject="Half"), Mailbox.SUPPORT, _blobs(desk), now())
    with transaction() as session:
        session.get_one(RawMail, kept.raw_id).understood = True
    found = wrong(desk)
    assert found["mail"] == [f"raw mail {kept.raw_id} has no message"]
    assert list(found) == ["mail", "mail_sum"]
    assert found["mail_sum"][0].endswith("3 received, 2 have a fate")


def test_r29_a_message_without_its_raw_mail_is_found(desk: Flask) -> None:
    with transaction() as session:
        message = session.scalars(select(Message).where(Message.raw_id.is_not(None))).first()
        assert message is not None
        raw, message.raw_id = message.raw_id, None
    assert wrong(desk)["mail"] == [
        f"raw mail {raw} has no message",
        f"message {message.id} came in without a raw mail",
    ]


def test_r34_a_letter_both_sent_and_due_is_found(desk: Flask) -> None:
    with transaction() as session:
        letter = session.scalars(select(OutgoingLetter)).first()
        assert letter is not None
        letter.sent_at = now()
    assert wrong(desk) == {"letters": [f"letter {letter.id} is both sent and due"]}


def test_r34_a_reply_that_no_letter_carries_is_found(desk: Flask) -> None:
    with transaction() as session:
        session.execute(text("DELETE FROM delivery"))
    assert [sentence.endswith("its letters do not fit") for sentence in wrong(desk)["letters"]] == [True]


def test_only_the_first_of_many_things_are_told(desk: Flask) -> None:
    for number in range(30):
        (desk.config["SETTINGS"].blob_dir / f"stray-{number:02}").write_text("")
    found = wrong(desk)["blobs"]
    assert len(found) == 21
    assert found[-1] == "and more"
