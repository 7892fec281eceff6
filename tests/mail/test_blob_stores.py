"""Raw mails and attachments in a folder and in an object store: the same promises (R29)."""

import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from projectie.bucket import bucket_at
from projectie.complaints.models import SealedMail
from projectie.database import db, transaction
from projectie.mail import blob_bucket, bucket_parts
from projectie.mail.blob_bucket import ObjectStore
from projectie.mail.blob_folder import FolderStore
from projectie.mail.blob_reader import BlobReader
from projectie.mail.blob_stores import store_at
from projectie.mail.blobs import BlobStore, StoreAwayError, digest_of
from projectie.mail.models import Mailbox, RawMail
from projectie.tickets.blobs import sweep_blobs
from projectie.tickets.models import Attachment
from tests import post
from tests.commands.desks import mailed, run, told, wrong
from tests.mail.object_store import S3, s3_server
from tests.town import Town

CONTENT = bytes(range(256)) * 3_000
LATER = datetime.now(UTC) + timedelta(hours=2)


@pytest.fixture(scope="module")
def s3() -> Iterator[S3]:
    """Return a running object store."""
    with s3_server() as running:
        yield running


@pytest.fixture(params=["folder", "bucket"])
def address(request: pytest.FixtureRequest, tmp_path: Path, s3: S3) -> str:
    """Return the address of an empty store."""
    return s3.bucket() if request.param == "bucket" else str(tmp_path / "blobs")


@pytest.fixture
def stored(app: Flask, town: Town, address: str) -> Iterator[BlobStore]:
    """Return the store that the desk works with."""
    usual, settings = app.extensions["projectie.blobs"], app.config["SETTINGS"]
    app.extensions["projectie.blobs"] = store_at(address)
    if not address.startswith("s3:"):
        app.config["SETTINGS"] = replace(settings, blob_dir=Path(address))
    try:
        yield app.extensions["projectie.blobs"]
    finally:
        app.extensions["projectie.blobs"] = usual
        app.config["SETTINGS"] = settings


def _left(store: BlobStore) -> list[str]:
    """Return the hashes in a store, in place."""
    return sorted(each.name for shelf in store.shelves() for each in store.shelf(shelf))


def _put_and_fail(store: BlobStore) -> None:
    with suppress(RuntimeError), transaction() as session:
        store.put(session, CONTENT)
        raise RuntimeError


def test_r29_a_mail_and_its_files_are_kept_and_the_desk_is_sound(app: Flask, stored: BlobStore) -> None:
    mailed(app, subject="Café")
    raw, file = db.session.scalars(select(RawMail)).one(), db.session.scalars(select(Attachment)).one()
    assert b"Caf" in stored.get(raw.sha256)
    assert stored.get(file.sha256) == "Café".encode()
    assert _left(stored) == sorted([raw.sha256, file.sha256])
    assert wrong(app) == {}


def test_r29_bytes_of_a_deed_that_failed_wait_and_are_swept(app: Flask, stored: BlobStore) -> None:
    _put_and_fail(stored)
    assert _left(stored) == []
    assert sweep_blobs(stored, datetime.now(UTC)) == 0, "a transaction may still be open"
    assert sweep_blobs(stored, LATER) == 1
    with pytest.raises(FileNotFoundError):
        stored.get(digest_of(CONTENT))


def test_r29_bytes_of_a_process_killed_after_its_commit_are_found(app: Flask, stored: BlobStore) -> None:
    mailed(app, subject="Eerste")
    with transaction() as session:
        session.scalars(select(Attachment)).one().sha256 = stored.put(session, CONTENT)
        session.info.clear()  # killed before anything was put in place
    assert stored.size(digest_of(CONTENT)) == len(CONTENT)
    assert stored.get(digest_of(CONTENT)) == CONTENT
    assert digest_of(CONTENT) in _left(stored)


