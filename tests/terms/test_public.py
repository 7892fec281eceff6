"""The terms as everybody reads them: every version, in one language or in both (R1, R3)."""

import gzip
from collections.abc import Callable
from datetime import timedelta
from xml.etree.ElementTree import Element

import pytest
import time_machine
from flask import Flask

from projectie.context import today
from projectie.database import db
from projectie.terms.closed_days import propose_ahead
from projectie.terms.figures import Cell, Condition, Coverage, Text
from tests.terms.drafts import moment, published
from tests.terms.editor import rows_of
from tests.terms.made import FIRST, with_cell, with_figures
from tests.town import Town
from tests.visitor import Page, Visitor, words

NL, EN = "/nl/voorwaarden", "/en/terms"
BOTH = "?view=both"
Visit = Callable[..., Visitor]


def _alternates(page: Page) -> dict[str, str]:
    found = {e.get("hreflang") or "self": e.get("href") or "" for e in page.all("link", rel="alternate")}
    return {**found, "canonical": page.one("link", rel="canonical").get("href") or ""}


def _headings(page: Page) -> list[str]:
    return [words(e) for e in page.all("h2")]


@pytest.mark.parametrize(("path", "language"), [(NL, "nl"), (EN, "en")])
def test_r03_anybody_reads_the_version_in_force(visit: Visit, path: str, language: str) -> None:
    page = visit().get(path)
    assert page.status == 200
    assert [block.title.in_(language) for block in FIRST.prose] == _headings(page)[1 : len(FIRST.prose) + 1]
    assert len(page.statements) <= 8
    for name in ("lotte", "daan", "mara"):
        assert visit(name, language).get(path).status == 200


@pytest.mark.parametrize(("path", "said"), [(NL, "24 tot 48 uur"), (EN, "24 to 48 hours")])
def test_r01_every_figure_stands_in_a_table_with_its_unit(visit: Visit, path: str, said: str) -> None:
    rows = rows_of(visit().get(path), class_="figures")
    assert said in [row[1] for row in rows if len(row) == 2]
    assert len([row for row in rows if len(row) == 2]) == 20


def test_r03_older_versions_say_that_there_is_a_newer_one(visit: Visit, town: Town) -> None:
    published(with_figures(grace_days=8), today(), town.mara.id, moment())
    old, new = visit().get(f"{NL}?version=1"), visit().get(NL)
    assert "Dit is versie 1. Er is een nieuwere: versie 2." in old.text
    assert old.all("a", href=NL)
    assert "7 dagen op reageren" in old.text
    assert "8 dagen op reageren" in new.text
    assert "Er is een nieuwere" not in new.text
    assert visit().get(f"{NL}?version=2").text == new.text.replace("Versie 2 volgt", "Versie 2 volgt")


def test_r03_a_version_to_come_is_announced_and_can_be_read(visit: Visit, town: Town) -> None:
    published(with_figures(grace_days=8), today() + timedelta(days=9), town.mara.id, moment())
    current, upcoming = visit().get(EN), visit().get(f"{EN}?version=2")
    assert "Version 2 follows on " in current.text
    assert current.all("a", href=f"{EN}?version=2")
    assert "This is version 2. It holds from " in upcoming.text
    assert "you have 8 days to reply" in upcoming.text
    assert "you have 7 days to reply" in current.text


def test_r03_every_version_is_listed_with_its_dates(visit: Visit, town: Town) -> None:
    for days in (0, 9, 9):
        published(FIRST, today() + timedelta(days=days), town.mara.id, moment())
    page = visit().get(NL)
    (section,) = page.all("section", id="versions")
    table = [[words(cell) for cell in row] for row in section.iter("tr")]
    assert [row[0] for row in table[1:]] == ["Versie 4", "Versie 3", "Versie 2", "Versie 1"]
    assert [row[2].split(" tot")[0] for row in table[1:]] == [
        "gaat nog in", "vervangen voordat hij inging", "geldt nu", "gold",
    ]  # fmt: skip
    for number in range(1, 5):
        assert visit().get(f"{NL}?version={number}").status == 200


@pytest.mark.parametrize(
    "version", ["0", "2", "-1", "1.0", "01", "+1", " 1", "１", "x", "", "9" * 40, "1;DROP", "%00"]
)
@pytest.mark.parametrize("path", [NL, EN])
def test_r03_a_version_nobody_published_is_not_there(visit: Visit, path: str, version: str) -> None:
    assert visit().get(f"{path}?version={version}").status == 404


def test_r02_a_draft_is_nobodys_business(visit: Visit) -> None:
    visit("mara").post("/manage/terms/draft")
    assert visit().get(f"{NL}?version=2").status == 404
    assert "Versie 2" not in visit().get(NL).text


