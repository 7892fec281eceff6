"""Header text: encoded words (RFC 2047), also broken, split and unknown ones, on one line."""

import binascii
import re

from projectie.mail.charsets import decode, storable

# Each run of [^?=] ends at the next "?" or "=", and no word runs past the start of another: linear.
WORD = re.compile(
    r"=\?([^?\s*]{1,40})(?:\*[^?\s]{0,20})?\?([bBqQ])\?"
    r"([^?=]*(?:(?:=(?!\?)|=(?=\?=)|\?(?!=))[^?=]*)*)(?:\?=|\Z)",
)
_NOT_BASE64 = re.compile(r"[^A-Za-z0-9+/]+")
_BREAKS = re.compile("[\r\n][\r\n \t]*|[\t\x0b\x0c\x1c-\x1f\x85\u2028\u2029]")
_OVERRIDES = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def one_line(text: str) -> str:
    """Return the text on one line, without control characters and bidirectional overrides."""
    if text.isascii() and text.isprintable():
        return text.strip()
    return _OVERRIDES.sub("", storable(_BREAKS.sub(" ", text))).strip()


def decode_words(text: str) -> str:
    """Return header text with its encoded words read; adjacent words are one text (RFC 2047, 6.2)."""
    if "=?" not in text:
        return text
    out: list[str] = []
    run: list[tuple[str, str, str]] = []
    at = 0
    for word in WORD.finditer(text):
        gap = text[at : word.start()]
        if gap and not (run and gap.isspace()):
            out += _decode_run(run), gap
            run = []
        run.append((word[1].lower(), word[2].lower(), word[3]))
        at = word.end()
    return "".join((*out, _decode_run(run), text[at:]))


def _decode_run(run: list[tuple[str, str, str]]) -> str:
    """Words of one charset and encoding are joined before decoding: programs split inside letters."""
    out: list[str] = []
    at = 0
    while at < len(run):
        charset, encoding, _ = run[at]
        end = at
        while end < len(run) and run[end][:2] == (charset, encoding):
            end += 1
        payloads = [payload for _, _, payload in run[at:end]]
        out.append(decode(_base64(payloads) if encoding == "b" else _q(payloads), charset)[0])
        at = end
    return "".join(out)


def _q(payloads: list[str]) -> bytes:
    return b"".join(binascii.a2b_qp(payload.encode(errors="replace"), header=True) for payload in payloads)


def _base64(payloads: list[str]) -> bytes:
    letters = [_NOT_BASE64.sub("", payload) for payload in payloads]
    if any("=" in payload for payload in payloads[:-1]):
        return b"".join(_unpadded(word) for word in letters)
    return _unpadded("".join(letters))


def _unpadded(letters: str) -> bytes:
    whole = letters[: -1 or None] if len(letters) % 4 == 1 else letters
    return binascii.a2b_base64(whole + "=" * (-len(whole) % 4))
