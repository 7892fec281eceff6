"""When two raw mails are the same one (R29)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from projectie.mail.identity import content_digest

MAIL = (
    b"From: anna@bakkerij.example\nSubject: Inloggen\nMessage-ID: <1@x.example>\n\nHallo,\n\nhet lukt niet.\n"
)


@pytest.mark.parametrize(
    "same",
    [
        b"Received: from a by b; Mon, 23 Nov 2026 15:05:00 +0100\n" + MAIL,
        b"Received: from a\n\tby b\nReceived: from c by d\nX-Spam: no\n" + MAIL,
        b"From anna@bakkerij.example Mon Nov 23 15:05:00 2026\n" + MAIL,
        b"\r\n" + MAIL,
        MAIL.replace(b"\n", b"\r\n"),
        MAIL.replace(b"\n", b"\r"),
        MAIL + b"\r\n\n",
        MAIL.rstrip(b"\n"),
    ],
    ids=["received", "more-received", "mailbox-file", "blank-line", "crlf", "cr", "more-ends", "no-end"],
)
def test_r29_the_way_a_mail_came_changes_no_digest(same: bytes) -> None:
    assert content_digest(same) == content_digest(MAIL)


@pytest.mark.parametrize(
    "other",
    [
        MAIL.replace(b"niet", b"wel"),
        MAIL.replace(b"\n\nhet", b"\nhet"),
        MAIL + b"PS",
        MAIL.replace(b"lukt ", b"lukt  "),
    ],
    ids=["word", "blank-line", "more", "space"],
)
def test_r29_other_content_is_another_mail(other: bytes) -> None:
    assert content_digest(other) != content_digest(MAIL)


def test_r29_header_without_content_is_the_same_however_it_came() -> None:
    head = b"From: anna@bakkerij.example\nMessage-ID: <1@x.example>"
    assert content_digest(b"Received: from a by b\n" + head) == content_digest(head + b"\r\n\r\n")


@given(st.binary(), st.integers(0, 3))
def test_r29_line_ends_of_any_content_count_the_same(body: bytes, more: int) -> None:
    body = body.replace(b"\r", b"")
    assert content_digest(b"From: a@b.example\n\n" + body) == content_digest(
        b"From: a@b.example\r\n\r\n" + body.replace(b"\n", b"\r\n") + b"\r\n" * more
    )


def test_r29_long_content_is_the_same_with_line_ends_at_every_place() -> None:
    body = b"\n".join(b"x" * (n % 97) for n in range(60_000))
    assert content_digest(b"From: a@b.example\n\n" + body) == content_digest(
        b"From: a@b.example\r\n\r\n" + body.replace(b"\n", b"\r\n")
    )
