"""What rooms above show on a client's page of a request, such as what it costs so far: they hang it here."""

from collections.abc import Callable
from typing import Any

from sqlalchemy.orm import Session

from projectie.people.models import Person

Shower = Callable[[Session, int, Person], dict[str, Any] | None]
_parts: dict[int, tuple[str, Shower]] = {}


def hang(template: str, place: int) -> Callable[[Shower], Shower]:
    """Let the function under it give that template what it shows of a request, to that reader; None shows nothing."""

    def hung(shower: Shower) -> Shower:
        _parts[place] = (template, shower)
        return shower

    return hung


def beside(session: Session, number: int, reader: Person) -> list[tuple[str, dict[str, Any]]]:
    """Return each template that shows something of that request, with what it shows; lower places come first."""
    found = ((template, shower(session, number, reader)) for _, (template, shower) in sorted(_parts.items()))
    return [(template, shown) for template, shown in found if shown is not None]
