"""A desk nobody has opened yet is made ready by the first command that needs its data."""

import functools
import sqlite3
from collections.abc import Callable
from datetime import datetime
from typing import ParamSpec, TypeVar

from flask import Flask, current_app
from sqlalchemy import inspect, select
from sqlalchemy.exc import OperationalError

from projectie.commands.answers import NOT_NOW, stop
from projectie.commands.prepare import NotPreparedError, alone, prepare
from projectie.database import db
from projectie.terms.models import Studio, TermsVersion

P = ParamSpec("P")
R = TypeVar("R")


def make_ready(at: datetime | None = None) -> None:
    """Make the tables and load the first terms (dated `at`, by default now) where there are none yet.

    Safe when several processes start at once. Tables that are there are left as they are: bringing them up to
    date is a decision, made by `prepare` or `db upgrade`. Raises NotPreparedError.
    """
    if not _waited_for():
        app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]  # noqa: SLF001 - the app itself
        prepare(app, at=at)
        db.session.remove()


def ready_or_stop(at: datetime | None = None) -> None:
    """Make the desk ready, or end with 75 when that cannot be done now."""
    try:
        make_ready(at)
    except NotPreparedError as error:
        stop(str(error), NOT_NOW)
    except (OperationalError, sqlite3.OperationalError, OSError) as error:
        reason = type(getattr(error, "orig", error)).__name__
        sentence = (
            f"Not now: the desk cannot be opened at this moment ({reason}); nothing was changed, try again."
        )
        stop(sentence, NOT_NOW)


def needs_desk(command: Callable[P, R]) -> Callable[P, R]:
    """Make the desk ready before the command; end with 75 when that cannot be done now."""

    @functools.wraps(command)
    def on_a_ready_desk(*args: P.args, **kwargs: P.kwargs) -> R:
        ready_or_stop()
        return command(*args, **kwargs)

    return on_a_ready_desk


def _waited_for() -> bool:
    """Return whether the desk is ready; who finds it locked waits for the process that may be making it just now."""
    try:
        return _is_ready()
    except OperationalError:
        db.session.remove()
        with alone(current_app.config["SETTINGS"].data_dir / "start.lock"):
            return _is_ready()


def _is_ready() -> bool:
    if not inspect(db.engine).has_table(Studio.__tablename__):
        return False
    terms = select(TermsVersion.id).where(TermsVersion.number.is_not(None)).limit(1)
    ready = db.session.get(Studio, 1) is not None and db.session.scalar(terms) is not None
    db.session.rollback()
    return ready
