"""Triggers that note which ticket must be made findable anew, whichever way its texts changed.

SQLite's batch mode rebuilds a table and loses its triggers: a migration that rebuilds one of these calls `hang` again.
"""

from alembic import op

DUE = "INSERT INTO search_due (ticket_number)"
# name, event, table, what is noted
WATCHED = (
    ("ticket_opened", "INSERT", "ticket", f"{DUE} VALUES (NEW.number)"),
    (
        "ticket_renamed",
        "UPDATE OF subject, requester_name, requester_address, organisation_id",
        "ticket",
        f"{DUE} VALUES (NEW.number)",
    ),
    ("said", "INSERT", "message", f"{DUE} SELECT NEW.ticket_number WHERE NEW.ticket_number IS NOT NULL"),
    (
        "said_otherwise",
        "UPDATE OF ticket_number, body_text",
        "message",
        f"{DUE} SELECT n FROM (SELECT NEW.ticket_number AS n UNION SELECT OLD.ticket_number) AS both_tickets WHERE n IS NOT NULL",
    ),
    (
        "taken_back",
        "DELETE",
        "message",
        f"{DUE} SELECT OLD.ticket_number WHERE OLD.ticket_number IS NOT NULL",
    ),
    ("noted", "INSERT", "note", f"{DUE} VALUES (NEW.ticket_number)"),
    (
        "noted_otherwise",
        "UPDATE OF ticket_number, body",
        "note",
        f"{DUE} VALUES (NEW.ticket_number), (OLD.ticket_number)",
    ),
    ("note_removed", "DELETE", "note", f"{DUE} VALUES (OLD.ticket_number)"),
    (
        "client_renamed",
        "UPDATE OF name",
        "organisation",
        f"{DUE} SELECT number FROM ticket WHERE organisation_id = NEW.id",
    ),
)


def hang() -> None:
    """Hang every trigger, also one that hangs already."""
    for name, event, table, noted in WATCHED:
        if op.get_bind().dialect.name == "sqlite":
            op.execute(f"DROP TRIGGER IF EXISTS search_{name}")
            op.execute(
                f"CREATE TRIGGER search_{name} AFTER {event} ON {table} FOR EACH ROW BEGIN {noted}; END"
            )
            continue
        op.execute(
            f"CREATE OR REPLACE FUNCTION search_{name}() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN {noted}; RETURN NULL; END $$"
        )
        op.execute(f"DROP TRIGGER IF EXISTS search_{name} ON {table}")
        op.execute(
            f"CREATE TRIGGER search_{name} AFTER {event} ON {table} FOR EACH ROW EXECUTE FUNCTION search_{name}()"
        )


def take_down() -> None:
    """Take every trigger away."""
    for name, _event, table, _noted in WATCHED:
        if op.get_bind().dialect.name == "sqlite":
            op.execute(f"DROP TRIGGER IF EXISTS search_{name}")
        else:
            op.execute(f"DROP TRIGGER IF EXISTS search_{name} ON {table}")
            op.execute(f"DROP FUNCTION IF EXISTS search_{name}()")
