"""What rooms above this one show on a client's page: each hangs its section here, so that contracts need not know them."""

from collections.abc import Callable
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

Facts = dict[str, Any]
Reader = Callable[[Session, int, date], Facts | None]

_hung: dict[str, Reader] = {}


def hang(template: str) -> Callable[[Reader], Reader]:
    """Hang a section on every client's page; its template reads `facts`, what `read` returns; None shows nothing."""

    def hung(read: Reader) -> Reader:
        _hung[template] = read
        return read

    return hung


def sections_of(session: Session, organisation_id: int, day: date) -> list[tuple[str, Facts]]:
    """Return the template and facts of every section that has something to show."""
    read = ((template, reader(session, organisation_id, day)) for template, reader in _hung.items())
    return [(template, facts) for template, facts in read if facts is not None]
