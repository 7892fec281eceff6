"""The prose as HTML: filled in, and safe whatever was typed (R1, R3)."""

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from projectie.terms.figures import Terms
from projectie.terms.placeholders import Filling
from projectie.terms.prose import fill, html, parts
from tests.terms.made import FIRST, STUDIO, drafts, with_figures

SAID = {
    "credit_price": Filling("€\xa022,50"),
    "company": Filling("*A* & <b>B</b> [c](https://d.example) {kvk} 1. `e`"),
    "info_address": Filling("info_desk+a@example.org", "mailto:info_desk+a@example.org"),
    "odd_address": Filling('"><script>', 'mailto:"><script>'),
}
ALLOWED = {"p", "br", "ul", "ol", "li", "strong", "em", "a"}


def test_r01_placeholders_are_filled_in_titles_and_bodies() -> None:
    assert fill("Een credit kost {credit_price}", SAID) == "Een credit kost €\xa022,50"
    assert html("Een credit kost **{credit_price}**.", SAID) == (
        "<p>Een credit kost <strong>€&nbsp;22,50</strong>.</p>\n"
    )


def test_r01_an_address_becomes_a_link() -> None:
    assert html("Mail {info_address}.", SAID) == (
        '<p>Mail <a href="mailto:info_desk+a@example.org" rel="noopener noreferrer">'
        "info_desk+a@example.org</a>.</p>\n"
    )


def test_r01_an_address_inside_a_link_stays_text() -> None:
    link = html("[Mail {info_address}](https://example.org)", SAID)
    assert link.count("<a ") == 1
    assert "Mail info_desk+a@example.org</a>" in link


def test_r02_a_placeholder_nobody_knows_stays_visible_in_a_preview() -> None:
    assert fill("{nothing} {Odd}", SAID) == "{nothing} {Odd}"
    assert html("{nothing} {Odd}", SAID) == "<p>{nothing} {Odd}</p>\n"


def test_r03_what_is_filled_in_is_never_read_as_markdown_or_html() -> None:
    assert html("{company}", SAID) == (
        "<p>*A* &amp; &lt;b&gt;B&lt;/b&gt; [c](https://d.example) {kvk} 1. `e`</p>\n"
    )
    assert "<script" not in html("{odd_address}", SAID)


def test_r03_an_escaped_brace_is_a_brace() -> None:
    assert html(r"\{credit_price}", SAID) == "<p>{credit_price}</p>\n"


@pytest.mark.parametrize(
    ("markdown", "shown"),
    [
        ("een\n\ntwee", "<p>een</p>\n<p>twee</p>\n"),
        ("- een\n- *twee*", "<ul>\n<li>een</li>\n<li><em>twee</em></li>\n</ul>\n"),
        ("# kop", "<p># kop</p>\n"),
        ("<script>alert()</script>", "<p>&lt;script&gt;alert()&lt;/script&gt;</p>\n"),
        ("![foto](https://example.org/a.png)", None),
        ("[x](javascript:alert())", None),
        ("<javascript:alert()>", None),
        ("    ruimte", None),
    ],
)
def test_r03_markdown_is_paragraphs_lists_stress_and_links_only(markdown: str, shown: str | None) -> None:
    page = html(markdown, SAID)
    assert shown in {None, page}
    assert _tags(page) <= ALLOWED
    assert 'href="javascript' not in page


@given(st.text(alphabet=st.sampled_from("ab{}*_[]()<>&\"'`!#-\n :/credit_price\\"), max_size=80))
def test_r03_nothing_typed_makes_unsafe_html(markdown: str) -> None:
    assert _tags(html(markdown, SAID)) <= ALLOWED


@given(drafts())
def test_r02_any_draft_can_be_shown(draft: Terms) -> None:
    for language in ("nl", "en"):
        assert len(parts(draft, STUDIO, language)) == len(draft.prose)


def test_r01_a_changed_figure_changes_what_is_read() -> None:
    old, new = (_read(terms) for terms in (FIRST, with_figures(response_by_hours=72)))
    assert "24 to 48 hours" in old["response"]
    assert "24 to 72 hours" in new["response"]


def _read(terms: Terms) -> dict[str, str]:
    return {part.key: part.html for part in parts(terms, STUDIO, "en")}


def _tags(page: str) -> set[str]:
    found: set[str] = set()

    class Reader(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            found.add(tag)
            assert {name for name, _ in attrs} <= {"href", "rel"}

    Reader().feed(page)
    return found
