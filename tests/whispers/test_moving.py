"""A mail that seems to hold a password: marked, moved into a secret, searched no more; put back by managers alone."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from projectie.clock.now import now
from projectie.database import db, transaction
from projectie.mail.models import OutgoingLetter, RawMail
from projectie.people.models import Person
from projectie.search.filling import fill
from projectie.search.models import SearchEntry
from projectie.tickets import conversation
from projectie.tickets.models import DraftReason, MailWord, Message, Note, ReplyDraft, Ticket
from projectie.tickets.people_models import Forward
from projectie.whispers.covering import masked_html
from projectie.whispers.telltale import MASK
from tests.commands.desks import wrong
from tests.post import letter, receive
from tests.tickets.test_forwards import BLOCK, forward
from tests.town import Town
from tests.visitor import Visitor

LOTTE = "Lotte <lotte@bakkerij-leiden.example>"
BODY = "Dag,\n\nGebruiker: lotte\nWachtwoord: Krokus2026!\n\nGroet, Lotte"


@pytest.fixture
def mail(app: Flask, town: Town) -> tuple[int, int]:
    """Return the ticket and the message of a mail that holds a password, which was answered."""
    received = receive(app, letter(from_=LOTTE, proven=True, body=BODY))
    assert received.ticket
    assert received.message
    daan = db.session.get_one(Person, town.daan.id)
    said = conversation.Reply("Dank je.", received.message, None)
    conversation.reply(received.ticket, said, daan, app.config["SECRET_KEY"], now())
    return received.ticket, received.message


def found(app: Flask) -> str:
    """Return everything a search looks in."""
    fill()
    db.session.rollback()
    return " ".join(str(words) for words in db.session.scalars(select(SearchEntry.words)))


def test_a_mail_with_a_password_is_marked_and_moved(
    app: Flask, mail: tuple[int, int], visit: Callable[..., Visitor]
) -> None:
    ticket, message = mail
    assert "krokus2026" in found(app)
    daan = visit("daan")
    page = daan.get(f"/desk/tickets/{ticket}")
    assert "lijkt een wachtwoord te staan" in page.text
    url = f"/desk/tickets/{ticket}/messages/{message}/password"
    assert daan.post(url).status == 303
    page = daan.get(f"/desk/tickets/{ticket}")
    assert "Krokus2026" not in page.html
    assert MASK in page.text
    assert "lijkt een wachtwoord te staan" not in page.text
    assert "krokus2026" not in found(app)
    assert [b for b in db.session.scalars(select(OutgoingLetter.body_text)) if "Krokus2026" in b] == []
    warned = daan.get(f"/desk/mail/{message}/raw")
    assert "Krokus2026" not in warned.html
    assert "Krokus2026" in daan.get(f"/desk/mail/{message}/raw?whole=").html, "kept as it came in (R29)"
    assert "Wachtwoord: Krokus2026!" in daan.post(f"/desk/tickets/{ticket}/secrets/1/reading").html
    assert daan.post(url).status == 409
    assert page.all("button", id=f"put-back-{message}") == []
    assert wrong(app) == {}


def test_only_a_manager_puts_it_back(
    app: Flask, mail: tuple[int, int], visit: Callable[..., Visitor]
) -> None:
    ticket, message = mail
    before = db.session.get_one(Message, message).body_text
    daan, mara = visit("daan"), visit("mara")
    daan.post(f"/desk/tickets/{ticket}/messages/{message}/password")
    back = f"/manage/tickets/{ticket}/messages/{message}/password/return"
    assert daan.post(back).status == 404
    mara.get(f"/desk/tickets/{ticket}").one("button", id=f"put-back-{message}")
    assert mara.post(back).status == 303
    db.session.expire_all()
    assert db.session.get_one(Message, message).body_text == before
    assert mara.post(back).status == 404
    assert daan.post(f"/desk/tickets/{ticket}/secrets/1/reading").status == 404, "it is in the mail again"
    assert "Krokus2026" in daan.get(f"/desk/mail/{message}/raw").html
    assert "lijkt een wachtwoord te staan" not in daan.get(f"/desk/tickets/{ticket}").text
    assert db.session.scalars(select(RawMail.size)).all()
    assert wrong(app) == {}


def test_what_is_no_password_is_not_asked_about_again(
    mail: tuple[int, int], visit: Callable[..., Visitor]
) -> None:
    ticket, message = mail
    daan = visit("daan")
    daan.post(f"/desk/tickets/{ticket}/messages/{message}/password", {"verdict": "none"}, htmx=True)
    page = daan.get(f"/desk/tickets/{ticket}")
    assert "lijkt een wachtwoord te staan" not in page.text
    assert "Krokus2026" in page.text
    assert daan.post(f"/desk/tickets/{ticket}/messages/99/password").status == 404


def test_it_is_covered_in_the_subject_a_note_and_a_draft_too(
    app: Flask, town: Town, visit: Callable[..., Visitor]
) -> None:
    above = "FYI: het wachtwoord is Krokus2026!"
    who = "Lotte Bakker <lotte@bakkerij-leiden.example>"
    passed_on = f"{above}\n\n{BLOCK.format(who=who)}\nWachtwoord: Krokus2026!"
    received = receive(app, forward(body=passed_on, subject="FW: Krokus2026!"))
    number, message = received.ticket, received.message
    assert number
    with transaction() as session:
        session.get_one(Ticket, number).subject = "Inlog Krokus2026!"
        kept = {"ticket_number": number, "author_id": town.daan.id, "created_at": now(), "recipients": None}
        session.add(ReplyDraft(body="Dank voor Krokus2026!", why=DraftReason.WITHDRAWN, **kept))
    assert "Krokus2026" in db.session.scalars(select(Note.body)).one()
    before = texts()
    assert sum("Krokus2026" in text for text in before) >= 5
    visit("daan").post(f"/desk/tickets/{number}/messages/{message}/password")
    assert [text for text in texts() if "Krokus2026" in text] == []
    assert [word for word in db.session.scalars(select(MailWord.word)) if "krokus" in word] == []
    assert "krokus2026" not in found(app)
    visit("mara").post(f"/manage/tickets/{number}/messages/{message}/password/return")
    assert texts()[:-1] == before[:-1], "all but what we wrote ourselves"
    assert "krokus2026" in db.session.scalars(select(MailWord.word)).all()
    assert wrong(app) == {}


def texts() -> list[str]:
    """Return every text in which it may stand; drafts last."""
    db.session.rollback()
    columns = (
        Message.subject, Message.body_text, Message.reply_text, Forward.text, Forward.above, Forward.subject,
        Note.body, Ticket.subject, ReplyDraft.body,
    )  # fmt: skip
    return [" ".join(db.session.scalars(select(column))) for column in columns]


def test_html_that_cuts_a_password_up_is_not_shown_at_all() -> None:
    assert masked_html("<p>Krokus2026!</p>", ["Krokus2026!"]) == f"<p>{MASK}</p>"
    assert masked_html("<p>a&amp;b1&lt;</p>", ["a&b1<"]) == f"<p>{MASK}</p>"
    assert masked_html("<p>Kro<b>kus</b>2026!</p>", ["Krokus2026!"]) is None
    assert masked_html(None, ["x"]) is None
