"""Pages of credits: the balance in three ways, every entry, files to take away, corrections, figures (R19, R23)."""

import io
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from pypdf import PdfReader

from projectie.cells import cell
from projectie.chart import chart
from projectie.clock.now import now
from projectie.context import today
from projectie.credits.balance import balance_of
from projectie.credits.models import EntryKind
from projectie.credits.posting import Posting, post
from projectie.credits.proving import last_proof, prove_daily
from projectie.database import db, transaction
from tests.town import Town
from tests.visitor import Visitor, words

Visit = Callable[..., Visitor]
SVG = "{http://www.w3.org/2000/svg}"
AT = datetime(2026, 11, 2, 9, tzinfo=UTC)


def posted(client: int, credits_: int, key: str, why: str = "", kind: EntryKind | None = None) -> None:
    known = kind or (EntryKind.TOP_UP if credits_ > 0 else EntryKind.CHARGE)
    with transaction() as session:
        day = date(2026, 11, 2)
        post(session, Posting(client, known, credits_, day, key, why), AT)


def test_r23_a_client_sees_balance_in_credits_hours_and_euros_and_every_entry(
    visit: Visit, town: Town
) -> None:
    posted(town.leiden.id, 25, "a")
    posted(town.leiden.id, -4, "b", "10 + 25 = 35 min → 4 credits")
    posted(town.abroad.id, -3, "c", "van een ander")
    page = visit("joris").get("/portal/credits")
    assert [words(each) for each in page.all("p", class_="figure")] == [
        "21 credits",
        "3 u 30 min werk",
        "€ 472,50 ex. btw",
    ]
    rows = page.one("tbody").findall("tr")
    assert [words(row.findall("td")[1]) for row in rows] == ["21", "25"]
    assert "35 min → 4 credits" in page.text
    assert "van een ander" not in page.text
    assert "te weinig gebruikt" in page.text
    assert page.headers["Cache-Control"] == "no-store"
    assert "21 credits" in visit("lotte").get("/portal/").text


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        ("kind=charge", 1),
        ("kind=nonsense&since=x&until=2026-13-99&ticket=abc", 2),
        ("since=2026-11-03", 0),
        ("until=2026-11-02", 2),
        ("ticket=1042", 0),
        ("ticket=99999999999999999999", 2),
        ("page=9", 0),
    ],
)
def test_r23_the_ledger_is_narrowed_to_what_is_asked(
    visit: Visit, town: Town, asked: str, shown: int
) -> None:
    posted(town.leiden.id, 25, "a")
    posted(town.leiden.id, -4, "b")
    page = visit("lotte").get(f"/portal/credits?{asked}")
    assert page.status == 200
    assert sum(len(body.findall("tr")) for body in page.all("tbody")) == shown


def test_r23_no_credits_yet_says_how_to_get_them(visit: Visit) -> None:
    assert "Nog geen credits" in visit("lotte").get("/portal/credits").text


def test_r23_the_files_hold_the_same_and_no_formula(visit: Visit, town: Town) -> None:
    posted(town.leiden.id, -4, "b", '=HYPERLINK("https://evil.example")')
    lotte = visit("lotte")
    answer = lotte.client.get("/portal/credits.csv")
    lines = answer.get_data().decode("utf-8-sig").splitlines()
    assert lines[0].split(";")[:3] == ["Datum", "Werkdag", "Wat"]
    assert "'=HYPERLINK" in lines[1]
    assert lines[1].endswith(";-4;-4;22,50")
    paper = lotte.client.get("/portal/credits.pdf")
    read = PdfReader(io.BytesIO(paper.get_data()))
    assert read.trailer["/Root"]["/MarkInfo"]["/Marked"]  # type: ignore[index]
    assert read.metadata is not None
    assert read.metadata.title == "Overzicht van credits, Bakkerij Leiden"
    assert "=HYPERLINK" in read.pages[0].extract_text()
    assert {each.headers["Cache-Control"] for each in (answer, paper)} == {"no-store"}


@pytest.mark.parametrize(
    ("value", "safe"),
    [
        ("=1+1", "'=1+1"),
        ("+31", "+31"),
        ("-5", "-5"),
        ("@x", "'@x"),
        ("-x", "'-x"),
        ("\tx", "'\tx"),
        (None, ""),
    ],
)
def test_a_cell_that_a_spreadsheet_would_run_is_text(value: object, safe: str) -> None:
    assert cell(value) == safe


