"""What a mail holds, as staff get it: its page as the sender made it, and its files."""

import tracemalloc
from base64 import encodebytes
from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import select

from projectie.clock.now import now
from projectie.database import db
from projectie.mail.letter import Limits, Problem
from projectie.mail.models import Mailbox
from projectie.tickets.intake import receive as take_in
from projectie.tickets.models import Attachment, Message
from tests.post import intake, letter, receive
from tests.town import Town
from tests.visitor import Page, Visitor

PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256))
MARKUP = (
    '<p hx-get="/x">Zie <a href="https://evil.example/">bank.nl</a></p><script>x</script><form action="/x"></form>'
    '<img src="cid:logo@x.example" alt="ons logo"><img src="https://track.example/1.png" alt="reclame">'
)


def _part(kind: str, name: str, content: bytes, *more: str) -> str:
    fields = [f'Content-Type: {kind}; name="{name}"', "Content-Transfer-Encoding: base64", *more]
    return "\r\n".join((*fields, "", encodebytes(content).decode()))


def _mail(*parts: str, subject: str = "Bijlagen") -> bytes:
    body = "".join(f"--b\r\n{part}\r\n" for part in parts) + "--b--"
    return letter(body=body, Content_Type='multipart/mixed; boundary="b"', subject=subject)


@pytest.fixture
def number(app: Flask, town: Town) -> int:
    """Return the message of a mail with HTML, a picture in it, and files."""
    html = f"Content-Type: text/html; charset=utf-8\r\n\r\n{MARKUP}"
    picture = _part("image/png", "logo.png", PNG, "Content-ID: <logo@x.example>")
    page = _part("text/html", "gevaar.html", b"<script>alert(1)</script>")
    named = _part(
        "application/pdf",
        "x",
        b"%PDF",
        "Content-Disposition: attachment; filename*=utf-8''%E2%80%AE%22b%0Ad%22%20%D1%84%D0%B0%D0%BA%D1%82.pdf",
    )
    message = receive(app, _mail(html, picture, page, named, subject="Met plaatje")).message
    assert message is not None
    return message


def _file(position: int) -> Attachment:
    return db.session.scalars(select(Attachment).order_by(Attachment.id)).all()[position]


def _get(visit: Callable[..., Visitor], position: int, **headers: str) -> Page:
    fields = {name.replace("_", "-"): value for name, value in headers.items()}
    return visit("daan").get(f"/desk/attachments/{_file(position).id}", headers=fields)


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_page_of_a_mail_runs_nothing_and_fetches_nothing(
    visit: Callable[..., Visitor], number: int, language: str
) -> None:
    page = visit("daan", language).get(f"/desk/messages/{number}/page")
    policy = page.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "img-src 'self';" in policy
    assert "allow-scripts" not in policy
    assert "allow-forms" not in policy
    assert page.one("span", class_="goes-to").text == "evil.example"
    assert [image.get("src") for image in page.all("img")] == [f"/desk/attachments/{_file(0).id}"]
    assert "track.example" in page.text
    assert page.all("form") == page.all("script") == []
    assert "hx-get" not in page.html


def test_images_from_elsewhere_come_when_the_reader_asks(visit: Callable[..., Visitor], number: int) -> None:
    page = visit("daan").get(f"/desk/messages/{number}/page?images=1")
    assert "img-src 'self' https:" in page.headers["Content-Security-Policy"]
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert page.one("img", src="https://track.example/1.png").get("referrerpolicy") == "no-referrer"


def test_a_mail_without_html_has_no_page(app: Flask, visit: Callable[..., Visitor], number: int) -> None:
    plain = receive(app, letter()).message
    assert visit("daan").get(f"/desk/messages/{plain}/page").status == 404
    assert visit("lotte").get(f"/desk/messages/{number}/page").status == 404


def test_the_ticket_shows_the_frame_the_picture_and_the_files(
    visit: Callable[..., Visitor], number: int
) -> None:
    ticket = db.session.get_one(Message, number).ticket_number
    page = visit("daan").get(f"/desk/tickets/{ticket}")
    frame = page.one("iframe")
    assert frame.get("src") == f"/desk/messages/{number}/page"
    assert "allow-scripts" not in (frame.get("sandbox") or "")
    assert page.one("img", src=f"/desk/attachments/{_file(0).id}").get("loading") == "lazy"
    assert "gevaar.html" in page.text


@pytest.mark.parametrize(
    ("position", "kind", "how"),
    [
        (0, "image/png", "inline"),
        (1, "application/octet-stream", "attachment"),
        (2, "application/pdf", "attachment"),
    ],
)
def test_what_a_browser_might_run_is_a_download(
    visit: Callable[..., Visitor], number: int, position: int, kind: str, how: str
) -> None:
    answer = _get(visit, position)
    assert answer.headers["Content-Type"] == kind
    assert answer.headers["Content-Disposition"].startswith(f"{how};")
    assert answer.headers["Content-Security-Policy"].startswith("sandbox")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_a_name_is_written_so_that_nobody_is_misled(visit: Callable[..., Visitor], number: int) -> None:
    said = _get(visit, 2).headers["Content-Disposition"]
    assert (
        said
        == "attachment; filename=\"_bd_ ____.pdf\"; filename*=UTF-8''%22bd%22%20%D1%84%D0%B0%D0%BA%D1%82.pdf"
    )


