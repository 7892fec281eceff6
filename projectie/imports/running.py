"""Bringing in: item by item, each a deed of its own; a dry run does the same and takes it back."""

import logging
from collections.abc import Callable, Iterator

from projectie.database import transaction
from projectie.imports.items import Ground, Item, Outcome, RefusedError, Report, Why

log = logging.getLogger(__name__)
Told = Callable[[int], None]


class _DryError(Exception):
    """Everything went well and is taken back."""

    def __init__(self, outcome: Outcome) -> None:
        super().__init__(outcome.value)
        self.outcome = outcome


def bring_all(items: Iterator[Item], ground: Ground, *, dry: bool, told: Told | None = None) -> Report:
    """Bring every item in and return what became of them; `told` hears how many are done."""
    report, done = Report(), 0
    try:
        for done, item in enumerate(items, 1):
            _one(item, ground, report, dry=dry)
            if told is not None:
                told(done)
    except RefusedError as error:  # the file itself
        report.note(Item(0, "", _nothing), Outcome.REFUSED, error.why, error.what)
    else:
        if not done:
            report.note(Item(0, "", _nothing), Outcome.REFUSED, Why.NOTHING)
    return report


def _one(item: Item, ground: Ground, report: Report, *, dry: bool) -> None:
    try:
        report.note(item, _done(item, ground, dry=dry))
    except RefusedError as error:
        report.note(item, Outcome.REFUSED, error.why, error.what)
    except (ValueError, LookupError, TypeError, AttributeError) as error:
        log.exception("an item could not be brought in")
        report.note(item, Outcome.REFUSED, Why.FAULT, type(error).__name__)


def _done(item: Item, ground: Ground, *, dry: bool) -> Outcome:
    try:
        with transaction() as session:
            outcome = item.bring(session, ground)
            return _taken_back(outcome) if dry else outcome
    except _DryError as back:
        return back.outcome


def _taken_back(outcome: Outcome) -> Outcome:
    raise _DryError(outcome)


def _nothing(session: object, ground: object) -> Outcome:
    del session, ground
    return Outcome.REFUSED
