"""A colleague passes a client's mail on: the ticket is the client's, and undone with one click (R33)."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from flask import Flask
from sqlalchemy import func, select

from projectie.database import MissingError, db, transaction
from projectie.mail.models import Mailbox, OutgoingLetter
from projectie.people.models import Person
from projectie.tickets import conversation
from projectie.tickets.forwards import turn
from projectie.tickets.models import Column, Message, Note, Ticket
from projectie.tickets.people_models import Forward, Participant
from tests.post import letter, receive
from tests.town import Town
from tests.visitor import Visitor

MONDAY = datetime(2026, 11, 23, 9, tzinfo=UTC)
DAAN = "Daan de Boer <daan@projectie.example>"
BLOCK = """Van: {who}
Verzonden: maandag 23 november 2026 15:05
Aan: Daan de Boer
Onderwerp: Inloggen lukt niet

Hallo Daan,

Het inloggen lukt niet.

Lotte"""
COMMENT = "Ze belt altijd meteen, even snel doen."


def forward(who: str = "Lotte Bakker <lotte@bakkerij-leiden.example>", **fields: str) -> bytes:
    """Return what Daan passes on, proven unless said otherwise."""
    given = {
        "from_": DAAN,
        "subject": "FW: Inloggen lukt niet",
        "body": f"{COMMENT}\n\n{BLOCK.format(who=who)}",
    }
    return letter(**(given | {"proven": True} | fields))  # type: ignore[arg-type]


def opened(app: Flask, raw: bytes) -> Ticket:
    """Return the ticket that mail opens."""
    received = receive(app, raw, at=MONDAY)
    assert received.status == "created"
    return db.session.get_one(Ticket, received.ticket, populate_existing=True)


def test_r33_a_proven_colleague_opens_a_ticket_for_the_client(app: Flask, town: Town) -> None:
    ticket = opened(app, forward())
    assert (ticket.organisation_id, ticket.requester_id, ticket.verified) == (
        town.leiden.id,
        town.lotte.id,
        False,
    )
    assert (ticket.subject, ticket.requester_address, ticket.language) == (
        "Inloggen lukt niet",
        town.lotte.email,
        "nl",
    )
    note = db.session.scalars(select(Note)).one()
    assert (note.body, note.author_id, note.ticket_number) == (COMMENT, town.daan.id, ticket.number)
    message = db.session.scalars(select(Message)).one()
    assert message.reply_text == "Hallo Daan,\n\nHet inloggen lukt niet.\n\nLotte"
    assert db.session.scalar(select(func.count()).select_from(OutgoingLetter)) == 0, (
        "nobody proved it was Lotte"
    )
    assert db.session.scalar(select(func.count()).select_from(Participant)) == 0


def test_r33_what_the_colleague_wrote_is_never_mailed(app: Flask, town: Town) -> None:
    ticket = opened(app, forward())
    daan = db.session.get_one(Person, town.daan.id)
    said = conversation.Reply("We kijken.", conversation.newest_message(db.session(), ticket.number), None)
    conversation.reply(ticket.number, said, daan, app.config["SECRET_KEY"], MONDAY)
    sent = db.session.scalars(select(OutgoingLetter)).one()
    assert sent.to_address == town.lotte.email
    assert COMMENT not in sent.body_text + (sent.body_html or "")
    assert "> Het inloggen lukt niet." in sent.body_text
    assert "Lotte Bakker schreef:" in sent.body_text


@pytest.mark.parametrize(
    "raw",
    [
        forward(proven=False),  # type: ignore[arg-type]
        forward(Authentication_Results="mx.projectie.example; dmarc=fail", proven=False),  # type: ignore[arg-type]
        forward(subject="RE: Inloggen lukt niet"),
        forward(who="Mara Visser <mara@projectie.example>"),
        forward(who="Support <support@projectie.com>"),
        forward(who="Iemand zonder adres"),
        forward(Auto_Submitted="auto-generated"),
    ],
    ids=["unproven", "failing", "a reply", "of a colleague", "of ourselves", "no address", "a machine"],
)
def test_r33_anything_else_is_an_ordinary_mail(app: Flask, town: Town, raw: bytes) -> None:
    receive(app, raw, at=MONDAY)
    assert db.session.scalar(select(func.count()).select_from(Forward)) == 0
    assert db.session.scalar(select(func.count()).select_from(Note)) == 0
    for ticket in db.session.scalars(select(Ticket)):
        assert ticket.requester_id == town.daan.id


def test_r33_a_forward_never_joins_by_what_it_refers_to(app: Flask, town: Town) -> None:
    first = receive(app, letter(from_=town.lotte.email, proven=True, Message_ID="<first@x.example>"))
    again = receive(app, forward(References="<first@x.example>"))
    assert again.status == "created"
    assert again.ticket != first.ticket


def test_r13_a_colleague_who_passes_on_to_the_urgent_mailbox_asks_nothing_for_the_client(
    app: Flask, town: Town
) -> None:
    raw = forward()
    received = receive(app, raw, Mailbox.URGENT)
    receive(app, raw, Mailbox.URGENT)
    assert not db.session.get_one(Ticket, received.ticket, populate_existing=True).urgent_asked


def test_r33_of_mails_within_one_another_the_outermost_of_no_colleague_counts(app: Flask, town: Town) -> None:
    inner = BLOCK.format(who="Drukkerij <info@drukker.example>")
    outer = BLOCK.format(who="Joris Bakker <joris@bakkerij-leiden.example>")
    mara = BLOCK.format(who="Mara Visser <mara@projectie.example>")
    ticket = opened(app, forward(body=f"Voor ons.\n\n{mara}\n\n{outer}\n\n{inner}"))
    assert ticket.requester_id == town.joris.id
    assert db.session.scalars(select(Note)).one().body.startswith("Voor ons.\n\nVan: Mara Visser")


def test_r33_an_unknown_writer_is_an_unknown_client(app: Flask, town: Town) -> None:
    ticket = opened(app, forward(who="Pieter <p@drukker.example>"))
    assert (ticket.organisation_id, ticket.requester_id, ticket.requester_name) == (None, None, "Pieter")


def test_r33_it_is_undone_with_one_click_and_redone(
    app: Flask, town: Town, visit: Callable[..., Visitor]
) -> None:
    number = opened(app, forward()).number
    message = conversation.newest_message(db.session(), number)
    daan = visit("daan", "nl")
    shown = daan.get(f"/desk/tickets/{number}")
    assert "doorgestuurd door Daan de Boer" in shown.text
    path = f"/desk/tickets/{number}/forwards/{message}"
    assert daan.get(path).status == 405
    assert daan.post(path, {"taken": "0"}).status == 303
    ticket = db.session.get_one(Ticket, number, populate_existing=True)
    assert (ticket.organisation_id, ticket.requester_id) == (None, town.daan.id)
    assert ticket.subject == "FW: Inloggen lukt niet"
    assert db.session.scalar(select(func.count()).select_from(Note)) == 0
    assert COMMENT in daan.get(f"/desk/tickets/{number}").text
    assert daan.post(path, {"taken": "1"}).status == 303
    db.session.rollback()
    ticket = db.session.get_one(Ticket, number, populate_existing=True)
    assert (ticket.organisation_id, ticket.requester_id, ticket.verified) == (
        town.leiden.id,
        town.lotte.id,
        False,
    )
    assert db.session.scalars(select(Note)).one().body == COMMENT
    shown = daan.get(f"/desk/tickets/{number}")
    assert "de doorgestuurde mail telt" in shown.text


def test_r30_a_colleague_who_mails_along_answers_neither_for_the_client_nor_for_the_studio(
    app: Flask, town: Town
) -> None:
    first = receive(app, letter(from_=town.lotte.email, proven=True), at=MONDAY)
    signed = str(db.session.scalars(select(OutgoingLetter)).one().headers["Reply-To"])
    with transaction() as session:
        session.get_one(Ticket, first.ticket).column = Column.WAITING
    received = receive(app, letter(from_=DAAN, to=signed, proven=True, body="Ik weet meer."), at=MONDAY)
    assert received.ticket == first.ticket
    ticket = db.session.get_one(Ticket, first.ticket, populate_existing=True)
    assert (ticket.column, ticket.answered_at, ticket.assignee_id) == (Column.WAITING, None, None)


def test_r33_only_a_forward_of_that_ticket_is_undone(app: Flask, town: Town) -> None:
    number = opened(app, forward()).number
    other = receive(app, letter(from_=town.lotte.email))
    assert other.message is not None
    for ticket, message in ((number, other.message), (number + 1, 1), (number, 999)):
        with pytest.raises(MissingError):
            turn(ticket, message, town.daan.id, MONDAY, taken=False)
