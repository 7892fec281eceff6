"""Mail comes in: every mail has one fate, and joins a ticket only when it may (R29–R32, R17a)."""

from datetime import UTC, datetime, timedelta
from email.message import EmailMessage

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from projectie.alerts.models import Alert
from projectie.database import db, transaction
from projectie.mail.keep import keep
from projectie.mail.models import Mailbox, RawMail
from projectie.mail.reply_address import address_for
from projectie.tickets import waking
from projectie.tickets.intake import take_up
from projectie.tickets.models import Attachment, Column, Fate, Message, Ticket
from projectie.tickets.priority import Priority
from tests.post import intake, letter, receive
from tests.town import Town

MONDAY = datetime(2026, 11, 23, 9, tzinfo=UTC)


def test_r29_a_mail_becomes_a_ticket_of_the_client_that_sent_it(app: Flask, town: Town) -> None:
    received = receive(app, letter(from_="Lotte <lotte@bakkerij-leiden.example>", proven=True), at=MONDAY)
    assert received.status == "created"
    ticket = db.session.get_one(Ticket, received.ticket)
    assert (ticket.organisation_id, ticket.requester_id, ticket.verified) == (
        town.leiden.id,
        town.lotte.id,
        True,
    )
    assert ticket.column is Column.NEW


def test_r06_the_promise_is_counted_from_arrival(app: Flask, town: Town) -> None:
    friday = datetime(2026, 11, 20, 14, tzinfo=UTC)  # Friday 15:00 in Leiden
    ticket = db.session.get_one(Ticket, receive(app, letter(), at=friday).ticket)
    assert ticket.response_from == datetime(2026, 11, 23, 14, tzinfo=UTC)  # Monday 15:00
    assert ticket.response_by == datetime(2026, 11, 24, 14, tzinfo=UTC)  # Tuesday 15:00


def test_a_sender_from_a_clients_domain_belongs_to_that_client(app: Flask, town: Town) -> None:
    received = receive(app, letter(from_="Nieuwe Collega <nieuw@bakkerij-leiden.example>"))
    ticket = db.session.get_one(Ticket, received.ticket)
    assert (ticket.organisation_id, ticket.requester_id) == (town.leiden.id, None)


def test_r30_mail_of_staff_never_acts_as_staff(app: Flask, town: Town) -> None:
    received = receive(app, letter(from_=town.daan.email, proven=True))
    ticket = db.session.get_one(Ticket, received.ticket)
    assert (received.status, ticket.organisation_id, ticket.assignee_id) == ("created", None, None)


def test_r32_a_known_address_that_is_not_proven_is_shown_as_unverified(app: Flask, town: Town) -> None:
    forged = letter(from_=town.lotte.email, Authentication_Results="mx.elsewhere.example; dmarc=pass")
    ticket = db.session.get_one(Ticket, receive(app, forged).ticket)
    assert (ticket.requester_id, ticket.verified) == (town.lotte.id, False)


def test_r30_the_signed_reply_address_joins_and_proves(app: Flask, town: Town) -> None:
    first = receive(app, letter(from_=town.lotte.email))
    assert first.ticket is not None
    signed = address_for("support@projectie.com", first.ticket, town.lotte.email, app.config["SECRET_KEY"])
    second = receive(app, letter(from_=town.lotte.email, to=signed))
    assert (second.status, second.ticket) == ("appended", first.ticket)
    assert db.session.get_one(Message, second.message).trusted
    other = receive(app, letter(from_="else@where.example", to=signed))
    assert (other.status, other.ticket) == ("appended", first.ticket)
    assert not db.session.get_one(Message, other.message).trusted


def test_r30_a_forged_reply_address_opens_a_new_ticket(app: Flask, town: Town) -> None:
    first = receive(app, letter(from_=town.lotte.email))
    assert first.ticket is not None
    forged = address_for("support@projectie.com", first.ticket, town.lotte.email, "another key")
    assert receive(app, letter(from_=town.lotte.email, to=forged)).status == "created"


@pytest.mark.parametrize(("proven", "status"), [(True, "appended"), (False, "created")])
def test_r30_references_join_only_for_a_proven_participant(
    app: Flask, town: Town, proven: bool, status: str
) -> None:
    first = receive(app, letter(from_=town.lotte.email, Message_ID="<first@bakkerij-leiden.example>"))
    reply = letter(from_=town.lotte.email, proven=proven, In_Reply_To="<first@bakkerij-leiden.example>")
    second = receive(app, reply)
    assert second.status == status
    assert (second.ticket == first.ticket) is proven


