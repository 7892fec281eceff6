"""`mail fetch` in trouble of our own: two readers, a full disk, a mail we trip over (R29)."""

import errno
import json
import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event, func, select

from projectie.clock.now import now
from projectie.commands import fetch as command
from projectie.commands.mail import taken_in
from projectie.database import db, transaction
from projectie.mail.blob_folder import FolderStore
from projectie.mail.fetching import StoreError
from projectie.mail.lease import LEASE, BusyError, leased, state_of
from projectie.mail.line_error import LineError
from projectie.mail.models import FetchState, Mailbox
from projectie.tickets.models import Message
from tests.mail.imap.round import fetched, mailboxes, read, sealed, state, subjects
from tests.mail.imap.servers import Postbox
from tests.mail.imap.wire import Wire
from tests.post import letter

Fresh = Callable[..., Postbox]


@pytest.fixture
def folder(app: Flask) -> Path:
    """Return the data folder."""
    found: Path = app.config["SETTINGS"].data_dir
    return found


def test_many_fetchers_at_once_are_one_after_another(app: Flask, postbox: Fresh) -> None:
    box = postbox()
    box.deliver(*(letter(subject=str(n)) for n in range(20)))
    codes: list[int] = []
    with mailboxes(app, box.url):
        crowd = [threading.Thread(target=_fetch_into, args=(app, codes)) for _ in range(4)]
        for one in crowd:
            one.start()
        for one in crowd:
            one.join()
    assert codes == [0, 0, 0, 0]
    assert len(subjects()) == 20


def _fetch_into(app: Flask, codes: list[int]) -> None:
    with app.app_context():
        codes.append(
            0
            if command._tried(Mailbox.SUPPORT, command._accounts()[Mailbox.SUPPORT], lambda *_: None) is None
            else 75
        )


