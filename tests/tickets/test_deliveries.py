"""How letters fare, through real mail servers: sent, tried again, lost, reported lost, sent once more (R34)."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from projectie.database import db, transaction
from projectie.live.models import Event
from projectie.mail import transport
from projectie.mail.keep import hash_of
from projectie.mail.models import LetterState, OutgoingLetter
from projectie.mail.outbox import send_due
from projectie.mail.parse import parse
from projectie.mail.transport import Smtp
from projectie.people.models import Person
from projectie.tickets import conversation
from projectie.tickets.deliveries import has_failed_letter, tell_of_loss
from projectie.tickets.models import Fate, Message, Ticket
from tests.mail.post_office import PostOffice, post_office
from tests.post import letter, receive
from tests.town import Town
from tests.visitor import Visitor, words

MONDAY = datetime(2026, 11, 23, 12, tzinfo=UTC)
SECOND, MINUTE, DAY = timedelta(seconds=1), timedelta(minutes=1), timedelta(days=1)


@pytest.fixture
def office() -> Iterator[PostOffice]:
    with post_office() as opened:
        yield opened


@pytest.fixture
def number(app: Flask, town: Town) -> int:
    """Return a ticket of Lotte's."""
    found = receive(
        app, letter(from_=town.lotte.email, proven=True, Message_ID="<mine@x.example>"), at=MONDAY - DAY
    ).ticket
    assert found is not None
    return found


@pytest.fixture
def answered(app: Flask, town: Town, number: int) -> int:
    """Return the letter with which Daan answers it; the confirmation has left before."""
    with post_office() as before:
        send_due(Smtp(before.url), MONDAY - DAY)
    said = conversation.Reply("Het is klaar.", conversation.newest_message(db.session(), number), None)
    conversation.reply(
        number, said, db.session.get_one(Person, town.daan.id), app.config["SECRET_KEY"], MONDAY - 10 * SECOND
    )
    return db.session.scalars(
        select(OutgoingLetter.id).where(OutgoingLetter.state == LetterState.QUEUED)
    ).one()


def _letter(number: int) -> OutgoingLetter:
    return db.session.get_one(OutgoingLetter, number, populate_existing=True)


def _failed() -> list[int]:
    return list(db.session.scalars(select(Ticket.number).where(has_failed_letter())))


BOUNCE = """\
From: MAILER-DAEMON@mx.example
To: support@projectie.com
Subject: Undelivered Mail
Message-ID: <{report}@mx.example>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary=B

--B
Content-Type: text/plain

It did not arrive.
--B
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example

Final-Recipient: rfc822; lotte@x.example
Action: {action}
Status: {status}

--B
Content-Type: text/rfc822-headers

Message-ID: {of}
Subject: Re: Vraag

--B--
"""


def _bounce(of: str, action: str = "failed", status: str = "5.1.1") -> bytes:
    return BOUNCE.format(of=of, action=action, status=status, report=hash_of(of + action)[:20]).encode()


def test_a_letter_on_the_wire_stands_in_its_thread_and_says_what_it_is(
    app: Flask, number: int, office: PostOffice
) -> None:
    assert send_due(Smtp(office.url), MONDAY) == 1
    (envelope,) = office.arrived
    assert isinstance(envelope.content, bytes)
    read = parse(envelope.content)
    assert (read.in_reply_to, read.references) == ("<mine@x.example>", ("<mine@x.example>",))
    assert read.auto, "a machine that gets it knows not to answer (RFC 3834)"
    assert read.reply_to[0].address.startswith(f"support+t{number}.")
    assert "Antwoord boven deze regel" in read.body_text
    assert read.body_html is not None
    assert "<img" not in read.body_html


def test_a_reply_of_a_person_is_not_automatic_and_stands_in_the_thread(
    app: Flask, answered: int, office: PostOffice
) -> None:
    assert send_due(Smtp(office.url), MONDAY) == 1
    (envelope,) = office.arrived
    assert isinstance(envelope.content, bytes)
    read = parse(envelope.content)
    assert not read.auto
    assert (read.in_reply_to, read.references) == ("<mine@x.example>", ("<mine@x.example>",))
    assert read.subject == "Re: Vraag"