def test_a_file_is_had_in_parts(visit: Callable[..., Visitor], number: int) -> None:
    whole = _get(visit, 0)
    tag = whole.headers["ETag"]
    assert (whole.status, whole.response.data, whole.headers["Accept-Ranges"]) == (200, PNG, "bytes")
    part = _get(visit, 0, Range="bytes=8-11", If_Range=tag)
    assert (part.status, part.response.data) == (206, PNG[8:12])
    assert part.headers["Content-Range"] == f"bytes 8-11/{len(PNG)}"
    assert _get(visit, 0, Range="bytes=-4").response.data == PNG[-4:]
    changed = _get(visit, 0, Range="bytes=8-11", If_Range='"another"')
    assert (changed.status, changed.response.data) == (200, PNG)
    past = _get(visit, 0, Range="bytes=9999-")
    assert (past.status, past.headers["Content-Range"]) == (416, f"bytes */{len(PNG)}")
    assert _get(visit, 0, Range="bytes=0-1,4-5").status == 200
    assert _get(visit, 0, Range="bytes=nonsense").status == 200
    assert _get(visit, 0, If_None_Match=tag).status == 304


def test_head_tells_the_size_and_sends_nothing(visit: Callable[..., Visitor], number: int) -> None:
    visitor = visit("daan")
    answer = visitor.client.head(f"/desk/attachments/{_file(0).id}")
    assert (answer.status_code, answer.content_length, answer.data) == (200, len(PNG), b"")


def test_text_is_streamed_and_not_packed(app: Flask, visit: Callable[..., Visitor]) -> None:
    text = b"regel\n" * 100_000
    receive(app, _mail(_part("text/plain", "log.txt", text, "Content-Disposition: attachment")))
    answer = _get(visit, 0, Accept_Encoding="gzip", Range="bytes=6-11")
    assert (answer.status, answer.response.data) == (206, b"regel\n")
    assert _get(visit, 0, Accept_Encoding="gzip").response.data == text


@pytest.mark.parametrize("problem", [*Problem, "unread"])
@pytest.mark.parametrize("app", ["sqlite"], indirect=True)
def test_r29_what_could_not_be_read_is_said_on_the_message(
    app: Flask, visit: Callable[..., Visitor], problem: str
) -> None:
    received = receive(app, letter())
    message = db.session.get_one(Message, received.message)
    message.problems = [str(problem)]
    db.session.commit()
    page = visit("daan").get(f"/desk/tickets/{received.ticket}")
    notice = page.one("p", class_="notice", data_kind="warning")
    assert [link.get("href") for link in notice.iter("a")] == [f"/desk/mail/{message.id}/raw"]


def _nested(levels: int) -> str:
    return (
        "".join(f"Content-Type: multipart/mixed; boundary=b{n}\r\n\r\n--b{n}\r\n" for n in range(levels))
        + "\r\nhallo"
    )


@pytest.mark.parametrize("app", ["sqlite"], indirect=True)
def test_r29_ten_thousand_nested_parts_are_a_ticket_that_says_so(
    app: Flask, visit: Callable[..., Visitor]
) -> None:
    raw = letter(body="--b\r\n" + _nested(10_000), Content_Type="multipart/mixed; boundary=b")
    received = receive(app, raw)
    page = visit("daan").get(f"/desk/tickets/{received.ticket}")
    assert "dieper in elkaar dan we lezen" in page.text
    assert visit("daan").get(f"/desk/mail/{received.message}/raw").response.data == raw


@pytest.mark.parametrize("app", ["sqlite"], indirect=True)
def test_r29_fifty_megabytes_are_a_ticket_with_the_whole_file_and_not_many_copies_in_memory(
    app: Flask, visit: Callable[..., Visitor]
) -> None:
    content = bytes(range(256)) * 195_313
    parts = (_part("application/zip", "foto.zip", content), "Content-Type: text/plain\r\n\r\nzie de bijlage")
    raw = _mail(*reversed(parts), subject="Groot")
    tracemalloc.start()
    received = receive(app, raw)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 4 * len(raw)
    assert (_file(0).size, db.session.get_one(Message, received.message).problems) == (50_000_128, [])
    part = _get(visit, 0, Range="bytes=50000000-50000003")
    assert part.response.data == content[50_000_000:50_000_004]


@pytest.mark.parametrize("app", ["sqlite"], indirect=True)
def test_r29_of_a_mail_past_the_limit_the_beginning_is_read_and_all_is_kept(
    app: Flask, visit: Callable[..., Visitor]
) -> None:
    first, last = (_part("application/pdf", f"{name}.pdf", bytes(200_000)) for name in ("eerste", "laatste"))
    raw = _mail("Content-Type: text/plain\r\n\r\nzie de bijlagen", first, last)
    limited = replace(intake(app), limits=Limits(mail_bytes=400_000))
    received = take_in(raw, Mailbox.SUPPORT, limited, now())
    page = visit("daan").get(f"/desk/tickets/{received.ticket}")
    assert "groter dan we lezen" in page.text
    assert "zie de bijlagen" in page.text
    assert [each.filename for each in db.session.scalars(select(Attachment))] == ["eerste.pdf"]
    assert visit("daan").get(f"/desk/mail/{received.message}/raw").response.data == raw
