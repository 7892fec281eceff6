"""What a letter looks like on the wire, and what a mail server's words mean."""

import socket
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from projectie.mail import transport
from projectie.mail.delivery import Delivery
from projectie.mail.transport import Away, Refused, Smtp, Unreachable
from tests.mail.post_office import post_office
from tests.process import free_port

LONG_ID = f"<{'A' * 70}@{'b' * 30}.prod.outlook.example>"
LETTER = Delivery(
    letter_id=1,
    message_id="<7@projectie.com>",
    from_name='Studio "É", Leiden',
    from_address="support@projectie.com",
    to_name="Lotte\r\nBcc: x@y.nl",
    to_address="lotte@bakkerij-leiden.example",
    subject="Onderwerp: één café, " * 8,
    body_text="Hé Lotte\n.een punt\nFrom hier\n",
    body_html="<p>Hé Lotte</p>\n",
    headers={
        "In-Reply-To": LONG_ID,
        "References": f"{LONG_ID} <kort@x.nl> {LONG_ID} <é@x.nl>",
        "Auto-Submitted": "no",
    },
    language="nl",
    created_at=datetime(2026, 11, 23, 12, tzinfo=UTC),
)
_NOTHING = "nothing at all, until the other side gives up"


def test_what_is_written_arrives_letter_for_letter() -> None:
    with post_office() as office:
        Smtp(office.url).deliver(LETTER)
    (read,) = office.letters()
    assert read["From"] == '"Studio \\"É\\", Leiden" <support@projectie.com>'
    assert read["To"].addresses[0].addr_spec == "lotte@bakkerij-leiden.example"
    assert read["Subject"].strip() == ("Onderwerp: één café, " * 8).strip()
    assert read["Date"].datetime == LETTER.created_at
    assert read["Content-Language"] == "nl"
    text, html = (read.get_body((kind,)) for kind in ("plain", "html"))
    assert text is not None
    assert html is not None
    assert text.get_content().replace("\r\n", "\n") == LETTER.body_text
    assert html.get_content().replace("\r\n", "\n") == LETTER.body_html
    assert office.arrived[0].rcpt_tos == ["lotte@bakkerij-leiden.example"]
    assert "Bcc" not in read


def test_long_message_ids_stay_readable_so_that_threads_hold_together() -> None:
    with post_office() as office:
        Smtp(office.url).deliver(LETTER)
    content = office.arrived[0].content
    assert isinstance(content, bytes)
    assert f"In-Reply-To: {LONG_ID}\r\n".encode() in content
    assert f"References: {LONG_ID}\r\n <kort@x.nl>\r\n {LONG_ID}\r\n".encode() in content


def test_an_address_outside_ascii_goes_where_the_server_knows_it() -> None:
    letter = replace(LETTER, to_address="jörg@küste.example")
    with post_office() as office:
        Smtp(office.url).deliver(letter)
    assert office.arrived[0].rcpt_tos == ["jörg@küste.example"]
    with _says("250 old.example") as url, pytest.raises(Refused):
        Smtp(url).deliver(letter)


@pytest.mark.parametrize(
    ("answers", "verdict", "said"),
    [
        ({"RCPT": "550 unknown"}, Refused, "550 unknown"),
        ({"RCPT": "452 full"}, Unreachable, "452 full"),
        ({"MAIL": "553 not you"}, Refused, "553 not you"),
        ({"MAIL": "530 sign in first"}, Unreachable, "530 sign in first"),
        ({"MAIL": "421 closing"}, Unreachable, "421 closing"),
        ({"DATA": "554 no"}, Refused, "554 no"),
        ({".": "552 too large"}, Refused, "552 too large"),
        ({".": "450 busy"}, Unreachable, "450 busy"),
        ({".": ""}, Unreachable, "SMTPServerDisconnected"),
        ({"EHLO": "502 what", "HELO": "554 go away"}, Unreachable, "SMTPHeloError 554"),
        ({"hello": "554 no mail here"}, Unreachable, "SMTPConnectError 554"),
        ({"hello": "HTTP/1.1 400 Bad Request"}, Unreachable, "SMTPConnectError"),
    ],
)
def test_a_word_about_the_letter_is_final_and_a_word_about_us_is_not(
    answers: dict[str, str], verdict: type[Exception], said: str
) -> None:
    with _says("250 mail.example", **answers) as url, pytest.raises(verdict) as told:
        Smtp(url).deliver(LETTER)
    assert str(told.value).startswith(said)


@pytest.mark.parametrize("step", ["hello", "EHLO", "MAIL", "RCPT", "DATA", "."])
def test_r34_a_server_that_stalls_is_waited_for_only_so_long(
    monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    monkeypatch.setattr(transport, "STEP", 0.2)
    with _says("250 mail.example", **{step: _NOTHING}) as url, pytest.raises(Away):
        Smtp(url).deliver(LETTER)


@pytest.mark.parametrize("goodbye", ["421 too slow", "500 what", "", "nonsense"])
def test_whatever_is_said_at_the_end_a_letter_that_was_taken_is_sent(goodbye: str) -> None:
    with _says("250 mail.example", QUIT=goodbye) as url:
        Smtp(url).deliver(LETTER)


def test_a_wrong_password_is_our_fault_and_no_letter_pays_for_it() -> None:
    with (
        _says("250-mail.example\r\n250 AUTH PLAIN", AUTH="535 wrong") as url,
        pytest.raises(Unreachable) as told,
    ):
        Smtp(url.replace("//", "//user:p%40ss@")).deliver(LETTER)
    assert str(told.value) == "SMTPAuthenticationError 535"


def test_nobody_there_is_not_now() -> None:
    with pytest.raises(Unreachable):
        Smtp(f"smtp://127.0.0.1:{free_port()}").deliver(LETTER)


@contextmanager
def _says(ehlo: str, **answers: str) -> Iterator[str]:
    """A mail server of one conversation that says what it is told to; an empty answer hangs up."""
    script = {"hello": "220 ready", "EHLO": ehlo, "HELO": "250 hi", "MAIL": "250 ok", "RCPT": "250 ok"}
    script |= {"DATA": "354 go on", ".": "250 taken", "QUIT": "221 bye", "RSET": "250 ok"} | answers
    with socket.create_server(("127.0.0.1", 0)) as listener:
        talk = threading.Thread(target=_talk, args=(listener, script))
        talk.start()
        try:
            yield f"smtp://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            talk.join(20)


def _talk(listener: socket.socket, script: dict[str, str]) -> None:
    line, _ = listener.accept()
    with line, line.makefile("rwb") as words:
        said = "hello"
        while script.get(said):
            if script[said] is _NOTHING:
                words.read()
                return
            words.write(f"{script[said]}\r\n".encode())
            words.flush()
            in_letter = said == "DATA" and script[said].startswith("3")
            said = _heard(words, in_letter=in_letter)


def _heard(words: Iterable[bytes], *, in_letter: bool) -> str:
    for raw in words:
        text = raw.decode().strip()
        if not in_letter:
            return str(text.split()[0].upper())
        if text == ".":
            return "."
    return ""
