"""Mails are confirmed as they come in: whom, with what, how often (R6, R13, R25, R31, R33)."""

from datetime import UTC, datetime, timedelta
from email.message import EmailMessage

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from projectie.contracts.priority import Priority
from projectie.contracts.sla import Counts, Times
from projectie.database import db, transaction
from projectie.mail.blobs import BlobStore
from projectie.mail.keep import keep
from projectie.mail.models import AutomaticLetter, LetterState, Mailbox, OutgoingLetter
from projectie.mail.reply_address import address_for, read
from projectie.terms.models import Studio
from projectie.tickets import confirming
from projectie.tickets.intake import take_up
from projectie.tickets.models import Message, Ticket
from tests.post import intake, letter, receive
from tests.tickets.slas import PROMISED, assess, give_sla
from tests.town import Town

MONDAY = datetime(2026, 11, 23, 9, tzinfo=UTC)
SECRET = "Geheime tekst van de afzender"


def letters() -> list[OutgoingLetter]:
    """Return what is in the outbox, in order."""
    return list(db.session.scalars(select(OutgoingLetter).order_by(OutgoingLetter.id)))


def test_r25_a_proven_client_gets_the_promise_in_their_language(app: Flask, town: Town) -> None:
    received = receive(
        app, letter(from_=f"Abby <{town.abby.email}>", proven=True, subject="Cannot sign in"), at=MONDAY
    )
    (confirmed,) = letters()
    assert (confirmed.to_address, confirmed.language, confirmed.subject) == (
        town.abby.email,
        "en",
        "Re: Cannot sign in",
    )
    assert f"#{received.ticket}" in confirmed.body_text
    assert "between Tuesday 24 November at 10:00 and Wednesday 25 November at 10:00" in confirmed.body_text
    assert "at least 1 credit (€22.50 excluding VAT)" in confirmed.body_text
    assert (confirmed.thread, confirmed.state) == (received.ticket, LetterState.QUEUED)
    assert confirmed.due_at == MONDAY, "it leaves at once"


@pytest.mark.parametrize("with_low", [False, True])
def test_r10_under_an_sla_the_letter_names_by_when_for_each_priority_it_may_get(
    app: Flask, town: Town, with_low: bool
) -> None:
    low = {Priority.LOW: Times(Counts.ALWAYS, 2880, None)} if with_low else {}
    give_sla(town, MONDAY, {**PROMISED, Priority.NORMAL: Times(Counts.PHONE, 480, None), **low})
    receive(app, letter(from_=f"Lotte <{town.lotte.email}>", proven=True), at=MONDAY)
    (confirmed,) = letters()
    said = " ".join(confirmed.body_text.split())
    assert "- Kritiek: maandag 23 november om 10:30 uur - Hoog: maandag 23 november om 14:00 uur" in said
    assert "- Normaal: maandag 23 november om 18:00 uur" in said
    assert ("- Laag: woensdag 25 november om 10:00 uur" in said) is with_low
    assert ("gelden onze voorwaarden. Je hoort van een van ons tussen" in said) is not with_low
    assert "<li>Hoog: <strong>maandag" in (confirmed.body_html or "")


def test_r10_an_assessed_ticket_under_an_sla_that_asks_for_urgency_is_told_its_own_limit(
    app: Flask, town: Town
) -> None:
    give_sla(town, MONDAY)
    number = receive(app, letter(from_=f"Lotte <{town.lotte.email}>", proven=True), at=MONDAY).ticket or 0
    assess(town, number, MONDAY)
    reply = address_for("support@projectie.com", number, town.lotte.email, intake(app).key)
    receive(
        app,
        letter(from_=f"Lotte <{town.lotte.email}>", proven=True, to=reply),
        mailbox=Mailbox.URGENT,
        at=MONDAY + timedelta(minutes=5),
    )
    assert "uiterlijk maandag 23 november om 14:00 uur van een van ons" in " ".join(
        letters()[-1].body_text.split()
    )


