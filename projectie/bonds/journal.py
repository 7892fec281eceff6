"""What a merge or a split changed, line by line, so that undoing it puts back exactly that and nothing besides (R17a).

A line holds what was and what became. Going back, only what still is as it became goes back: whatever somebody did
since stays where it is, and is counted, so that it can be said.
"""

from collections import Counter
from collections.abc import Collection
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Enum, String, Table, func, select, update
from sqlalchemy.orm import Session

from projectie.database import Base, UtcDateTime

Line = dict[str, Any]
MOVED, SET = "moved", "set"


class Journal:
    """The lines of one deed."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self.lines: list[Line] = []

    def move(self, column: Any, name: Any, ids: Collection[Any], old: int, new: int) -> None:
        """Give rows to another ticket; `name` is the column that names them among those of a ticket."""
        if not ids:
            return
        table: Table = column.class_.__table__
        change = update(table).where(table.c[column.key] == old, table.c[name.key].in_(ids))
        self._session.connection().execute(change.values({column.key: new}))
        self.lines.append(
            {"kind": MOVED, "table": table.name, "column": column.key, "name": name.key}
            | {"ids": list(ids), "old": old, "new": new}
        )

    def set(self, row: Base, **values: Any) -> None:
        """Set fields of a row that belong together; those that have that value already are left out."""
        changed = {name: value for name, value in values.items() if getattr(row, name) != value}
        if not changed:
            return
        mapper = type(row).__mapper__
        (key,) = mapper.primary_key
        before = {name: [_plain(getattr(row, name)), _plain(value)] for name, value in changed.items()}
        for name, value in changed.items():
            setattr(row, name, value)
        self.lines.append(
            {"kind": SET, "table": row.__tablename__, "id": getattr(row, str(key.key)), "values": before}
        )


def put_back(session: Session, lines: Collection[Line]) -> Counter[str]:
    """Give moved rows back to where they were; return by table how many had gone elsewhere and stay there."""
    left: Counter[str] = Counter()
    for line in lines:
        if line["kind"] == MOVED:
            table = _table(line["table"])
            ticket, its = table.c[line["column"]], table.c[line["name"]].in_(line["ids"])
            elsewhere = select(func.count()).select_from(table).where(its, ticket != line["new"])
            if line["name"] == "id":  # other names are those of a ticket's own rows: others may have them too
                left[line["table"]] += session.connection().scalar(elsewhere) or 0
            back = update(table).where(its, ticket == line["new"]).values({line["column"]: line["old"]})
            session.connection().execute(back)
    session.flush()
    session.expire_all()
    return +left


def before_of(row: Base, line: Line) -> dict[str, Any] | None:
    """Return what the fields of a row were, if all of them still are as the deed left them; else None."""
    if any(_plain(getattr(row, name)) != became for name, (_was, became) in line["values"].items()):
        return None
    return {name: _value(row, name, was) for name, (was, _became) in line["values"].items()}


def set_lines(lines: Collection[Line], table: str, number: int) -> list[Line]:
    """Return the lines about the fields of one row, the last one first."""
    return [
        line
        for line in reversed(list(lines))
        if line["kind"] == SET and (line["table"], line["id"]) == (table, number)
    ]


def _table(name: str) -> Table:
    return Base.metadata.tables[name]


def _plain(value: Any) -> Any:
    if isinstance(value, date):  # moments too
        return value.isoformat()
    return value.value if isinstance(value, StrEnum) else value


def _value(row: Base, name: str, plain: Any) -> Any:
    """Return a value as the field of that row holds it."""
    kind = type(row).__mapper__.columns[name].type
    if not isinstance(plain, str) or (isinstance(kind, String) and not isinstance(kind, Enum)):
        return plain
    if isinstance(kind, Enum):
        return kind.enum_class(plain) if kind.enum_class else plain
    return (datetime if isinstance(kind, UtcDateTime) else date).fromisoformat(plain)
