"""Purchases beside a balance: a client's own, and for managers how many wait (R22)."""

from typing import Any

from sqlalchemy.orm import Session

from projectie.credits import beside
from projectie.people.models import Person, Role
from projectie.topups import queries


def _shown(session: Session, reader: Person) -> dict[str, Any]:
    if reader.role is Role.MANAGER:
        return {"asking": queries.asking(session)}
    return {"topups": queries.of_client(session, reader).rows}


beside.hang(_shown)
