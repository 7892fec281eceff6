"""Search over 100,000 messages, a rare word and a common one, against the same search over 10,000."""

from collections.abc import Callable, Iterator
from pathlib import Path
from zoneinfo import ZoneInfo

from flask import Flask
from sqlalchemy import select

from benchmarks.desks import opened, seeded
from benchmarks.measure import Figure, cpu, percentile
from projectie.database import db
from projectie.people.models import Person, Role
from projectie.search.asked import understood
from projectie.search.finding import Results, find

FEW, MANY = 3_334, 33_334  # tickets, of three messages each
ZONE = ZoneInfo("Europe/Amsterdam")
ASKED = {
    "rare word": "K0003000 ",
    "common word": "formulier ",
    "two words": "factuur prijs ",
    "a beginning": "nieuws",
}
ROUNDS = 200


def figures(folder: Path) -> Iterator[Figure]:
    """Yield how long a search takes, its snippets included, and how much that grows with the desk."""
    few, many = (opened(seeded(folder, tickets)) for tickets in (FEW, MANY))
    for name, asked in ASKED.items():
        small, large = _searches(few, asked), _searches(many, asked)
        slowest = 1000 * percentile(large, 0.99)
        yield Figure(f"search, {name}: CPU p99 over 100,000 messages", slowest, 20, "ms")
        yield Figure("  against 10,000 messages, p99", percentile(large, 0.99) / percentile(small, 0.99), 2)


def _searches(app: Flask, asked: str) -> list[float]:
    with app.app_context():
        reader = db.session.scalars(select(Person).where(Person.role == Role.STAFF).limit(1)).one()
        search = _search(asked, reader)
        assert search().rows
        return [cpu(search) for _ in range(ROUNDS)]


def _search(asked: str, reader: Person) -> Callable[[], Results]:
    return lambda: find(db.session(), understood(asked), reader, ZONE)
