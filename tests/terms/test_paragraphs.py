"""A text in two languages, paragraph beside paragraph (R3)."""

from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from projectie.terms.paragraphs import beside, paragraphs
from projectie.terms.prose import html, parts
from tests.terms.made import FIRST, STUDIO


def test_r03_paragraphs_and_lists_are_cut_at_the_top_only() -> None:
    text = html("Een.\n\n- a\n- b\n\n  binnenin\n\n  1. c\n\nTwee.", {})
    assert [piece[:4] for piece in paragraphs(text)] == ["<p>E", "<ul>", "<p>T"]
    assert paragraphs(Markup("")) == ()


def test_r03_texts_of_one_shape_are_paired() -> None:
    rows = beside([html("Een.\n\nTwee.", {}), html("One.\n\nTwo.", {})])
    assert rows == (("<p>Een.</p>", "<p>One.</p>"), ("<p>Twee.</p>", "<p>Two.</p>"))


def test_r03_texts_of_different_shape_stand_beside_each_other_whole() -> None:
    texts = [html("Een.\n\nTwee.", {}), html("One and two.", {})]
    assert beside(texts) == (tuple(texts),)


def test_r03_every_text_of_version_1_is_paired() -> None:
    for nl, en in zip(parts(FIRST, STUDIO, "nl"), parts(FIRST, STUDIO, "en"), strict=True):
        assert len(beside([nl.html, en.html])) == len(paragraphs(nl.html)) >= 1, nl.key


@given(st.text(alphabet="ab -1.>*<p>/ul\n\\", max_size=80))
def test_r03_nothing_is_lost_in_cutting(markdown: str) -> None:
    text = html(markdown, {})
    assert "".join("".join(paragraphs(text)).split()) == "".join(text.split())
    assert all(piece.strip() for piece in paragraphs(text))
