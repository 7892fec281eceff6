"""A draft, right or wrong: kept whole, and shown without a word of program (R2)."""

from dataclasses import fields
from datetime import date

import pytest
from flask import Flask
from flask_babel import force_locale
from hypothesis import given, settings
from hypothesis import strategies as st

from projectie.language import LOCALES
from projectie.terms.compared import compared
from projectie.terms.content import to_data
from projectie.terms.draft import Draft, content_of, draft_of
from projectie.terms.figures import Condition, Coverage, Figures, Terms
from projectie.terms.labels import CONDITIONS, COVERAGES, FIGURE_GROUPS, FIGURES, HINTS
from projectie.terms.places import PAGES, field_of
from projectie.terms.problem import Fault, Problem
from projectie.terms.publishing import PublishingError, Refusal
from projectie.terms.reading import UnreadableError
from projectie.terms.sentences import _said, refusal, troubles
from projectie.terms.shown import reading
from tests.terms.made import FIRST, STUDIO, drafts, with_figures

NAMES = [field.name for field in fields(Figures)]
unread = st.dictionaries(
    st.sampled_from([f"figures.{name}" for name in NAMES if "weekdays" not in name]), st.text(max_size=9)
)


@given(drafts(), unread)
def test_r02_a_draft_comes_back_as_it_was_kept(terms: Terms, typed: dict[str, str]) -> None:
    draft = Draft(terms, typed)
    assert draft_of(content_of(draft)) == draft
    assert draft.is_ready <= (not typed)


def test_r02_a_draft_that_is_ready_is_kept_as_the_version_it_becomes() -> None:
    assert content_of(Draft(FIRST)) == to_data(FIRST)
    assert Draft(FIRST).is_ready


def test_r02_what_cannot_be_read_is_one_trouble_not_two() -> None:
    draft = Draft(with_figures(vat_percent=-1), {"figures.vat_percent": "-1"})
    assert draft.problems() == ()
    assert not draft.is_ready


def test_a_draft_of_another_shape_is_not_read() -> None:
    with pytest.raises(UnreadableError):
        draft_of({"figures": {}, "matrix": {}, "prose": [], "more": 1})


@pytest.mark.parametrize("language", ["nl", "en"])
def test_r02_any_draft_can_be_shown_compared_and_judged_in_words(app: Flask, language: str) -> None:
    @settings(max_examples=40)
    @given(drafts(), unread)
    def holds(terms: Terms, typed: dict[str, str]) -> None:
        with app.test_request_context(), force_locale(LOCALES[language]):
            shown = reading(terms, STUDIO, (), language)
            assert len(shown.parts) == len(terms.prose)
            for trouble in troubles(Draft(terms, typed)):
                assert trouble.page in PAGES
                assert trouble.part
                assert "%(" not in trouble.sentence
            for change in compared(FIRST, terms):
                assert change.part
                assert change.page in PAGES

    holds()


def test_every_figure_is_named_once_in_the_form() -> None:
    assert sorted(name for group in FIGURE_GROUPS for name in group.names) == sorted(NAMES)
    assert set(FIGURES) == set(HINTS) == set(NAMES)
    assert set(COVERAGES) == set(Coverage)
    assert set(CONDITIONS) == set(Condition)


@pytest.mark.parametrize("fault", Fault)
def test_r02_every_fault_has_a_sentence(app: Flask, fault: Fault) -> None:
    values: dict[str, str | int] = {
        "name": "prijs",
        "figure": "25",
        "least": 1,
        "most": 9,
        "other": "figures.vat_percent",
        "key": "x",
    }
    for path in (
        "figures.vat_percent",
        "figures.credit_price_cents",
        "prose.desk.body.nl",
        "matrix.legend.covered",
    ):
        with app.test_request_context():
            assert "%(" not in _said(Problem(path, fault, values))


@pytest.mark.parametrize("why", Refusal)
def test_r02_every_refusal_has_a_sentence(app: Flask, why: Refusal) -> None:
    with app.test_request_context():
        assert refusal(PublishingError(why, date(2026, 11, 23)))


@pytest.mark.parametrize(
    ("path", "field"),
    [
        ("figures.vat_percent", "figures-vat_percent"),
        ("matrix.services.print.name.nl", "matrix-services-print-name-nl"),
        ("matrix.services.print.key", "matrix-services-print-name-nl"),
        ("matrix.services", "matrix-services-add"),
        ("matrix.cells.print.sla", "matrix-cells-print-sla-coverage"),
        ("matrix.cells.print.sla.condition", "matrix-cells-print-sla-condition"),
        ("matrix.cells.print.sla.note", "matrix-cells-print-sla-note-nl"),
        ("matrix.cells.print.sla.note.en", "matrix-cells-print-sla-note-en"),
        ("matrix.legend.covered", "matrix-legend-covered-nl"),
        ("matrix.legend.covered.en", "matrix-legend-covered-en"),
        ("prose", "prose-add"),
        ("prose.desk.key", "prose-desk-title-nl"),
        ("prose.desk.body.en", "prose-desk-body-en"),
    ],
)
def test_every_path_leads_to_a_field(path: str, field: str) -> None:
    assert field_of(path) == field
