"""Mails that are meant to break their reader: limits hold, and what could be read is there (R29)."""

from base64 import encodebytes

import pytest

from projectie.mail.letter import Letter, Limits, Problem
from projectie.mail.parse import parse
from tests.mail.judging import judge

HEAD = b"From: Anna <anna@bakkerij.example>\nSubject: Inloggen\nMessage-ID: <1@bakkerij.example>\n"
MILLION = 1_000_000


def _read(raw: bytes, limits: Limits | None = None) -> Letter:
    letter = judge(parse(raw, limits or Limits()))
    assert not letter.unreadable
    return letter


def _html(markup: bytes) -> Letter:
    return _read(HEAD + b"Content-Type: text/html; charset=utf-8\n\n" + markup)


def _nested(levels: int) -> bytes:
    opened = b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(levels)
    )
    return HEAD + opened + b"Content-Type: text/plain\n\nhallo\n"


def test_r29_ten_thousand_nested_parts_are_read_to_the_limit() -> None:
    letter = _read(_nested(10_000))
    assert Problem.DEPTH in letter.problems
    assert letter.subject == "Inloggen"
    assert [each.content_type for each in letter.attachments] == ["multipart/mixed"]
    assert letter.attachments[0].content.endswith(b"hallo\n")


def test_r29_parts_nested_within_the_limit_are_read_to_the_bottom() -> None:
    letter = _read(_nested(19))
    assert letter.body_text == "hallo"
    assert letter.problems == ()


def test_r29_ten_thousand_parts_are_read_to_the_limit() -> None:
    part = b"--b\nContent-Type: text/plain\n\nhallo\n"
    letter = _read(HEAD + b"Content-Type: multipart/mixed; boundary=b\n\n" + part * 10_000)
    assert Problem.PARTS in letter.problems
    assert letter.body_text.count("hallo") == Limits().parts - 1


def test_r29_lines_that_only_begin_like_a_boundary_do_not_hold_up() -> None:
    letter = _read(
        HEAD + b"Content-Type: multipart/mixed; boundary=b\n\n--b\n\nhallo\n" + b"--bb\n" * MILLION
    )
    assert Problem.PARTS in letter.problems
    assert letter.body_text.startswith("hallo")


@pytest.mark.parametrize(
    "value",
    [
        b" ".join([b"=?utf-8?q?caf=C3=A9?="] * 20_000),
        b" ".join([b"=?utf-8?q?caf"] * 20_000),
        b"=?a?q?" * 20_000,
        b"(" * MILLION,
        b'\\"' * MILLION,
        b'"' + b'\\"' * MILLION,
        b"<" * MILLION,
        b"," * MILLION,
        b"a@" * MILLION,
        b"a\n " * MILLION,
        b" " * MILLION + b"x",
        b'x; a="b' * MILLION,
        b"x; a*0=b" * MILLION,
        b"mx.studio.example; " + b"(" * MILLION,
    ],
    ids=range(14),
)
@pytest.mark.parametrize(
    "name", ["Subject", "From", "To", "References", "Content-Type", "Date", "Authentication-Results"]
)
def test_r29_endless_field_is_cut_and_the_rest_is_read(name: str, value: bytes) -> None:
    raw = name.encode() + b": " + value + b"\nX-Behind: yes\nMessage-ID: <1@bakkerij.example>\n\nhallo"
    letter = judge(parse(raw, authserv_id="mx.studio.example"))
    assert Problem.HEADER_LENGTH in letter.problems
    assert letter.message_id == "<1@bakkerij.example>"
    assert letter.body_text == "hallo"


def test_r29_too_many_fields_are_skipped_and_the_text_is_read() -> None:
    letter = _read(HEAD + b"X-A: b\n" * MILLION + b"\nhallo")
    assert Problem.HEADERS in letter.problems
    assert letter.body_text == "hallo"


def test_r29_too_many_recipients_are_cut() -> None:
    letter = _read(HEAD + b"To: " + b", ".join(b"a%d@b.example" % n for n in range(5_000)) + b"\n\nhallo")
    assert Problem.ADDRESSES in letter.problems
    assert len(letter.to) == Limits().addresses


def test_r30_of_too_many_references_root_and_latest_stay() -> None:
    written = b" ".join(b"<%d@b.example>" % n for n in range(100))
    letter = _read(HEAD + b"References: " + written + b"\n\nhallo", Limits(addresses=10))
    assert letter.references[0] == "<0@b.example>"
    assert letter.references[-1] == "<99@b.example>"
    assert len(letter.references) == 10