def test_r31_the_fixed_letter_holds_nothing_of_the_senders(app: Flask, town: Town) -> None:
    raw = letter(from_=f'"{SECRET}" <spam@elsewhere.example>', subject=SECRET, body=SECRET)
    receive(app, raw, at=MONDAY)
    (fixed,) = letters()
    assert fixed.subject == "We hebben je mail ontvangen"
    assert fixed.to_name == ""
    assert SECRET not in f"{fixed.body_text}{fixed.body_html}{fixed.subject}{fixed.from_name}{fixed.headers}"


@pytest.mark.parametrize(
    ("written", "answered"),
    [
        ("<CAF=x+1/2.abc_d@mail.elsewhere.example>", "<CAF=x+1/2.abc_d@mail.elsewhere.example>"),
        ("<buy now at http://elsewhere.example/cheap@x>", None),
        (f"<{'lees dit eens '.replace(' ', '.') * 20}@x.example>", None),
    ],
)
def test_r31_the_fixed_letter_repeats_no_text_from_the_fields_that_name_mails(
    app: Flask, town: Town, written: str, answered: str | None
) -> None:
    raw = letter(from_="x@elsewhere.example", Message_ID=written, References="<read.this.too@x.example>")
    receive(app, raw, at=MONDAY)
    (fixed,) = letters()
    assert (fixed.headers.get("In-Reply-To"), fixed.headers.get("References")) == (answered, answered)


def test_r31_two_strangers_get_the_same_words_but_for_the_number(app: Flask) -> None:
    one = receive(
        app, letter(from_="a@x.example", subject="een", body="Dit is de eerste, graag antwoord"), at=MONDAY
    )
    two = receive(
        app, letter(from_="b@y.example", subject="twee", body="En dit is wat anders voor jullie"), at=MONDAY
    )
    first, second = letters()
    assert first.subject == second.subject
    assert first.body_text.replace(f"#{one.ticket}", "") == second.body_text.replace(f"#{two.ticket}", "")


def test_r32_a_known_address_that_is_not_proven_gets_the_fixed_letter_only(app: Flask, town: Town) -> None:
    receive(app, letter(from_=f"Lotte <{town.lotte.email}>", subject=SECRET), at=MONDAY)
    (fixed,) = letters()
    assert fixed.subject == "We hebben je mail ontvangen"
    assert "On Demand" not in fixed.body_text, "what a contract says is for its client alone"
    assert "/portal/" not in fixed.body_text


@pytest.mark.parametrize("proven", [True, False])
def test_r13_a_mail_to_the_urgent_mailbox_is_told_what_urgent_means_and_is_not_urgent(
    app: Flask, town: Town, proven: bool
) -> None:
    received = receive(app, letter(from_=town.lotte.email, proven=proven), Mailbox.URGENT, MONDAY)
    (answer,) = letters()
    for part in (
        "binnen 24 tot 48 uur",
        "Dat kost extra",
        "schriftelijk akkoord",
        "Vragen is nog geen akkoord",
        "tussen dinsdag 24 november om 10:00 uur en woensdag 25 november om 10:00 uur",
    ):
        assert part in answer.body_text
    assert answer.due_at - MONDAY < timedelta(minutes=1)
    ticket = db.session.get_one(Ticket, received.ticket)
    assert (ticket.urgent_asked, ticket.priority) == (True, None)


def test_r13_a_reply_to_the_urgent_mailbox_asks_and_is_answered_once(app: Flask, town: Town) -> None:
    first = receive(app, letter(from_=town.lotte.email, proven=True), at=MONDAY)
    assert first.ticket is not None
    signed = address_for("spoed@projectie.com", first.ticket, town.lotte.email, app.config["SECRET_KEY"])
    for minute in (1, 2):
        raw = letter(from_=town.lotte.email, to=signed, proven=True, body=f"Haast {minute}")
        assert receive(app, raw, Mailbox.URGENT, MONDAY + timedelta(minutes=minute)).status == "appended"
    confirmed, urgent = letters()
    assert confirmed.key == f"received:{first.ticket}"
    assert urgent.key == f"urgent:{first.ticket}"
    assert db.session.get_one(Ticket, first.ticket, populate_existing=True).urgent_asked