def test_r30_references_of_a_proven_stranger_open_a_new_ticket(app: Flask, town: Town) -> None:
    receive(app, letter(from_=town.lotte.email, Message_ID="<first@bakkerij-leiden.example>"))
    stranger = letter(from_="x@elsewhere.example", proven=True, References="<first@bakkerij-leiden.example>")
    assert receive(app, stranger).status == "created"


def test_r30_a_number_in_a_subject_joins_nothing(app: Flask, town: Town) -> None:
    first = receive(app, letter(from_=town.lotte.email, proven=True))
    again = receive(app, letter(from_=town.lotte.email, proven=True, subject=f"Re: [#{first.ticket}] Vraag"))
    assert again.status == "created"


def test_r29_the_same_mail_twice_is_one(app: Flask) -> None:
    raw = letter()
    first = receive(app, raw)
    assert receive(app, raw).status == "duplicate"
    assert receive(app, b"Received: from somewhere\r\n" + raw).status == "duplicate"
    assert receive(app, raw.replace(b"\r\n", b"\n")).message == first.message
    assert db.session.scalar(select(func.count()).select_from(Message)) == 1


def test_r29_the_same_message_id_with_other_content_is_a_new_message(app: Flask) -> None:
    one, two = (letter(Message_ID="<same@x.example>", body=body) for body in ("een", "twee"))
    assert [receive(app, one).status, receive(app, two).status] == ["created", "created"]


@pytest.mark.parametrize(
    ("headers", "fate"),
    [
        ({"Auto-Submitted": "auto-replied"}, "auto"),
        ({"Auto-Submitted": "no"}, "created"),
        ({"Precedence": "bulk"}, "auto"),
        ({"Return-Path": "<>"}, "auto"),
        ({"List-Id": "<news.example>"}, "auto"),
    ],
)
def test_r31_a_machine_never_opens_a_ticket(app: Flask, headers: dict[str, str], fate: str) -> None:
    mail = b"".join(f"{name}: {value}\r\n".encode() for name, value in headers.items()) + letter()
    received = receive(app, mail)
    assert received.status == fate


def test_a_client_who_writes_through_a_group_address_is_heard(app: Flask, town: Town) -> None:
    assert (
        receive(app, letter(from_=town.lotte.email, List_Id="<team.bakkerij-leiden.example>")).status
        == "created"
    )


@pytest.mark.parametrize("raw", [b"", b"\0\0\0", b"\n\n\n", b"\xff\xfe\xfa"])
def test_r29_what_cannot_be_read_is_kept_in_quarantine(app: Flask, raw: bytes) -> None:
    received = receive(app, raw)
    assert received.status == "quarantined"
    kept = db.session.scalars(select(RawMail)).one()
    assert intake(app).blobs.get(kept.sha256) == raw


def test_attachments_are_kept_by_their_hash(app: Flask) -> None:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "a@b.example", "support@projectie.com", "Bijlage"
    mail.set_content("Zie bijlage")
    mail.add_attachment(b"%PDF-1.7 test", maintype="application", subtype="pdf", filename="drukproef.pdf")
    receive(app, mail.as_bytes())
    file = db.session.scalars(select(Attachment)).one()
    assert (file.filename, file.size) == ("drukproef.pdf", 13)
    assert intake(app).blobs.get(file.sha256) == b"%PDF-1.7 test"


def test_r29_a_mail_kept_by_a_process_that_died_is_taken_up_once(app: Flask) -> None:
    raw = letter()
    keep(raw, Mailbox.SUPPORT, intake(app).blobs, MONDAY)
    assert take_up(intake(app), MONDAY) == 0, "its keeper may still be reading it"
    assert db.session.scalar(select(func.count()).select_from(Message)) == 0
    assert take_up(intake(app), MONDAY + timedelta(minutes=2)) == 1
    assert take_up(intake(app), MONDAY + timedelta(minutes=2)) == 0
    assert db.session.scalars(select(Message)).one().fate is Fate.CREATED
    assert receive(app, raw).status == "duplicate"


