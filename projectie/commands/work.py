"""The worker: all that happens because time passed, for ever or for one round."""

import logging
import signal
import threading
from types import FrameType

import click
from flask import Flask, current_app
from sqlalchemy.exc import DBAPIError

from projectie.clock.now import now
from projectie.commands.answers import FAILED, NOT_NOW, may_wait, say, stop
from projectie.commands.fetch import watching
from projectie.commands.prepare import NotPreparedError, prepare
from projectie.commands.ready import needs_desk
from projectie.commands.rounds import EVERYTHING, Outcome, Rounds, do
from projectie.job_runs import Notebook

log = logging.getLogger(__name__)
PAUSE = 1.0  # seconds between two looks at what is due


def add(app: Flask) -> None:
    """Add the commands."""
    app.cli.add_command(worker)
    app.cli.add_command(tick)


@click.command()
@may_wait
def worker() -> None:
    """Do all that happens because time passed, for ever; SIGTERM and Ctrl+C end it after the job in hand."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]  # noqa: SLF001 - the app itself
    ended = threading.Event()

    def end(number: int, frame: FrameType | None) -> None:
        del number, frame
        ended.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, end)
    try:
        prepare(app)
    except NotPreparedError as error:
        stop(str(error), FAILED)
    log.info("the worker started")
    work(app, ended)
    log.info("the worker ended")


def work(app: Flask, ended: threading.Event) -> None:
    """Do the rounds until that event is set."""
    rounds, notebook = Rounds(), Notebook()
    with watching(app, ended):
        while not ended.is_set():
            _write_down(app, notebook, rounds.go(app, now()))
            ended.wait(PAUSE)


def _write_down(app: Flask, notebook: Notebook, outcomes: list[Outcome]) -> None:
    """Note now and then what ran, so that others see that somebody works."""
    at = now()
    for outcome in outcomes:
        notebook.add(outcome.name, at, outcome.error.__name__ if outcome.error else None)
    try:
        with app.app_context():
            notebook.note(at)
    except DBAPIError:
        log.warning("what ran could not be noted")  # the next round tries again


@click.command()
@may_wait
@needs_desk
def tick() -> None:
    """Do one round of everything and say how much was done; null: that could not be done."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]  # noqa: SLF001 - the app itself
    outcomes = [do(app, job, now()) for job in EVERYTHING]
    if all(outcome.error and issubclass(outcome.error, DBAPIError) for outcome in outcomes):
        stop("Not now: the database cannot be used; nothing was changed, try again.", NOT_NOW)
    _write_down(app, Notebook(), outcomes)
    say({outcome.name: outcome.did for outcome in outcomes})
    if any(outcome.error for outcome in outcomes):
        raise SystemExit(FAILED)
