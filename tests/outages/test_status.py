"""The status page: for everybody, in two languages, light, and nothing confidential on it."""

import gzip
from collections.abc import Callable
from datetime import datetime, timedelta
from xml.etree import ElementTree as ET

import pytest
from flask import Flask

from projectie.clock.now import now
from projectie.outages import maintenance
from projectie.outages.maintenance import MaintenanceFacts
from projectie.outages.progress import State
from projectie.terms.figures import Text
from tests.outages.desk import Desk
from tests.town import Town
from tests.visitor import Visitor

Visit = Callable[..., Visitor]
SVG = "{http://www.w3.org/2000/svg}"
ATOM = "{http://www.w3.org/2005/Atom}"
BOTH = [("/nl/status", "nl"), ("/en/status", "en")]


@pytest.fixture
def desk(app: Flask, town: Town) -> Desk:
    return Desk(app, town)


def _ago(**span: int) -> datetime:
    return now().replace(second=0, microsecond=0) - timedelta(**span)


def _planned(desk: Desk, start: datetime, title: str = "Verhuizing") -> int:
    facts = MaintenanceFacts(
        Text(title, "Move"),
        Text("We verhuizen.", "We move."),
        (desk.part,),
        start,
        start + timedelta(hours=2),
    )
    return maintenance.announce(facts, desk.town.daan.id, start - timedelta(days=1))


def test_no_news_is_good_news(visit: Visit) -> None:
    page = visit().get("/nl/status")
    assert "Geen storingen bekend. Alles werkt." in page.text
    assert "Gecontroleerd:" in page.text
    assert "Geen in de afgelopen 90 dagen." in page.text
    assert len(page.all(f"{SVG}svg", class_="strip")) == 4
    assert "No known outages. All parts work." in visit(language="en").get("/en/status").text


@pytest.mark.parametrize(("path", "language"), BOTH)
def test_what_goes_on_and_what_was_told_stands_in_the_readers_language(
    visit: Visit, desk: Desk, path: str, language: str
) -> None:
    desk.post(desk.reported(desk.lotte, at=_ago(hours=2)), desk.told(), _ago(hours=1))
    text = visit().get(path).text
    mine, other = (("ligt eruit", "is down"), ("We hebben de oorzaak.", "We found the cause."))
    assert (mine[0] in text, mine[1] in text) == (language == "nl", language == "en")
    assert (other[0] in text, other[1] in text) == (language == "nl", language == "en")
    assert ("oorzaak gevonden" if language == "nl" else "cause found") in text


@pytest.mark.parametrize("path", ["/nl/status", "/en/status", "/nl/status.atom", "/en/status.atom"])
def test_nothing_confidential_stands_on_it(visit: Visit, desk: Desk, path: str) -> None:
    outage = desk.reported(desk.lotte, desk.abby, at=_ago(hours=2))
    desk.post(outage, desk.told(State.SOLVED), _ago(hours=1))
    page = visit().get(path)
    secrets = (str(desk.lotte), str(desk.abby), "Bakkerij", "Küste", "Lotte", "Abby", "Daan", "doet het niet")
    assert [word for word in secrets if word in page.html] == []


def test_a_solved_outage_stands_with_its_length_and_marks_its_day(visit: Visit, desk: Desk) -> None:
    outage = desk.reported(at=_ago(days=3))
    desk.post(outage, desk.told(State.SOLVED), _ago(days=3) + timedelta(minutes=95))
    page = visit().get("/en/status")
    assert "No known outages." in page.text
    assert "(1 h 35 min)" in page.text
    assert page.all(f"{SVG}rect", data_level="down")
    assert "something happened on" in page.html
    old = desk.reported(at=_ago(days=200), title="Oud")
    desk.post(old, desk.told(State.SOLVED, once="b"), _ago(days=199))
    assert "Oud" not in visit().get("/nl/status").text


def test_maintenance_is_announced_goes_on_and_can_be_called_off(visit: Visit, desk: Desk) -> None:
    coming = _planned(desk, _ago(days=-2))
    _planned(desk, _ago(minutes=30), "Nu bezig")
    text = visit().get("/nl/status").text
    assert "Geen storingen bekend. We zijn bezig met onderhoud. Nu bezig" in text
    assert text.index("Nu bezig") < text.index("Gepland onderhoud") < text.index("Verhuizing")
    maintenance.call_off(coming, desk.town.daan.id, now())
    assert "Verhuizing" not in visit().get("/nl/status").text


def test_it_is_light_and_reads_in_few_statements(visit: Visit, desk: Desk) -> None:
    for number in range(20):
        at = _ago(days=4 * number, hours=3)
        outage = desk.reported(at=at, title=f"Storing {number}")
        desk.post(outage, desk.told(State.SOLVED, once=str(number)), at + timedelta(hours=1))
    page = visit().get("/nl/status")
    assert len(gzip.compress(page.html.encode())) < 15_000
    assert len(page.statements) <= 9


@pytest.mark.parametrize(("path", "language"), BOTH)
def test_the_feed_is_atom_and_says_the_same(visit: Visit, desk: Desk, path: str, language: str) -> None:
    facts = desk.reported(at=_ago(hours=2), title="<b>Mail & \x0b co</b>")
    desk.post(facts, desk.told(), _ago(hours=1))
    _planned(desk, _ago(days=-2))
    answer = visit().get(f"{path}.atom")
    assert answer.mimetype == "application/atom+xml"
    root = ET.fromstring(answer.html)
    assert root.tag == f"{ATOM}feed"
    assert root.get("{http://www.w3.org/XML/1998/namespace}lang") == language
    titles = [entry.findtext(f"{ATOM}title") or "" for entry in root.iter(f"{ATOM}entry")]
    assert len(titles) == 2
    assert any("<b>Mail & " in title and "\x0b" not in title for title in titles)
    ids = [element.text for element in root.iter(f"{ATOM}id")]
    assert len(set(ids)) == len(ids)
    assert all((element.text or "").endswith("Z") for element in root.iter(f"{ATOM}updated"))


def test_the_ways_to_it_stand_on_every_public_page(visit: Visit) -> None:
    assert len(visit().get("/nl/").all("a", href="/nl/status")) == 2
    assert len(visit().get("/en/terms").all("a", href="/en/status")) == 2
    assert visit("lotte").get("/portal/").all("a", href="/nl/status")