def test_r29_a_mail_that_kills_its_reader_ends_in_quarantine(app: Flask) -> None:
    kept = keep(letter(), Mailbox.SUPPORT, intake(app).blobs, MONDAY)
    with transaction() as session:
        session.get_one(RawMail, kept.raw_id).attempts = 5
    take_up(intake(app), MONDAY + timedelta(minutes=2))
    assert db.session.scalars(select(Message)).one().fate is Fate.QUARANTINED


@pytest.mark.parametrize(("days", "status"), [(7, "appended"), (7.01, "created")])
def test_r17a_a_reply_reopens_within_the_days_of_grace(
    app: Flask, town: Town, days: float, status: str
) -> None:
    first = receive(app, letter(from_=town.lotte.email), at=MONDAY)
    assert first.ticket is not None
    with transaction() as session:
        ticket = session.get_one(Ticket, first.ticket)
        ticket.column, ticket.done_at = Column.DONE, MONDAY
    signed = address_for("support@projectie.com", first.ticket, town.lotte.email, app.config["SECRET_KEY"])
    second = receive(app, letter(from_=town.lotte.email, to=signed), at=MONDAY + timedelta(days=days))
    assert second.status == status
    db.session.expire_all()
    reopened = db.session.get_one(Ticket, first.ticket).column is Column.IN_PROGRESS
    assert reopened is (status == "appended")


def test_a_mail_to_the_urgent_mailbox_asks_and_is_not_urgent_r13(app: Flask, town: Town) -> None:
    received = receive(app, letter(from_=town.lotte.email), Mailbox.URGENT)
    ticket = db.session.get_one(Ticket, received.ticket)
    assert ticket.urgent_asked
    assert ticket.priority is None


def test_every_raw_mail_has_one_message_and_numbers_have_no_gaps(app: Flask) -> None:
    numbers = [receive(app, letter(subject=str(n))).ticket for n in range(5)]
    assert numbers == [1001, 1002, 1003, 1004, 1005]


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(raw=st.binary(max_size=400))
def test_r29_no_bytes_are_refused(app: Flask, raw: bytes) -> None:
    assert receive(app, raw).status in {"created", "quarantined", "duplicate", "auto", "bounce", "appended"}


@pytest.mark.parametrize("days", [1, 30])
def test_r17a_a_bare_thank_you_leaves_what_is_done_and_one_deed_overrules_that(
    app: Flask, town: Town, days: int
) -> None:
    first = receive(app, letter(from_=town.lotte.email), at=MONDAY)
    assert first.ticket is not None
    with transaction() as session:
        ticket = session.get_one(Ticket, first.ticket)
        ticket.column, ticket.done_at = Column.DONE, MONDAY
    signed = address_for("support@projectie.com", first.ticket, town.lotte.email, app.config["SECRET_KEY"])
    thanks = letter(
        from_=f"Lotte <{town.lotte.email}>", to=signed, body="Top, bedankt!\r\n\r\nGroet,\r\nLotte"
    )
    told = receive(app, thanks, at=MONDAY + timedelta(days=days))
    assert (told.status, told.ticket) == ("appended", first.ticket)
    db.session.expire_all()
    assert db.session.get_one(Ticket, first.ticket).column is Column.DONE
    waking.reopen(first.ticket, town.daan.id, MONDAY + timedelta(days=days))
    db.session.expire_all()
    again = db.session.get_one(Ticket, first.ticket)
    assert (again.column, again.done_at) == (Column.IN_PROGRESS, None)


def test_r08_a_critical_ticket_that_a_reply_reopens_calls_again_until_somebody_takes_it(
    app: Flask, town: Town
) -> None:
    first = receive(app, letter(from_=town.lotte.email), at=MONDAY)
    with transaction() as session:
        ticket = session.get_one(Ticket, first.ticket)
        ticket.column, ticket.done_at, ticket.priority = Column.DONE, MONDAY, Priority.CRITICAL
    signed = address_for(
        "support@projectie.com", first.ticket or 0, town.lotte.email, app.config["SECRET_KEY"]
    )
    receive(app, letter(from_=town.lotte.email, to=signed, body="Het is weer stuk"), at=MONDAY)
    alert = db.session.scalars(select(Alert)).one()
    assert (alert.ticket_number, alert.ended_at) == (first.ticket, None)
