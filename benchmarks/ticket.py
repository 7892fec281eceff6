"""A ticket page against Flask's hello world, and against rendering what it says by bare Jinja."""

from collections.abc import Iterator
from pathlib import Path

from flask import Flask
from jinja2 import Environment

from benchmarks.desks import opened, seeded, signed_in
from benchmarks.measure import Figure, median, side_by_side


def figures(folder: Path) -> Iterator[Figure]:
    """Yield the CPU of a ticket page as a ratio."""
    client = signed_in(opened(seeded(folder, 10_000)))
    path = "/desk/tickets/10900"
    page = client.get(path).get_data(as_text=True)
    assert "composer" in page
    app = Flask("bare")
    template = Environment(autoescape=True).from_string("{% for line in lines %}{{ line | safe }}\n{% endfor %}")

    @app.get("/")
    def same() -> str:
        return template.render(lines=page.splitlines())

    bare = app.test_client()
    ours, theirs = side_by_side(lambda: client.get(path), lambda: bare.get("/"))
    yield Figure("ticket page, CPU against its HTML by bare Flask and Jinja", median(ours) / median(theirs), 4)
