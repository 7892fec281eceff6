"""Every letter the desk writes, as a person reads it: word for word in letters_out/, in both languages.

`UPDATE_LETTERS=1 pytest tests/mail/test_letters_out.py` writes them anew; then read them.
"""

import os
import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import html5lib
import pytest
from flask import Flask
from sqlalchemy import select

from projectie.clock.weeks import Week
from projectie.contracts.models import Contract
from projectie.database import db, transaction
from projectie.mail.models import Mailbox, OutgoingLetter
from projectie.mail.outbox import Draft, queue
from projectie.people.models import Hosting, Organisation, Person
from projectie.planning.closing_letter import Later, response_moved
from projectie.tickets import conversation
from projectie.tickets.letters import Ground, Thread, ground_of
from projectie.tickets.models import Column, Ticket
from projectie.tickets.notices import Moved, promise_made, promise_moved
from projectie.tickets.planning_promises import TO_BE_AGREED, Span
from projectie.tickets.promises import ResponsePromise
from tests.post import letter, receive
from tests.town import Town, Townsman
from tests.visitor import words

KEPT = Path(__file__).parent / "letters_out"
FRIDAY = datetime(2027, 3, 26, 16, 40, tzinfo=UTC)  # Good Friday 17:40 in Leiden; Monday is Easter Monday
ADDRESS = re.compile(r"https?://\S+")
NO_PERSON = re.compile(r"^(?:>|- |--$)\s?", re.MULTILINE)  # marks that only text needs


class Writer:
    """Writes letters to one client: Lotte in Dutch, Abby in English."""

    def __init__(self, app: Flask, client: Townsman, colleague: Townsman, language: str) -> None:
        self.app, self.client, self.colleague, self.language = app, client, colleague, language
        self.subject = "Inloggen lukt niet" if language == "nl" else "Cannot sign in"
        self.asked = (
            "Ik kan sinds vanmorgen niet inloggen."
            if language == "nl"
            else "I cannot sign in since this morning."
        )

    def mailed(
        self, mailbox: Mailbox = Mailbox.SUPPORT, *, proven: bool = True, from_: str = ""
    ) -> OutgoingLetter:
        """Mail the desk and return what came back."""
        sender = from_ or f"{self.client.name} <{self.client.email}>"
        raw = letter(from_=sender, proven=proven, subject=f"RE: {self.subject}", body=self.asked)
        receive(self.app, raw, mailbox, FRIDAY)
        return last()

    def answered(self, then: Column | None, planning: Span | None = None) -> OutgoingLetter:
        """Mail the desk, let Daan answer, and return his letter."""
        self.mailed()
        number = db.session.scalars(select(Ticket.number)).one()
        text = {
            "nl": "Je wachtwoord is verlopen.\nJe krijgt zo een link om het te vernieuwen.\n\nLukt het daarmee?",
            "en": "Your password has expired.\nYou will get a link to renew it.\n\nDoes that work?",
        }[self.language]
        newest = conversation.newest_message(db.session(), number)
        said = conversation.Reply(text, newest, then, planning=planning)
        conversation.reply(number, said, db.session.get_one(Person, self.colleague.id), "k" * 32, FRIDAY)
        return last()

    def kept(self) -> OutgoingLetter:
        """Promise this week on the way, and be done in it."""
        self.answered(None, Span.week(Week.of(FRIDAY.date())))
        number = db.session.scalars(select(Ticket.number)).one()
        newest = conversation.newest_message(db.session(), number)
        daan = db.session.get_one(Person, self.colleague.id)
        text = {"nl": "Het werkt weer.", "en": "It works again."}[self.language]
        conversation.reply(number, conversation.Reply(text, newest, Column.DONE), daan, "k" * 32, FRIDAY)
        return last()

    def promised(self, write: Callable[[Ticket, Ground], Draft]) -> OutgoingLetter:
        """Mail the desk, and return the letter about a promise."""
        self.mailed()
        with transaction() as session:
            queue(
                session,
                write(session.scalars(select(Ticket)).one(), ground_of(session, "k" * 32, FRIDAY)),
                FRIDAY,
            )
        return last()


def last() -> OutgoingLetter:
    """Return the last letter that was queued."""
    return db.session.scalars(select(OutgoingLetter).order_by(OutgoingLetter.id.desc()).limit(1)).one()


def _contract(client: Townsman, tier: str | None, hosting: Hosting = Hosting.STUDIO) -> None:
    with transaction() as session:
        row = session.scalars(
            select(Contract).where(Contract.organisation_id == client.organisation_id)
        ).one()
        if tier is None:
            session.delete(row)
        else:
            row.tier = tier
        session.get_one(Organisation, client.organisation_id).hosting = hosting


def _received_sla(writer: Writer) -> OutgoingLetter:
    _contract(writer.client, "sla")
    return writer.mailed()


def _received_without_contract(writer: Writer) -> OutgoingLetter:
    _contract(writer.client, None, Hosting.SELF)
    return writer.mailed()


WEEK, NEXT_WEEK = Span.week(Week(2027, 14)), Span.day(date(2027, 4, 13))


