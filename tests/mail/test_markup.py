"""HTML is safe however it comes, also on the way that heavy HTML takes."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from projectie.mail.flat import flattened
from projectie.mail.html import cids, from_text, sanitised
from projectie.mail.html_text import text_of
from tests.mail.judging import judge_html

_PIECES = st.sampled_from((
    "<p>", "</p>", "<b a=1>", "</b>", "<table>", "<tr>", "<td>", "</table>", "<a href='javascript:x'>", "</a>",
    '<a href="https://x.example/?a=1&b=2">', "<img src=//evil.example/x>", "<img src=cid:a@b onerror=x>", "<script>",
    "</script>", "<style>", "</style>", "<svg onload=x>", "<math>", "<!--", "-->", "<![CDATA[", "]]>", "<?php", "?>",
    "<select>", "<textarea>", "</textarea>", "<title>", "</title>", "<noscript>", "</noscript>", "<template>",
    "<p hx-get=/x data-hx-post=/y>", '"', "'", "<", ">", "&", "&lt;", "&#60;", "&#x0;", "woorden", " ", "\n", "<pre>",
    "<blockquote>", "</blockquote>", "<ol>", "<li>", "</ol>", '<p title="', "<base href=//evil.example>", "<form>",
    "<iframe srcdoc='<script>x</script>'>", "<plaintext>", "<xmp>", "</xmp>", "<annotation-xml encoding=text/html>",
))  # fmt: skip
_MARKUP = st.lists(_PIECES | st.text(max_size=6), max_size=25).map("".join)


@given(_MARKUP)
@settings(max_examples=400)
def test_markup_of_any_kind_becomes_safe(markup: str) -> None:
    judge_html(sanitised(markup))


@given(_MARKUP)
@settings(max_examples=400)
def test_heavy_markup_of_any_kind_becomes_safe(markup: str) -> None:
    judge_html(sanitised(flattened(markup)))


@given(_MARKUP)
def test_safe_markup_stays_as_it_is(markup: str) -> None:
    once = sanitised(flattened(markup))
    assert text_of(sanitised(once)) == text_of(once)


@given(st.text())
def test_text_shown_as_markup_says_the_same(text: str) -> None:
    judge_html(from_text(text))


@pytest.mark.parametrize(
    ("markup", "flat"),
    [
        ("<p>a<p>b", "<p>a</p><p>b</p>"),
        ("<ul><li>a<li>b</ul>", "<ul><li>a</li><li>b</li></ul>"),
        ("<table><tr><td>a</td><td>b</td></tr></table>", "<div> a b </div>"),
        ("<b>a</p>b", "<b>ab</b>"),
        ("<script>x</script>a", "a"),
        ("<SCRIPT>x</script >a", "a"),
        ("<!-- x -->a<!DOCTYPE html>b", "ab"),
        (
            '<a href="https://x.example/?a&amp;b" onclick=x>a</a>',
            '<a href="https://x.example/?a&amp;b">a</a>',
        ),
        ("<img src='cid:a@b' width=9>", '<img src="cid:a@b">'),
        ("1 < 2 & 3", "1 &lt; 2 & 3"),
    ],
)
def test_heavy_markup_is_written_flat(markup: str, flat: str) -> None:
    assert " ".join(flattened(markup).split()) == " ".join(flat.split())


def test_nothing_nests_deeper_than_a_browser_likes() -> None:
    assert flattened("<div>" * 1_000).count("<div>") == 40
    assert flattened("<b>" * 1_000 + "x").count("<b>") == 4


def test_images_of_the_mail_are_known_by_their_ids() -> None:
    assert cids(sanitised('<img src="cid:a%40b&amp;c"><img src="https://x.example/">')) == {"a@b&c"}