def test_a_mailbox_another_process_reads_is_waited_for_and_then_left(
    app: Flask, postbox: Fresh, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(command, "PATIENCE", 0.3)
    box = postbox()
    box.deliver(letter())
    with leased(Mailbox.SUPPORT, folder, now):
        round_ = fetched(app, box.url)
        assert (round_.code, round_.errors) == (75, {"support": "another process is reading it"})
    assert fetched(app, box.url).fates == ["created"]


def test_on_another_machine_a_lease_holds_until_it_is_over(app: Flask, folder: Path, tmp_path: Path) -> None:
    at = [now()]
    with leased(Mailbox.SUPPORT, tmp_path, lambda: at[0]) as theirs:
        with pytest.raises(BusyError), leased(Mailbox.SUPPORT, folder, now):
            pass
        at[0] = now() - LEASE - timedelta(seconds=1)
        with transaction() as session:
            theirs.row(session)
        with leased(Mailbox.SUPPORT, folder, now), pytest.raises(BusyError), transaction() as session:
            theirs.row(session)
    with leased(Mailbox.SUPPORT, tmp_path, now):
        pass


def test_a_process_that_died_holds_up_nobody_on_its_own_machine(app: Flask, folder: Path) -> None:
    with leased(Mailbox.SUPPORT, folder, now) as held:
        holder = held.holder
    with transaction() as session:
        row = state_of(session, Mailbox.SUPPORT, now())
        row.leased_by, row.leased_until = holder, now() + LEASE
    with leased(Mailbox.SUPPORT, folder, now) as ours:
        assert ours.holder != holder


def test_whoever_lost_the_lease_moves_nothing(app: Flask, postbox: Fresh) -> None:
    box = postbox()
    box.deliver(*(letter(subject=str(n)) for n in range(3)))

    def robbed(raw: bytes, uid: int, at: datetime, origin: str) -> None:
        taken_in(raw, Mailbox.SUPPORT, at, origin)
        with transaction() as session:
            session.get_one(FetchState, Mailbox.SUPPORT).leased_by = "somebody else"

    with pytest.raises(BusyError):
        read(app, box.url, take_in=robbed)
    assert (state().last_uid, state().leased_by) == (0, "somebody else")
    with transaction() as session:
        session.get_one(FetchState, Mailbox.SUPPORT).leased_until = None
    assert fetched(app, box.url).fates == ["duplicate"] * 3


def test_a_full_disk_ends_the_round_with_75_and_loses_nothing(
    app: Flask, postbox: Fresh, monkeypatch: pytest.MonkeyPatch
) -> None:
    box = postbox()
    box.deliver(*(letter(subject=str(n), body=str(n)) for n in range(5)))
    put = FolderStore._write
    written: list[Path] = []

    def full(store: FolderStore, target: Path, content: bytes) -> None:
        if len(written) == 2:
            raise OSError(errno.ENOSPC, "No space left on device")
        written.append(target)
        put(store, target, content)

    with monkeypatch.context() as patched:
        patched.setattr(FolderStore, "_write", full)
        round_ = fetched(app, box.url)
    assert (round_.code, round_.fates) == (75, ["created", "created"])
    assert round_.errors == {"support": "the desk cannot store mail now"}
    assert len(box.flags()) == 5
    assert box.flags().count(("\\Seen",)) == 2, "only what is kept is flagged"
    assert fetched(app, box.url).fates == ["created"] * 3
    assert subjects() == [str(n) for n in range(5)]


def test_mail_to_info_waits_at_the_server_while_the_key_is_missing_r26a(
    app: Flask, postbox: Fresh, folder: Path, tmp_path: Path
) -> None:
    box = postbox()
    box.deliver(letter())
    assert fetched(app, info=box.url).fates == ["sealed"]
    box.deliver(letter())
    key = (folder / "keys" / "complaints" / "0001.key").rename(tmp_path / "0001.key")
    try:
        round_ = fetched(app, info=box.url)
    finally:
        key.rename(folder / "keys" / "complaints" / "0001.key")
    assert (round_.code, round_.errors) == (75, {"info": "the desk cannot store mail now"})
    assert fetched(app, info=box.url).fates == ["sealed"]
    assert sealed() == 2


def test_a_mail_we_trip_over_holds_up_no_other(
    app: Flask, postbox: Fresh, monkeypatch: pytest.MonkeyPatch
) -> None:
    box = postbox()
    box.deliver(*(letter(subject=name) for name in ("een", "struikel", "drie")))

    def stumbling(raw: bytes, mailbox: Mailbox, at: datetime, origin: str) -> Any:
        if b"struikel" in raw:
            raise RuntimeError("a mistake of ours")
        return taken_in(raw, mailbox, at, origin)

    with monkeypatch.context() as patched:
        patched.setattr(command, "taken_in", stumbling)
        rounds = [fetched(app, box.url) for _ in range(2)]
    assert [(round_.code, round_.fates) for round_ in rounds] == [(75, ["created", "created"]), (75, [])]
    assert rounds[0].errors == {"support": "a mail could not be taken in"}
    assert fetched(app, box.url).fates == ["created"]
    assert subjects() == ["een", "drie", "struikel"]


def test_a_server_that_stalls_ends_the_round_and_the_next_goes_on(
    app: Flask, postbox: Fresh, laid: Wire
) -> None:
    box = postbox()
    box.deliver(*(letter(subject=name) for name in ("een", "twee")))
    laid.before = lambda _: (
        laid.flowing.clear() if sum(b"UID FETCH" in asked for asked in laid.commands) == 2 else None
    )
    with pytest.raises(LineError):
        read(app, box.address(laid.port), timeout=0.5)
    assert subjects() == ["een"]
    laid.before = len
    laid.flowing.set()
    assert fetched(app, box.address(laid.port)).fates == ["created"]


@pytest.mark.parametrize("app", ["sqlite"], indirect=True)
def test_a_database_that_is_locked_is_75(app: Flask, postbox: Fresh, monkeypatch: pytest.MonkeyPatch) -> None:
    box = postbox()
    box.deliver(letter())
    fetched(app, box.url)
    box.deliver(letter())
    db.session.rollback()
    connection = db.engine.raw_connection()
    event.listen(db.engine, "checkout", _hurried)
    try:
        connection.cursor().execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError):
            read(app, box.url)
    finally:
        event.remove(db.engine, "checkout", _hurried)
        connection.cursor().execute("ROLLBACK")
        connection.close()
    assert fetched(app, box.url).fates == ["created"]


def _hurried(connection: Any, *_: Any) -> None:
    connection.execute("PRAGMA busy_timeout = 50")  # five seconds to wait for nothing


def test_a_tick_fetches_too(app: Flask, postbox: Fresh) -> None:
    box = postbox()
    box.deliver(letter(), letter())
    assert _ticked(app, box.url)["fetch"] == 2
    assert _ticked(app, box.address(1))["fetch"] is None
    assert db.session.scalar(select(func.count(Message.id))) == 2


def _ticked(app: Flask, url: str) -> dict[str, int | None]:
    with mailboxes(app, url):
        result = app.test_cli_runner().invoke(args=["tick"])
    done: dict[str, int | None] = json.loads(result.stdout)
    assert result.exit_code == (1 if None in done.values() else 0)
    return done
