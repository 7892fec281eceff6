"""Triggers that keep append-only tables append-only, on both databases.

SQLite's batch mode rebuilds a table and loses its triggers: a migration that does so calls `guard` again.
"""

from alembic import op


def guard(
    table: str, *, deed: str, condition: str = "", columns: tuple[str, ...] = (), unless: str = ""
) -> None:
    """Refuse UPDATE or DELETE on a table (of these columns only; only where the condition on OLD holds).

    `unless` is a question to other tables: where it holds, the row is let go (see the table `leaving`).
    """
    name = f"keep_{table}_{deed.lower()}"
    of = f" OF {', '.join(columns)}" if columns else ""
    said = f"{table} is never changed: {deed} refused"
    if op.get_bind().dialect.name == "sqlite":
        conditions = [part for part in (condition, f"NOT ({unless})" if unless else "") if part]
        when = f"WHEN ({' AND '.join(conditions)})" if conditions else ""
        op.execute(f"DROP TRIGGER IF EXISTS {name}")
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {deed}{of} ON {table} FOR EACH ROW {when} "
            f"BEGIN SELECT RAISE(ABORT, '{said}'); END"
        )
        return
    function = f"projectie_refuse_{table}" if unless else "projectie_refuse"
    lets_go = (
        f"IF {unless} THEN RETURN OLD; END IF; " if unless else ""
    )  # WHEN may not ask other tables there
    op.execute(
        f"CREATE OR REPLACE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN {lets_go}RAISE EXCEPTION '% is never changed: % refused', TG_TABLE_NAME, TG_OP; END $$"
    )
    when = f"WHEN ({condition})" if condition else ""
    op.execute(f"DROP TRIGGER IF EXISTS {name} ON {table}")
    op.execute(
        f"CREATE TRIGGER {name} BEFORE {deed}{of} ON {table} FOR EACH ROW {when} EXECUTE FUNCTION {function}()"
    )
