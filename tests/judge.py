"""What every page must be, whoever asks for it."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from xml.etree.ElementTree import Element

import html5lib
from babel.messages.pofile import read_po

from projectie.config import found

NAMED_BY = ("aria-labelledby", "aria-describedby", "aria-controls", "popovertarget", "for", "form", "list")
TYPED = ("input", "select", "textarea")


@dataclass(frozen=True, slots=True)
class Parsed:
    """A page or fragment as a strict parser reads it."""

    tree: Element
    errors: list[Any]


def parsed(html: str) -> Parsed:
    """Parse a page; slow, so do it once."""
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    return Parsed(parser.parse(html), parser.errors)


def judge(page: Parsed, *, whole: bool) -> None:
    """Fail with the first thing that is wrong with a page, or (not whole) with a fragment."""
    tree = page.tree
    if whole:
        assert not page.errors, [(where, code, about) for where, code, about in page.errors][:3]
        _one_heading(tree)
        _language(tree)
        _references(tree)
        _status_region(tree)
        _labels(tree)
    _unique_ids(tree)
    _nothing_inline(tree)
    _tokens(tree)
    _alternatives(tree)


def _one_heading(tree: Element) -> None:
    headings = [_words(e) for e in tree.iter("h1")]
    assert len(headings) == 1, f"h1: {headings}"
    title = _words(next(tree.iter("title")))
    for prefix in ("Error: ", "Fout: "):
        title = title.removeprefix(prefix)
    assert headings[0], "the heading is empty"
    assert title.startswith(headings[0]), f"title {title!r} does not start with heading {headings[0]!r}"


def _language(tree: Element) -> None:
    root = next(tree.iter("html")) if tree.tag != "html" else tree
    language = root.get("lang")
    assert language in {"nl", "en"}, f"lang={language!r}"
    if language == "nl":
        for text in _own_texts(tree):
            assert text not in _untranslated(), f"English text on a Dutch page: {text!r}"


def _own_texts(element: Element) -> Iterator[str]:
    """Return the texts of the page that are in the page's language (parts with a lang of their own left out)."""
    for child in element:
        if child.tail and child.tail.strip():
            yield " ".join(child.tail.split())
        if child.get("lang") or child.get("translate") == "no" or child.tag in {"script", "style"}:
            continue
        if child.text and child.text.strip():
            yield " ".join(child.text.split())
        yield from _own_texts(child)


@lru_cache(maxsize=1)
def _untranslated() -> frozenset[str]:
    """Return the English texts that read otherwise in Dutch."""
    with (found("translations") / "nl" / "LC_MESSAGES" / "messages.po").open("rb") as file:
        catalogue = read_po(file)
    dutch = {str(message.string) for message in catalogue}
    english = {
        str(m.id) for m in catalogue if m.id and isinstance(m.id, str) and m.string and m.string != m.id
    }
    return frozenset(english - dutch)


def _references(tree: Element) -> None:
    ids = {e.get("id") for e in tree.iter() if e.get("id")}
    for element in tree.iter():
        for attribute in NAMED_BY:
            for wanted in (element.get(attribute) or "").split():
                assert wanted in ids, f"<{element.tag} {attribute}={wanted!r}> points at nothing"
        href = element.get("href") or ""
        if element.tag == "a" and href.startswith("#") and len(href) > 1:
            assert href[1:] in ids, f"link to {href} leads nowhere"


def _status_region(tree: Element) -> None:
    regions = [e for e in tree.iter() if e.get("role") == "status" and e.get("id") == "status"]
    assert len(regions) == 1, "the live region is missing"
    assert not _words(regions[0]), "the live region is not empty"


def _labels(tree: Element) -> None:
    labelled = {e.get("for") for e in tree.iter("label")}
    inside = {control for label in tree.iter("label") for control in label.iter() if control.tag in TYPED}
    for element in tree.iter():
        if element.tag not in TYPED or element.get("type") in {"hidden", "submit", "button"}:
            continue
        named = element.get("aria-label") or element.get("aria-labelledby") or element.get("id") in labelled
        assert named or element in inside, f"<{element.tag} name={element.get('name')!r}> has no label"
    for element in tree.iter("button"):
        assert _words(element) or element.get("aria-label"), f"a button without a name: {element.attrib}"


def _unique_ids(tree: Element) -> None:
    ids = [e.get("id") for e in tree.iter() if e.get("id")]
    twice = {i for i in ids if ids.count(i) > 1} if len(ids) != len(set(ids)) else set()
    assert not twice, f"ids twice: {twice}"


def _nothing_inline(tree: Element) -> None:
    for element in tree.iter():
        assert element.tag != "style", "inline style sheet"
        assert element.tag != "script" or element.get("src") or element.get("type") == "application/json", (
            "inline script"
        )
        for name, value in element.attrib.items():
            assert name != "style", f"inline style on <{element.tag}>"
            assert not str(name).startswith(("on", "hx-on")), f"inline handler {name} on <{element.tag}>"
            assert not value.strip().lower().startswith("javascript:"), f"script in {name}"
            assert not (str(name).startswith("hx-") and value.startswith("js:")), f"eval in {name}"
        assert "{{" not in (element.text or ""), "a template speaks"
        assert "{%" not in (element.text or ""), "a template speaks"


def _tokens(tree: Element) -> None:
    for form in tree.iter("form"):
        if (form.get("method") or "get").lower() == "post":
            held = [e for e in form.iter("input") if e.get("name") == "csrf_token" and e.get("value")]
            assert held, f"form to {form.get('action')} has no token"


def _alternatives(tree: Element) -> None:
    for image in tree.iter("img"):
        assert image.get("alt") is not None, f"image without alternative: {image.get('src')}"


def _words(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())