def test_r19_a_correction_is_shown_first_and_posted_once(visit: Visit, town: Town) -> None:
    posted(town.leiden.id, 25, "a")
    mara, where = visit("mara"), f"/manage/credits/{town.leiden.id}/corrections/new"
    key = mara.get(where).one("input", name="key").get("value")
    form = {"credits": "-5", "reason": "Dubbel\r\ngeboekt", "key": key}
    seen = mara.post(where, form)
    assert "van 25 naar 20" in seen.text
    assert balance_of(db.session(), town.leiden.id) == 25
    sure = {**form, "shown": seen.one("input", name="shown").get("value")}
    assert [mara.post(where, sure).status for _ in range(2)] == [303, 303]
    db.session.rollback()
    assert balance_of(db.session(), town.leiden.id) == 20
    changed = mara.post(where, {**sure, "credits": "-50"})  # not what was seen
    assert "van 20 naar −30" in changed.text
    assert "Mara Visser" in mara.get("/manage/credits/corrections").text
    assert "Mara Visser" not in visit("lotte").get("/portal/credits").text


@pytest.mark.parametrize(
    ("credits_", "reason"), [("0", "x"), ("1.5", "x"), ("", "x"), ("5", ""), ("9999999", "x")]
)
def test_r19_an_odd_correction_is_said_at_the_field(
    visit: Visit, town: Town, credits_: str, reason: str
) -> None:
    where = f"/manage/credits/{town.leiden.id}/corrections/new"
    page = visit("mara").post(where, {"credits": credits_, "reason": reason, "key": "k", "shown": ""})
    assert page.status == 422
    assert page.all("p", class_="error")


def test_r20_managers_see_clients_by_balance_and_what_is_to_be_invoiced(visit: Visit, town: Town) -> None:
    posted(town.leiden.id, 25, "a")
    posted(town.abroad.id, -4, "b")
    mara = visit("mara")
    page = mara.get("/manage/credits")
    names = [words(each).split()[0] for each in page.all("th", scope="row")]
    assert names == ["Küste", "Bakkerij"]
    assert "4 credits te factureren € 90,00" in page.text
    assert len(mara.get("/manage/credits?short=yes").one("tbody").findall("tr")) == 1
    assert "-4" in mara.client.get("/manage/credits.csv").get_data(as_text=True)
    assert mara.get(f"/manage/credits/{town.leiden.id}").status == 200
    assert mara.get("/manage/credits/999/ledger.csv").status == 404


def test_figures_per_month_are_drawn_and_stand_in_a_table(visit: Visit, town: Town) -> None:
    with transaction() as session:
        day = today()
        post(session, Posting(town.leiden.id, EntryKind.TOP_UP, 25, day, "a"), now())
        post(session, Posting(town.leiden.id, EntryKind.CHARGE, -4, day, "b"), now())
    mara = visit("mara")
    page = mara.get("/manage/credits/figures")
    assert [words(each) for each in page.one("tbody").findall("tr")[0].findall("td")] == ["25", "4", "0", "0"]
    assert page.all(f"{SVG}svg", role="img")
    assert f"{day:%Y-%m};25;4;0;0" in mara.client.get("/manage/credits/figures.csv").get_data(as_text=True)


def test_the_bars_of_a_chart_stand_on_its_foot_and_reach_what_they_say() -> None:
    drawn = chart(["a", "b"], [[10, 0], [5, 40]])
    assert [value for value, _y in drawn.ticks] == [0, 10, 20, 30, 40]
    for group in drawn.groups:
        for bar in group.bars:
            assert bar.y + bar.height == pytest.approx(drawn.foot, abs=0.2)
    assert drawn.groups[1].bars[1].y == drawn.ticks[-1][1]
    assert chart([], []).groups == ()


def test_r19_the_ledger_is_proved_daily_and_health_says_so(app: Flask, visit: Visit, town: Town) -> None:
    posted(town.leiden.id, 25, "a")
    assert [prove_daily(now()), prove_daily(now())] == [1, 0]
    proof = last_proof(db.session())
    assert proof is not None
    assert proof.right
    told = visit().get("/healthz").response.json
    assert told is not None
    assert told["ledger"]["right"] is True
    assert prove_daily(now() + timedelta(days=1)) == 1
