"""Desks for tests of commands: asked like a shell asks, and more desks beside the one of the fixture."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from click.testing import Result
from flask import Flask

from projectie import config, create_app
from projectie.commands.ready import make_ready
from projectie.database import db
from projectie.mail.models import Mailbox
from tests import post

MOMENT = datetime(2026, 11, 23, 10, 40, tzinfo=UTC)  # a Monday
MADE_WITH_THE_TABLES = {"terms_version", "studio"}  # dated when the tables of a fixture were made


def run(app: Flask, *words: str) -> Result:
    """Return what a command answered."""
    db.session.rollback()
    return app.test_cli_runner().invoke(args=list(words))


def told(app: Flask, *words: str) -> Any:
    """Return the JSON a command answered."""
    answer = run(app, *words)
    assert answer.exit_code == 0, answer.output
    return json.loads(answer.stdout)


def wrong(app: Flask) -> dict[str, list[str]]:
    """Return what integrity finds wrong, by part; its exit code says the same."""
    answer = run(app, "integrity", "--json")
    report = json.loads(answer.stdout)
    found = {name: check["wrong"] for name, check in report["checks"].items() if check["wrong"]}
    assert answer.exit_code == (1 if found else 0), answer.output
    assert report["ok"] is (not found)
    assert [name for name, check in report["checks"].items() if not check["ok"]] == list(found)
    assert all(name in answer.stderr for name in found)
    return found


def mailed(app: Flask, *, subject: str = "Vraag", at: datetime | None = None) -> int:
    """Let a mail with an attachment come in and return the ticket it opened."""
    body = "--b\r\nContent-Type: text/plain\r\n\r\nDag.\r\n--b\r\nContent-Type: text/plain\r\n"
    body += f'Content-Disposition: attachment; filename="{subject}.txt"\r\n\r\n{subject}\r\n--b--\r\n'
    raw = post.letter(
        subject=subject, body=body, Content_Type='multipart/mixed; boundary="b"', MIME_Version="1.0"
    )
    number = post.receive(app, raw, Mailbox.SUPPORT, at).ticket
    assert number is not None
    return number


def another(folder: Path, at: datetime, url: str = "") -> Flask:
    """Return a prepared, empty desk in that folder, its terms dated at that moment."""
    folder.mkdir(parents=True, exist_ok=True)
    environment = {"DATA_DIR": str(folder), "SECRET_KEY": "k" * 32, "LOG_LEVEL": "ERROR"}
    settings = config.load(environment)
    app = create_app(replace(settings, database_url=url) if url else settings)
    app.testing = True
    with app.app_context():
        make_ready(at)
        closed()
    return app


def closed() -> None:
    """Let go of the database of the desk at hand."""
    db.session.remove()
    db.engine.dispose()
