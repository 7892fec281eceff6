"""The ticket page of staff: reading, answering, noting, deciding."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from projectie.clock.now import now
from projectie.database import db, transaction
from projectie.mail.models import OutgoingLetter
from projectie.mail.reply_address import address_for
from projectie.tickets.models import Column, Note, Ticket
from tests.post import letter, receive
from tests.town import Town
from tests.visitor import Visitor, words


@pytest.fixture
def number(app: Flask, town: Town) -> int:
    """Return a ticket that came in by mail from Lotte."""
    received = receive(
        app, letter(from_="Lotte Bakker <lotte@bakkerij-leiden.example>", body="De site ligt eruit.")
    )
    assert received.ticket is not None
    return received.ticket


@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_ticket_shows_what_was_mailed_and_whose_it_is(
    visit: Callable[..., Visitor], number: int, language: str
) -> None:
    page = visit("daan", language).get(f"/desk/tickets/{number}")
    assert page.status == 200
    assert "De site ligt eruit." in page.text
    assert "Bakkerij Leiden" in page.text
    assert {chip.get("data-tier") for chip in page.all("span", class_="tier")} == {"on_demand_plus"}
    # By it the focus is found again in what comes back after a deed.
    assert all(button.get("id") for button in page.one("main").iter("button"))


def test_whose_a_ticket_is_stands_beside_its_title(
    visit: Callable[..., Visitor], town: Town, number: int
) -> None:
    visitor = visit("daan", "en")
    assert "Nobody’s yet" in words(visitor.get(f"/desk/tickets/{number}").one("p", id="ticket-chips"))
    db.session.get_one(Ticket, number).assignee_id = town.daan.id
    db.session.commit()
    chips = words(visitor.get(f"/desk/tickets/{number}").one("p", id="ticket-chips"))
    assert f"Assigned to {town.daan.name}" in chips


def test_a_note_is_kept_and_mailed_to_nobody_r33(visit: Callable[..., Visitor], number: int) -> None:
    visitor = visit("daan")
    visitor.get(f"/desk/tickets/{number}")
    assert visitor.post(f"/desk/tickets/{number}/notes", {"note": "Eerst de DNS nakijken"}).status == 303
    assert "Eerst de DNS nakijken" in visitor.get(f"/desk/tickets/{number}").text
    assert _replies() == []


def test_r06_a_reply_is_queued_to_the_client_and_meets_the_promise(
    visit: Callable[..., Visitor], number: int
) -> None:
    visitor = visit("daan")
    visitor.get(f"/desk/tickets/{number}")
    seen = visitor.get(f"/desk/tickets/{number}").one("input", name="seen").get("value")
    sent = visitor.post(
        f"/desk/tickets/{number}/replies", {"body": "We kijken ernaar.", "seen": seen, "then": "waiting"}
    )
    assert sent.status == 303
    (queued,) = _replies()
    assert queued.to_address == "lotte@bakkerij-leiden.example"
    assert "We kijken ernaar." in queued.body_text
    assert "55888356" in queued.body_text
    assert f"+t{number}." in queued.headers["Reply-To"]
    ticket = db.session.get_one(Ticket, number)
    assert ticket.answered_at is not None
    assert ticket.column is Column.WAITING


def test_a_reply_is_stopped_once_when_a_newer_message_arrived(
    app: Flask, visit: Callable[..., Visitor], number: int
) -> None:
    visitor = visit("daan")
    seen = visitor.get(f"/desk/tickets/{number}").one("input", name="seen").get("value")
    signed = _reply_address(visitor, number, seen)
    receive(app, letter(from_="lotte@bakkerij-leiden.example", to=signed, body="O wacht, hij doet het weer."))
    stopped = visitor.post(
        f"/desk/tickets/{number}/replies", {"body": "Tweede antwoord", "seen": seen, "then": ""}
    )
    assert stopped.status == 409
    assert "O wacht, hij doet het weer." in stopped.text
    assert stopped.one("textarea", id="body").text == "Tweede antwoord"
    newest = stopped.one("input", name="seen").get("value")
    again = visitor.post(
        f"/desk/tickets/{number}/replies", {"body": "Tweede antwoord", "seen": newest, "then": ""}
    )
    assert again.status == 303


def _reply_address(visitor: Visitor, number: int, seen: str | None) -> str:
    visitor.post(f"/desk/tickets/{number}/replies", {"body": "Eerste antwoord", "seen": seen, "then": ""})
    db.session.rollback()
    (queued,) = _replies()
    return str(queued.headers["Reply-To"])


def _replies() -> list[OutgoingLetter]:
    """Return the letters people wrote; what the desk itself confirmed is left out."""
    return [one for one in db.session.scalars(select(OutgoingLetter)) if "Auto-Submitted" not in one.headers]


def test_r08_a_critical_kind_is_critical_and_triaged_at_once(
    visit: Callable[..., Visitor], town: Town, number: int
) -> None:
    visitor = visit("daan")
    page = visitor.get(f"/desk/tickets/{number}")
    form = {
        "organisation": str(town.leiden.id),
        "service": "website",
        "kind": "outage",
        "impact": "",
        "urgency": "",
    }
    version = page.one("input", name="version").get("value")
    done = visitor.post(
        f"/desk/tickets/{number}/properties", {**form, "assignee": str(town.daan.id), "version": version}
    )
    assert done.status == 303, done.text
    ticket = db.session.get_one(Ticket, number)
    assert (ticket.priority, ticket.column) == ("critical", Column.TRIAGED)
    stale = visitor.post(f"/desk/tickets/{number}/properties", {**form, "assignee": "", "version": version})
    assert stale.status == 409


def test_an_empty_note_and_reply_come_back_with_a_sentence(
    visit: Callable[..., Visitor], number: int
) -> None:
    visitor = visit("daan")
    visitor.get(f"/desk/tickets/{number}")
    assert "Schrijf eerst de notitie" in visitor.post(f"/desk/tickets/{number}/notes", {"note": " "}).text
    empty = visitor.post(f"/desk/tickets/{number}/replies", {"body": "", "seen": "1", "then": ""})
    assert empty.status == 422
    assert db.session.scalars(select(Note)).all() == []


@pytest.mark.parametrize(
    "path", ["/desk/tickets/999999", "/desk/tickets/9999999999999999999999", "/desk/tickets/x"]
)
def test_an_unknown_ticket_is_404(visit: Callable[..., Visitor], path: str) -> None:
    assert visit("daan").get(path).status == 404


def test_r17a_a_thank_you_is_shown_on_what_stays_done_with_a_button_that_reopens(
    app: Flask, visit: Callable[..., Visitor], number: int
) -> None:
    with transaction() as session:
        ticket = session.get_one(Ticket, number)
        ticket.column, ticket.done_at = Column.DONE, now()
    visitor = visit("daan")
    assert not visitor.get(f"/desk/tickets/{number}").all("button", id="reopen")
    signed = address_for(
        "support@projectie.com", number, "lotte@bakkerij-leiden.example", app.config["SECRET_KEY"]
    )
    receive(app, letter(from_="lotte@bakkerij-leiden.example", to=signed, body="Heel erg bedankt!"))
    shown = visitor.get(f"/desk/tickets/{number}")
    assert shown.one("button", id="reopen").get("aria-keyshortcuts") == "R"
    assert "Heel erg bedankt!" in shown.text
    assert visitor.post(f"/desk/tickets/{number}/reopening", {}).status == 303
    assert not visitor.get(f"/desk/tickets/{number}").all("button", id="reopen")
    db.session.expire_all()
    assert db.session.get_one(Ticket, number).column is Column.IN_PROGRESS