def test_r29_endless_text_is_cut_and_attached_whole() -> None:
    text = b"Dit is een regel van de tekst.\n" * 100_000
    letter = _read(HEAD + b"\n" + text)
    assert letter.problems == (Problem.BODY,)
    assert letter.body_text.startswith("Dit is een regel")
    assert len(letter.body_text) <= Limits().body_bytes
    assert letter.attachments[0].content == text


def test_r29_text_is_never_cut_inside_a_letter() -> None:
    letter = _read(
        HEAD + b"Content-Type: text/plain; charset=utf-8\n\n" + "é".encode() * 100, Limits(body_bytes=101)
    )
    assert letter.body_text == "é" * 50


def test_r29_fifty_megabytes_are_attached_byte_for_byte() -> None:
    content = bytes(range(256)) * 140_000
    part = b"--b\nContent-Type: application/pdf; name=a.pdf\nContent-Transfer-Encoding: base64\n\n"
    letter = parse(
        HEAD
        + b"Content-Type: multipart/mixed; boundary=b\n\n--b\n\nhallo\n"
        + part
        + encodebytes(content)
        + b"--b--\n"
    )
    assert letter.body_text == "hallo"
    assert letter.attachments[0].content == content


@pytest.mark.parametrize(
    "markup",
    [
        b"<div>" * 200_000,
        b"".join(b"<b a=%d><p>x" % n for n in range(60_000)),
        b"".join(b"<b a=%d><p>x" % n for n in range(700)),
        b"<b>" * 300_000,
        b'<a "' * 200_000,
        b"<" * MILLION,
        b"<!--" * 200_000,
        b"<script>" * 100_000,
        b"&" * MILLION,
        b"&amp;" * 200_000,
        b"<table><tr><td>" * 60_000,
        b"<table>x<b>" * 90_000,
        b"<table><tr><td>a</td><td>b</td></tr></table>" * 20_000,
        b"<blockquote>x" * 70_000,
        b"<ol><li>" * 100_000,
        b"<select><option>" * 60_000,
        b'<img src="http://x.example/y.png" alt="q">' * 20_000,
        b"<p " + b" ".join(b"a%d" % n for n in range(30_000)) + b">x",
    ],
    ids=range(18),
)
def test_r29_hostile_markup_is_read(markup: bytes) -> None:
    letter = _html(markup)
    assert len(letter.body_html or "") < 10 * MILLION


def test_r29_heavy_markup_keeps_its_text_and_links() -> None:
    letter = _html(
        b"<table>"
        + b'<tr><td>een</td><td><a href="https://x.example/">twee</a></td></tr>' * 3_000
        + b"</table>"
    )
    assert letter.body_text.splitlines()[0] == "een twee <https://x.example/>"
    assert 'href="https://x.example/"' in (letter.body_html or "")


def test_r29_markup_past_the_limit_is_attached_whole() -> None:
    markup = b"<p>regel</p>" * 100_000
    letter = _html(markup)
    assert Problem.BODY in letter.problems
    assert letter.attachments[0].content == markup


def test_r29_images_written_into_markup_do_not_use_up_the_limit() -> None:
    letter = _html(b'<p>voor</p><img src="data:image/png;base64,' + b"A" * MILLION + b'"><p>na</p>')
    assert letter.body_text == "voor\n\nna"
    assert letter.problems == ()


@pytest.mark.parametrize("depth", [0, 101])
def test_depth_that_could_not_be_followed_is_refused(depth: int) -> None:
    with pytest.raises(ValueError, match="depth"):
        Limits(depth=depth)


@pytest.mark.parametrize(
    "piece", [b">\n", b" \n", b"<a@b.example>\n", b"Message-ID:\n", b"550 no\n"], ids=range(5)
)
def test_r31_endless_bounce_is_read(piece: bytes) -> None:
    head = b"From: MAILER-DAEMON@mx.example\nReturn-Path: <>\nSubject: Undelivered Mail\n\n"
    letter = judge(parse(head + b"Niet bezorgd.\n" + piece * 200_000))
    assert letter.is_bounce


def test_r31_endless_delivery_report_names_a_bounded_number_of_recipients() -> None:
    head = b"Return-Path: <>\nFrom: mailer-daemon@mx.example\nContent-Type: multipart/report; boundary=b; report-type=delivery-status\n\n"
    status = (
        b"--b\nContent-Type: message/delivery-status\n\n"
        + b"Final-Recipient: rfc822; a@b.example\n\n" * 100_000
    )
    letter = judge(parse(head + status))
    assert letter.bounce
    assert len(letter.bounce.deliveries) == 500
