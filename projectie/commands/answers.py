"""How a command answers: JSON on standard output, one sentence on standard error, and an exit code that means something."""

import functools
import json
import sys
from collections.abc import Callable
from typing import Any, NoReturn, ParamSpec, TypeVar

import click
from sqlalchemy.exc import OperationalError

from projectie.mail.blobs import StoreAwayError

FAILED, WRONG_USE, NOT_NOW = 1, 2, 75

P = ParamSpec("P")
R = TypeVar("R")


def say(value: Any) -> None:
    """Print one line of JSON."""
    click.echo(json.dumps(value, ensure_ascii=False))
    sys.stdout.flush()


def stop(sentence: str, code: int) -> NoReturn:
    """End with a sentence on standard error and that exit code."""
    click.echo(sentence, err=True)
    raise SystemExit(code)


def reason(error: Exception) -> str:
    """Return why something cannot be done now: never the data that was at hand."""
    return str(error) if isinstance(error, StoreAwayError) else type(getattr(error, "orig", error)).__name__


def may_wait(command: Callable[P, R]) -> Callable[P, R]:
    """End with 75 when the database is locked, full or away: nothing was changed, ask again."""

    @functools.wraps(command)
    def careful(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return command(*args, **kwargs)
        except (OperationalError, OSError) as error:
            stop(
                f"Not now: the desk cannot store or read at this moment ({reason(error)}); nothing was changed, try again.",
                NOT_NOW,
            )

    return careful