def _response_moved(ticket: Ticket, ground: Ground) -> Draft:
    assert ticket.response_by
    becomes = ResponsePromise(ticket.response_by, ticket.response_by + timedelta(days=1))
    reason = {
        "nl": "Op donderdag 1 april zijn we gesloten (Studiodag).",
        "en": "On Thursday 1 April we are closed (Study day).",
    }
    later = Later(ticket.response_by, becomes, reason[ticket.language])
    return response_moved(db.session(), ticket, later, "Mara Visser", ground)


def _unproven(ticket: Ticket, ground: Ground) -> Draft:
    ticket.verified = False
    return _response_moved(ticket, ground)


REASONS = {"nl": "Daan is ziek.", "en": "Daan is ill."}
LETTERS: dict[str, Callable[[Writer], OutgoingLetter]] = {
    "received": lambda writer: writer.mailed(),
    "received_sla": _received_sla,
    "received_without_contract": _received_without_contract,
    "urgent_asked": lambda writer: writer.mailed(Mailbox.URGENT),
    "received_unknown": lambda writer: writer.mailed(proven=False),
    "received_unknown_urgent": lambda writer: writer.mailed(Mailbox.URGENT, proven=False),
    "answer": lambda writer: writer.answered(None),
    "waiting": lambda writer: writer.answered(Column.WAITING),
    "done": lambda writer: writer.answered(Column.DONE),
    "answer_planned": lambda writer: writer.answered(None, WEEK),
    "answer_to_be_agreed": lambda writer: writer.answered(None, TO_BE_AGREED),
    "done_kept": lambda writer: writer.kept(),
    "promise_made": lambda writer: writer.promised(
        lambda ticket, ground: promise_made(ticket, WEEK, ground, Thread(), "Daan de Boer", "7")
    ),
    "promise_to_be_agreed": lambda writer: writer.promised(
        lambda ticket, ground: promise_made(ticket, TO_BE_AGREED, ground, Thread(), "Daan de Boer", "7")
    ),
    "response_moved": lambda writer: writer.promised(_response_moved),
    "response_moved_unproven": lambda writer: writer.promised(_unproven),
    "promise_sooner": lambda writer: writer.promised(
        lambda ticket, ground: promise_moved(
            ticket, Moved(NEXT_WEEK, WEEK, REASONS[writer.language]), ground, Thread(), "Daan de Boer", "8"
        )
    ),
    "promise_moved": lambda writer: writer.promised(
        lambda ticket, ground: promise_moved(
            ticket, Moved(WEEK, NEXT_WEEK, REASONS[writer.language]), ground, Thread(), "Daan de Boer", "8"
        )
    ),
}


@pytest.fixture(params=["nl", "en"])
def writer(request: pytest.FixtureRequest, app: Flask, town: Town) -> Writer:
    return Writer(app, town.lotte if request.param == "nl" else town.abby, town.daan, request.param)


@pytest.mark.parametrize("name", LETTERS)
def test_a_letter_reads_as_it_was_agreed(writer: Writer, name: str) -> None:
    written = LETTERS[name](writer)
    path = KEPT / f"{name}.{writer.language}.txt"
    read = f"{written.subject}\n\n{written.body_text}"
    if os.environ.get("UPDATE_LETTERS"):
        path.write_text(read, encoding="utf-8")
    assert read == path.read_text(encoding="utf-8")
    _judge(written, writer.language)


def _judge(written: OutgoingLetter, language: str) -> None:
    """What holds for every letter: tidy text, the same in HTML, the legal data, nothing fetched, nothing followed."""
    text, html = written.body_text, written.body_html or ""
    assert "\n\n\n" not in text
    assert not re.search(r"[ \t]\n", text)
    assert not re.search(r"%\(|\{\{|\{%|None|Markup", text + html)
    assert "KVK 55888356" in text
    assert "Pieterskerkhof 38, 2311 ST Leiden" in text
    assert not re.search(
        r"<(?:img|script|style|link|iframe|form|object)|\b(?:src|style|background)=|url\(", html
    )
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    tree = parser.parse(html)
    assert parser.errors == []
    assert tree.get("lang") == written.language == language
    (body,) = tree.findall("body")
    assert words(body) == " ".join(NO_PERSON.sub("", text).split())
    (title,) = tree.iter("title")
    assert title.text == written.subject
    links = {a.get("href", "") for a in tree.iter("a")}
    pages = {link for link in links if link.startswith("http")}
    assert pages == set(ADDRESS.findall(text))
    assert pages <= {
        "http://127.0.0.1:5000/portal/",
        f"http://127.0.0.1:5000/{'nl/voorwaarden' if language == 'nl' else 'en/terms'}",
    }
    assert {link.partition(":")[0] for link in links - pages} <= {"mailto", "tel"}


def test_every_letter_is_kept_in_both_languages_and_no_other() -> None:
    assert {path.name for path in KEPT.iterdir()} == {
        f"{name}.{language}.txt" for name in LETTERS for language in ("nl", "en")
    }