def test_r13_one_mail_to_both_mailboxes_is_one_ticket_that_asks_for_urgency(app: Flask, town: Town) -> None:
    raw = letter(from_=town.lotte.email, to="support@projectie.com, spoed@projectie.com", proven=True)
    first = receive(app, raw, at=MONDAY)
    for _ in range(2):
        again = receive(app, raw, Mailbox.URGENT, MONDAY + timedelta(minutes=1))
        assert (again.status, again.ticket) == ("duplicate", first.ticket)
    assert [one.key for one in letters()] == [f"received:{first.ticket}", f"urgent:{first.ticket}"]
    assert db.session.get_one(Ticket, first.ticket, populate_existing=True).urgent_asked


def test_one_mail_to_both_mailboxes_the_other_way_round_says_nothing_new(app: Flask, town: Town) -> None:
    raw = letter(from_=town.lotte.email, proven=True)
    first = receive(app, raw, Mailbox.URGENT, MONDAY)
    assert receive(app, raw, at=MONDAY).status == "duplicate"
    assert [one.key for one in letters()] == [f"urgent:{first.ticket}"]


def test_a_machines_mail_to_both_mailboxes_asks_for_nothing(app: Flask, town: Town) -> None:
    raw = letter(from_=town.lotte.email, proven=True, Auto_Submitted="auto-generated")
    for mailbox in (Mailbox.SUPPORT, Mailbox.URGENT):
        receive(app, raw, mailbox, MONDAY)
    assert letters() == []


