"""The header of a message or part: bytes → fields, in order, whatever stands between them."""

import re
from dataclasses import dataclass

from projectie.mail.findings import Findings
from projectie.mail.letter import Limits, Problem
from projectie.mail.words import decode_words, one_line

_FIELD = re.compile(rb"([!-9;-~]{1,100})[ \t]*:([^\n]*(?:\n[ \t][^\n]*)*)(?:\n|\Z)")
_BLANK = re.compile(rb"\r?(?:\n|\Z)")
_FIELD_END = re.compile(rb"\n(?![ \t])")
_END = re.compile(rb"\n\r?\n")
_FOLD = re.compile(r"[\r\n][\r\n \t]*")
_KNOWN = frozenset((
    b"from", b"to", b"cc", b"bcc", b"subject", b"date", b"message-id", b"mime-version", b"received",
    b"return-path", b"reply-to", b"sender", b"in-reply-to", b"references", b"delivered-to", b"precedence",
    b"dkim-signature", b"domainkey-signature", b"authentication-results", b"auto-submitted", b"importance",
    b"mailing-list", b"user-agent", b"priority", b"envelope-to", b"thread-index", b"thread-topic", b"status",
))  # fmt: skip
_KNOWN_FAMILIES = (b"x-", b"content-", b"list-", b"resent-", b"arc-", b"received-")


@dataclass(frozen=True, slots=True)
class Head:
    """The fields of one header: names in lower case, values as raw bytes, from top to bottom."""

    fields: tuple[tuple[bytes, bytes], ...]
    by_name: dict[bytes, list[bytes]]
    body_start: int

    def raw(self, name: bytes) -> bytes | None:
        """Return the first field of that lower-case name, None where there is none."""
        values = self.by_name.get(name)
        return values[0] if values else None

    def field(self, name: bytes) -> str:
        """Return the first field of that name as unfolded text, encoded words left; else empty."""
        values = self.by_name.get(name)
        return unfolded(values[0]) if values else ""

    def every(self, name: bytes) -> list[str]:
        """Return all fields of that name as unfolded text, from top to bottom."""
        return [unfolded(value) for value in self.by_name.get(name, ())]

    def text(self, name: bytes) -> str:
        """Return the first field of that name as a person reads it, on one line; else empty."""
        return one_line(decode_words(self.field(name)))


def unfolded(value: bytes) -> str:
    """Return a raw field as text on one line: UTF-8 where it is that, else Windows-1252."""
    try:
        text = value.decode()
    except UnicodeDecodeError:
        text = value.decode("cp1252", "replace")
    return _FOLD.sub(" ", text).strip() if "\n" in text or "\r" in text else text.strip()


def read_head(raw: bytes, start: int, end: int, limits: Limits, findings: Findings) -> Head:
    """Return the header that begins at `start`; without one its body begins right there."""
    fields: list[tuple[bytes, bytes]] = []
    at = start
    left = limits.head_bytes
    while at < end:
        bound = min(end, at + limits.header_bytes)
        field = _FIELD.match(raw, at, bound)
        if field:
            if len(fields) == limits.headers or left < 0:
                findings.add(Problem.HEADERS)
                at = _behind_blank_line(raw, at, end)
                break
            fields.append((field[1].lower(), field[2]))
            left -= len(field[2])
            at = field.end()
            if at == bound < end:
                at = _behind_long_field(raw, bound, end, findings)
        elif blank := _BLANK.match(raw, at, end):
            at = blank.end()
            break
        elif (next_field := _behind_junk(raw, at, end, first=not fields)) is not None:
            findings.add(Problem.BROKEN_HEADERS)
            at = next_field
        else:
            findings.add(Problem.BROKEN_HEADERS)
            break
    return _head(fields, at)


def _head(fields: list[tuple[bytes, bytes]], body_start: int) -> Head:
    by_name: dict[bytes, list[bytes]] = {}
    for name, value in fields:
        by_name.setdefault(name, []).append(value)
    return Head(tuple(fields), by_name, body_start)


def _behind_long_field(raw: bytes, bound: int, end: int, findings: Findings) -> int:
    """Return where the next line begins that is no continuation: the field was read up to `bound` only."""
    line = _FIELD_END.search(raw, bound - 1, end)
    behind = line.end() if line else end
    if behind > bound:
        findings.add(Problem.HEADER_LENGTH)
    return behind


def _behind_blank_line(raw: bytes, at: int, end: int) -> int:
    blank = _END.search(raw, at, end)
    return blank.end() if blank else end


def _behind_junk(raw: bytes, at: int, end: int, *, first: bool) -> int | None:
    """Return where the line behind a stray one begins, None where the text begins without a blank line."""
    line_end = raw.find(b"\n", at, end)
    if line_end < 0:
        return None
    if raw.startswith((b"From ", b">From "), at):  # a mailbox file's separator
        return line_end + 1
    behind = _FIELD.match(raw, line_end + 1, end)
    if behind is None or first:
        return None
    return line_end + 1 if is_known(behind[1].lower()) else None


def is_known(name: bytes) -> bool:
    """Return whether mail programs write a field of that lower-case name."""
    return name in _KNOWN or name.startswith(_KNOWN_FAMILIES)
