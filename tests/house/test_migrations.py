"""Every revision, up with data in it and back, on both databases; and what the triggers keep."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic.script import ScriptDirectory
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import inspect, select, text
from sqlalchemy.exc import DBAPIError

from projectie import config, create_app
from projectie.database import db, transaction
from projectie.history import record
from projectie.migrations.beside import is_shared
from projectie.tickets.models import Ticket
from projectie.tickets.planning_promises import Span
from projectie.tickets.promise_keeping import Made, keep
from projectie.tickets.promise_models import BrokenPromise, Promised, PromiseTakenBack
from tests import databases
from tests.post import letter, receive
from tests.town import Town

SCRIPTS = ScriptDirectory(str(config.found("migrations")))
REVISIONS = tuple(script.revision for script in reversed(list(SCRIPTS.walk_revisions())))
NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
KEPT = {
    "organisation": "INSERT INTO organisation (id, name, country, language, hosting, studio_mail, created_at) "
    "VALUES (7, 'Oude klant', 'NL', 'nl', 'studio', :yes, :now)",
    "sealed_mail": "INSERT INTO sealed_mail (id, fingerprint, same, sealed, received_at) VALUES (3, 'f', 's', :sealed, :now)",
    "event": "INSERT INTO event (id, at, kind, subject_id) VALUES (5, :now, 'ticket', 1)",
}


@pytest.fixture(params=databases.BACKENDS)
def empty(request: pytest.FixtureRequest, shared: Path, tmp_path: Path) -> Iterator[Flask]:
    """Return a desk on a database without tables."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path / 'bare.sqlite'}"
    else:
        url = databases.Postgresql(
            databases.server(shared / "postgresql"), f"bare_{tmp_path.name[-12:].strip('_')}"
        ).url
    desk = create_app(config.load({"DATA_DIR": str(tmp_path), "DATABASE_URL": url, "LOG_LEVEL": "ERROR"}))
    with desk.app_context():
        yield desk
        db.session.remove()
        db.engine.dispose()


def test_every_revision_keeps_what_an_earlier_one_held(empty: Flask) -> None:
    upgrade(revision=REVISIONS[0])
    with transaction() as session:
        for statement in KEPT.values():
            values = {
                "yes": True,
                "now": NOW if db.engine.dialect.name != "sqlite" else NOW.isoformat(" "),
                "sealed": b"x",
            }
            names = {name: value for name, value in values.items() if f":{name}" in statement}
            session.execute(text(statement), names)
    for revision in REVISIONS[1:]:
        upgrade(revision=revision)
        for table in KEPT:
            assert db.session.execute(text(f"SELECT count(*) FROM {table}")).scalar_one() == 1, (
                revision,
                table,
            )
        db.session.rollback()


def test_all_the_way_down_and_up_again(empty: Flask) -> None:
    upgrade()
    tables = set(inspect(db.engine).get_table_names())
    downgrade(revision="base")
    assert set(inspect(db.engine).get_table_names()) <= {"alembic_version", "sqlite_sequence"}
    upgrade()
    assert set(inspect(db.engine).get_table_names()) == tables


def test_models_and_migrations_agree(app: Flask) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    import projectie.models  # noqa: F401  every table is known
    from projectie.database import Base

    with db.engine.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"compare_type": True, "include_object": is_shared}
        )
        assert compare_metadata(context, Base.metadata) == []


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE history SET deed = 'x'",
        "DELETE FROM history",
        "UPDATE terms_version SET in_force_from = '2030-01-01'",
        "DELETE FROM terms_version",
        "DELETE FROM raw_mail",
        "UPDATE raw_mail SET sha256 = 'x'",
        "UPDATE planning_promise SET reason = 'x'",
        "DELETE FROM planning_promise",
        "UPDATE promise_taken_back SET at = NULL",
        "DELETE FROM promise_taken_back",
        "UPDATE broken_promise SET kind = 'response'",
        "DELETE FROM broken_promise",
    ],
)
def test_r02_what_is_kept_for_ever_cannot_be_changed(app: Flask, town: Town, statement: str) -> None:
    receive(app, letter())
    with transaction() as session:
        record(session, at=NOW, by=None, deed="ticket.opened", of=("ticket", 1))
        number = session.scalars(select(Ticket.number)).one()
        ticket = session.get_one(Ticket, number)
        promise = keep(session, ticket, Made(Span.day(NOW.date()), "", None, None), None, NOW)
        session.add(PromiseTakenBack(promise_id=promise, at=NOW, by=None))
        session.add(BrokenPromise(ticket_number=number, kind=Promised.PLANNING, limit_at=NOW, noticed_at=NOW))
    with pytest.raises(DBAPIError):
        db.session.execute(text(statement))
    db.session.rollback()
