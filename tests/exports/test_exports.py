"""Lists as CSV: what the page shows, in the reader's language, and nothing a spreadsheet would run."""

import csv
import io
from collections.abc import Callable
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from projectie.cells import SEPARATORS
from projectie.cells import cell as safe
from projectie.clock.now import now
from projectie.exports.csv_rules import BOM, cell, lines
from projectie.tickets.placement import place_at
from tests.bonds.ties import ABBY, JORIS, answer, ticket
from tests.town import Town
from tests.visitor import Visitor

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("=1+1", "'=1+1"), ("+31 71", "'+31 71"), ("-x", "'-x"), ("@SUM(A1)", "'@SUM(A1)"), ("\tx", "'\tx"),
        ("\rx", "'\rx"), ("-5", "-5"), ("+31715138985", "+31715138985"), ("-1.250,50", "-1.250,50"),
        ("gewoon", "gewoon"), ("a=b", "a=b"), ("", ""),
    ],
)  # fmt: skip
def test_no_cell_is_a_formula_numbers_apart(typed: str, written: str) -> None:
    assert safe(typed) == written


@given(rows=st.lists(st.lists(st.text(), min_size=2, max_size=4)), language=st.sampled_from(["nl", "en"]))
def test_whatever_is_written_reads_back_and_nothing_runs(rows: list[list[str]], language: str) -> None:
    written = "".join(lines(["=kop", "b"], rows, language, AMSTERDAM))
    assert written.startswith(BOM)
    read = list(csv.reader(io.StringIO(written[1:], newline=""), delimiter=SEPARATORS[language]))
    assert read == [["'=kop", "b"], *([safe(one) for one in row] for row in rows)]


def test_days_and_moments_are_written_as_their_reader_does() -> None:
    moment = datetime(2026, 11, 27, 23, 30, tzinfo=UTC)
    assert cell(moment, "nl", AMSTERDAM) == "28-11-2026 00:30"
    assert cell(moment, "en", AMSTERDAM) == "28/11/2026 00:30"
    assert cell(date(2026, 12, 1), "en", AMSTERDAM) == "01/12/2026"
    assert cell(None, "nl", AMSTERDAM) == ""


def rows_of(visitor: Visitor, path: str, separator: str = ",") -> list[list[str]]:
    """Return the rows of a list as a spreadsheet opens it."""
    page = visitor.get(path)
    assert page.status == 200
    assert page.mimetype == "text/csv"
    assert page.headers["Content-Disposition"].startswith("attachment")
    text = page.response.get_data().decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))


def test_the_board_is_handed_out_under_its_filters(
    app: Flask, town: Town, visit: Callable[..., Visitor]
) -> None:
    mine, other = ticket(app, subject="=HYPERLINK(1)"), ticket(app, ABBY, "Hello")
    daan = visit("daan", "en")
    link = daan.get(f"/desk/board?client={town.leiden.id}").one("a", id="export").get("href") or ""
    rows = rows_of(daan, link)
    assert [row[:3] for row in rows] == [
        ["Number", "Subject", "Client"],
        [str(mine), "'=HYPERLINK(1)", "Bakkerij Leiden"],
    ]
    dutch = rows_of(visit("mara", "nl"), "/desk/board.csv", ";")
    assert dutch[0][0] == "Nummer"
    assert {row[0] for row in dutch[1:]} == {str(mine), str(other)}


def test_other_lists_are_handed_out_whole(app: Flask, town: Town, visit: Callable[..., Visitor]) -> None:
    numbers = [ticket(app, JORIS, f"Folder {place}") for place in range(30)]
    answer(numbers[0], town)
    place_at(numbers[0], "planned", 1, by=town.daan.id, now=now())
    daan, mara = visit("daan", "en", 60), visit("mara", "en", 60)
    assert len(rows_of(daan, "/desk/search.csv?q=folder")) == 31  # a page of the search has 25
    assert rows_of(daan, "/desk/search.csv?q=") == [["Number", "Subject", "Client", "Column", "Arrived"]]
    assert len(rows_of(daan, "/desk/mail.csv?fate=created")) == 31
    assert [row[1:4] for row in rows_of(daan, "/desk/outbox.csv")][1][1] == "joris@bakkerij-leiden.example"
    assert rows_of(daan, "/desk/moves.csv") == [
        ["Ticket", "From column", "To column"],
        [str(numbers[0]), "New", "Planned"],
    ]
    people = rows_of(mara, "/manage/people.csv?role=client")
    assert {row[1] for row in people[1:]} == {town.lotte.email, town.joris.email, town.abby.email}
    assert [row[0] for row in rows_of(mara, "/manage/organisations.csv")] == [
        "Client",
        "Bakkerij Leiden",
        "Küste Werft GmbH",
    ]
    assert daan.get("/manage/people.csv").status == 404


@pytest.mark.parametrize(
    ("role", "path"),
    [
        ("daan", "/desk/mail"), ("daan", "/desk/outbox"), ("daan", "/desk/moves"), ("daan", "/desk/search?q=folder"),
        ("mara", "/manage/people?q=lotte"), ("mara", "/manage/organisations"),
    ],
)  # fmt: skip
def test_every_list_has_its_way_out(
    app: Flask, town: Town, visit: Callable[..., Visitor], role: str, path: str
) -> None:
    number = ticket(app, subject="Folder")
    answer(number, town)
    place_at(number, "planned", 1, by=town.daan.id, now=now())
    visitor = visit(role, "en")
    link = visitor.get(path).one("a", id="export").get("href") or ""
    assert len(rows_of(visitor, link)) > 1
