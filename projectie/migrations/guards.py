"""Triggers that keep append-only tables append-only, on both databases.

SQLite's batch mode rebuilds a table and loses its triggers: a migration that does so calls `guard` again.
"""

from alembic import op


def guard(table: str, *, deed: str, condition: str = "", columns: tuple[str, ...] = ()) -> None:
    """Refuse UPDATE or DELETE on a table (of these columns only; only where the condition on OLD holds)."""
    name = f"keep_{table}_{deed.lower()}"
    of = f" OF {', '.join(columns)}" if columns else ""
    when = f"WHEN ({condition})" if condition else ""
    said = f"{table} is never changed: {deed} refused"
    if op.get_bind().dialect.name == "sqlite":
        op.execute(f"DROP TRIGGER IF EXISTS {name}")
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {deed}{of} ON {table} FOR EACH ROW {when} "
            f"BEGIN SELECT RAISE(ABORT, '{said}'); END"
        )
        return
    op.execute(
        "CREATE OR REPLACE FUNCTION projectie_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION '% is never changed: % refused', TG_TABLE_NAME, TG_OP; END $$"
    )
    op.execute(f"DROP TRIGGER IF EXISTS {name} ON {table}")
    op.execute(
        f"CREATE TRIGGER {name} BEFORE {deed}{of} ON {table} FOR EACH ROW {when} EXECUTE FUNCTION projectie_refuse()"
    )
