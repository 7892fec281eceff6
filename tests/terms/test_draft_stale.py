"""Two managers write one draft: nobody's words are lost, and nobody's are overwritten unseen (R2)."""

import pytest

from projectie.context import today
from tests.terms.drafts import the_draft
from tests.terms.editor import FIGURES, MATRIX, PROSE, Visit, fill, form_of, seen_by
from tests.visitor import Visitor, words

PARTS = (FIGURES, MATRIX, PROSE)


@pytest.mark.parametrize("path", PARTS)
def test_r02_a_stale_save_is_refused_with_the_truth_and_everything_typed(
    mara: Visitor, visit: Visit, path: str
) -> None:
    field, typed, theirs = {
        FIGURES: ("figures-grace_days", "9", "8"),
        MATRIX: ("matrix-services-print-name-nl", "Drukken", "Printen"),
        PROSE: ("prose-sla-title-nl", "Mijn titel", "Haar titel"),
    }[path]
    sent = form_of(mara.get(path))
    fill(visit("mara"), path, {field: theirs})
    page = mara.post(path, {**sent, field: typed, "do": "save"})
    assert page.status == 409
    assert "Iemand heeft het concept intussen gewijzigd" in page.text
    assert page.one("input", name=field).get("value") == typed
    row = words(page.one("table", class_="diff"))
    assert typed in row
    assert theirs in row
    again = mara.post(path, {**form_of(page), "do": "save"})
    assert again.status == 303
    assert mara.get(path).one("input", name=field).get("value") == typed


@pytest.mark.parametrize("path", PARTS)
def test_r02_what_was_typed_in_a_draft_that_is_gone_can_be_copied(mara: Visitor, path: str) -> None:
    sent = form_of(mara.get(path))
    mara.post("/manage/terms/draft/removal", seen_by(mara))
    page = mara.post(path, {**sent, "do": "save"})
    assert page.status == 409
    assert "Dit concept is er niet meer" in page.text
    assert not page.all("button", value="save")
    assert ("22,50" if path == FIGURES else "SLA") in page.html


def test_r02_a_stale_draft_is_neither_published_nor_thrown_away(mara: Visitor) -> None:
    seen = seen_by(mara)
    fill(mara, FIGURES, {"figures-grace_days": "8"})
    assert mara.post("/manage/terms/draft/publication", {**seen, "starts": str(today())}).status == 409
    assert mara.post("/manage/terms/draft/removal", seen).status == 409
    assert the_draft().draft.terms.figures.grace_days == 8


@pytest.mark.parametrize("seen", [{}, {"draft": "x", "version": "1"}, {"draft": "9" * 30, "version": "-1"}])
def test_a_form_that_names_no_draft_changes_nothing(mara: Visitor, seen: dict[str, str]) -> None:
    before = the_draft()
    assert mara.post(FIGURES, {**seen, "figures-grace_days": "8"}).status == 409
    assert mara.post("/manage/terms/draft/removal", seen).status == 409
    assert mara.post("/manage/terms/draft/publication", {**seen, "starts": str(today())}).status == 409
    assert the_draft() == before


def test_switching_the_language_keeps_what_was_typed_and_saves_nothing(mara: Visitor) -> None:
    before = the_draft()
    sent = {**form_of(mara.get(PROSE)), "prose-sla-title-nl": "Half getypt", "switch_language": "en"}
    page = mara.post(PROSE, sent)
    assert page.status == 200
    assert page.one("input", name="prose-sla-title-nl").get("value") == "Half getypt"
    assert "Save draft" in page.text
    assert the_draft() == before
