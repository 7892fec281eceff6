"""What is typed into the search, understood; and never an error, whatever it is."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from projectie.search.asked import MOST_TERMS, Asked, Term, understood
from projectie.search.expression import for_postgresql, for_sqlite
from projectie.search.words import document, stems, vector, words
from projectie.tickets.models import Column


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("factuur ", Asked((Term(("factuur",)),))),
        ("factuur", Asked((Term(("factuur",), prefix=True),))),
        ("fact* ", Asked((Term(("fact",), prefix=True),))),
        ("Café crème ", Asked((Term(("cafe",)), Term(("creme",))))),
        ('"de site ligt" ', Asked((Term(("de", "site", "ligt"), exact=True),))),
        ('"nooit dicht', Asked((Term(("nooit", "dicht"), exact=True),))),
        ("storing -mail ", Asked((Term(("storing",)),), (Term(("mail",)),))),
        ("client:bakkerij ", Asked(client="bakkerij")),
        ('klant:"Bakkerij Leiden"', Asked(client="bakkerij leiden")),
        ("van:Lotte@bakkerij.example ", Asked(sender="lotte@bakkerij.example")),
        ("is:open", Asked(columns=frozenset(Column) - {Column.DONE})),
        ("is:afgerond", Asked(columns=frozenset({Column.DONE}))),
        ("before:2026-11-30", Asked(before=date(2026, 11, 30))),
        ("na:1-12-2026", Asked(after=date(2026, 12, 1))),
        ("before:morgen ", Asked(unknown=("before:morgen",))),
        ("is:zoek ", Asked(unknown=("is:zoek",))),
        ("before:2026-02-30 ", Asked(unknown=("before:2026-02-30",))),
        ("let op: klem ", Asked((Term(("let",)), Term(("op",)), Term(("klem",))))),
        ("https://site.example/a ", Asked((Term(("https", "site", "example", "a")),))),
        ("", Asked()),
        ("- * ( ) AND", Asked((Term(("and",), prefix=True),))),
    ],
)
def test_what_is_typed_is_understood(text: str, asked: Asked) -> None:
    assert understood(text) == asked


@given(st.text(max_size=200))
def test_no_text_is_an_error_and_nothing_in_it_is_syntax(text: str) -> None:
    asked = understood(text)
    assert len(asked.terms) + len(asked.without) <= MOST_TERMS
    for word in (word for term in (*asked.terms, *asked.without) for word in term.words):
        assert word.isalnum()
    assert bool(for_sqlite(asked)) == bool(for_postgresql(asked)) == bool(asked.terms)


@given(st.lists(st.text(max_size=60), max_size=5))
def test_every_word_of_a_text_stands_in_its_document(texts: list[str]) -> None:
    known = document(texts).split(" ")
    assert {word for text in texts for word in words(text)} <= set(known)
    assert len(vector(document(texts)).encode()) < 1_000_000


@pytest.mark.parametrize(
    ("one", "other"),
    [("storing", "storingen"), ("factuur", "facturen"), ("invoice", "invoices"), ("website", "websites")],
)
def test_forms_of_a_word_share_a_stem_in_both_languages(one: str, other: str) -> None:
    assert set(stems(one)) & set(stems(other))


def test_a_document_is_bounded_and_keeps_what_comes_first() -> None:
    written = document(["vooraan", "woord " * 200_000, "achteraan"])
    assert written.startswith("vooraan ")
    assert "achteraan" not in written
    assert len(vector(written)) < 1_000_000