@pytest.mark.parametrize(("path", "own", "other"), [(NL, "nl", "en"), (EN, "en", "nl")])
def test_r03_both_languages_stand_paragraph_beside_paragraph(
    visit: Visit, path: str, own: str, other: str
) -> None:
    page = visit().get(path + BOTH)
    section = next(e for e in page.all("section") if e.get("id") == "part-complaints")
    tongues = [(e.tag, e.get("lang")) for e in section]
    assert tongues[:2] == [("h2", own), ("h2", other)]
    assert tongues[2:] == [("div", own), ("div", other)] * 2  # a paragraph and a list
    assert [e.tag for div in list(section)[2:] for e in div] == ["p", "p", "ul", "ul"]
    assert {table.get("class") for table in page.all("table", class_="matrix")} == {"matrix"}
    assert len(page.all("table", class_="matrix")) == 2
    assert len(page.all("table", class_="figures")) == 2


def test_r03_an_unknown_view_is_the_ordinary_page(visit: Visit) -> None:
    assert visit().get(f"{NL}?view=sideways&x=1").text == visit().get(NL).text


def test_r03_the_language_switch_stays_on_the_same_version_and_view(visit: Visit) -> None:
    page = visit().get(f"{NL}?version=1&view=both")
    (switch,) = [e for e in page.all("a", hreflang="en") if words(e) == "English"]
    assert switch.get("href") in {f"{EN}?version=1&view=both", f"{EN}?view=both&version=1"}


@pytest.mark.parametrize("address", [NL, EN, "/nl/", "/en/"])
def test_every_bilingual_page_names_its_lasting_addresses(app: Flask, visit: Visit, address: str) -> None:
    base = app.config["SETTINGS"].base_url
    nl, en = (NL, EN) if "r" in address else ("/nl/", "/en/")
    found = _alternates(visit().get(address + BOTH, headers={"Host": "localhost"}))
    assert found == {"nl": base + nl, "en": base + en, "x-default": base + en, "canonical": base + address}


def test_an_older_version_has_a_lasting_address_of_its_own(app: Flask, visit: Visit, town: Town) -> None:
    published(FIRST, today(), town.mara.id, moment())
    base = app.config["SETTINGS"].base_url
    assert _alternates(visit().get(f"{EN}?version=1&view=both"))["nl"] == f"{base}{NL}?version=1"
    assert _alternates(visit().get(f"{EN}?version=2"))["canonical"] == base + EN


def test_pages_behind_the_sign_in_and_errors_name_none(visit: Visit) -> None:
    for path in ("/login", f"{NL}?version=99"):
        assert visit().get(path).all("link", rel="canonical") == []


@pytest.mark.parametrize(
    ("path", "note"), [(NL, "Als wij je maildienst leveren"), (EN, "If we supply your mail")]
)
def test_r04_the_matrix_is_a_table_with_footnotes_in_words(visit: Visit, path: str, note: str) -> None:
    page = visit().get(path)
    table = page.one("table", class_="matrix")
    assert [e.get("scope") for e in table.iter("th")] == ["col"] * 4 + ["row"] * 4
    assert "".join(table.find("caption").itertext()).strip()  # type: ignore[union-attr]
    links = list(table.iter("a"))
    assert [words(e) for e in links] == ["1", "1"]
    target = _by_id(page, (links[0].get("href") or "").removeprefix("#"))
    assert words(target).startswith(note)


def test_r04_each_footnote_has_one_number_in_the_order_it_is_met(visit: Visit, town: Town) -> None:
    note = Text("Vanaf {minimum}.", "From {minimum}.")
    terms = with_cell("website", "sla", Cell(Coverage.CONDITION, Condition.STUDIO_MAIL, note))
    published(terms, today(), town.mara.id, moment())
    page = visit().get(NL)
    assert [words(e) for e in page.one("table", class_="matrix").iter("a")] == ["1", "2", "2"]
    assert words(page.one("li", id="matrix-nl-note-1")) == "Vanaf 1 credit."


def _by_id(page: Page, wanted: str) -> Element:
    (found,) = [e for e in page.tree.iter() if e.get("id") == wanted]
    return found


@pytest.mark.parametrize(
    ("path", "said"),
    [(NL, "maandag 29 maart 2027 Tweede paasdag"), (EN, "Monday 29 March 2027 Easter Monday")],
)
def test_r06_the_closed_days_of_this_year_and_the_next_are_listed(
    visit: Visit, town: Town, path: str, said: str
) -> None:
    with time_machine.travel(moment(), tick=True):
        propose_ahead(db.session(), today(), moment())
        page = visit().get(path)
    section = next(e for e in page.all("section") if e.get("aria-labelledby") == "closed-title")
    pairs = [
        f"{words(day)} {words(name)}"
        for day, name in zip(section.iter("dt"), section.iter("dd"), strict=True)
    ]
    assert said in pairs
    assert len(pairs) == 11  # those in a weekend change nothing
    assert [words(e) for e in section.iter("h3")] == ["2026", "2027"]


@pytest.mark.parametrize("path", [NL, EN, NL + BOTH, EN + BOTH, "/nl/", "/en/"])
def test_a_public_page_is_light(visit: Visit, path: str) -> None:
    page = visit().get(path)
    assert len(gzip.compress(page.html.encode(), 6)) <= 30_000
    assert not page.all("script")
    assert len(page.all("link", rel="stylesheet")) == 1
