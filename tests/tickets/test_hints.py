"""What never joins a ticket by itself opens a new one with a hint, and the page shows it (R30)."""

from base64 import b64encode
from collections.abc import Callable

import pytest
from flask import Flask

from projectie.mail.models import Mailbox
from tests.post import letter, receive
from tests.town import Town
from tests.visitor import Visitor

LOTTE = "Lotte <lotte@bakkerij-leiden.example>"
INDEX = b64encode(b"\x01" * 22).decode()
ANSWER = b64encode(b"\x01" * 22 + b"\x02" * 5).decode()


@pytest.mark.parametrize(
    "again",
    [
        {"subject": "Over #1001: nog iets"},
        {"subject": "Re: ticket 1001"},
        {"subject": "Antw: Formulier  "},
        {"subject": "formulier", "from_": "Joris <joris@bakkerij-leiden.example>"},
        {"subject": "Iets anders", "Message_ID": "<first@x.example>"},
        {"subject": "Iets anders", "Thread_Index": ANSWER},
        {"subject": "Iets anders", "References": "<first@x.example>", "proven": False},
    ],
    ids=["number", "number in words", "prefix", "colleague", "repeated id", "thread-index", "unproven"],
)
def test_r30_what_never_joins_is_a_new_ticket_with_a_hint(
    app: Flask, town: Town, visit: Callable[..., Visitor], again: dict[str, str]
) -> None:
    first = letter(
        from_=LOTTE, proven=True, subject="Formulier", Message_ID="<first@x.example>", Thread_Index=INDEX
    )
    assert receive(app, first).ticket == 1001
    second = receive(app, letter(**({"from_": LOTTE, "proven": True, "body": "Nog iets."} | again)))  # type: ignore[arg-type]
    assert (second.status, second.ticket) == ("created", 1002)
    page = visit("daan", "en").get("/desk/tickets/1002")
    assert "Perhaps this belongs to #1001" in page.text
    page.one("a", href="/desk/tickets/1001")


@pytest.mark.parametrize(
    "again",
    [
        {"subject": "Over #1001", "from_": "x@elsewhere.example"},
        {"subject": "Re: Formulier", "from_": "x@elsewhere.example"},
        {"subject": "Formulier", "from_": "Abby <abby@kueste.example>"},
        {"subject": "Iets anders"},
        {"subject": ""},
        {"subject": "#99999999999999999999"},
        {"subject": "Iets", "Thread_Index": "geen base64 ë"},
    ],
)
def test_r30_another_ones_number_or_subject_is_no_hint(
    app: Flask, town: Town, visit: Callable[..., Visitor], again: dict[str, str]
) -> None:
    receive(app, letter(from_=LOTTE, proven=True, subject="Formulier"))
    receive(app, letter(**({"from_": LOTTE, "proven": True, "body": "Nog iets."} | again)))  # type: ignore[arg-type]
    assert "Perhaps this belongs to" not in visit("daan", "en").get("/desk/tickets/1002").text


def test_r30_a_stranger_who_writes_again_gets_a_hint(
    app: Flask, town: Town, visit: Callable[..., Visitor]
) -> None:
    receive(app, letter(from_="x@elsewhere.example", subject="Offerte"))
    receive(app, letter(from_="x@elsewhere.example", subject="Re: Offerte", body="En?"))
    assert "Perhaps this belongs to #1001" in visit("daan", "en").get("/desk/tickets/1002").text


def test_r30_one_mail_to_two_mailboxes_is_one_ticket_with_both_facts(app: Flask, town: Town) -> None:
    raw = letter(from_=LOTTE, proven=True, to="support@projectie.com, spoed@projectie.com")
    first = receive(app, raw)
    assert receive(app, raw, Mailbox.URGENT).ticket == first.ticket
