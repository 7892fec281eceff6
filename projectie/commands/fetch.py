"""Mail from the mailboxes: one round by hand, one in a tick, and a reader for each as long as the worker runs."""

import contextlib
import logging
import threading
import time
from collections.abc import Callable, Iterator
from datetime import datetime

import click
from flask import Flask, current_app

from projectie.clock.now import now
from projectie.commands.answers import NOT_NOW, WRONG_USE, may_wait, say, stop
from projectie.commands.mail import mail, taken_in
from projectie.commands.ready import needs_desk
from projectie.complaints.keys_kept import KeyMissingError
from projectie.config import Settings
from projectie.mail.account import Account, accounts
from projectie.mail.fetching import Post, StoreError, fetch, note
from projectie.mail.imap import Line
from projectie.mail.lease import BusyError
from projectie.mail.line_error import LineError, Reason
from projectie.mail.models import Mailbox
from projectie.mail.oauth import Tokens
from projectie.mail.watching import Watch
from projectie.mail.watching import stop as stop_watching
from projectie.tickets.intake import Received

log = logging.getLogger(__name__)
tokens = Tokens(now)

PATIENCE = 60.0  # seconds to wait while another process reads the mailbox
BUSY = "another process is reading it"
WHY = {
    Reason.UNREACHABLE: "the mail server cannot be reached",
    Reason.TOKEN: "no access token could be had",
    Reason.REFUSED: "the mail server refused the sign-in",
    Reason.FOLDER: "the folder is not there",
    Reason.BROKE: "the line broke",
    Reason.WITHHELD: "the mail server does not hand over a mail",
    Reason.STORE: "the desk cannot store mail now",
    Reason.FAULT: "a mail could not be taken in",
}

Heard = Callable[[Mailbox, int, Received], None]


def add(app: Flask) -> None:
    """Add the commands about mail, this one among them."""
    mail.add_command(fetch_mail)
    app.cli.add_command(mail)


@click.command("fetch")
@may_wait
@needs_desk
def fetch_mail() -> None:
    """Take in what is new in every mailbox that is set, one round, and say what became of each mail."""
    boxes = _accounts()
    if not boxes:
        stop("No mailbox is set: IMAP_URL, IMAP_URL_URGENT and IMAP_URL_INFO are empty.", WRONG_USE)
    taken = dict.fromkeys(boxes, 0)

    def heard(mailbox: Mailbox, uid: int, received: Received) -> None:
        taken[mailbox] += 1
        say(
            {
                "file": None,
                "mailbox": mailbox,
                "uid": uid,
                "status": received.status,
                "ticket": received.ticket,
                "message": received.message,
            }
        )

    failed = {box: why for box, account in boxes.items() if (why := _tried(box, account, heard))}
    say(
        {
            "fetched": sum(taken.values()),
            "mailboxes": {box: {"fetched": n, "error": failed.get(box)} for box, n in taken.items()},
        }
    )
    if failed:
        reasons = "; ".join(f"{box}: {why}" for box, why in failed.items())
        stop(f"Not all mail could be fetched now ({reasons}); nothing is lost, try again.", NOT_NOW)


def fetch_all(at: datetime) -> int:
    """Do one round of every mailbox, for a tick; return how many mails came in. Raises StoreError when one could not be read."""
    del at  # a round may take long: each mail has its own moment
    count: list[int] = []
    failed = {
        box: _tried(box, account, lambda _, uid, __: count.append(uid))
        for box, account in _accounts().items()
    }
    if any(failed.values()):
        raise StoreError(*(f"{box}: {why}" for box, why in failed.items() if why))
    return len(count)


def _tried(mailbox: Mailbox, account: Account, heard: Heard) -> str | None:
    """Do one round; return why it failed, None when it did not."""
    try:
        with Line.open(account, tokens) as line:
            _patiently(lambda: fetch(line, _post(mailbox, heard)))
    except BusyError:
        return BUSY
    except (LineError, StoreError) as error:
        return WHY[note(mailbox, error, now)]
    return None


def _patiently(read: Callable[[], None]) -> None:
    until = time.monotonic() + PATIENCE
    while True:
        try:
            return read()
        except BusyError:
            if time.monotonic() >= until:
                raise
        time.sleep(0.2)


def _accounts() -> dict[Mailbox, Account]:
    settings: Settings = current_app.config["SETTINGS"]
    return accounts(settings)


def _post(mailbox: Mailbox, heard: Heard) -> Post:
    settings: Settings = current_app.config["SETTINGS"]

    def take_in(raw: bytes, uid: int, at: datetime, origin: str) -> None:
        try:
            received = taken_in(raw, mailbox, at, origin)
        except KeyMissingError as error:
            raise StoreError(str(error)) from error
        heard(mailbox, uid, received)

    return Post(mailbox, settings.data_dir, now, take_in)


@contextlib.contextmanager
def watching(app: Flask, ended: threading.Event) -> Iterator[None]:
    """Read every mailbox that is set as long as the block lasts; `ended` is set by then."""
    boxes = accounts(app.config["SETTINGS"])
    watches = [_watch(app, mailbox, account, ended) for mailbox, account in boxes.items()]
    for watch in watches:
        watch.start()
    try:
        yield
    finally:
        ended.set()
        stop_watching(watches)


def _watch(app: Flask, mailbox: Mailbox, account: Account, ended: threading.Event) -> Watch:
    def read(line: Line) -> None:
        with app.app_context():
            fetch(
                line, _post(mailbox, lambda *_: None)
            )  # no log: even that a complaint came may show nowhere (R27)

    def told(error: LineError | StoreError | None) -> None:
        with app.app_context():
            log.warning("the mailbox %s could not be read: %s", mailbox, note(mailbox, error, now))

    return Watch(mailbox, lambda: Line.open(account, tokens), read, told, ended)
