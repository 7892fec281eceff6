"""A ticket page against the same HTML by bare Jinja from rows by bare sqlite3, behind Flask's hello."""

import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient

from benchmarks.bare import whole_page
from benchmarks.board import statements
from benchmarks.desks import opened, seeded, signed_in
from benchmarks.measure import Figure, median, side_by_side

NUMBER, LONG = 10900, 10901  # an ordinary ticket, and one that grew for years
MESSAGES = 500
OF_TICKET = (
    (
        "SELECT t.*, o.*, p.*, a.*, d.body, w.body, f.filename, s.until, e.minutes FROM ticket t LEFT JOIN organisation o ON o.id = t.organisation_id"
        " LEFT JOIN person p ON p.id = t.requester_id LEFT JOIN person a ON a.id = t.assignee_id"
        " LEFT JOIN reply_draft d ON d.ticket_number = t.number LEFT JOIN working_draft w ON w.ticket_number = t.number"
        " LEFT JOIN draft_file f ON f.ticket_number = t.number LEFT JOIN presence s ON s.ticket_number = t.number"
        " LEFT JOIN estimate e ON e.ticket_number = t.number"
        " WHERE t.number = ?"
    ),
    "SELECT m.*, p.name FROM message m LEFT JOIN person p ON p.id = m.author_id WHERE ticket_number = ? ORDER BY m.id",
    "SELECT n.*, p.name FROM note n JOIN person p ON p.id = n.author_id WHERE ticket_number = ? ORDER BY n.id",
    (
        "SELECT h.*, p.name FROM history h LEFT JOIN person p ON p.id = h.actor_id"
        " WHERE subject = 'ticket' AND subject_id = ? ORDER BY h.id"
    ),
    "SELECT a.* FROM attachment a JOIN message m ON m.id = a.message_id WHERE m.ticket_number = ?",
    "SELECT * FROM outgoing_letter l LEFT JOIN delivery d ON d.letter_id = l.id WHERE l.thread = ? ORDER BY l.id",
    "SELECT p.*, l.* FROM planning_promise p LEFT JOIN outgoing_letter l ON l.id = p.letter_id WHERE ticket_number = ?",
    (
        "SELECT s.*, v.*, d.*, a.* FROM ticket t LEFT JOIN snooze s ON s.ticket_number = t.number"
        " LEFT JOIN overrule v ON v.ticket_number = t.number LEFT JOIN duplicate d ON d.ticket_number = t.number"
        " LEFT JOIN alert a ON a.ticket_number = t.number WHERE t.number = ?"
    ),
    "SELECT i.* FROM round_item i JOIN recurring_round r ON r.id = i.round_id WHERE r.ticket_number = ?",
    (
        "SELECT o.*, t.ticket_number FROM outage o LEFT JOIN outage_ticket t ON t.outage_id = o.id"
        " AND t.ticket_number = ? WHERE o.withdrawn_at IS NULL AND o.solved_at IS NULL"
    ),
    (
        "SELECT c.*, s.* FROM sla_clock c JOIN sla_times s ON s.policy_id = c.policy_id AND s.priority = c.priority"
        " WHERE c.ticket_number = ?"
    ),
)
OF_DESK = (
    "SELECT id, name FROM organisation ORDER BY name",
    "SELECT id, name FROM person WHERE role <> 'client' AND active ORDER BY name",
    "SELECT * FROM closed_day",
    "SELECT * FROM studio",
    "SELECT number, in_force_from FROM terms_version WHERE number IS NOT NULL",
    "SELECT tier FROM contract ORDER BY starts_on DESC LIMIT 1",
    (
        "SELECT p.id, p.name, h.weekday, h.minutes FROM person p LEFT JOIN working_hours h ON h.person_id = p.id"
        " WHERE p.role <> 'client' AND p.active"
    ),
)
OF_PLANNING = (
    "SELECT t.assignee_id, t.planned, t.planned_until, sum(e.minutes) FROM ticket t"
    " LEFT JOIN estimate e ON e.ticket_number = t.number"
    " WHERE t.board_column IN ('new', 'triaged', 'planned', 'in_progress', 'waiting') AND t.planned IS NOT NULL"
    " GROUP BY t.assignee_id, t.planned, t.planned_until"
)


def figures(folder: Path) -> Iterator[Figure]:
    """Yield the CPU of a ticket page as a ratio."""
    data = seeded(folder, 10_000)
    app = opened(data)
    client = signed_in(app)

    def ours() -> str:
        return client.get(f"/desk/tickets/{NUMBER}").get_data(as_text=True)

    page = ours()
    assert "composer" in page
    bare = bare_page(page, data / "projectie.sqlite")
    assert bare() == page, "the bare page must be the same page"
    mine, theirs = side_by_side(ours, bare, 80)
    note = f"{len(page) // 1000} kB, {median(mine) * 1000:.1f} ms against {median(theirs) * 1000:.1f}"
    yield Figure("ticket page, CPU against bare Jinja + sqlite3", median(mine) / median(theirs), 4, note=note)
    few = statements(app, ours)
    yield Figure("SQL statements of the ticket page", few, 24, "")
    yield from _long(data, app, client, few)


def _long(data: Path, app: Flask, client: FlaskClient, few: int) -> Iterator[Figure]:
    """Yield the same of a ticket with hundreds of messages, and how many statements it takes more."""
    _grow(data / "projectie.sqlite", LONG, MESSAGES)

    def ours() -> str:
        return client.get(f"/desk/tickets/{LONG}").get_data(as_text=True)

    page = ours()
    assert 'id="older"' in page
    bare = bare_page(page, data / "projectie.sqlite", LONG)
    assert bare() == page, "the bare page must be the same page"
    mine, theirs = side_by_side(ours, bare, 40)
    note = f"{len(page) // 1000} kB, {median(mine) * 1000:.1f} ms against {median(theirs) * 1000:.1f}"
    name = f"ticket page with {MESSAGES} messages, CPU against bare Jinja + sqlite3"
    yield Figure(name, median(mine) / median(theirs), 4, note=note)
    yield Figure(f"SQL statements more with {MESSAGES} messages", statements(app, ours) - few, 0, "")


def _grow(database: Path, number: int, to: int) -> None:
    """Let a ticket have so many messages, all like its last; once."""
    connection = sqlite3.connect(database)
    kept = [
        row[1] for row in connection.execute("PRAGMA table_info(message)") if row[1] not in {"id", "raw_id"}
    ]
    columns = ", ".join(f'"{name}"' for name in kept)
    (has,) = connection.execute("SELECT count(*) FROM message WHERE ticket_number = ?", (number,)).fetchone()
    again = (
        f"INSERT INTO message ({columns}) SELECT {columns} FROM message WHERE id ="
        " (SELECT max(id) FROM message WHERE ticket_number = ?)"
    )
    connection.executemany(again, [(number,)] * (to - has))
    connection.commit()
    connection.close()


def bare_page(page: str, database: Path, number: int = NUMBER) -> Callable[[], str]:
    """Return a function that asks bare Flask for that very page, with every value escaped and its rows read."""
    template, values = whole_page(page)
    connection = sqlite3.connect(database)
    app = Flask("bare")

    @app.get("/")
    def same() -> str:
        assert all(connection.execute(sql, (number,)).fetchall() is not None for sql in OF_TICKET)
        assert all(connection.execute(sql).fetchall() for sql in OF_DESK)
        assert connection.execute(OF_PLANNING).fetchall() is not None
        return template.render(v=values)

    client = app.test_client()
    return lambda: client.get("/").get_data(as_text=True)
