"""The database itself: sound, of the revision this program writes, and every row it names is there."""

from collections.abc import Iterator

from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import current_app
from sqlalchemy import ForeignKeyConstraint, and_, select, text

from projectie import models
from projectie.commands.invariants.desk import Desk
from projectie.database import Base, is_sqlite

_KNOWN = models  # every table is in the metadata

_UNSOUND = "SELECT relname, 'index' FROM pg_index JOIN pg_class ON oid = indexrelid WHERE NOT indisvalid OR NOT indisready"
_UNPROVED = "SELECT conname, 'constraint' FROM pg_constraint WHERE NOT convalidated"


def database(desk: Desk) -> Iterator[str]:
    """Say what the database finds wrong with itself, and whether its tables are this program's."""
    expected = ScriptDirectory.from_config(
        current_app.extensions["migrate"].migrate.get_config()
    ).get_current_head()
    found = MigrationContext.configure(desk.session.connection()).get_current_revision()
    if found != expected:
        yield f"the tables are of revision {found}, the program writes {expected}"
    if is_sqlite(desk.session):
        yield from (line for line in desk.session.scalars(text("PRAGMA integrity_check(20)")) if line != "ok")
        return
    for query in (_UNSOUND, _UNPROVED):
        yield from (f"{kind} {name} is not valid" for name, kind in desk.session.execute(text(query)))


def foreign_keys(desk: Desk) -> Iterator[str]:
    """Name the rows that point at a row that is not there."""
    for table in Base.metadata.sorted_tables:
        for key in sorted(table.foreign_key_constraints, key=lambda key: str(key.name)):
            yield from _dangling(desk, key)


def _dangling(desk: Desk, key: ForeignKeyConstraint) -> Iterator[str]:
    table, parent = key.table, key.referred_table.alias()
    own, other = key.columns[0], parent.c[key.elements[0].column.name]
    lost = select(*table.primary_key.columns, own).outerjoin(parent, own == other)
    for row in desk.session.execute(lost.where(and_(own.is_not(None), other.is_(None))).limit(25)):
        name = ", ".join(str(part) for part in row[:-1])
        yield f"{table.name} {name}: {own.name} {row[-1]} is not there"
