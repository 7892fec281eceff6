"""`backup create` and `backup restore`: a desk in one file, made while it runs, whole or refused."""

import hashlib
import json
import shutil
import stat
import tarfile
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask_migrate import downgrade
from sqlalchemy import func, select, update

from projectie import config, create_app
from projectie.clock.now import now
from projectie.commands.prepare import unfinished_in
from projectie.complaints.keys_kept import seal_in
from projectie.database import db, transaction
from projectie.imports.models import ImportRun, ImportState
from projectie.mail.blob_stores import store_at
from projectie.mail.blobs import StoreAwayError
from projectie.mail.models import RawMail
from projectie.people.models import Person
from projectie.restored import AFTER_RESTORE
from projectie.tickets.models import Ticket
from tests import databases, post
from tests.commands.desks import closed, mailed, run, told, wrong
from tests.house.test_migrations import REVISIONS
from tests.mail.object_store import S3, s3_server

KEY = "another key, of another place, long enough"


@pytest.fixture(scope="module")
def s3() -> Iterator[S3]:
    """Return a running object store."""
    with s3_server() as running:
        yield running


@pytest.fixture
def place(app: Flask, shared: Path, tmp_path: Path) -> Iterator[Flask]:
    """Return an empty place for a desk on the same kind of database, with a key of its own."""
    folder = tmp_path / "place"
    url = f"sqlite:///{folder / 'projectie.sqlite'}"
    if db.engine.dialect.name != "sqlite":
        name = f"place_{hashlib.sha256(str(tmp_path).encode()).hexdigest()[:10]}"
        url = databases.Postgresql(databases.server(shared / "postgresql"), name).url
    settings = config.load({"DATA_DIR": str(folder), "DATABASE_URL": url, "LOG_LEVEL": "ERROR"})
    made = create_app(settings)
    yield made
    with made.app_context():
        closed()


def inside(place: Flask, *words: str) -> Any:
    """Return what a command answered in that place."""
    with place.app_context():
        return told(place, *words)


def refused(place: Flask, *words: str) -> tuple[int, str]:
    """Return the exit code and the sentence of a command in that place."""
    with place.app_context():
        answer = run(place, *words)
    return answer.exit_code, answer.stderr


def same(app: Flask, place: Flask) -> bool:
    """Return whether both desks hold the same."""
    return bool(told(app, "fingerprint", "--json") == inside(place, "fingerprint", "--json"))


def put_keys_of_complaints(desk: Flask, place: Flask) -> None:
    """Put the keys of complaints back by hand, as whoever kept them does."""
    here, there = (app.config["SETTINGS"].data_dir for app in (desk, place))
    if (here / "complaints.key").exists():
        shutil.copy2(here / "complaints.key", there)
    if (here / "keys").exists():
        shutil.copytree(here / "keys", there / "keys", dirs_exist_ok=True)


def _brought(by: int) -> ImportRun:
    file: dict[str, Any] = {"source": "clients", "filename": "klanten.csv", "size": 9, "sha256": None}
    done: dict[str, Any] = {"state": ImportState.DONE, "done": 1, "total": 1, "attempts": 1, "dry": False}
    return ImportRun(**file, **done, by_id=by, at=now(), leased_until=None, counts={"created": 1}, lines=[])


def test_a_desk_comes_back_as_it_was_with_its_files_and_its_triggers(
    desk: Flask, place: Flask, tmp_path: Path
) -> None:
    backup, keys = str(tmp_path / "b.tar"), str(tmp_path / "keys.json")
    with transaction() as session:  # brought in long ago: its file was let go of
        session.add(_brought(session.scalars(select(func.min(Person.id))).one()))
    made = told(desk, "backup", "create", backup, "--keys", keys)
    assert made["missing"] == []
    put_keys_of_complaints(desk, place)
    assert inside(place, "backup", "restore", backup, "--keys", keys)["integrity"] is True
    assert same(desk, place)
    with place.app_context():
        with pytest.raises(Exception, match=r"never changed|refused"), transaction() as session:
            session.execute(update(RawMail).values(sha256="x"))
        assert mailed(place, subject="Na het terugzetten") == 1003, "numbers go on where they were"
        assert wrong(place) == {}
    assert (place.config["SETTINGS"].data_dir / "secret.key").read_text() == "k" * 32


def test_r27_without_the_keys_of_complaints_the_restore_says_so(
    desk: Flask, place: Flask, tmp_path: Path
) -> None:
    told(desk, "backup", "create", str(tmp_path / "b.tar"))
    code, said = refused(place, "backup", "restore", str(tmp_path / "b.tar"))
    assert (code, "complaints" in said) == (1, True)


