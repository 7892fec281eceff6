"""Sanitised HTML → text that reads well: paragraphs, lists, quotes with `> `, links with their address."""

import re
from html import unescape

# Sanitised HTML is well-formed: no bare "<" in text, all attributes in double quotes.
_TOKEN = re.compile(r'<(/?)([a-z0-9]+)((?:[^">]|"[^"]*")*)>|([^<]+)')
_SAYS_NOTHING = re.compile(
    r"</?(?:abbr|b|bdi|big|cite|code|del|dfn|em|i|ins|kbd|mark|s|samp|small|span|strike|strong|tt|u|var|wbr)"
    r'(?: (?:[^">]|"[^"]*")*)?>'
)
_HREF = re.compile(r' href="([^"]*)"')
_ALT = re.compile(r' alt="([^"]*)"')
_SPACES = re.compile(r"[ \t\n\f\r]+")
_BLANK_LINES = re.compile(r"\n{3,}")
_PARAGRAPHS = frozenset(
    ("p", "ul", "ol", "dl", "pre", "table", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6")
)
_LINES = frozenset((
    "div", "li", "tr", "dt", "dd", "address", "article", "aside", "caption", "center", "details", "figcaption",
    "figure", "footer", "header", "main", "nav", "section", "summary", "tbody", "tfoot", "thead",
))  # fmt: skip
_RULE = "_" * 32
_DEEPEST = 9  # marks in front of a line


def text_of(clean: str) -> str:
    """Return sanitised HTML as plain text, never with a NUL or carriage return the HTML had not."""
    page = _Page()
    for token in _TOKEN.finditer(_SAYS_NOTHING.sub("", clean)):
        if token[4]:
            page.text(unescape(token[4]))
        elif token[1]:
            page.close(token[2])
        else:
            page.open(token[2], token[3])
    return page.whole()


class _Page:
    """Text while it is written, line by line."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._line: list[str] = []
        self._quote = 0
        self._pre = 0
        self._counts: list[int] = []  # of each open list; -1 where it has no numbers
        self._links: list[tuple[str, int, int]] = []  # address, and where its text began

    def text(self, text: str) -> None:
        """Write text; outside `pre` spaces and line ends are one space."""
        if self._pre:
            first, *others = text.split("\n")
            self._line.append(first)
            for line in others:
                self._break()
                self._line.append(line)
        else:
            words = _SPACES.sub(" ", text)
            if not self._line or self._line[-1].endswith(" "):
                words = words.lstrip(" ")
            if words:
                self._line.append(words)

    def open(self, name: str, attributes: str) -> None:
        """Begin an element."""
        match name:
            case "br":
                self._break()
            case "hr":
                self._new_line()
                self._line.append(_RULE)
                self._new_line()
            case "img":
                alt = _ALT.search(attributes)
                if alt and alt[1].strip():
                    self.text(f"[{unescape(alt[1]).strip()}]")
            case "a":
                href = _HREF.search(attributes)
                self._links.append((unescape(href[1]) if href else "", len(self._lines), len(self._line)))
            case "td" | "th":
                if self._line:
                    self._line.append("  ")
            case _:
                self._open_block(name)

    def _open_block(self, name: str) -> None:
        if name in _PARAGRAPHS:
            self._blank_line()
        elif name in _LINES:
            self._new_line()
        if name == "blockquote":
            self._quote += 1
        elif name == "pre":
            self._pre += 1
        elif name in {"ol", "ul"}:
            self._counts.append(0 if name == "ol" else -1)
        elif name == "li":
            self._line.append(self._bullet())

    def _bullet(self) -> str:
        if not self._counts or self._counts[-1] < 0:
            return "- "
        self._counts[-1] += 1
        return f"{self._counts[-1]}. "

    def close(self, name: str) -> None:
        """End an element."""
        if name == "a" and self._links:
            self._end_link()
        elif name in _LINES:
            self._new_line()
        elif name in _PARAGRAPHS:
            self._close_paragraph(name)

    def _close_paragraph(self, name: str) -> None:
        self._new_line()
        if name == "blockquote":
            while self._lines and self._lines[-1].startswith(">") and not self._lines[-1].strip("> "):
                self._lines.pop()
            self._quote -= 1
        elif name == "pre":
            self._pre -= 1
        elif name in {"ol", "ul"} and self._counts:
            self._counts.pop()
        self._blank_line()

    def _end_link(self) -> None:
        href, lines, words = self._links.pop()
        if not href.startswith(("http:", "https:")):
            return
        shown = "".join(self._line[words:] if lines == len(self._lines) else self._line).strip()
        if shown and shown.rstrip("/") not in href:
            self._line.append(f" <{href}>")

    def _break(self) -> None:
        line = "".join(self._line)
        self._line = []
        if not self._pre:
            line = line.strip(" ")
        if self._quote:
            line = f"{'>' * min(self._quote, _DEEPEST)} {line}".rstrip(" ")
        self._lines.append(line)

    def _new_line(self) -> None:
        if any(not word.isspace() for word in self._line):
            self._break()
        else:
            self._line = []

    def _blank_line(self) -> None:
        self._new_line()
        if self._lines and self._lines[-1].strip(" " if not self._quote else "> "):
            self._break()

    def whole(self) -> str:
        """Return the text, no more than one blank line in a row."""
        self._new_line()
        return _BLANK_LINES.sub("\n\n", "\n".join(self._lines)).strip("\n").rstrip()
