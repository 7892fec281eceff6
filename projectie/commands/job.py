"""Something the worker does again and again."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class Job:
    """Something to do again and again; `run` is handed the time and returns how much it did."""

    name: str
    every: timedelta
    run: Callable[[datetime], int]
