"""The database: reachable, of a version and revision that fit, writable, its clock right; and the worker's notes in it."""

import sqlite3
from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from flask import current_app
from sqlalchemy import func, inspect, select, text, update
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from projectie.clock.now import now
from projectie.commands.checkup.finding import Finding, ok, warning, wrong
from projectie.database import db, is_sqlite, transaction
from projectie.history import History
from projectie.job_runs import PATIENCE, job_runs
from projectie.terms.models import Studio

OLDEST = {"sqlite": (3, 35), "postgresql": (15,)}
APART = timedelta(seconds=5)


def database() -> Iterator[Finding]:
    """Yield how the database stands; where it cannot be used at all, that alone."""
    session = db.session()
    try:
        yield _version(session)
        revision = _revision()
        yield revision
        if revision.level != "wrong":
            yield _write()
            yield from _clocks(session)
            yield from _worker(session)
    except DatabaseError as error:
        yield wrong(
            "database",
            f"cannot be used ({type(error.orig).__name__}).",
            "Check DATABASE_URL, its server, its disk.",
        )
    finally:
        session.rollback()


def _version(session: Session) -> Finding:
    kind = "sqlite" if is_sqlite(session) else "postgresql"
    if kind == "sqlite":
        session.execute(text("SELECT 1"))
        number: tuple[int, ...] = sqlite3.sqlite_version_info
    else:
        number = divmod(int(session.execute(text("SHOW server_version_num")).scalar_one()), 10_000)
    said = f"{kind} {'.'.join(map(str, number))}"
    if number < OLDEST[kind]:
        return wrong("database", f"{said} is too old.", f"Use {'.'.join(map(str, OLDEST[kind]))} or newer.")
    return ok("database", f"{said} answers")


def _revision() -> Finding:
    from alembic.script import ScriptDirectory

    scripts = ScriptDirectory.from_config(current_app.extensions["migrate"].migrate.get_config())
    if not inspect(db.engine).has_table("alembic_version"):
        return wrong("tables", "there are none.", "Give `prepare`.")
    here = db.session.execute(text("SELECT version_num FROM alembic_version")).scalar()
    if here == scripts.get_current_head():
        return ok("tables", f"at revision {here}, as this program wants them")
    if here in {script.revision for script in scripts.walk_revisions()}:
        return wrong(
            "tables", f"at revision {here}, older than this program.", "Back up, then give `prepare`."
        )
    return wrong("tables", f"at revision {here}, which this program does not know.", "Run the newer program.")


def _write() -> Finding:
    try:
        with transaction() as session:
            session.execute(update(Studio).values(name=Studio.name))
            session.rollback()
    except DatabaseError as error:
        return wrong(
            "writing",
            f"nothing can be written ({type(error.orig).__name__}).",
            "Look for a full disk, a lock, rights.",
        )
    return ok("writing", "the database takes what is written")


def _clocks(session: Session) -> Iterator[Finding]:
    yield _zone(session)
    if not is_sqlite(session):
        there: datetime = session.execute(select(func.clock_timestamp())).scalar_one()
        apart = abs(there - now())
        if apart > APART:
            yield wrong(
                "clock",
                f"the database's differs by {apart.total_seconds():.0f} s.",
                "Let both machines keep time (NTP).",
            )
        else:
            yield ok("clock", "the database's agrees with this machine's")
    newest = session.scalar(select(func.max(History.at)))
    if newest is not None and newest > now() + APART:
        yield wrong(
            "past",
            f"something was done at {newest:%Y-%m-%d %H:%M} UTC, which is still to come.",
            "Set the clock right.",
        )
    else:
        yield ok("past", "nothing was done after now")


def _zone(session: Session) -> Finding:
    name = session.scalar(select(Studio.zone)) or "UTC"
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return wrong(
            "zone", f"nothing is known of {name}.", "Install tzdata, or change the zone under Studio."
        )
    return ok("zone", f"{name} is known")


def _worker(session: Session) -> Iterator[Finding]:
    runs = job_runs(session)
    newest = max((run.ran_at for run in runs), default=None)
    if newest is None:
        yield wrong("worker", "never ran.", "Start `worker` (python3 app.py has one inside).")
    elif now() - newest > PATIENCE:
        yield wrong("worker", f"last ran at {newest:%Y-%m-%d %H:%M} UTC.", "Start `worker` again.")
    else:
        yield ok("worker", "runs")
    for run in runs:
        if run.error:
            yield warning(f"job: {run.name}", f"failed last time ({run.error}).", "See the worker's log.")
