"""What staff decide about mail: read again, let through, by hand, spam and back (R29, R31, R32, R06)."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from projectie.clock.now import now
from projectie.commands.mail import taken_in
from projectie.database import db, transaction
from projectie.history import History
from projectie.mail.models import LetterState, Mailbox, OutgoingLetter, RawMail, Repeat
from projectie.mail.ours import Ours, spam_signs
from projectie.people.models import Person
from projectie.tickets import conversation, mail_rulings, mail_spam
from projectie.tickets.filing import Intake
from projectie.tickets.intake import Received
from projectie.tickets.intake import receive as take_in
from projectie.tickets.models import Column, Fate, Message, Ticket
from tests import post
from tests.post import letter
from tests.town import Town
from tests.visitor import Visitor

Visit = Callable[..., Visitor]
FRIDAY = datetime(2026, 11, 20, 14, tzinfo=UTC)  # Friday 15:00 in Leiden
SPAM = Ours(spam_signs("X-Spam-Flag: YES"))


def intake(app: Flask) -> Intake:
    return replace(post.intake(app), ours=SPAM)


def receive(
    app: Flask, raw: bytes, mailbox: Mailbox = Mailbox.SUPPORT, at: datetime | None = None
) -> Received:
    return take_in(raw, mailbox, intake(app), at or now())


def mail(number: int | None) -> Message:
    return db.session.get_one(Message, number, populate_existing=True)


def ticket(number: int | None) -> Ticket:
    return db.session.get_one(Ticket, number, populate_existing=True)


def count(model: type) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def spam_of(town: Town, **headers: str) -> bytes:
    return letter(from_=town.lotte.email, proven=True, X_Spam_Flag="YES", **headers)


def again(app: Flask, number: int | None, *, heard: bool, by: int) -> mail_rulings.Ruled:
    return mail_rulings.decide_again(number or 0, intake(app), by=by, now=now(), heard=heard)


def test_r29_suspected_spam_opens_no_ticket_gets_no_letter_and_starts_no_clock(
    app: Flask, town: Town
) -> None:
    received = receive(app, spam_of(town))
    assert (received.status, received.ticket) == ("spam", None)
    assert mail(received.message).spam_mark == "x-spam-flag: YES"
    assert (count(Ticket), count(OutgoingLetter)) == (0, 0)


def test_r29_a_report_on_our_own_letter_is_a_bounce_whatever_a_filter_says(app: Flask, town: Town) -> None:
    opened = receive(app, letter(from_=town.lotte.email, proven=True))
    lost = db.session.scalars(select(OutgoingLetter)).one()
    with transaction() as session:
        session.get_one(OutgoingLetter, lost.id).state = LetterState.SENT
    report = letter(
        from_="MAILER-DAEMON@x.example", subject="Undelivered", X_Spam_Flag="YES",
        body=f"Message-ID: {lost.message_id}", Return_Path="<>",
    )  # fmt: skip
    received = receive(app, report)
    assert (received.status, received.ticket) == ("bounce", opened.ticket)
    db.session.expire_all()
    assert db.session.get_one(OutgoingLetter, lost.id).state is LetterState.FAILED


def test_r06_what_is_no_spam_becomes_a_ticket_whose_promise_counts_from_arrival(
    app: Flask, town: Town
) -> None:
    received = receive(app, spam_of(town), at=FRIDAY)
    ruled = again(app, received.message, heard=True, by=town.daan.id)
    assert ruled.fate is Fate.CREATED
    opened = ticket(ruled.ticket)
    assert opened.response_by == datetime(2026, 11, 24, 14, tzinfo=UTC)  # Tuesday 15:00
    assert (opened.requester_id, opened.verified) == (town.lotte.id, True)
    assert db.session.scalars(select(OutgoingLetter)).one().created_at > FRIDAY
    line = db.session.scalars(select(History).where(History.subject == "mail")).one()
    assert (line.deed, line.actor_id, line.details["from"]) == ("mail.let_through", town.daan.id, "spam")


def test_r29_however_often_it_is_pressed_a_mail_gets_one_ticket(app: Flask, town: Town) -> None:
    received = receive(app, spam_of(town))
    pressed = {
        again(app, received.message, heard=True, by=each).ticket for each in (town.daan.id, town.mara.id)
    }
    byhand = mail_rulings.open_by_hand(received.message or 0, "x", None, by=town.daan.id, now=now())
    assert pressed == {byhand.ticket}
    assert (count(Ticket), count(Message), count(OutgoingLetter)) == (1, 1, 1)


def test_r30_what_is_let_through_joins_the_ticket_it_would_have_joined(app: Flask, town: Town) -> None:
    first = receive(app, letter(from_=town.lotte.email, proven=True, Message_ID="<first@b.example>"))
    reply = receive(app, spam_of(town, In_Reply_To="<first@b.example>"))
    assert reply.status == "spam"
    ruled = again(app, reply.message, heard=True, by=town.daan.id)
    assert (ruled.fate, ruled.ticket) == (Fate.APPENDED, first.ticket)


def test_r31_what_is_let_through_for_a_stranger_is_confirmed_with_nothing_of_theirs(
    app: Flask, town: Town
) -> None:
    received = receive(app, letter(X_Spam_Flag="YES", subject="koop nu"))
    again(app, received.message, heard=True, by=town.daan.id)
    sent = db.session.scalars(select(OutgoingLetter)).one()
    assert "koop nu" not in sent.subject + sent.body_text


def test_r31_a_machine_stays_one_when_it_is_no_spam(app: Flask, town: Town) -> None:
    received = receive(app, letter(X_Spam_Flag="YES", Auto_Submitted="auto-generated"))
    assert again(app, received.message, heard=True, by=town.daan.id).fate is Fate.AUTO
    assert count(Ticket) == 0


def test_r29_read_again_obeys_the_present_settings(app: Flask, town: Town) -> None:
    received = receive(app, spam_of(town))
    assert again(app, received.message, heard=False, by=town.daan.id).fate is Fate.SPAM
    ruled = mail_rulings.decide_again(
        received.message or 0, post.intake(app), by=town.daan.id, now=now(), heard=False
    )
    assert ruled.fate is Fate.CREATED


def test_r13_of_one_mail_to_two_mailboxes_the_urgent_one_is_remembered(app: Flask, town: Town) -> None:
    raw = spam_of(town)
    received = receive(app, raw)
    assert receive(app, raw, Mailbox.URGENT).status == "duplicate"
    ruled = again(app, received.message, heard=True, by=town.daan.id)
    assert ticket(ruled.ticket).urgent_asked
    assert mail(received.message).mailbox is Mailbox.SUPPORT


def test_r29_a_mail_that_kills_its_reader_stays_and_can_be_opened_by_hand(app: Flask, town: Town) -> None:
    received = receive(app, b"\0\0\0", at=FRIDAY)
    with transaction() as session:
        session.scalars(select(RawMail)).one().attempts = 4
    with pytest.raises(mail_rulings.Unreadable):
        again(app, received.message, heard=True, by=town.daan.id)
    ruled = mail_rulings.open_by_hand(
        received.message or 0, "Kapotte mail", town.leiden.id, by=town.daan.id, now=now()
    )
    opened = ticket(ruled.ticket)
    assert (opened.subject, opened.organisation_id, opened.verified) == (
        "Kapotte mail",
        town.leiden.id,
        False,
    )
    assert opened.response_by == datetime(2026, 11, 24, 14, tzinfo=UTC)
    assert count(OutgoingLetter) == 0


def test_r29_reading_again_is_no_attempt_that_failed(app: Flask, town: Town) -> None:
    received = receive(app, b"\0\0\0")
    for _ in range(5):
        again(app, received.message, heard=False, by=town.daan.id)
    db.session.expire_all()
    assert db.session.scalars(select(RawMail)).one().attempts == 1


def test_r29_spam_leaves_the_board_without_a_letter_and_comes_back_where_it_stood(
    app: Flask, town: Town
) -> None:
    received = receive(app, letter(), at=FRIDAY)
    before = ticket(received.ticket)
    stood = (before.column, before.position, before.column_since, before.response_from, before.response_by)
    number = received.message or 0
    for by in (town.daan.id, town.mara.id):
        mail_spam.mark_spam(number, by=by, now=now())
    gone = ticket(received.ticket)
    assert (gone.column, gone.response_by, mail(number).fate) == (Column.DONE, None, Fate.SPAM)
    assert db.session.scalars(select(OutgoingLetter)).one().state is LetterState.WITHDRAWN
    for by in (town.daan.id, town.mara.id):
        mail_spam.put_back(number, by=by, now=now())
    back = ticket(received.ticket)
    assert (back.column, back.position, back.column_since, back.response_from, back.response_by) == stood
    assert (back.done_at, mail(number).fate) == (None, Fate.CREATED)


def test_r29_what_somebody_answered_is_no_spam(app: Flask, town: Town) -> None:
    received = receive(app, letter(), at=FRIDAY)
    said = conversation.Reply("Dag", received.message or 0, None)
    daan = db.session.get_one(Person, town.daan.id)
    conversation.reply(received.ticket or 0, said, daan, app.config["SECRET_KEY"], now())
    with pytest.raises(mail_rulings.Settled):
        mail_spam.mark_spam(received.message or 0, by=town.daan.id, now=now())
    assert mail(received.message).fate is Fate.CREATED


def test_r29_a_mail_that_came_again_is_noted_and_the_same_arrival_met_again_is_not(app: Flask) -> None:
    raw = letter()
    with app.app_context():
        for origin in ("a", "a", "b", "b", None):
            taken_in(raw, Mailbox.SUPPORT, FRIDAY + timedelta(hours=1), origin)
    assert [repeat.origin for repeat in db.session.scalars(select(Repeat).order_by(Repeat.id))] == ["b", None]
    assert count(Message) == 1


# The pages.


def test_r29_the_page_of_a_mail_says_what_and_why_and_lets_staff_decide(
    app: Flask, town: Town, visit: Visit
) -> None:
    received = receive(app, spam_of(town), at=FRIDAY)
    daan = visit("daan", "en")
    assert "1 mail may be spam" in daan.get("/desk/").text
    page = daan.get(f"/desk/mail/{received.message}")
    assert "Our mail server says so: x-spam-flag: YES" in page.text
    assert "sender is who the mail says" in page.text
    assert daan.post(f"/desk/mail/{received.message}/release").status == 303
    page = daan.get(f"/desk/mail/{received.message}")
    assert "Daan de Boer let it through: new ticket" in page.text
    assert daan.post(f"/desk/mail/{received.message}/spam").status == 303
    assert (
        "called it spam and took the ticket off the board" in daan.get(f"/desk/mail/{received.message}").text
    )
    assert daan.post(f"/desk/mail/{received.message}/spam/removal").status == 303
    assert "took back that it is spam" in daan.get(f"/desk/mail/{received.message}").text


def test_r29_spam_that_was_looked_at_does_not_count_any_more(app: Flask, town: Town, visit: Visit) -> None:
    numbers = [receive(app, spam_of(town)).message for _ in range(3)]
    other = receive(app, letter()).message
    daan = visit("daan", "en")
    assert len(daan.get("/desk/mail?fate=spam").all("input", name="mail")) == 3
    daan.post("/desk/mail/spam", {"mail": [*map(str, numbers), str(other), "x", "9" * 30]})
    assert "may be spam" not in daan.get("/desk/").text
    assert mail(other).fate is Fate.CREATED
    assert mail(numbers[0]).ruled_by == town.daan.id


def test_r29_a_ticket_is_opened_by_hand_with_what_was_typed_kept(
    app: Flask, town: Town, visit: Visit
) -> None:
    number = receive(app, b"\0\0\0").message
    daan = visit("daan", "en")
    assert "stays in quarantine" not in daan.get(f"/desk/mail/{number}").text
    refused = daan.post(f"/desk/mail/{number}/ticket", {"subject": " ", "organisation": str(town.leiden.id)})
    assert (refused.status, "Write a subject first" in refused.text) == (422, True)
    opened = daan.post(
        f"/desk/mail/{number}/ticket", {"subject": "Wat is dit?", "organisation": str(town.leiden.id)}
    )
    assert "/desk/tickets/" in opened.location
    assert "Wat is dit?" in daan.get(opened.location).text


def test_r26a_mail_to_info_is_sealed_whatever_its_verdict_and_heard_once_released(
    app: Flask, town: Town
) -> None:
    assert taken_in(spam_of(town), Mailbox.INFO).status == "sealed"
    assert (count(Message), count(RawMail)) == (0, 0)
    released = receive(app, spam_of(town), Mailbox.INFO)
    assert released.status == "created"


def test_r31_an_out_of_office_stands_quietly_on_its_ticket(app: Flask, town: Town) -> None:
    first = receive(app, letter(from_=town.lotte.email, proven=True, Message_ID="<first@b.example>"))
    before = (ticket(first.ticket).version, count(OutgoingLetter))
    reply = letter(
        from_=town.lotte.email, proven=True, In_Reply_To="<first@b.example>", Auto_Submitted="auto-replied"
    )
    received = receive(app, reply)
    assert (received.status, received.ticket) == ("auto", first.ticket)
    assert (ticket(first.ticket).version, count(OutgoingLetter)) == before
