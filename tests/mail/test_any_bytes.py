"""Any bytes are read, never with an error (R29)."""

import sysconfig
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from projectie.mail.identity import content_digest
from projectie.mail.parse import parse
from tests.mail.corpus.case import OURS
from tests.mail.corpus.writing import CASES
from tests.mail.judging import judge

_NAMES = (
    "From", "To", "Cc", "Subject", "Date", "Message-ID", "In-Reply-To", "References", "Reply-To", "Return-Path",
    "Content-Type", "Content-Transfer-Encoding", "Content-Disposition", "Content-ID", "Auto-Submitted", "Precedence",
    "List-Id", "X-Failed-Recipients", "Authentication-Results", "Delivered-To",
)  # fmt: skip
_FRAGMENTS = (
    b"<", b">", b'"', b"(", b")", b",", b";", b":", b"@", b"=", b"?=", b"=?utf-8?q?", b"=?utf-7?b?", b"=E9", b"\\",
    b"\n", b"\r\n", b"\n ", b"\n\n", b"\0", b"\xff", b"\xc3\xa9", b"a@b.example", b"multipart/mixed", b"boundary=b",
    b"--b\n", b"--b--\n", b"text/html", b"text/plain", b"message/rfc822", b"message/delivery-status", b"base64",
    b"quoted-printable", b"charset=utf-16", b"charset=utf-7", b"filename*0*=", b"utf-8''%E2%80%AE", b"attachment",
    b"format=flowed", b"On 1 Jan a@b wrote:\n", b"> ", b"-- \n", b"From: a\nSent: b\nTo: c\n", b"<p>", b"<b a=1>",
    b"<script>", b"</script>", b"<!--", b"<a href=http://x>", b"<img src=", b"<table>", b"&#0;", b"<blockquote>",
    b"multipart/report", b"dmarc=pass", OURS.encode(), b"1" * 30, b" " * 30, b"+2AA-", b"\x1b$B",
)  # fmt: skip
_FOLDER = Path(sysconfig.get_path("stdlib"), "test", "test_email", "data")
_PYTHONS = sorted(path for path in _FOLDER.glob("*") if path.is_file()) if _FOLDER.is_dir() else []


def fragments() -> st.SearchStrategy[bytes]:
    """Return pieces of mails, put together without sense."""
    return st.lists(st.sampled_from(_FRAGMENTS) | st.binary(max_size=5), max_size=30).map(b"".join)


@st.composite
def nearly_mails(draw: st.DrawFn) -> bytes:
    """Return a header of real field names with nonsense for values, and a body of nonsense."""
    fields = draw(st.lists(st.tuples(st.sampled_from(_NAMES), fragments()), max_size=10))
    return (
        b"".join(name.encode() + b": " + value + b"\n" for name, value in fields) + b"\n" + draw(fragments())
    )


@st.composite
def damaged_letters(draw: st.DrawFn) -> bytes:
    """Return a letter of the corpus, cut, with bytes turned, dropped or put in."""
    raw = bytearray(draw(st.sampled_from(CASES)).raw)
    for _ in range(draw(st.integers(1, 6))):
        at, length = draw(st.integers(0, len(raw))), draw(st.integers(0, 20))
        raw[at : at + length] = draw(st.sampled_from(_FRAGMENTS) | st.binary(max_size=5))
    return bytes(raw[: draw(st.integers(0, len(raw)))] if draw(st.booleans()) else raw)


def _reads(raw: bytes) -> None:
    letter = judge(parse(raw, authserv_id=OURS))
    assert letter.raw_size == len(raw)
    assert parse(raw, authserv_id=OURS) == letter
    assert content_digest(raw) == content_digest(raw)


@given(st.binary(max_size=400))
def test_r29_any_bytes_are_read(raw: bytes) -> None:
    _reads(raw)


@given(nearly_mails())
@settings(max_examples=300)
def test_r29_nonsense_in_real_fields_is_read(raw: bytes) -> None:
    _reads(raw)


@given(damaged_letters())
@settings(max_examples=300)
def test_r29_damaged_letter_is_read(raw: bytes) -> None:
    _reads(raw)


@given(fragments(), st.sampled_from(["text/html", "text/plain; format=flowed; delsp=yes", "text/plain"]))
@settings(max_examples=200)
def test_r29_any_body_is_read(body: bytes, kind: str) -> None:
    _reads(f"From: a@b.example\nContent-Type: {kind}\n\n".encode() + body)


@pytest.mark.skipif(not _PYTHONS, reason="this Python came without its own e-mail tests")
@pytest.mark.parametrize("path", _PYTHONS, ids=lambda path: path.name)
def test_r29_pythons_own_test_mail_is_read(path: Path) -> None:
    _reads(path.read_bytes())
