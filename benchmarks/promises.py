"""10,000 open promises evaluated in one tick, against a plain loop over the same rows; working time per second."""

import shutil
import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path

from benchmarks.desks import opened, seeded
from benchmarks.measure import Figure, cpu, median, side_by_side
from projectie.clock.now import now
from projectie.clock.phone import PhoneHours, add_phone_minutes, phone_time_between
from projectie.clock.workdays import Calendar, add_working_hours, working_time_between
from projectie.database import db, transaction
from projectie.planning.breaking import will_break
from projectie.planning.reading import desk_at
from projectie.terms.in_force import standing
from projectie.tickets.broken import note_broken

TICKETS = 10_000
TIMES = 2000  # of each function
WEEKS = 40  # over which the promises are spread
ROWS = """
SELECT t.number, t.assignee_id, t.planned, t.planned_until, e.minutes, max(p.id)
FROM ticket t LEFT JOIN estimate e ON e.ticket_number = t.number
LEFT JOIN planning_promise p ON p.ticket_number = t.number
WHERE t.board_column <> 'done' AND t.planned IS NOT NULL GROUP BY t.number
"""


def figures(folder: Path) -> Iterator[Figure]:
    """Yield what a tick costs beside a loop, and how much working time is counted in a second."""
    app = opened(promised(folder))
    with app.app_context():
        yield tick(app.config["SETTINGS"].data_dir / "projectie.sqlite")
        yield from working_time()


def promised(folder: Path) -> Path:
    """Return the data folder of a desk on which every ticket is open and promised for some week to come."""
    data = folder / "desk-promised"
    if not (data / "promised").exists():
        shutil.copytree(seeded(folder, TICKETS), data, dirs_exist_ok=True)
        connection = sqlite3.connect(data / "projectie.sqlite")
        monday = now().date() - timedelta(days=now().weekday())
        mondays = [(monday + timedelta(weeks=ahead)).isoformat() for ahead in range(WEEKS)]
        sundays = [(monday + timedelta(weeks=ahead, days=6)).isoformat() for ahead in range(WEEKS)]
        numbers = [number for (number,) in connection.execute("SELECT number FROM ticket ORDER BY number")]
        rows = [(place, mondays[place % WEEKS], sundays[place % WEEKS], n) for place, n in enumerate(numbers)]
        connection.executemany(
            "UPDATE ticket SET board_column = 'planned', done_at = NULL, position = 1000 * ?, planned = ?,"
            " planned_until = ? WHERE number = ?",
            rows,
        )
        made = now().isoformat(sep=" ")[:26]
        connection.executemany(
            "INSERT INTO planning_promise (ticket_number, made_at, first_day, last_day, terms_number, reason)"
            " VALUES (?, ?, ?, ?, 1, '')",
            [(number, made, first, last) for _, first, last, number in rows],
        )
        connection.executemany(
            "INSERT INTO estimate (ticket_number, minutes, estimated_by, estimated_at) VALUES (?, ?, 1, ?)",
            [(number, 5 + number % 6 * 5, made) for number in numbers if number % 3],
        )
        connection.commit()
        connection.close()
        (data / "promised").touch()
    return data


def tick(database: Path) -> Figure:
    """Return what it costs to say of every promise whether it will be kept."""
    at = now()

    def ours() -> int:
        with transaction() as session:
            note_broken(session, at)
            return len(will_break(desk_at(session, at).outlook))

    connection = sqlite3.connect(database)
    assert ours() > 0
    mine, theirs = side_by_side(ours, lambda: plain(connection, at.date()), 20)
    note = f"{median(mine) * 1000:.0f} ms against {median(theirs) * 1000:.0f}"
    return Figure(
        "10,000 open promises, one tick, CPU against a plain loop",
        median(mine) / median(theirs),
        3,
        note=note,
    )


def plain(connection: sqlite3.Connection, today: date) -> int:
    """Read the same rows and add up the minutes of each colleague and week: what no program can do without."""
    loads: dict[tuple[int, str], int] = defaultdict(int)
    late = 0
    for _, who, first, last, minutes, _ in connection.execute(ROWS):
        since, until = date.fromisoformat(first), date.fromisoformat(last)
        late += until < today or since > until
        loads[who, first] += minutes or 60
    return late + sum(load > 1440 for load in loads.values())


def working_time() -> Iterator[Figure]:
    """Yield how often a second working time is added and measured."""
    stands = standing(db.session(), now())
    days: Calendar = stands.calendar
    hours = PhoneHours.of(stands.terms.terms.figures, days)
    start = datetime(2027, 3, 26, 14, tzinfo=UTC)  # the Friday before Easter
    end = start + timedelta(days=30)
    deeds: tuple[tuple[str, Callable[[], object]], ...] = (
        ("48 working hours added, a second", lambda: add_working_hours(start, 48, days)),
        ("working time of a month measured, a second", lambda: working_time_between(start, end, days)),
        ("480 phone minutes added, a second", lambda: add_phone_minutes(start, 480, hours)),
        ("phone time of a month measured, a second", lambda: phone_time_between(start, end, hours)),
    )
    for name, deed in deeds:
        seconds = min(cpu(partial(_often, deed)) for _ in range(5))
        yield Figure(name, TIMES / seconds / 1000, None, "k")


def _often(deed: Callable[[], object]) -> None:
    for _ in range(TIMES):
        deed()
