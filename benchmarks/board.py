"""The board of 300 open cards among 10,000 tickets, against the same HTML by bare Jinja from rows by bare sqlite3."""

import gzip
import re
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

from flask import Flask
from sqlalchemy import event

from benchmarks.bare import shape_of, template_of, values_of, written
from benchmarks.desks import opened, seeded, signed_in
from benchmarks.measure import Figure, median, side_by_side

CARD = re.compile(r'<li class="card.*?</li>', re.DOTALL)
ROWS = """
SELECT t.number, t.version, t.subject, t.board_column, t.position, t.priority, t.kind, t.urgent_asked, t.verified,
       t.language, t.requester_name, t.requester_address, t.column_since, t.opened_at, t.response_from, t.response_by,
       t.answered_at, t.planned, t.done_at, o.name, p.name,
       (SELECT c.tier FROM contract c WHERE c.organisation_id = t.organisation_id ORDER BY c.starts_on DESC LIMIT 1)
FROM ticket t LEFT JOIN organisation o ON o.id = t.organisation_id LEFT JOIN person p ON p.id = t.assignee_id
WHERE t.board_column <> 'done' ORDER BY t.board_column, t.position, t.number
"""


def figures(folder: Path) -> Iterator[Figure]:
    """Yield CPU against the bare page, statements, growth with the desk, and weight."""
    data = seeded(folder, 10_000)
    app = opened(data)
    client = signed_in(app)

    def ours() -> str:
        return client.get("/desk/board").get_data(as_text=True)

    page = ours()
    cards = CARD.findall(page)
    bare = bare_page(page, data / "projectie.sqlite")
    assert bare() == page, "the bare page must be the same page"
    mine, theirs = side_by_side(ours, bare)
    note = f"{len(cards)} cards, {len(page) // 1000} kB"
    yield Figure("board page, CPU against bare Jinja + sqlite3", median(mine) / median(theirs), 2, note=note)
    first = first_time(app)
    cold, plain = side_by_side(lambda: (first(), ours()), bare, 15)
    yield Figure("  the same with no card remembered", median(cold) / median(plain), None)
    yield Figure("SQL statements of the board page", statements(app, ours), 4, "")
    yield Figure("board page, gzip kB", len(gzip.compress(page.encode(), 6)) / 1000, 60, "kB")
    small = signed_in(opened(seeded(folder, 1_000)))
    large = signed_in(opened(seeded(folder, 100_000)))
    at_large, at_small = side_by_side(lambda: large.get("/desk/board"), lambda: small.get("/desk/board"))
    yield Figure("board page, 100,000 against 1,000 tickets", median(at_large) / median(at_small), 1.2)


def bare_page(page: str, database: Path) -> Callable[[], str]:
    """Return a function that reads the rows by sqlite3 and renders that very page by Jinja.

    Every text and attribute value of a card is a value that Jinja escapes and writes; what stands around the
    cards is written as it is. A card's shape (its tags) is one branch of the template.
    """
    shapes: dict[str, int] = {}
    values: list[tuple[int, list[str]]] = []
    for card in CARD.findall(page):
        shape = shape_of(card)
        values.append((shapes.setdefault(shape, len(shapes)), values_of(card)))
    parts = CARD.split(page)
    branches = [f"{{% {'el' if n else ''}if shape == {n} %}}{written(shape)}" for shape, n in shapes.items()]
    source = (
        "{% for before, (shape, v) in cards %}{{ before | safe }}"
        + "".join(branches)
        + "{% endif %}{% endfor %}{{ end | safe }}"
    )
    template = template_of(source)
    connection = sqlite3.connect(database)
    befores, end = parts[:-1], parts[-1]

    def render() -> str:
        rows = connection.execute(ROWS).fetchall()
        assert len(rows) >= len(values) - 50
        return template.render(cards=zip(befores, values, strict=True), end=end)

    return render


def first_time(app: Flask) -> Callable[[], object]:
    """Return a function that forgets the cards a process remembers."""
    from projectie.tickets import card_face

    del app
    return card_face._html.cache_clear  # noqa: SLF001


def statements(app: Flask, ask: Callable[[], object]) -> int:
    """Return how many statements one page takes, BEGIN apart."""
    seen: list[str] = []

    def note(_c: object, _k: object, statement: str, *_rest: object) -> None:
        seen.append(statement)

    from projectie.database import db

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    ask()
    event.remove(engine, "before_cursor_execute", note)
    return sum(not statement.startswith("BEGIN") for statement in seen)
