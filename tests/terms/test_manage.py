"""Managers see the versions and the draft, compare, preview and publish on pages that need no JavaScript (R2)."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from projectie.context import today
from projectie.database import db
from projectie.terms.content import to_data
from projectie.terms.in_force import in_force
from tests.browsers import Browse
from tests.terms.drafts import drafted, moment, the_draft
from tests.terms.editor import (
    FIGURES,
    MATRIX,
    PROSE,
    Visit,
    error_at,
    fill,
    publish_by,
    rows_of,
    seen_by,
)
from tests.terms.made import FIRST, with_body, with_figures
from tests.town import Town
from tests.visitor import Visitor, words

PARTS = (FIGURES, MATRIX, PROSE)
PAGES = (*PARTS, "/manage/terms/draft/difference", "/manage/terms/draft/preview")


def test_the_list_shows_every_version_and_begins_a_draft(visit: Visit) -> None:
    visitor = visit("mara")
    page = visitor.get("/manage/terms")
    assert "Versie 1" in page.text
    assert "verandert nooit en gaat nooit weg" in page.text
    page = visitor.post("/manage/terms/draft", follow=True)
    assert "Concept van versie 2" in page.text
    assert "klaar om te publiceren" in page.text


def test_a_second_draft_is_refused_with_the_first_in_sight(mara: Visitor) -> None:
    page = mara.post("/manage/terms/draft")
    assert page.status == 409
    assert "Er is al een concept" in page.text


@pytest.mark.parametrize("path", PAGES)
def test_without_a_draft_its_pages_lead_to_the_list(visit: Visit, path: str) -> None:
    assert visit("mara").get(path, follow=False).location == "/manage/terms"


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("path", PAGES)
def test_every_page_of_a_draft_reads_in_both_languages(visit: Visit, path: str, language: str) -> None:
    visitor = visit("mara", language)
    visitor.post("/manage/terms/draft")
    assert visitor.get(path).status == 200


@pytest.mark.parametrize("path", PARTS)
@pytest.mark.parametrize("language", ["nl", "en"])
def test_r02_saving_what_was_shown_changes_nothing(visit: Visit, path: str, language: str) -> None:
    visitor = visit("mara", language)
    visitor.post("/manage/terms/draft")
    fill(visitor, path, {})
    assert to_data(the_draft().draft.terms) == to_data(FIRST)
    assert the_draft().draft.unread == {}


def test_r02_the_difference_is_shown_word_by_word(mara: Visitor) -> None:
    fill(mara, FIGURES, {"figures-credit_price_cents": "25"})
    fill(mara, PROSE, {"prose-leniency-title-en": "Leniency explained"})
    page = mara.get("/manage/terms/draft/difference")
    assert rows_of(page, class_="diff") == [
        ["Prijs van een credit", "€ 22,50", "€ 25,00"],
        ["Titel van ‘Coulance’ (Engels)", "Leniency", "Leniency explained"],
    ]
    table = page.one("table", class_="diff")
    assert [words(e) for e in table.iter("ins")][-1] == "explained"
    assert [e.get("lang") for e in table.iter("td")] == ["nl", "nl", "en", "en"]


def test_r02_a_draft_can_be_compared_with_a_version_that_is_still_to_come(mara: Visitor) -> None:
    fill(mara, FIGURES, {"figures-grace_days": "8"})
    assert publish_by(mara, today() + timedelta(days=10)).status == 303
    mara.post("/manage/terms/draft")
    changed = ["Reageren op een afgeronde aanvraag: binnen", "7 dagen", "8 dagen"]
    assert rows_of(mara.get(PAGES[3]), class_="diff") == [changed]
    assert "Er verschilt nog niets" in mara.get(f"{PAGES[3]}?with=2").text
    for nonsense in ("3", "0", "", "x"):
        assert mara.get(f"{PAGES[3]}?with={nonsense}").status == 404


@pytest.mark.parametrize("language", ["nl", "en"])
def test_r02_the_preview_is_the_draft_in_both_languages_or_in_one(visit: Visit, language: str) -> None:
    visitor = visit("mara", language)
    visitor.post("/manage/terms/draft")
    fill(visitor, FIGURES, {"figures-grace_days": "13"})
    both = visitor.get("/manage/terms/draft/preview")
    assert "13 dagen" in both.text
    assert "13 days" in both.text
    assert {e.get("lang") for e in both.all("div", class_="prose")} == {"nl", "en"}
    assert "13 dagen" not in visitor.get("/manage/terms/draft/preview?view=en").text
    assert "13 days" not in visitor.get("/manage/terms/draft/preview?view=nl").text


def test_r02_publishing_puts_the_draft_in_force_and_leaves_none(mara: Visitor) -> None:
    fill(mara, FIGURES, {"figures-grace_days": "8"})
    assert mara.get(PAGES[3]).one("input", name="starts").get("value") == str(today())
    page = publish_by(mara, follow=True)
    assert "Versie 2 is gepubliceerd." in page.text
    assert "Begin een concept van versie 3" in page.text
    db.session.remove()
    assert in_force(db.session(), today()).terms == with_figures(grace_days=8)


@pytest.mark.parametrize(
    ("starts", "said"),
    [
        ("", "Vul de eerste dag in"),
        ("gisteren", "Vul een datum in"),
        ("2020-01-01", "Deze dag is voorbij. Kies "),
    ],
)
def test_r02_a_day_on_which_it_cannot_begin_is_refused_at_the_field(
    mara: Visitor, starts: str, said: str
) -> None:
    page = publish_by(mara, starts)
    assert page.status == 422
    assert said in error_at(page, "starts")


def test_r02_a_version_cannot_begin_before_the_newest(mara: Visitor) -> None:
    publish_by(mara, today() + timedelta(days=10))
    mara.post("/manage/terms/draft")
    page = publish_by(mara, today() + timedelta(days=9))
    assert page.status == 422
    assert "De nieuwste versie geldt vanaf" in error_at(page, "starts")


def test_throwing_the_draft_away_asks_for_nothing_else(mara: Visitor) -> None:
    page = mara.post("/manage/terms/draft/removal", seen_by(mara), follow=True)
    assert "Het concept is weggegooid" in page.text
    assert "Begin een concept van versie 2" in page.text


def test_a_draft_with_nothing_in_it_still_has_its_pages(app: Flask, visit: Visit, town: Town) -> None:
    empty = with_body("", "")
    drafted(empty, town.mara.id, moment())
    visitor = visit("mara")
    for path in ("/manage/terms", *PAGES):
        assert visitor.get(path).status == 200
    fill(visitor, PROSE, {}, "remove:part")
    assert "Voeg er ten minste één toe" in visitor.get(PROSE).text


@pytest.mark.parametrize(("name", "status"), [(None, 302), ("lotte", 404), ("daan", 404)])
@pytest.mark.parametrize("path", ["/manage/terms", *PAGES])
def test_only_managers_see_a_draft(visit: Visit, path: str, name: str | None, status: int) -> None:
    assert visit(name).get(path, follow=False).status == status


def _tab_to(page: Any, selector: str) -> None:
    """Press Tab until the focus is there."""
    for _ in range(400):
        if page.locator(f"{selector}:focus").count():
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{selector} is not reached")


@pytest.mark.browser
def test_r02_a_version_is_drafted_and_published_by_keyboard_and_without_javascript(browse: Browse) -> None:
    page = browse("mara", java_script_enabled=False)
    page.goto("/manage/terms")
    _tab_to(page, ".page-head button")
    page.keyboard.press("Enter")
    _tab_to(page, "a[href$='/draft/figures']")
    page.keyboard.press("Enter")
    _tab_to(page, "#figures-grace_days")
    page.keyboard.type("9")  # what is reached by Tab is selected, and so replaced
    page.keyboard.press("Enter")  # saves: the first button of the form
    page.wait_for_selector(".notice[data-kind=ok]")
    _tab_to(page, ".subnav a[href$='/difference']")
    page.keyboard.press("Enter")
    page.wait_for_selector("table.diff")
    _tab_to(page, "form button.primary")
    page.keyboard.press("Enter")
    page.wait_for_selector("text=Versie 2 is gepubliceerd.")
    page.goto("/nl/voorwaarden")
    assert "nog 9 dagen op reageren" in page.inner_text("main")
