"""Moving a card, with its history, against a bare commit behind a bare view."""

import random
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

from flask import Flask, request
from flask.testing import FlaskClient

from benchmarks.desks import opened, seeded, signed_in, token_in
from benchmarks.measure import Figure, cpu, percentile, side_by_side, wall

MOVES = 150


def figures(folder: Path) -> Iterator[Figure]:
    """Yield p50 and p99 of a move against the bare thing."""
    app = opened(seeded(folder, 10_000))
    client = signed_in(app)
    token = token_in(client.get("/desk/board").get_data(as_text=True))
    mover, bare = _Mover(client, token), _bare(folder)
    for name, by in (("CPU", cpu), ("wall", wall)):
        ours, theirs = side_by_side(mover.move, bare, MOVES, by)
        yield Figure(f"placement with history, {name} p50", percentile(ours, 0.5) / percentile(theirs, 0.5))
        goal = 3 if name == "CPU" else None
        yield Figure(
            f"placement with history, {name} p99", percentile(ours, 0.99) / percentile(theirs, 0.99), goal
        )


def moves_of(client: FlaskClient, token: str, part: tuple[int, int] = (0, 1)) -> Callable[[], None]:
    """Return the move of one person, who moves only that part (which of how many) of the cards."""
    return _Mover(client, token, part).move


def bare_view(folder: Path, name: str = "bare.sqlite", *, new: bool = True) -> Callable[[], object]:
    """Return a commit behind a bare view, on a database of that name."""
    return _bare(folder, name, new=new)


class _Mover:
    """Moves cards of the board to the top of another column, one after the other."""

    def __init__(self, client: FlaskClient, token: str, part: tuple[int, int] = (0, 1)) -> None:
        self._client, self._token, self._random = client, token, random.Random(7)
        with client.application.app_context():
            from sqlalchemy import select

            from projectie.database import db
            from projectie.tickets.models import Column, Ticket

            open_ones = select(Ticket.number, Ticket.version).where(Ticket.column != Column.DONE)
            rows = db.session.execute(open_ones)
            self._versions = {row.number: row.version for row in rows if row.number % part[1] == part[0]}
            self._columns = [column.value for column in Column][:5]
            self._at: dict[int, str] = {}

    def move(self) -> None:
        """Move one card, as htmx does."""
        number = self._random.choice(list(self._versions))
        column = self._random.choice([c for c in self._columns if c != self._at.get(number)])
        form = {"column": column, "after": "", "version": self._versions[number], "csrf_token": self._token}
        headers = {"HX-Request": "true"}
        answer = self._client.post(f"/desk/tickets/{number}/placement", data=form, headers=headers)
        assert answer.status_code == 200, answer.status
        version = answer.get_data(as_text=True).split(f'data-ticket="{number}" data-version="', 1)
        if len(version) == 2:
            self._versions[number] = int(version[1].split('"', 1)[0])
        self._at[number] = column


def _bare(folder: Path, name: str = "bare.sqlite", *, new: bool = True) -> Callable[[], object]:
    path = folder / name
    if new:
        path.unlink(missing_ok=True)
    connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False, timeout=30)
    connection.executescript("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL")
    if new:
        _fill(connection)
    return _view(connection)


def _fill(connection: sqlite3.Connection) -> None:
    connection.executescript(
        "CREATE TABLE ticket (number INTEGER PRIMARY KEY, board_column TEXT, position INTEGER, version INTEGER);"
        "CREATE TABLE history (id INTEGER PRIMARY KEY, at TEXT, deed TEXT, ticket INTEGER);"
    )
    connection.executemany("INSERT INTO ticket VALUES (?, 'new', ?, 1)", [(n, n) for n in range(10_000)])


def _view(connection: sqlite3.Connection) -> Callable[[], object]:
    app = Flask("bare")

    @app.post("/move")
    def move() -> str:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute(
            "UPDATE ticket SET board_column = ?, version = version + 1 WHERE number = ?",
            (request.form["column"], request.form["number"]),
        )
        connection.execute(
            "INSERT INTO history (at, deed, ticket) VALUES ('now', 'placed', ?)", (request.form["number"],)
        )
        connection.execute("COMMIT")
        return "moved"

    client, chosen = app.test_client(), random.Random(7)
    return lambda: client.post("/move", data={"column": "planned", "number": chosen.randrange(10_000)})