def test_r29_bytes_that_wait_for_a_row_that_is_there_are_put_in_place_by_the_sweep(
    app: Flask, stored: BlobStore
) -> None:
    mailed(app, subject="Eerste")
    with transaction() as session:
        session.scalars(select(Attachment)).one().sha256 = stored.put(session, CONTENT)
        session.info.clear()
    assert sweep_blobs(stored, LATER) == 0
    assert digest_of(CONTENT) in _left(stored)


def test_missing_changed_and_nameless_bytes_are_found(app: Flask, stored: BlobStore) -> None:
    mailed(app, subject="Eerste")
    with transaction() as session:
        session.scalars(select(Attachment)).one().sha256 = "ab" * 32
    stray = stored.take(b"niemand")
    assert f"blob {'ab' * 32} is missing" in wrong(app)["blobs"]
    assert f"file {stray[:2]}/{stray} belongs to no row" in wrong(app)["blobs"]


def test_a_blob_is_read_from_any_byte_on(stored: BlobStore) -> None:
    reader = BlobReader(stored, stored.take(CONTENT))
    assert b"".join(reader) == CONTENT
    for start in (1, 300_000, len(CONTENT) - 1, len(CONTENT)):
        reader.seek(start)
        assert b"".join(reader) == CONTENT[start:]
    reader.close()


def test_the_same_bytes_twice_are_one_blob(app: Flask, stored: BlobStore) -> None:
    with transaction() as session:
        stored.ahead(session, [CONTENT, CONTENT])
        assert stored.put(session, CONTENT) == stored.put(session, CONTENT) == digest_of(CONTENT)
    assert _left(stored) == [digest_of(CONTENT)]
    assert sweep_blobs(stored, LATER) == 0, "nothing waits"


