"""Huge or hostile HTML, written anew so that no parser needs long for it.

HTML parsers keep a stack of open elements, open unclosed text styles anew in every block, move
what stands between table cells and copy a text at every entity: a hundred kilobytes can become
hundreds of megabytes or a minute. Here every tag is closed, nesting is bounded, tables are lines
and long texts come in pieces. This makes nothing safe: the sanitiser still comes after it.
"""

import re
from html import escape, unescape

_TAG = re.compile(r"""<(/?)([a-zA-Z][a-zA-Z0-9:-]{0,40})([^"'>]*(?:(?:"[^"]*"|'[^']*')[^"'>]*)*)>""")
_PLAIN_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9:-]{0,40})([^<>]*)>?")
_ADDRESS = re.compile(r"""\b(?:href|src)\s{0,9}=\s{0,9}("[^"]*"|'[^']*'|[^\s"'>]+)""", re.IGNORECASE)
_PIECE = re.compile(r"(?:&[^&]*){500}")
_SILENT = frozenset((
    "script", "style", "title", "template", "iframe", "object", "svg", "math", "select", "noframes", "noembed",
    "xmp", "audio", "video", "canvas",
))  # fmt: skip
_WRITTEN_AS = {name: name for name in (
    "a", "b", "blockquote", "code", "div", "em", "h1", "h2", "h3", "h4", "h5", "h6", "i", "li", "ol", "p",
    "pre", "strong", "u", "ul",
)} | {"tr": "div", "section": "div", "article": "div", "address": "div", "dt": "div", "dd": "div"}  # fmt: skip
_STYLES = frozenset(("a", "b", "code", "em", "i", "strong", "u"))
_CLOSES_ITSELF = frozenset(("a", "li", "p"))
_HOLDS = frozenset(("ul", "ol", "blockquote"))
_DEEPEST = 40
_MOST_STYLES = 4


def flattened(html: str) -> str:
    """Return the HTML in a few plain tags, nested at most 40 deep, all of them closed."""
    page = _Page()
    pattern = _TAG
    at = 0
    while (start := html.find("<", at)) >= 0:
        page.text(html[at:start])
        if html.startswith(("<!", "<?"), start):
            at = _behind(html, "-->" if html.startswith("<!--", start) else ">", start)
        elif tag := pattern.match(html, start) or _PLAIN_TAG.match(html, start):
            if tag.re is _PLAIN_TAG:  # a quote is never closed: do not look for its end at every tag
                pattern = _PLAIN_TAG
            at = tag.end()
            name = tag[2].lower()
            if name in _SILENT and not tag[1]:
                at = _behind_element(html, name, at)
            else:
                page.tag(name, tag[3], closing=bool(tag[1]))
        else:
            page.text("<")
            at = start + 1
    page.text(html[at:])
    return page.whole()


def _behind(html: str, mark: str, at: int) -> int:
    end = html.find(mark, at)
    return end + len(mark) if end >= 0 else len(html)


def _behind_element(html: str, name: str, at: int) -> int:
    end = re.compile(rf"</{re.escape(name)}[^<>]*>?", re.IGNORECASE).search(html, at)
    return end.end() if end else len(html)


class _Page:
    """HTML while it is written."""

    def __init__(self) -> None:
        self._out: list[str] = []
        self._text: list[str] = []
        self._open: list[str] = []
        self._styles = 0

    def text(self, text: str) -> None:
        """Write text, entities as they are."""
        if text:
            self._text.append(text)

    def tag(self, name: str, attributes: str, *, closing: bool) -> None:
        """Write a tag where it is one of the few and may stand; else at most a space or a line break."""
        self._end_text()
        if name == "br":
            self._out.append("<br>")
        elif name in {"td", "th"}:
            self._out.append(" ")
        elif name == "img":
            self._out.append(f"<img{_address(attributes, 'src')}>")
        elif name in _WRITTEN_AS:
            if closing:
                self._close(_WRITTEN_AS[name])
            else:
                self._begin(_WRITTEN_AS[name], attributes)

    def whole(self) -> str:
        """Return all that was written, with every tag closed."""
        self._end_text()
        return "".join((*self._out, *(f"</{name}>" for name in reversed(self._open))))

    def _end_text(self) -> None:
        if self._text:
            text = "".join(self._text).replace("<", "&lt;").replace(">", "&gt;")
            self._out.append(_PIECE.sub(r"\g<0><!---->", text))
            self._text = []

    def _begin(self, name: str, attributes: str) -> None:
        if name in _CLOSES_ITSELF:
            self._close(name)
        if len(self._open) >= _DEEPEST or (name in _STYLES and self._styles >= _MOST_STYLES):
            self._out.append(" " if name in _STYLES else "<br>")
            return
        self._open.append(name)
        self._styles += name in _STYLES
        self._out.append(f"<{name}{_address(attributes, 'href') if name == 'a' else ''}>")

    def _close(self, name: str) -> None:
        if name not in self._open:
            return
        for depth in range(len(self._open) - 1, -1, -1):
            if self._open[depth] == name:
                self._end(depth)
                return
            if self._open[depth] in _HOLDS and name not in _HOLDS:
                return

    def _end(self, depth: int) -> None:
        ended = self._open[depth:]
        del self._open[depth:]
        self._styles -= sum(name in _STYLES for name in ended)
        self._out += [f"</{name}>" for name in reversed(ended)]


def _address(attributes: str, name: str) -> str:
    found = _ADDRESS.search(attributes)
    if found is None:
        return ""
    value = found[1].strip("\"' ")
    return f' {name}="{escape(unescape(value))}"'
