"""What tests ask for: the app on both databases, the town, and visitors."""

import os
import shutil
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from argon2 import PasswordHasher
from flask import Flask
from hypothesis import settings as hypothesis
from playwright.sync_api import Browser, Page

from projectie import config, create_app
from projectie.database import db
from projectie.live.hub import close_hub
from projectie.people import passwords
from tests import databases
from tests import town as towns
from tests.browsers import Browse, browser, served
from tests.visitor import COOKIE, MOST_STATEMENTS, Visitor

hypothesis.register_profile("desk", deadline=None, print_blob=True)
hypothesis.load_profile("desk")
passwords.use(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))

LONGEST_RUN = 7_200  # seconds
_TEMPORARY = tempfile.gettempdir()
_towns: dict[Flask, towns.Town] = {}
_made: dict[str, tuple[Flask, databases.Database]] = {}
_worlds: dict[tuple[str, str], tuple[Any, Path]] = {}
FOLDERS = ("blobs", "keys")  # of the data that is no database


@pytest.fixture(scope="session")
def shared() -> Path:
    """Return a folder that all workers of this run share.

    Not below pytest's own: another run that starts would close that to the user PostgreSQL runs as.
    """
    return _run_folder()


def _run_folder() -> Path:
    return Path(_TEMPORARY) / f"projectie-tests-{os.environ['PROJECTIE_TEST_RUN']}"


def pytest_configure() -> None:
    """Name this run, and clear away what a run that was killed left; its workers inherit the name."""
    if "PROJECTIE_TEST_RUN" not in os.environ:
        os.environ["PROJECTIE_TEST_RUN"] = uuid.uuid4().hex[:12]
        for left in Path(_TEMPORARY).glob("projectie-tests-*"):
            if left.stat().st_mtime < time.time() - LONGEST_RUN:
                shutil.rmtree(left, ignore_errors=True)


def pytest_sessionfinish() -> None:
    """Close what the worker kept open."""
    for _, database in _made.values():
        database.close()


def pytest_unconfigure(config: pytest.Config) -> None:
    """Leave no database behind: the last worker has stopped the server."""
    if not hasattr(config, "workerinput"):
        shutil.rmtree(_run_folder(), ignore_errors=True)


def _make(backend: str, shared: Path, folder: Path) -> tuple[Flask, databases.Database]:
    worker = os.environ.get("PYTEST_XDIST_WORKER", "alone")
    if backend == "sqlite":
        database: databases.Database = databases.Sqlite(folder)
    else:
        database = databases.Postgresql(databases.server(shared / "postgresql"), worker)
    environment = {
        "DATA_DIR": str(folder),
        "DATABASE_URL": database.url,
        "SECRET_KEY": "k" * 32,
        "LOG_LEVEL": "ERROR",
    }
    app = create_app(replace(config.load(environment), database_url=_url(database.url)))
    app.testing = True
    _towns[app] = databases.migrated(app, database)
    return app, database


def _url(url: str) -> str:
    return url.replace("postgresql://", "postgresql+psycopg://", 1)


@pytest.fixture(params=databases.BACKENDS)
def app(
    request: pytest.FixtureRequest, shared: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Flask]:
    """Return the desk on a fresh database, with the first terms, the studio and the town when it is asked for."""
    backend = request.param
    if backend not in _made:
        _made[backend] = _make(backend, shared, tmp_path_factory.mktemp(backend))
    made, database = _made[backend]
    with made.app_context():
        db.session.remove()
        db.engine.dispose()
    with_town = "town" in request.fixturenames
    database.renew(databases.TOWN if with_town else databases.BARE)
    blobs = made.config["SETTINGS"].blob_dir
    shutil.rmtree(blobs, ignore_errors=True)
    blobs.mkdir()
    with made.app_context():
        yield made
        db.session.remove()
        close_hub(made)


@pytest.fixture
def remembered(
    request: pytest.FixtureRequest, app: Flask, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[str, Callable[[], Any]], Any]:
    """Return a way to have once what takes long to make: from the second test on its rows and files are put back."""
    backend: str = request.node.callspec.params["app"]

    def remembered(name: str, make: Callable[[], Any]) -> Any:
        database, folder = _made[backend][1], app.config["SETTINGS"].data_dir
        if (backend, name) in _worlds:
            made, kept = _worlds[backend, name]
            _closed()
            database.renew(name)
            _copy(kept, folder)
        else:
            made, kept = make(), tmp_path_factory.mktemp(name)
            _closed()
            database.keep(name)
            _copy(folder, kept)
            _worlds[backend, name] = made, kept
        return deepcopy(made)

    return remembered


def _closed() -> None:
    db.session.remove()
    db.engine.dispose()


def _copy(source: Path, target: Path) -> None:
    for name in FOLDERS:
        if (source / name).exists():
            shutil.rmtree(target / name, ignore_errors=True)
            shutil.copytree(source / name, target / name)


@pytest.fixture
def town(app: Flask) -> towns.Town:
    """Return the town, in the app's database."""
    return _towns[app]


@pytest.fixture
def visit(app: Flask, town: towns.Town) -> Callable[..., Visitor]:
    """Return a way to visit: `visit("daan")` is signed in as Daan, `visit()` is a stranger."""

    def visit(
        name: str | None = None, language: str = "nl", most_statements: int = MOST_STATEMENTS
    ) -> Visitor:
        visitor = Visitor(app, most_statements)
        if name:
            visitor.enter(getattr(town, name).id, language)
        return visitor

    return visit


@pytest.fixture(scope="session")
def chrome() -> Iterator[Browser]:
    """Return the one browser of this worker."""
    with browser() as running:
        yield running


@pytest.fixture
def browse(chrome: Browser, app: Flask, town: towns.Town) -> Iterator[Browse]:
    """Return a way to open browser windows on the running desk; a script error or refused content fails the test."""

    def sign_in(page: Page, name: str, language: str) -> None:
        visitor = Visitor(app)
        visitor.enter(getattr(town, name).id, language)
        page.context.add_cookies([{"name": COOKIE, "value": visitor.cookie, "url": windows.address}])

    with served(app) as address:
        windows = Browse(chrome, address, sign_in)
        try:
            yield windows
        finally:
            windows.close()
    assert windows.problems == []