def test_a_large_file_is_written_before_the_lock_and_kept_with_its_row(
    app: Flask, stored: BlobStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(blob_bucket, "PART", 1_000)  # more than that goes up in parts
    content, path = CONTENT * 8, tmp_path / "large"  # 6 MB: two parts
    monkeypatch.setattr(bucket_parts, "PART", 5 * 1024 * 1024)
    path.write_bytes(content)
    digest = digest_of(content)
    stored.file_ahead(db.session(), path, digest)
    path.unlink()  # nothing is read of it any more once the lock is held
    with transaction() as session:
        stored.put_file(session, path, digest)
    assert _left(stored) == [digest]
    assert stored.get(digest) == content
    path.write_bytes(content)
    with transaction() as session:
        stored.put_file(session, path, digest)  # it is there already
    assert _left(stored) == [digest]
    assert sweep_blobs(stored, LATER) == 0, "nothing waits"


def test_a_file_of_a_deed_that_failed_waits_and_is_swept(
    app: Flask, stored: BlobStore, tmp_path: Path
) -> None:
    path = tmp_path / "file"
    path.write_bytes(CONTENT)
    os.utime(path, (0, 0))  # how old the file is does not count
    with suppress(RuntimeError), transaction() as session:
        stored.put_file(session, path, digest_of(CONTENT))
        raise RuntimeError
    assert _left(stored) == []
    assert sweep_blobs(stored, datetime.now(UTC)) == 0, "a transaction may still be open"
    assert sweep_blobs(stored, LATER) == 1


@pytest.mark.parametrize("app", ["sqlite"], indirect=True)
def test_parts_of_a_file_that_a_killed_program_left_are_cleared_away(
    app: Flask, town: Town, s3: S3, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    address, path = s3.bucket(), tmp_path / "file"
    name = address.split("/")[3]
    path.write_bytes(CONTENT)
    monkeypatch.setattr(blob_bucket, "PART", 1_000)
    store = store_at(address)
    s3.client.create_multipart_upload(Bucket=name, Key="desk/waiting/abc")
    monkeypatch.setattr(bucket_parts, "md5_of", lambda _: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        store.file_ahead(db.session(), path, digest_of(CONTENT))
    underway = s3.client.list_multipart_uploads(Bucket=name)["Uploads"]
    assert [each["Key"] for each in underway] == ["desk/waiting/abc"], "what failed was cleared at once"
    store.sweep(LATER, ())
    assert "Uploads" not in s3.client.list_multipart_uploads(Bucket=name)


@pytest.mark.parametrize("app", ["sqlite"], indirect=True)
def test_each_attempt_waits_under_a_name_of_its_own(app: Flask, town: Town, s3: S3) -> None:
    address = s3.bucket()
    store = store_at(address)
    for _ in range(2):
        _put_and_fail(store)
    assert len({key for key in s3.keys(address) if key.startswith("desk/waiting/")}) == 2
    assert store.sweep(LATER, ()) == 2
    assert s3.keys(address) == []


@pytest.mark.parametrize("app", ["sqlite"], indirect=True)
def test_r29_a_store_that_is_away_gives_75_and_loses_nothing(app: Flask, town: Town, s3: S3) -> None:
    address, raw = s3.bucket(), post.letter(subject="Later")
    usual = app.extensions["projectie.blobs"]
    try:
        app.extensions["projectie.blobs"] = store_at(s3.away)
        db.session.rollback()
        answer = app.test_cli_runner().invoke(args=["mail", "receive"], input=raw)
        assert answer.exit_code == 75
        assert "the object store cannot be reached" in answer.stderr
        assert db.session.scalar(select(func.count(RawMail.id))) == 0
        complaint = app.test_cli_runner().invoke(args=["mail", "receive", "--mailbox", "info"], input=raw)
        assert complaint.exit_code == 0, "a complaint lies in the database, sealed"
        app.extensions["projectie.blobs"] = store_at(address.replace("projectie-", "gone-"))
        assert (
            "refuses (NoSuchBucket)"
            in app.test_cli_runner().invoke(args=["mail", "receive"], input=raw).stderr
        )
        app.extensions["projectie.blobs"] = store_at(address)
        again = app.test_cli_runner().invoke(args=["mail", "receive"], input=raw)
        assert again.exit_code == 0
        assert wrong(app) == {}
    finally:
        app.extensions["projectie.blobs"] = usual
    assert db.session.scalar(select(func.count(SealedMail.id))) == 1


@pytest.mark.parametrize("app", ["sqlite"], indirect=True)
def test_r29_a_store_that_goes_away_after_the_commit_loses_nothing(app: Flask, town: Town, s3: S3) -> None:
    address = s3.bucket()
    store = store_at(address)
    assert isinstance(store, ObjectStore)
    with transaction() as session:
        digest = store.put(session, CONTENT)
        store._bucket, store._made = bucket_at(s3.away), None
    with pytest.raises(StoreAwayError):
        store.get(digest)
    assert store_at(address).get(digest) == CONTENT


@pytest.mark.parametrize("app", ["sqlite"], indirect=True)
def test_a_desk_moves_to_an_object_store_and_back(app: Flask, town: Town, s3: S3, tmp_path: Path) -> None:
    address, back = s3.bucket(), tmp_path / "terug"
    usual = app.extensions["projectie.blobs"]
    try:
        mailed(app, subject="Eerste")
        assert told(app, "blobs", "copy", "--to", address) == {"copied": 2, "there": 0, "missing": 0}
        mailed(app, subject="Tweede")  # the desk is in use meanwhile
        assert told(app, "blobs", "copy", "--to", address) == {"copied": 2, "there": 2, "missing": 0}
        app.extensions["projectie.blobs"] = store_at(address)
        assert wrong(app) == {}
        post.receive(app, post.letter(subject="Derde"), Mailbox.SUPPORT)
        assert told(app, "blobs", "copy", "--to", str(back))["copied"] == 5
        app.extensions["projectie.blobs"] = FolderStore(back)
        assert wrong(app) == {}
        assert all(key.startswith("desk/") for key in s3.keys(address))
    finally:
        app.extensions["projectie.blobs"] = usual
    assert run(app, "blobs", "copy", "--to", "ftp://x").exit_code == 2
