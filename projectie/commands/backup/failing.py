"""How a backup or a restore ends when it cannot be done."""

from collections.abc import Iterator
from contextlib import contextmanager
from sqlite3 import OperationalError as SqliteError

from sqlalchemy.exc import OperationalError


class RefusedError(Exception):
    """It is not done, and asking again does not help; the message is a sentence or two."""


@contextmanager
def as_of_database() -> Iterator[None]:
    """Let what a driver itself says of a lock or a broken line be told as any other: not now, ask again."""
    try:
        yield
    except SqliteError as error:
        raise OperationalError("", None, error) from error
    except Exception as error:
        if type(error).__module__.startswith("psycopg") and _is_operational(error):
            raise OperationalError("", None, error) from error
        raise


def _is_operational(error: Exception) -> bool:
    return any(each.__name__ == "OperationalError" for each in type(error).__mro__)