def test_a_backup_of_a_running_desk_is_of_one_moment(app: Flask, place: Flask, tmp_path: Path) -> None:
    first, over = threading.Event(), threading.Event()

    def go_on() -> None:
        with app.app_context():
            number = 0
            while not over.is_set():
                mailed(app, subject=f"Druk {number}")
                first.set()
                number += 1
            closed()

    writer = threading.Thread(target=go_on)
    writer.start()
    try:
        assert first.wait(30)
        told(app, "backup", "create", str(tmp_path / "b.tar"))
    finally:
        over.set()
        writer.join()
    assert inside(place, "backup", "restore", str(tmp_path / "b.tar"))["integrity"] is True
    with place.app_context():
        kept = db.session.scalars(select(func.count(Ticket.number))).one()
    assert 1 <= kept <= db.session.scalars(select(func.count(Ticket.number))).one()


def test_a_damaged_backup_is_refused_wherever_it_is_damaged_and_says_where(
    app: Flask, place: Flask, tmp_path: Path
) -> None:
    mailed(app)
    backup, broken = tmp_path / "b.tar", tmp_path / "broken.tar"
    told(app, "backup", "create", str(backup))
    content = backup.read_bytes()
    with tarfile.open(backup) as tar:
        members = tar.getmembers()
    blob = next(member for member in members if member.name.startswith("blobs/"))
    data = max((each for each in members if each.name.startswith("database/")), key=lambda each: each.size)
    seal = members[-1]
    places = {
        blob.name: blob.offset_data + 1,
        data.name: data.offset_data + data.size - 1,
        "behind": blob.offset + 3,
        "between": blob.offset_data + blob.size + 1,
        "manifest.json": members[-2].offset_data + 4,
        "no backup": 5,
        "at its end": len(content) - 1,
        "seal.sha256": seal.offset_data + 3,
    }
    said = {}
    for where, at in places.items():
        broken.write_bytes(content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :])
        said[where] = refused(place, "backup", "restore", str(broken))
    broken.write_bytes(content[: len(content) // 2])
    said["cut off"] = refused(place, "backup", "restore", str(broken))
    assert {code for code, _ in said.values()} == {1}
    assert all("damaged" in sentence for _, sentence in said.values()), said
    assert blob.name in said[blob.name][1]
    assert data.name in said[data.name][1]
    assert not (place.config["SETTINGS"].data_dir / "restore.unfinished").exists()
    assert inside(place, "backup", "restore", str(backup))["files"] == len(members) - 2


def test_r27_keys_lie_apart_and_those_of_complaints_nowhere(app: Flask, tmp_path: Path) -> None:
    seal_in(app.config["SETTINGS"].data_dir)  # makes the keys
    mailed(app)
    data = app.config["SETTINGS"].data_dir
    sealed = {path.read_bytes() for path in (*data.glob("complaints.key"), *data.glob("keys/*/*.key"))}
    (data / "whispers.key").write_text("a-key-of-whispers")
    backup, keys = tmp_path / "b.tar", tmp_path / "keys.json"
    told(app, "backup", "create", str(backup), "--keys", str(keys))
    (data / "whispers.key").unlink()
    written = json.loads(keys.read_text())["keys"]
    assert written["secret.key"] == "k" * 32
    assert written["whispers.key"] == "a-key-of-whispers"
    assert sealed
    assert not any(key.strip() in keys.read_bytes() for key in sealed)
    for key in (*sealed, *(key.encode() for key in written.values())):
        assert key.strip() not in backup.read_bytes()
    for file in (backup, keys):
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_a_backup_of_an_older_version_is_brought_up_to_date(app: Flask, place: Flask, tmp_path: Path) -> None:
    mailed(app)
    before = told(app, "fingerprint", "--json")
    older = REVISIONS[-2]
    downgrade(revision=older)
    assert told(app, "backup", "create", str(tmp_path / "b.tar"))["revision"] == older
    assert inside(place, "backup", "restore", str(tmp_path / "b.tar"))["integrity"] is True
    assert inside(place, "fingerprint", "--json") == before


def test_only_into_an_empty_place_and_never_over_another_file(
    app: Flask, place: Flask, tmp_path: Path
) -> None:
    mailed(app)
    backup = str(tmp_path / "b.tar")
    told(app, "backup", "create", backup)
    assert run(app, "backup", "create", backup).exit_code == 2
    before = told(app, "fingerprint", "--json")
    answer = run(app, "backup", "restore", backup)
    assert (answer.exit_code, "not empty" in answer.stderr) == (1, True)
    assert told(app, "fingerprint", "--json") == before
    assert refused(place, "backup", "create", str(tmp_path / "none.tar"))[0] == 1
    with place.app_context():
        assert run(place, "prepare").exit_code == 0, "a desk that is prepared is empty too"
        closed()
    inside(place, "backup", "restore", backup)
    assert same(app, place)


def test_a_restore_that_fails_leaves_the_place_empty_and_one_that_was_killed_is_begun_again(
    app: Flask, place: Flask, tmp_path: Path
) -> None:
    mailed(app)
    backup = str(tmp_path / "b.tar")
    told(app, "backup", "create", backup)
    store, settings = place.extensions["projectie.blobs"], place.config["SETTINGS"]
    place.extensions["projectie.blobs"] = Full(store)
    assert refused(place, "backup", "restore", backup)[0] == 75
    place.extensions["projectie.blobs"] = store
    assert [each for shelf in store.shelves() for each in store.shelf(shelf)] == []
    assert not unfinished_in(settings.data_dir).exists()

    unfinished_in(settings.data_dir).touch()  # as a power cut leaves it
    store.take(b"left behind")
    assert refused(place, "prepare")[0] == 1
    assert inside(place, "backup", "restore", backup)["integrity"] is True
    assert same(app, place)


class Full:
    """A store that is full after the first file."""

    def __init__(self, store: Any) -> None:
        self._store, self._taken = store, 0

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)

    def take_file(self, path: Path, digest: str) -> None:
        """Take one file."""
        if self._taken:
            raise StoreAwayError("full")
        self._taken += 1
        self._store.take_file(path, digest)


def test_what_other_rooms_must_do_after_a_restore_is_done(app: Flask, place: Flask, tmp_path: Path) -> None:
    mailed(app)
    told(app, "backup", "create", str(tmp_path / "b.tar"))
    seen: list[int] = []
    AFTER_RESTORE.append(
        lambda _now: seen.append(db.session.scalars(select(func.count(Ticket.number))).one())
    )
    try:
        inside(place, "backup", "restore", str(tmp_path / "b.tar"))
    finally:
        AFTER_RESTORE.pop()
    assert seen == [1]


def test_blobs_of_an_object_store_are_in_it_and_go_to_one(
    app: Flask, place: Flask, tmp_path: Path, s3: S3
) -> None:
    usual = app.extensions["projectie.blobs"]
    try:
        app.extensions["projectie.blobs"] = store_at(s3.bucket())
        mailed(app)
        told(app, "backup", "create", str(tmp_path / "b.tar"))
    finally:
        app.extensions["projectie.blobs"] = usual
    place.extensions["projectie.blobs"] = store_at(s3.bucket())
    assert inside(place, "backup", "restore", str(tmp_path / "b.tar"))["integrity"] is True


def test_a_file_that_is_gone_on_the_desk_itself_is_told_and_the_rest_is_kept(
    app: Flask, place: Flask, tmp_path: Path
) -> None:
    mailed(app)
    digest = db.session.scalars(select(RawMail.sha256)).one()
    app.extensions["projectie.blobs"].remove(digest)
    answer = run(app, "backup", "create", str(tmp_path / "b.tar"))
    assert (answer.exit_code, json.loads(answer.stdout)["missing"]) == (1, [digest])
    assert refused(place, "backup", "restore", str(tmp_path / "b.tar"))[0] == 1
    assert same(app, place)


def test_post_is_received_by_nobody_twice(app: Flask, place: Flask, tmp_path: Path) -> None:
    """The desk that was restored knows the mail it had."""
    raw = post.letter(subject="Eén keer")
    post.receive(app, raw)
    told(app, "backup", "create", str(tmp_path / "b.tar"))
    inside(place, "backup", "restore", str(tmp_path / "b.tar"))
    with place.app_context():
        assert post.receive(place, raw).status == "duplicate"


def test_a_backup_of_the_other_kind_of_database_is_refused(app: Flask, tmp_path: Path) -> None:
    mailed(app)
    told(app, "backup", "create", str(tmp_path / "b.tar"))
    other = "sqlite" if db.engine.dialect.name != "sqlite" else "postgresql"
    settings = config.load({"DATA_DIR": str(tmp_path / "other"), "LOG_LEVEL": "ERROR"})
    if other == "sqlite":
        code, said = refused(create_app(replace(settings)), "backup", "restore", str(tmp_path / "b.tar"))
        assert (code, "postgresql" in said) == (1, True)
