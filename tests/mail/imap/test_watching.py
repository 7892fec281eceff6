"""The worker reads every mailbox for ever: at once, and until it is told to stop."""

import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from projectie.commands import fetch as command
from projectie.config import Settings
from projectie.database import db
from projectie.mail import watching
from projectie.mail.account import Account
from projectie.mail.account import accounts as read_accounts
from projectie.mail.fetching import StoreError
from projectie.mail.imap import Line
from projectie.mail.lease import BusyError
from projectie.mail.line_error import LineError, Reason
from projectie.mail.models import Mailbox
from projectie.mail.watching import Watch
from projectie.tickets.models import Message
from tests.mail.imap.round import looked_into, mailboxes, sealed, state
from tests.mail.imap.servers import Postbox, pymap
from tests.mail.imap.wire import Wire
from tests.post import letter
from tests.process import PATIENCE, ROOT, environment

Fresh = Callable[..., Postbox]


@contextmanager
def _worker(app: Flask, support: str, urgent: str = "", info: str = "") -> Iterator[None]:
    ended = threading.Event()
    with mailboxes(app, support, urgent, info), command.watching(app, ended):
        yield
        begun = time.monotonic()
    assert ended.is_set()
    assert time.monotonic() - begun < 1.5, "it stops within a second, whatever the mail server does"


def _mails() -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count(Message.id))) or 0


def _until(true: Callable[[], bool], seconds: float = PATIENCE) -> float:
    begun = time.monotonic()
    while not true():
        assert time.monotonic() - begun < seconds
        time.sleep(0.05)
    return time.monotonic() - begun


def test_mail_comes_in_as_it_arrives(app: Flask, postbox: Fresh) -> None:
    support, info = postbox(), postbox()
    support.deliver(letter())
    with _worker(app, support.url, info=info.url):
        _until(lambda: _mails() == 1)
        for count in (2, 3, 4):
            support.deliver(letter())
            assert _until(lambda: _mails() == count) < 15, "long before the minute is over"  # noqa: B023
        info.deliver(letter())
        _until(lambda: sealed() == 1)
    assert (state().leased_by, state().last_error) == (None, None)


def test_the_worker_reads_as_a_process_of_its_own_and_ends_when_asked(app: Flask, postbox: Fresh) -> None:
    box = postbox()
    box.deliver(letter())
    settings: Settings = app.config["SETTINGS"]
    given = environment(settings.data_dir, DATABASE_URL=settings.database_url, IMAP_URL=box.url)
    worker = subprocess.Popen([sys.executable, "-m", "flask", "--app", "app", "worker"], env=given, cwd=ROOT)
    try:
        _until(lambda: _mails() == 1)
        box.deliver(letter())
        _until(lambda: _mails() == 2)
        begun = time.monotonic()
        worker.terminate()
        assert worker.wait(PATIENCE) == 0
        assert time.monotonic() - begun < 5, "the job in hand, on a busy machine"
    finally:
        worker.kill()
        worker.wait(PATIENCE)


def test_a_server_without_idle_is_asked_again_and_again(
    app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watching, "EVERY", 0.3)
    server = pymap(tmp_path, "--no-idle").ready()
    try:
        box = Postbox(server.port, "somebody")
        with _worker(app, box.url):
            for count in (1, 2):
                box.deliver(letter())
                _until(lambda: _mails() == count)  # noqa: B023
    finally:
        server.stop()


def test_a_line_that_breaks_is_opened_anew(
    app: Flask, postbox: Fresh, laid: Wire, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watching, "_FIRST_WAIT", 0.2)
    box = postbox()
    box.deliver(letter())
    with _worker(app, box.address(laid.port)):
        _until(lambda: _mails() == 1)
        laid.cut_after = 5
        box.deliver(letter())
        _until(lambda: _mails() == 2)
        assert laid.lines >= 2
        _until(lambda: state().last_error is None)


def test_a_server_that_hangs_does_not_hold_up_the_end(app: Flask, postbox: Fresh, laid: Wire) -> None:
    box = postbox()
    box.deliver(letter())
    laid.before = lambda asked: laid.flowing.clear() if b"FETCH" in asked else None
    with _worker(app, box.address(laid.port)):
        _until(lambda: not laid.flowing.is_set())
    assert _mails() == 0


def test_what_goes_wrong_is_written_down(app: Flask, postbox: Fresh) -> None:
    with _worker(app, postbox().address(1), info=postbox().url):
        _until(lambda: (row := looked_into()) is not None and row.last_error == "unreachable")
        _until(lambda: (row := looked_into(Mailbox.INFO)) is not None and row.last_success_at is not None)


def test_a_reader_outlives_every_error(
    server: object, postbox: Fresh, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watching, "_FIRST_WAIT", 0.01)
    ended, told = threading.Event(), list[object]()
    troubles: list[Exception | None] = [
        RuntimeError("ours"),
        BusyError(),
        StoreError("full"),
        OSError("odd"),
        None,
    ]
    account = Account.of(postbox().url, settings)

    def read(_: Line) -> None:
        trouble = troubles.pop(0)
        if trouble is None:
            ended.set()
        else:
            raise trouble

    watch = Watch("test", lambda: Line.open(account, command.tokens), read, told.append, ended)
    watch.start()
    watch.thread.join(PATIENCE)
    assert not watch.thread.is_alive()
    assert [type(error) for error in told] == [type(None), StoreError, type(None)]


def test_waits_grow_with_failures_to_a_minute(settings: Settings) -> None:
    def fail() -> Line:
        raise LineError(Reason.UNREACHABLE)

    watch = Watch("test", fail, lambda _: None, lambda _: None, threading.Event())  # type: ignore[arg-type]
    assert [watch._visit() for _ in range(6)] == [5, 10, 20, 40, 60, 60]


def test_only_mailboxes_that_are_set_are_read(settings: Settings) -> None:
    given = replace(settings, imap_url_info="imaps://a:b@c.example:1993/Klachten%20%26%20meer")
    ((mailbox, account),) = read_accounts(given).items()
    assert (mailbox, account.host, account.port, account.folder) == (
        Mailbox.INFO,
        "c.example",
        1993,
        "Klachten & meer",
    )
