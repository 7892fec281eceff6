"""One `mail fetch` of the app under test, and what it said."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

from flask import Flask
from sqlalchemy import func, select

from projectie.clock.now import now
from projectie.commands import fetch as command
from projectie.complaints.models import SealedMail
from projectie.config import Settings
from projectie.database import db
from projectie.mail.account import Account
from projectie.mail.fetching import Post, fetch
from projectie.mail.imap import Line
from projectie.mail.models import FetchState, Mailbox
from projectie.mail.oauth import Tokens
from projectie.tickets.models import Message


@dataclass(frozen=True, slots=True)
class Round:
    """What one `mail fetch` answered."""

    code: int
    lines: list[dict[str, Any]]
    said: str

    @property
    def fates(self) -> list[str]:
        """What became of each mail, in order."""
        return [line["status"] for line in self.lines[:-1]]

    @property
    def errors(self) -> dict[str, str | None]:
        """Why each mailbox could not be read."""
        return {name: box["error"] for name, box in self.lines[-1]["mailboxes"].items()}


def fetched(app: Flask, support: str = "", urgent: str = "", info: str = "") -> Round:
    """Do one round of those mailboxes."""
    with mailboxes(app, support, urgent, info):
        result = app.test_cli_runner().invoke(args=["mail", "fetch"])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return Round(result.exit_code, [json.loads(line) for line in result.stdout.splitlines()], result.stderr)


@contextmanager
def mailboxes(app: Flask, support: str = "", urgent: str = "", info: str = "") -> Iterator[Settings]:
    """Set the mailboxes of the app, until the block ends."""
    before: Settings = app.config["SETTINGS"]
    app.config["SETTINGS"] = replace(before, imap_url=support, imap_url_urgent=urgent, imap_url_info=info)
    try:
        yield app.config["SETTINGS"]
    finally:
        app.config["SETTINGS"] = before


def subjects() -> list[str]:
    """Return the subjects of all mails that came in, in the order they were kept."""
    db.session.rollback()
    return list(db.session.scalars(select(Message.subject).order_by(Message.raw_id)))


def sealed() -> int:
    """Return how many sealed mails there are."""
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(SealedMail)) or 0


def state(mailbox: Mailbox = Mailbox.SUPPORT) -> FetchState:
    """Return how far a mailbox has been read."""
    found = looked_into(mailbox)
    assert found
    return found


def looked_into(mailbox: Mailbox = Mailbox.SUPPORT) -> FetchState | None:
    """Return how far a mailbox has been read; None when nobody ever looked into it."""
    db.session.rollback()
    return db.session.get(FetchState, mailbox, populate_existing=True)


def read(app: Flask, url: str, timeout: float = 10, **post: Any) -> None:
    """Do one round of the support mailbox, below the command: what fails is raised."""
    account = replace(Account.of(url, app.config["SETTINGS"]), timeout=timeout)
    taking: Callable[..., None] = command._post(Mailbox.SUPPORT, lambda *_: None).take_in
    with Line.open(account, Tokens(now)) as line:
        given = {"folder": app.config["SETTINGS"].data_dir, "clock": now, "take_in": taking, **post}
        fetch(line, Post(Mailbox.SUPPORT, **given))
