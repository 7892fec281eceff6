"""One row that goes wrong never keeps a round of the worker from the others (R29: nothing ages out unseen)."""

import logging
from collections.abc import Callable, Iterable
from typing import TypeVar

from sqlalchemy.exc import OperationalError

from projectie.database import db

T = TypeVar("T")
log = logging.getLogger(__name__)


def one_by_one(rows: Iterable[T], deed: Callable[[T], int | None]) -> int:
    """Do a deed, a transaction of its own, for every row and return the sum of what it did.

    What went wrong is raised at the end, when all the others had their turn, so that the round says it failed. A
    database that is away ends it at once.
    """
    done, wrong = 0, None
    for row in rows:
        try:
            done += deed(row) or 0
        except OperationalError:
            raise
        except Exception as error:
            db.session.rollback()
            log.exception("one row of a round could not be done")
            wrong = wrong or error
    if wrong is not None:
        raise wrong
    return done
