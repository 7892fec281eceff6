"""The parts of a message: where each begins and ends in the raw bytes (RFC 2046).

Nothing is copied. Each level of nesting is one search through its own stretch, by `bytes.find`;
the stretch of a part ends where a part around it ends, whatever the part itself says.
"""

import re
from dataclasses import dataclass, field
from functools import cached_property

from projectie.mail.findings import Findings
from projectie.mail.headers import Head, read_head
from projectie.mail.letter import Limits, Problem
from projectie.mail.params import read_params

_TYPE = re.compile(r"[a-z0-9!#$&^_.+-]{1,80}/[a-z0-9!#$&^_.+-]{1,80}\Z")
_REST_OF_DELIMITER = re.compile(rb"(--)?[ \t]*\r?(?:\n|\Z)")
_LIKELY_BOUNDARY = re.compile(rb"^--([^\r\n]{1,200}?)[ \t]*\r?\n(?=[Cc]ontent-[A-Za-z-]+:)", re.MULTILINE)
_LOOK_FOR_BOUNDARY = 100_000  # bytes
_FALSE_DELIMITERS = 100_000  # lines that begin like a delimiter and are none, in one mail


@dataclass(eq=False)
class Part:
    """A stretch of the raw mail with its header; `children` are filled where it is a multipart."""

    raw: bytes
    head: Head
    start: int
    end: int
    default_type: str
    children: list["Part"] = field(default_factory=list)
    undivided: bool = False  # a multipart whose parts cannot be told apart

    @cached_property
    def _type(self) -> tuple[str, dict[str, str]]:
        text = self.head.field(b"content-type")
        if not text:
            return self.default_type, {}
        main, params = read_params(text)
        return (main if _TYPE.match(main) else "text/plain"), params

    @cached_property
    def _disposition(self) -> tuple[str, dict[str, str]]:
        text = self.head.field(b"content-disposition")
        return read_params(text) if text else ("", {})

    @property
    def content_type(self) -> str:
        """The type in lower case, without parameters; `text/plain` where it makes no sense."""
        return self._type[0]

    @property
    def params(self) -> dict[str, str]:
        """The parameters of the content type."""
        return self._type[1]

    @property
    def disposition(self) -> str:
        """`inline`, `attachment`, another word, or empty."""
        return self._disposition[0]

    @property
    def filename(self) -> str:
        """The name the sender gave it, not yet safe; empty where none."""
        return self._disposition[1].get("filename") or self.params.get("name", "")

    @property
    def encoding(self) -> str:
        """The transfer encoding as written."""
        return self.head.field(b"content-transfer-encoding")

    @property
    def content(self) -> memoryview:
        """The bytes behind the header, as they travelled."""
        return memoryview(self.raw)[self.start : self.end]


class Splitter:
    """Splits one raw mail into its parts, within the limits."""

    def __init__(self, raw: bytes, limits: Limits, findings: Findings) -> None:
        """Take the mail; nothing is read yet."""
        self._raw = raw
        self._limits = limits
        self._findings = findings
        self._parts = 0
        self._false = 0

    def split(
        self, head: Head, start: int, end: int, default_type: str = "text/plain", depth: int = 1
    ) -> Part:
        """Return the part with that header and stretch, and all parts within it."""
        part = Part(self._raw, head, start, end, default_type)
        if part.content_type.startswith("multipart/"):
            self._split_children(part, depth)
        return part

    def _split_children(self, part: Part, depth: int) -> None:
        if depth >= self._limits.depth:
            self._findings.add(Problem.DEPTH)
            return
        stretches = self._stretches(part)
        part.undivided = not stretches
        default_type = "message/rfc822" if part.content_type == "multipart/digest" else "text/plain"
        for start, end in stretches:
            self._parts += 1
            if self._parts >= self._limits.parts:
                self._findings.add(Problem.PARTS)
                return
            head = read_head(self._raw, start, end, self._limits, self._findings)
            part.children.append(self.split(head, head.body_start, end, default_type, depth + 1))

    def _stretches(self, part: Part) -> list[tuple[int, int]]:
        boundary = part.params.get("boundary", "").rstrip().encode()
        found = self._between(boundary, part) if boundary else []
        if not found:
            self._findings.add(Problem.BOUNDARY)
            nearby = min(part.end, part.start + _LOOK_FOR_BOUNDARY)
            likely = _LIKELY_BOUNDARY.search(self._raw, part.start, nearby)
            found = self._between(likely[1], part) if likely else []
        return found

    def _between(self, boundary: bytes, part: Part) -> list[tuple[int, int]]:
        """Return the stretches between the delimiters; one that is never closed runs to the end."""
        out: list[tuple[int, int]] = []
        needle = b"--" + boundary
        opened = -1
        at = self._first(needle, part)
        while at >= 0 and len(out) <= self._limits.parts and self._false < _FALSE_DELIMITERS:
            rest = _REST_OF_DELIMITER.match(self._raw, at + len(needle), part.end)
            if rest is None:
                self._false += 1
                at = self._next(needle, at, part.end)
                continue
            if opened >= 0:
                out.append((opened, self._before(at, opened)))
            if rest[1]:
                return out
            opened = rest.end()
            at = self._next(needle, opened - 1, part.end)
        if self._false == _FALSE_DELIMITERS:
            self._findings.add(Problem.PARTS)
        return [*out, (opened, part.end)] if opened >= 0 else out

    def _first(self, needle: bytes, part: Part) -> int:
        if self._raw.startswith(needle, part.start, part.end):
            return part.start
        return self._next(needle, part.start, part.end)

    def _next(self, needle: bytes, at: int, end: int) -> int:
        found = self._raw.find(b"\n" + needle, at, end)
        return found + 1 if found >= 0 else -1

    def _before(self, delimiter: int, start: int) -> int:
        """Return the end of the content above: the line end before a delimiter belongs to it."""
        end = delimiter - 1
        if end > start and self._raw[end - 1] == 0x0D:
            end -= 1
        return max(end, start)
