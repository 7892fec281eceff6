"""A folder at a mail server is brought in by the command: dry first, unmarked, and never twice (M10)."""

import json
from collections.abc import Callable
from pathlib import Path

from flask import Flask
from sqlalchemy import func, select

from projectie.database import db
from projectie.tickets.models import Column, Message, Ticket
from tests.mail.imap.servers import Postbox
from tests.post import letter
from tests.town import Town


def _command(app: Flask, *words: str) -> tuple[int, list[dict[str, object]]]:
    done = app.test_cli_runner().invoke(args=["import", *words])
    db.session.rollback()
    return done.exit_code, [json.loads(line) for line in done.stdout.splitlines()]


def test_a_folder_becomes_closed_requests_once(
    app: Flask, town: Town, postbox: Callable[..., Postbox]
) -> None:
    box = postbox()
    box.deliver(letter(from_=f"Lotte <{town.lotte.email}>"), letter(subject="Nog een"))
    dry = _command(app, "imap", box.url, "--dry-run")
    assert dry == (0, [{"dry": True, "created": 2, "there": 0, "refused": 0}])
    assert db.session.scalar(select(func.count(Ticket.number))) == 0
    for created in (2, 0):
        code, (report,) = _command(app, "imap", box.url)
        assert (code, report["created"], report["there"]) == (0, created, 2 - created)
    assert set(db.session.scalars(select(Ticket.column))) == {Column.DONE}
    assert db.session.scalar(select(func.count(Message.id))) == 2
    with box.inside() as inside:
        assert all("\\Seen" not in mail.flags for mail in inside.fetch(mark_seen=False))


def test_a_wrong_file_or_line_is_told_and_wrong_use_is_wrong_use(
    app: Flask, town: Town, tmp_path: Path
) -> None:
    people = tmp_path / "people.csv"
    people.write_text("email,name,client,language\nx@y.example,X,Nobody,nl\n", encoding="utf-8")
    code, lines = _command(app, "people", str(people))
    assert (code, lines[0]["line"], lines[0]["why"]) == (1, 2, "client")
    assert _command(app, "people", str(tmp_path / "none.csv"))[0] == 2
    assert _command(app, "people", str(people), "--by", town.daan.email)[0] == 2
    assert _command(app, "imap", "imaps://nobody")[0] in {2, 75}
