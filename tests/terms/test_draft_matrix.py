"""Managers write the matrix of a draft (R4)."""

import pytest

from projectie.terms.figures import Coverage, Service, Text
from tests.terms.drafts import the_draft
from tests.terms.editor import MATRIX, error_at, fill, form_of
from tests.terms.made import FIRST
from tests.visitor import Visitor


def test_r04_a_service_comes_with_cells_to_choose_and_goes_again(mara: Visitor) -> None:
    page = fill(mara, MATRIX, {"new-name-nl": "Hosting", "new-name-en": "Hosting & domains"}, "add:")
    key = "hosting_domains"
    assert error_at(page, f"matrix-cells-{key}-sla-coverage") == "Fout: Kies wat dit abonnement biedt"
    chosen = {f"matrix-cells-{key}-{tier.key}-coverage": "included" for tier in FIRST.matrix.tiers}
    fill(mara, MATRIX, chosen, f"up:{key}")
    draft = the_draft().draft
    assert draft.is_ready
    assert draft.terms.matrix.services[-2] == Service(key, Text("Hosting", "Hosting & domains"))
    assert draft.terms.matrix.cells[key, "sla"].coverage is Coverage.INCLUDED
    fill(mara, MATRIX, {}, f"remove:{key}")
    assert the_draft().draft.terms.matrix == FIRST.matrix


def test_r04_a_condition_needs_its_name_and_its_footnote(mara: Visitor) -> None:
    name = "matrix-cells-print-on_demand"
    page = fill(mara, MATRIX, {f"{name}-coverage": "condition"})
    assert error_at(page, f"{name}-condition") == "Fout: Kies de voorwaarde"
    assert error_at(page, f"{name}-note-nl") == "Fout: Zeg de voorwaarde in woorden: schrijf de voetnoot"
    typed = {
        f"{name}-condition": "studio_mail",
        f"{name}-note-nl": "Als het kan.",
        f"{name}-note-en": "If we can.",
    }
    fill(mara, MATRIX, typed)
    assert the_draft().draft.is_ready


def test_r04_a_footnote_of_nothing_is_refused_and_stays_in_the_form(mara: Visitor) -> None:
    name, before = "matrix-cells-print-sla", the_draft()
    page = fill(mara, MATRIX, {f"{name}-coverage": "", f"{name}-note-nl": "Waarom?"})
    assert page.status == 422
    assert error_at(page, f"{name}-coverage") == "Fout: Kies wat het biedt voordat je het uitlegt"
    assert page.one("input", name=f"{name}-note-nl").get("value") == "Waarom?"
    assert the_draft() == before


def test_r04_tiers_change_in_name_only(mara: Visitor) -> None:
    sent = form_of(mara.get(MATRIX)) | {"matrix-tiers-sla-name-nl": "Maatwerk"}
    sent |= {"tiers": "on_demand on_demand_plus sla gold", "matrix-tiers-gold-name-nl": "Goud"}
    assert mara.post(MATRIX, sent).status == 303
    tiers = the_draft().draft.terms.matrix.tiers
    assert [tier.key for tier in tiers] == ["on_demand", "on_demand_plus", "sla"]
    assert tiers[2].name == Text("Maatwerk", "SLA")


def test_r01_the_words_of_the_table_are_text_of_the_terms(mara: Visitor) -> None:
    page = fill(mara, MATRIX, {"matrix-legend-included-en": "", "matrix-legend-not_covered-nl": "Nee, 0"})
    assert error_at(page, "matrix-legend-included-en") == "Fout: Schrijf de Engelse tekst"
    assert "‘0’ is een los cijfer" in error_at(page, "matrix-legend-not_covered-nl")


@pytest.mark.parametrize(
    "broken",
    [
        {"rows": "Not A-Key ../.. " + "x" * 40, "tiers": ""},
        {"rows": " ".join(f"s{n}" for n in range(500))},
        {"matrix-cells-print-sla-coverage": "everything", "matrix-cells-print-sla-condition": "moon"},
        {"matrix-services-print-name-nl": "\x00\x0b\x9f", "do": "up"},
        {"do": "explode:print"},
    ],
)
def test_whatever_is_sent_in_place_of_the_form_is_no_error_of_ours(
    mara: Visitor, broken: dict[str, str]
) -> None:
    page = mara.post(MATRIX, form_of(mara.get(MATRIX)) | broken)
    assert page.status in {303, 422}
    assert mara.get("/manage/terms/draft/preview").status == 200
    assert mara.get("/manage/terms/draft/difference").status == 200