def test_not_now_then_never_fails_the_letter_and_tells_who_looks(
    app: Flask, number: int, answered: int, office: PostOffice
) -> None:
    office.at_data = "452 4.3.1 mailbox full"
    assert send_due(Smtp(office.url), MONDAY, lost=tell_of_loss) == 0
    kept = _letter(answered)
    assert (kept.state, kept.last_error) == (LetterState.QUEUED, "452 4.3.1 mailbox full")
    assert _failed() == []
    told = len(db.session.scalars(select(Event)).all())
    office.at_data = "550 5.1.1 no such user"
    assert send_due(Smtp(office.url), kept.due_at, lost=tell_of_loss) == 0
    kept = _letter(answered)
    assert (kept.state, kept.last_error, kept.attempts) == (LetterState.FAILED, "550 5.1.1 no such user", 2)
    assert _failed() == [number]
    events = db.session.scalars(select(Event).order_by(Event.id)).all()
    assert [(event.kind, event.subject_id) for event in events[told:]] == [("ticket", number)]


def test_a_line_that_is_cut_costs_a_try_and_no_letter(app: Flask, answered: int, office: PostOffice) -> None:
    office.at_data = "break"
    assert send_due(Smtp(office.url), MONDAY) == 0
    assert _letter(answered).state is LetterState.QUEUED
    office.at_data = ""
    assert send_due(Smtp(office.url), _letter(answered).due_at) == 1
    ids = {str(one["Message-ID"]) for one in office.letters()}
    assert ids == {_letter(answered).message_id}, "whoever got it twice can tell"


