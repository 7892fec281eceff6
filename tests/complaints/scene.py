"""What tests of complaints ask for: one that was filed, one that is open, and where a word may be found."""

from collections.abc import Iterator
from pathlib import Path

from flask import Flask
from sqlalchemy import text

from projectie.clock.now import now
from projectie.complaints import cases
from projectie.complaints.case import About, File, Way
from projectie.complaints.cases import Held
from projectie.complaints.filing import Filed, Receipt, file
from projectie.complaints.keys_kept import ring
from projectie.database import Base, db
from tests.visitor import Visitor

WORD = "kanarieklacht"
ENCLOSED = File.of(f"{WORD}.html", "text/html", f"<script>{WORD}</script>".encode())


def filed(way: Way = Way.ANONYMOUS, concerns: str = "", about: About = About.COMPLAINT) -> Receipt:
    """File one in which the word stands everywhere."""
    told = Filed(
        about=about,
        way=way,
        language="nl",
        text=f"Het ging mis met {WORD}.",
        subject=WORD,
        name=f"Klager {WORD}",
        address=f"klager@{WORD}.example",
        concerns=concerns,
        files=[ENCLOSED],
    )
    return file(told, now())


def held(number: int) -> Held:
    """Return one as it is kept now."""
    db.session.rollback()
    return cases.read(db.session(), ring(), number)


def opened(visitor: Visitor, number: int) -> str:
    """Open one as a manager does, and return its address."""
    path = f"/manage/complaints/{number}"
    visitor.get(path)
    assert visitor.post(f"{path}/openings", {"why": "oppakken"}).status == 303
    return path


def rows(word: str) -> Iterator[str]:
    """Yield the tables in which a word stands readable."""
    db.session.rollback()
    for table in Base.metadata.tables:
        for row in db.session.execute(text(f"SELECT * FROM {table}")):
            if word in str(tuple(row)).lower():
                yield table


def files(app: Flask, word: str) -> list[Path]:
    """Return the files of the data folder in which a word stands readable."""
    folder = app.config["SETTINGS"].data_dir
    return [
        path for path in folder.rglob("*") if path.is_file() and word.encode() in path.read_bytes().lower()
    ]
