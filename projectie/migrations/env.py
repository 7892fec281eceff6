"""How Alembic reaches the database: the app's own engine, batch mode on SQLite, one transaction for all."""

from typing import Any, Literal

from alembic import context
from flask import current_app

import projectie.models  # noqa: F401  every table is known
from projectie.database import Base, UtcDateTime, db
from projectie.migrations.beside import is_shared


def plain(kind: str, item: Any, autogenerate_context: Any) -> str | Literal[False]:
    """Write our own column types as the plain ones below them: a migration stands alone."""
    del autogenerate_context
    return "sa.DateTime(timezone=True)" if kind == "type" and isinstance(item, UtcDateTime) else False


def run() -> None:
    """Run the migrations in one transaction."""
    with db.engine.connect().execution_options(writes=True) as connection:
        sqlite = connection.dialect.name == "sqlite"
        if sqlite:
            connection.exec_driver_sql("PRAGMA foreign_keys = OFF")  # batch mode moves tables
            connection.commit()
        context.configure(
            connection=connection,
            target_metadata=Base.metadata,
            render_as_batch=True,
            compare_type=True,
            render_item=plain,
            include_object=is_shared,
            transaction_per_migration=False,
        )
        with context.begin_transaction():
            context.run_migrations()
        connection.commit()
        if sqlite:
            connection.exec_driver_sql("PRAGMA foreign_keys = ON")
            connection.commit()


with current_app.app_context():
    run()