def test_a_server_that_says_nothing_holds_nobody_up(
    app: Flask, answered: int, office: PostOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(transport, "STEP", 0.2)
    with _silent() as url:
        assert send_due(Smtp(url), MONDAY) == 0
    kept = _letter(answered)
    assert (kept.state, kept.attempts) == (LetterState.QUEUED, 1)
    assert kept.last_error in {"TimeoutError", "SMTPServerDisconnected"}
    assert send_due(Smtp(office.url), kept.due_at) == 1


@contextmanager
def _silent() -> Iterator[str]:
    """A server that takes the call and says nothing."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        held: list[socket.socket] = []
        taking = threading.Thread(target=lambda: held.append(listener.accept()[0]), daemon=True)
        taking.start()
        try:
            yield f"smtp://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            taking.join(5)
            for line in held:
                line.close()


def test_r34_a_bounce_marks_the_letter_it_reports_on(
    app: Flask, number: int, answered: int, office: PostOffice
) -> None:
    send_due(Smtp(office.url), MONDAY)
    lost = _letter(answered)
    received = receive(app, _bounce(lost.message_id), at=MONDAY + MINUTE)
    assert (received.status, received.ticket) == ("bounce", number)
    lost = _letter(answered)
    assert (lost.state, lost.last_error, lost.sent_at) == (LetterState.FAILED, "5.1.1 lotte@x.example", None)
    assert _failed() == [number]


@pytest.mark.parametrize("action", ["delayed", "delivered", "relayed", "expanded"])
def test_r34_a_report_of_anything_else_leaves_the_letter_sent(
    app: Flask, answered: int, office: PostOffice, action: str
) -> None:
    send_due(Smtp(office.url), MONDAY)
    receive(app, _bounce(_letter(answered).message_id, action, "4.4.1"), at=MONDAY + MINUTE)
    assert _letter(answered).state is LetterState.SENT
    assert _failed() == []


def test_r34_a_bounce_of_a_confirmation_goes_on_its_ticket(
    app: Flask, number: int, office: PostOffice
) -> None:
    send_due(Smtp(office.url), MONDAY)
    confirmed = db.session.scalars(select(OutgoingLetter)).one()
    assert receive(app, _bounce(confirmed.message_id), at=MONDAY).ticket == number
    assert _failed() == [number]
    assert db.session.scalars(select(OutgoingLetter)).all() == [confirmed], "a bounce is not answered (R31)"


def test_a_bounce_of_what_was_never_sent_changes_nothing(app: Flask, answered: int) -> None:
    receive(app, _bounce(_letter(answered).message_id), at=MONDAY)
    assert _letter(answered).state is LetterState.QUEUED
    receive(app, _bounce("<nobody@projectie.com>"), at=MONDAY)
    assert _failed() == []


def test_a_bounce_that_comes_twice_is_one(app: Flask, answered: int, office: PostOffice) -> None:
    send_due(Smtp(office.url), MONDAY)
    raw = _bounce(_letter(answered).message_id)
    assert [receive(app, raw, at=MONDAY).status for _ in range(2)] == ["bounce", "duplicate"]
    assert _letter(answered).state is LetterState.FAILED


@pytest.mark.parametrize("language", ["nl", "en"])
def test_r34_a_failed_letter_is_red_on_its_ticket_and_sent_again_with_a_click(
    visit: Callable[..., Visitor], app: Flask, number: int, answered: int, office: PostOffice, language: str
) -> None:
    send_due(Smtp(office.url), MONDAY)
    receive(app, _bounce(_letter(answered).message_id), at=MONDAY + MINUTE)
    visitor = visit("daan", language)
    page = visitor.get(f"/desk/tickets/{number}")
    assert "5.1.1 lotte@x.example" in page.text
    assert [state.get("data-state") for state in page.all("span", class_="state")].count("failed") == 1
    (button,) = [b for b in page.all("button") if b.get("id") == f"again-{answered}"]
    assert button is not None
    (card,) = visitor.get("/desk/board").all("li", data_ticket=str(number))
    assert {"nl": "mail niet bezorgd", "en": "mail not delivered"}[language] in words(card)
    again = visitor.post(f"/desk/outbox/{answered}/attempts", {"back": "ticket"})
    assert (again.status, again.location) == (303, f"/desk/tickets/{number}")
    assert send_due(Smtp(office.url), datetime.now(UTC) + MINUTE) == 1
    assert _failed() == []
    (card,) = visitor.get("/desk/board").all("li", data_ticket=str(number))
    assert "mail" not in words(card)
    ids = [str(one["Message-ID"]) for one in office.letters()]
    assert ids[-1] == ids[0], "the same letter: no program shows it twice"


def test_a_reply_answers_what_a_person_wrote_last_not_a_machine_after_it(
    app: Flask, town: Town, number: int, answered: int, office: PostOffice
) -> None:
    send_due(Smtp(office.url), MONDAY)
    away = letter(
        from_=town.lotte.email,
        to=_letter(answered).headers["Reply-To"],
        Auto_Submitted="auto-replied",
        body="Ik ben weg",
    )
    receive(app, away, at=MONDAY)
    receive(app, _bounce(_letter(answered).message_id), at=MONDAY)
    said = conversation.Reply("En nu?", conversation.newest_message(db.session(), number), None)
    conversation.reply(number, said, db.session.get_one(Person, town.daan.id), "k" * 32, MONDAY)
    newest = db.session.scalars(select(OutgoingLetter).order_by(OutgoingLetter.id.desc())).first()
    assert newest is not None
    assert newest.headers["In-Reply-To"] == "<mine@x.example>"
    assert newest.headers["References"] == f"{_letter(answered).message_id} <mine@x.example>"
    assert "Ik ben weg" not in newest.body_text


def test_r34_finding_the_lost_letters_of_many_tickets_is_one_question(app: Flask, number: int) -> None:
    with transaction() as session:
        session.scalars(select(OutgoingLetter)).one().state = LetterState.FAILED
    receive(app, letter(), at=MONDAY)
    shown = db.session.execute(select(Ticket.number, has_failed_letter()).order_by(Ticket.number)).all()
    assert [bool(failed) for _number, failed in shown] == [True, False]


def test_every_fate_but_a_bounce_leaves_letters_alone(app: Flask, answered: int, office: PostOffice) -> None:
    send_due(Smtp(office.url), MONDAY)
    person = letter(
        from_="x@y.example", subject="Undelivered Mail", body=f"Message-ID: {_letter(answered).message_id}"
    )
    assert receive(app, person, at=MONDAY).status == "created"
    assert _letter(answered).state is LetterState.SENT
    assert db.session.scalars(select(Message).where(Message.fate == Fate.BOUNCE)).all() == []


@pytest.mark.parametrize("language", ["nl", "en"])
def test_r34_a_letters_own_page_and_the_list_say_how_it_fares(
    visit: Callable[..., Visitor], app: Flask, number: int, answered: int, office: PostOffice, language: str
) -> None:
    office.at_data = "452 4.3.1 mailbox full"
    send_due(Smtp(office.url), MONDAY)
    visitor = visit("daan", language)
    waits = {"nl": "nog niet aangenomen, opnieuw geprobeerd op", "en": "not taken yet, tried again"}[language]
    page = visitor.get(f"/desk/outbox/{answered}")
    assert waits in page.text
    assert f"/desk/tickets/{number}" in {link.get("href") for link in page.all("a")}
    assert waits in visitor.get(f"/desk/tickets/{number}").text
    office.at_data = ""
    send_due(Smtp(office.url), _letter(answered).due_at)
    page = visitor.get("/desk/outbox")
    assert {"nl": "afgeleverd bij de mailserver", "en": "handed to the mail server"}[language] in page.text