def test_r29_a_letter_that_cannot_be_written_does_not_cost_the_mail(
    app: Flask, town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise KeyError("a word that is not there")

    monkeypatch.setattr(confirming, "confirmation", broken)
    assert receive(app, letter(from_=town.lotte.email, proven=True), at=MONDAY).status == "created"
    assert letters() == []


def test_a_reply_is_not_confirmed(app: Flask, town: Town) -> None:
    first = receive(app, letter(from_=town.lotte.email, proven=True), at=MONDAY)
    assert first.ticket is not None
    signed = address_for("support@projectie.com", first.ticket, town.lotte.email, app.config["SECRET_KEY"])
    receive(app, letter(from_=town.lotte.email, to=signed, proven=True, body="Nog iets"), at=MONDAY)
    assert len(letters()) == 1


@pytest.mark.parametrize(
    "raw",
    [
        letter(from_="x@elsewhere.example", Auto_Submitted="auto-replied"),
        letter(from_="x@elsewhere.example", Auto_Submitted="auto-generated"),
        letter(from_="x@elsewhere.example", Precedence="bulk"),
        letter(from_="x@elsewhere.example", Return_Path="<>"),
        letter(from_="x@elsewhere.example", subject="Out of office: away"),
        letter(from_="MAILER-DAEMON@elsewhere.example", subject="Undelivered Mail Returned to Sender"),
        letter(from_="noreply@elsewhere.example"),
        letter(from_="support@projectie.com"),
        letter(from_="support+t1001.aaaaaaaa.bbbbbbbbbbbbbbbbbbbb@projectie.com"),
        letter(from_="spoed@projectie.com"),
        letter(from_="info@projectie.com"),
        letter(from_="daan@projectie.example", proven=True),
        letter(from_="mara@projectie.example"),
        letter(from_=""),
        letter(from_="Nobody"),
        letter(from_="lotte@bakkerij-leiden.example", proven=True, List_Id="<team.bakkerij-leiden.example>"),
        b"",
        b"\x00\xff",
    ],
)
def test_r31_no_answer_to_machines_to_staff_and_to_ourselves(app: Flask, town: Town, raw: bytes) -> None:
    receive(app, raw, at=MONDAY)
    assert letters() == []


def test_a_person_says_no_to_being_a_machine_and_is_answered(app: Flask) -> None:
    receive(app, letter(Auto_Submitted="no"), at=MONDAY)
    assert len(letters()) == 1


def test_r31_at_most_one_a_day_to_an_address_that_nobody_proved(app: Flask) -> None:
    for hour in range(0, 24, 6):
        receive(app, letter(from_="victim@x.example", body=str(hour)), at=MONDAY + timedelta(hours=hour))
    receive(app, letter(from_="victim+tag@x.example"), at=MONDAY)
    assert len(letters()) == 1
    receive(app, letter(from_="victim@x.example", body="morgen"), at=MONDAY + timedelta(hours=24))
    assert len(letters()) == 2


def test_r31_the_desk_cannot_be_used_to_mail_many(app: Flask) -> None:
    for number in range(64):
        receive(app, letter(from_=f"victim{number}@x.example"), at=MONDAY)
    assert len(letters()) == 60
    assert db.session.scalar(select(func.count()).select_from(Ticket)) == 64, "every mail is still heard"


def test_a_proven_client_is_confirmed_every_time(app: Flask, town: Town) -> None:
    for number in range(5):
        receive(app, letter(from_=town.lotte.email, proven=True, subject=str(number)), at=MONDAY)
    assert len(letters()) == 5


def test_r31_a_confirmation_says_that_a_machine_wrote_it(app: Flask, town: Town) -> None:
    receive(app, letter(from_=town.lotte.email, proven=True), at=MONDAY)
    headers = letters()[0].headers
    assert headers["Auto-Submitted"] == "auto-replied"
    assert headers["X-Auto-Response-Suppress"] == "OOF, AutoReply"
    assert "List-Unsubscribe" not in headers


def test_r31_two_desks_that_answer_each_other_stop_at_once(app: Flask, town: Town) -> None:
    receive(app, letter(from_="support@otherdesk.example"), at=MONDAY)
    (ours,) = letters()
    back = letter(
        from_="support@otherdesk.example",
        to=ours.headers["Reply-To"],
        In_Reply_To=ours.message_id,
        subject=f"Re: {ours.subject}",
    )
    receive(app, back, at=MONDAY)  # a desk that does not say what it is
    assert len(letters()) == 1


def test_r30_the_reply_address_is_signed_for_the_one_who_wrote(app: Flask, town: Town) -> None:
    received = receive(app, letter(from_=town.lotte.email, proven=True), at=MONDAY)
    signed = read(letters()[0].headers["Reply-To"], town.lotte.email, app.config["SECRET_KEY"])
    assert signed is not None
    assert (signed.thread, signed.given_to_sender) == (received.ticket, True)


def test_a_confirmation_stands_in_the_thread_of_the_mail(app: Flask, town: Town) -> None:
    raw = letter(
        from_=town.lotte.email,
        proven=True,
        Message_ID="<mine@x.example>",
        References="<a@x.example> <b@x.example>",
    )
    receive(app, raw, at=MONDAY)
    headers = letters()[0].headers
    assert headers["In-Reply-To"] == "<mine@x.example>"
    assert headers["References"] == "<a@x.example> <b@x.example> <mine@x.example>"


def test_a_reply_to_the_confirmation_joins_its_ticket(app: Flask, town: Town) -> None:
    first = receive(app, letter(from_=town.lotte.email, proven=True), at=MONDAY)
    (confirmed,) = letters()
    reply = letter(from_=town.lotte.email, proven=True, In_Reply_To=confirmed.message_id, body="Nog iets")
    assert receive(app, reply, at=MONDAY).ticket == first.ticket


def test_the_confirmation_is_no_message_on_the_ticket(app: Flask, town: Town) -> None:
    receive(app, letter(from_=town.lotte.email, proven=True), at=MONDAY)
    assert db.session.scalar(select(func.count()).select_from(Message)) == 1


def test_r29_a_mail_that_was_kept_and_taken_up_later_is_confirmed_once(app: Flask, town: Town) -> None:
    raw = letter(from_=town.lotte.email, proven=True)
    keep(raw, Mailbox.SUPPORT, intake(app).blobs, MONDAY)
    take_up(intake(app), MONDAY + timedelta(minutes=5))
    take_up(intake(app), MONDAY + timedelta(minutes=9))
    assert receive(app, raw, at=MONDAY).status == "duplicate"
    (confirmed,) = letters()
    assert "maandag 23 november om 10:00 uur" in confirmed.body_text, "the promise runs from arrival"


def test_r29_a_deed_that_fails_confirms_nothing(
    app: Flask, town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> str:
        raise OSError("No space left on device")

    kept = keep(_with_attachment(town), Mailbox.SUPPORT, intake(app).blobs, MONDAY)
    monkeypatch.setattr(BlobStore, "put", full)
    with pytest.raises(OSError, match="No space"):
        take_up(intake(app), MONDAY + timedelta(minutes=5))
    assert kept.fresh
    assert letters() == []
    assert db.session.scalar(select(func.count()).select_from(AutomaticLetter)) == 0


def _with_attachment(town: Town) -> bytes:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = town.lotte.email, "support@projectie.com", "Bijlage"
    mail.set_content("Zie bijlage")
    mail.add_attachment(b"%PDF-1.7", maintype="application", subtype="pdf", filename="proef.pdf")
    return mail.as_bytes()


def test_another_studio_signs_its_own_letters(app: Flask, town: Town) -> None:
    with transaction() as session:
        studio = session.get_one(Studio, 1)
        studio.name, studio.kvk, studio.vat_id = "Atelier Noord", "12345678", "NL000099998B57"
        studio.support_address = "hulp@atelier-noord.example"
    receive(app, letter(from_=town.lotte.email, proven=True), at=MONDAY)
    (confirmed,) = letters()
    assert (confirmed.from_name, confirmed.from_address) == ("Atelier Noord", "hulp@atelier-noord.example")
    assert "KVK 12345678 · btw-id NL000099998B57" in confirmed.body_text
    assert "Projectie" not in confirmed.body_text


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(subject=st.text(max_size=60), name=st.text(max_size=40), body=st.text(max_size=80))
def test_r31_whatever_a_stranger_writes_the_fixed_letter_is_fixed(
    app: Flask, subject: str, name: str, body: str
) -> None:
    mail = EmailMessage()
    mail["From"] = "x@elsewhere.example"
    mail.set_content(f"{name}\n{subject}\n{body}".encode("utf-8", "replace").decode())
    with transaction() as session:
        session.query(AutomaticLetter).delete()
    receive(app, mail.as_bytes(), at=MONDAY)
    texts = {(one.subject, one.to_name) for one in letters()}
    assert texts <= {("We hebben je mail ontvangen", ""), ("We have received your email", "")}


def test_a_name_is_text_in_a_letter_and_never_markup(app: Flask, town: Town) -> None:
    named = f'"<img src=x onerror=alert(1)> %(x)s {{{{ 7 }}}}" <{town.lotte.email}>'
    receive(app, letter(from_=named, proven=True, subject="<script>alert(2)</script>"), at=MONDAY)
    (confirmed,) = letters()
    assert confirmed.body_html is not None
    assert "<img" not in confirmed.body_html
    assert "<script" not in confirmed.body_html
    assert "Hallo <img src=x onerror=alert(1)> %(x)s {{ 7 }}," in confirmed.body_text
    assert confirmed.subject == "Re: <script>alert(2)</script>"
