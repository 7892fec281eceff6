"""What must be there before the desk opens: the newest tables, the first terms, and on a new machine the demo desk."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path

import click
from flask import Flask, current_app
from sqlalchemy import text

from projectie.clock.now import now
from projectie.commands.answers import FAILED, may_wait, stop
from projectie.commands.first_start import fill_demo, set_aside_unfinished
from projectie.complaints.erasing import erase_again
from projectie.complaints.keys_kept import all_there
from projectie.config import Settings
from projectie.database import db, transaction
from projectie.terms.in_force import load_first

_LOCK = 7_000  # PostgreSQL: any number of our own
PATIENCE = 900  # seconds; a migration of a large desk may take its time


class NotPreparedError(Exception):
    """The database cannot be brought up to date; the message is one sentence."""


def add(app: Flask) -> None:
    """Add the command."""
    app.cli.add_command(prepare_command)


@click.command("prepare")
@may_wait
def prepare_command() -> None:
    """Make or update the tables and load the first terms; every server and worker does the same when it starts."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]  # noqa: SLF001 - the app itself
    try:
        prepare(app)
    except NotPreparedError as error:
        stop(str(error), FAILED)


def prepare(app: Flask, *, demo: bool = False, at: datetime | None = None) -> None:
    """Bring the database up to date; of several processes that start at once the others wait for the first.

    With `demo`, a SQLite database in which nobody is becomes the demo desk. The first terms date from `at`, by
    default now. Raises NotPreparedError.
    """
    settings: Settings = app.config["SETTINGS"]
    moment = at or now()
    with app.app_context(), alone(settings.data_dir / "start.lock"), _alone_in_database():
        if unfinished_in(settings.data_dir).exists():
            raise NotPreparedError(
                "A restore was broken off here: give `backup restore` again before the desk opens."
            )
        if demo:
            set_aside_unfinished(settings, moment)
        _migrate()
        with transaction() as session:
            load_first(session, moment)
        _look_at_keys(settings)
        if demo:
            fill_demo(settings, moment)


def _look_at_keys(settings: Settings) -> None:
    """Refuse to open while a key of what is sealed is missing; erase again what an older backup brought back (R28)."""
    missing = all_there(db.session(), settings.data_dir)
    db.session.rollback()
    if missing:
        raise NotPreparedError(missing)
    erase_again(settings.data_dir)


def unfinished_in(data_dir: Path) -> Path:
    """Return the mark of a restore that was begun and is not over; no desk opens while it stands."""
    return data_dir / "restore.unfinished"


@contextmanager
def alone(lock: Path) -> Iterator[None]:
    """Hold that lock; of several processes the others wait."""
    with closing(sqlite3.connect(lock, timeout=PATIENCE, isolation_level=None)) as hold:
        hold.execute("BEGIN EXCLUSIVE")  # a lock that works on every system and ends with its process
        yield


@contextmanager
def _alone_in_database() -> Iterator[None]:
    """Hold a lock of the database itself where processes on several machines share one."""
    if db.engine.dialect.name == "sqlite":
        yield
        return
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as hold:
        hold.execute(text("SELECT pg_advisory_lock(:lock)"), {"lock": _LOCK})
        try:
            yield
        finally:
            hold.execute(text("SELECT pg_advisory_unlock(:lock)"), {"lock": _LOCK})


def _migrate() -> None:
    from alembic import command  # large, and needed once
    from alembic.util import CommandError

    try:
        command.upgrade(current_app.extensions["migrate"].migrate.get_config(), "head")
    except CommandError as error:
        sentence = f"The database does not fit this program, perhaps it belongs to a newer one: {error}"
        raise NotPreparedError(sentence) from error
