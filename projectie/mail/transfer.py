"""Content-Transfer-Encoding: the bytes of a part as they were before they travelled."""

import binascii
import re

from projectie.mail.findings import Findings
from projectie.mail.letter import Problem

_AS_THEY_ARE = frozenset(("", "7bit", "8bit", "binary", "7-bit", "8-bit"))
_UUENCODED = frozenset(("x-uuencode", "uuencode", "uue", "x-uue"))
_NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/]+")
_NO_BASE64 = re.compile(rb"[^A-Za-z0-9+/=\s]|\S \S")
_PROSE = re.compile(rb"\S \S")
_LONGEST_LINE = 1_000  # bytes


def decoded(data: memoryview, encoding: str, findings: Findings, *, text: bool = False) -> bytes:
    """Return the decoded content; whatever cannot be decoded is kept as it stands.

    `text`: this is to be read by a person, so content that lies about being base64 stays legible.
    """
    encoding = encoding.partition(";")[0].strip().lower()
    if encoding == "base64":
        return _base64(data, findings, text=text)
    if encoding == "quoted-printable":
        return binascii.a2b_qp(data)
    if encoding in _UUENCODED:
        return _uu(bytes(data), findings)
    if encoding not in _AS_THEY_ARE:
        findings.add(Problem.TRANSFER)
    return bytes(data)


def _base64(data: memoryview, findings: Findings, *, text: bool) -> bytes:
    prose = _prose_behind(data) if text else len(data)
    if prose < len(data):  # a list's footer behind the encoded text, or text that never was encoded
        findings.add(Problem.TRANSFER)
        return _letters(data[:prose], findings) + bytes(data[prose:])
    return _letters(data, findings)


def _prose_behind(data: memoryview) -> int:
    """Return where lines begin that are prose, not base64; the length where none are."""
    odd = _NO_BASE64.search(data)
    if odd is None:
        return len(data)
    before = bytes(data[max(odd.start() - _LONGEST_LINE, 0) : odd.start()])
    start = odd.start() - len(before) + before.rfind(b"\n") + 1
    return start if _PROSE.search(data, start) else len(data)


def _letters(data: memoryview, findings: Findings) -> bytes:
    try:
        return binascii.a2b_base64(data)
    except binascii.Error:
        findings.add(Problem.TRANSFER)
    letters = _NOT_BASE64.sub(b"", data)
    whole = letters[: -1 or None] if len(letters) % 4 == 1 else letters
    return binascii.a2b_base64(whole + b"=" * (-len(whole) % 4))


def _uu(data: bytes, findings: Findings) -> bytes:
    begin = data.find(b"begin ")
    lines = iter(data[begin:].split(b"\n") if begin >= 0 else ())
    next(lines, None)
    out: list[bytes] = []
    for line in lines:
        if line.strip() in {b"", b"`", b"end"}:
            break
        try:
            out.append(binascii.a2b_uu(line))
        except binascii.Error:
            findings.add(Problem.TRANSFER)
            break
    return b"".join(out) or data
