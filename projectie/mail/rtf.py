"""Rich text as Outlook packs it (MS-OXRTFCP, MS-OXRTFEX): compressed RTF → text, or the HTML it was made from."""

import re
from dataclasses import dataclass, replace
from itertools import islice

from projectie.mail.charsets import codec_of, decode

_PRESET = (
    rb"{\rtf1\ansi\mac\deff0\deftab720{\fonttbl;}{\f0\fnil \froman \fswiss \fmodern \fscript \fdecor MS Sans Serif"
    rb"SymbolArialTimes New RomanCourier{\colortbl\red0\green0\blue0"
    b"\r\n"
    rb"\par \pard\plain\f0\fs20\b\i\u\tab\tx"
)
_COMPRESSED, _PLAIN = b"LZFu", b"MELA"
_HEADER = 16  # bytes: two sizes, which of the two it is, a checksum
_WINDOW = 4096
_TOKEN = re.compile(
    rb"\\([a-z]{1,32})(-?[0-9]{1,9})? ?|\\'([0-9a-fA-F]{2})|\\([^a-z'])|([{}])|[\r\n]+|([^\\{}\r\n]+)|\\"
)
_MOST_TOKENS = 300_000
_DEEPEST = 200  # groups; deeper ones are read as if they stood there
_SILENT = frozenset(
    b"fonttbl colortbl stylesheet info pict object header footer footnote listtable rsidtbl generator themedata".split()
)
_WORDS = {
    b"par": "\n", b"line": "\n", b"row": "\n", b"tab": "\t", b"cell": " ", b"emdash": "—", b"endash": "–",
    b"lquote": "‘", b"rquote": "’", b"ldblquote": "“", b"rdblquote": "”", b"bullet": "•",
}  # fmt: skip
_SIGNS = {b"~": "\u00a0", b"_": "\u2011", b"\n": "\n", b"\r": "\n", b"\\": "\\", b"{": "{", b"}": "}"}


def decompressed(data: bytes, most: int) -> bytes:
    """Return the RTF, no more than that many bytes of it; empty where there is none."""
    kind, body = data[8:12], data[_HEADER:]
    if kind == _PLAIN:
        return body[:most]
    return _expanded(body, most) if kind == _COMPRESSED else b""


def _expanded(body: bytes, most: int) -> bytes:
    window = bytearray(_PRESET.ljust(_WINDOW, b"\0"))
    write, at, out = len(_PRESET), 0, bytearray()
    while at < len(body) and len(out) < most:
        flags, at = body[at], at + 1
        for bit in range(8):
            size = 2 if flags >> bit & 1 else 1
            if at + size > len(body):
                return bytes(out)
            if size == 1:
                piece = body[at : at + 1]
            else:
                offset, length = body[at] << 4 | body[at + 1] >> 4, (body[at + 1] & 15) + 2
                if offset == write:  # the end is marked by a reference to itself
                    return bytes(out[:most])
                piece = bytes(_repeated(window, offset, write, length))
            at += size
            for byte in piece:
                window[write] = byte
                write = (write + 1) % _WINDOW
            out += piece
    return bytes(out[:most])


def _repeated(window: bytearray, offset: int, write: int, length: int) -> list[int]:
    """Return what was written before, also where it runs into what is being written now."""
    span = (write - offset) % _WINDOW
    return [window[(offset + index % span) % _WINDOW] for index in range(length)]


@dataclass(frozen=True, slots=True)
class _Group:
    silent: bool = False
    skipped: bool = False  # shown by a program that reads RTF alone: the HTML says it in its own way
    fallback: int = 1  # bytes behind a Unicode letter, for programs that know none


def read_rtf(data: bytes) -> tuple[str, bool]:
    """Return the text of RTF and whether that is HTML, which Outlook writes down as RTF."""
    reader = _Reader(is_html=b"\\fromhtml" in data[:2_000])
    for token in islice(_TOKEN.finditer(data), _MOST_TOKENS):
        reader.take(token)
    return reader.whole(), reader.is_html


class _Reader:
    """Goes through the tokens once; what a group changes ends with it."""

    def __init__(self, *, is_html: bool) -> None:
        self.is_html = is_html
        self._codec = "cp1252"
        self._out: list[str] = []
        self._bytes = bytearray()
        self._groups: list[_Group] = []
        self._now = _Group()
        self._skip = 0
        self._starred = False

    def take(self, token: re.Match[bytes]) -> None:
        """Read one token."""
        word, number, code, sign, brace, text = token.groups()
        if brace:
            self._brace(brace)
        elif word:
            self._word(word, number)
        elif code:
            self._raw(bytes((int(code, 16),)))
        elif sign == b"*":
            self._starred = True
        elif sign:
            self._say(_SIGNS.get(sign, ""))
        elif text:
            self._raw(text)

    def _brace(self, brace: bytes) -> None:
        self._starred, self._skip = False, 0
        if brace == b"{":
            if len(self._groups) < _DEEPEST:
                self._groups.append(self._now)
        elif self._groups:
            self._now = self._groups.pop()

    def _word(self, word: bytes, number: bytes | None) -> None:
        starred, self._starred = self._starred, False
        if word in _SILENT or (starred and not (self.is_html and word == b"htmltag")):
            self._now = replace(self._now, silent=True)
        elif word == b"htmlrtf":
            self._now = replace(self._now, skipped=self.is_html and number != b"0")
        elif word == b"uc":
            self._now = replace(self._now, fallback=min(int(number or 1), 10))
        elif word == b"ansicpg":
            self._codec = codec_of(f"cp{int(number or 1252)}") or "cp1252"
        elif word == b"u" and number:
            self._unicode(int(number))
        else:
            self._say(_WORDS.get(word, ""))

    def _unicode(self, number: int) -> None:
        self._say(chr(number % 65_536))
        self._skip = max(self._now.fallback, 0)

    def _raw(self, data: bytes) -> None:
        skipped = min(self._skip, len(data))
        self._skip -= skipped
        if not self._now.silent and not self._now.skipped:
            self._bytes += data[skipped:]

    def _say(self, text: str) -> None:
        if text and not self._now.silent and not self._now.skipped:
            self._flush()
            self._out.append(text)

    def _flush(self) -> None:
        if self._bytes:
            self._out.append(decode(bytes(self._bytes), self._codec)[0])
            self._bytes.clear()

    def whole(self) -> str:
        """Return all that was said; letters beyond the first 65,536 come in two halves."""
        self._flush()
        return "".join(self._out).encode("utf-16", "surrogatepass").decode("utf-16", "replace")
