"""What rooms above show beside a balance, such as purchases under way: they hang it here, as panels hang beside a ticket."""

from collections.abc import Callable
from typing import Any

from sqlalchemy.orm import Session

from projectie.people.models import Person

Shower = Callable[[Session, Person], dict[str, Any]]
_showers: list[Shower] = []


def hang(shower: Shower) -> None:
    """Let that function add to what the pages of credits are given, for whoever reads them."""
    if shower not in _showers:
        _showers.append(shower)


def beside(session: Session, reader: Person) -> dict[str, Any]:
    """Return all that is shown beside a balance to that reader."""
    return {name: value for shower in _showers for name, value in shower(session, reader).items()}
