"""A mail that seems to hold a password: marked, moved into a secret, searched no more; put back by managers alone."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from projectie.clock.now import now
from projectie.database import db
from projectie.mail.models import OutgoingLetter, RawMail
from projectie.people.models import Person
from projectie.search.filling import fill
from projectie.search.models import SearchEntry
from projectie.tickets import conversation
from projectie.tickets.models import Message
from projectie.whispers.moving import masked_html
from projectie.whispers.telltale import MASK
from tests.commands.desks import wrong
from tests.post import letter, receive
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
    daan = visit("daan", most_statements=26)
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
    warned = daan.get(f"/desk/mail/{message}")
    assert "Krokus2026" not in warned.html
    assert "Krokus2026" in daan.get(f"/desk/mail/{message}?whole=").html, "kept as it came in (R29)"
    assert "Wachtwoord: Krokus2026!" in daan.post(f"/desk/tickets/{ticket}/secrets/1/reading").html
    assert daan.post(url).status == 409
    assert page.all("button", id=f"put-back-{message}") == []
    assert wrong(app) == {}


def test_only_a_manager_puts_it_back(
    app: Flask, mail: tuple[int, int], visit: Callable[..., Visitor]
) -> None:
    ticket, message = mail
    before = db.session.get_one(Message, message).body_text
    daan, mara = visit("daan", most_statements=26), visit("mara", most_statements=26)
    daan.post(f"/desk/tickets/{ticket}/messages/{message}/password")
    back = f"/manage/tickets/{ticket}/messages/{message}/password/return"
    assert daan.post(back).status == 404
    mara.get(f"/desk/tickets/{ticket}").one("button", id=f"put-back-{message}")
    assert mara.post(back).status == 303
    db.session.expire_all()
    assert db.session.get_one(Message, message).body_text == before
    assert mara.post(back).status == 404
    assert daan.post(f"/desk/tickets/{ticket}/secrets/1/reading").status == 404, "it is in the mail again"
    assert "Krokus2026" in daan.get(f"/desk/mail/{message}").html
    assert "lijkt een wachtwoord te staan" not in daan.get(f"/desk/tickets/{ticket}").text
    assert db.session.scalars(select(RawMail.size)).all()
    assert wrong(app) == {}


def test_what_is_no_password_is_not_asked_about_again(
    mail: tuple[int, int], visit: Callable[..., Visitor]
) -> None:
    ticket, message = mail
    daan = visit("daan", most_statements=26)
    daan.post(f"/desk/tickets/{ticket}/messages/{message}/password", {"verdict": "none"}, htmx=True)
    page = daan.get(f"/desk/tickets/{ticket}")
    assert "lijkt een wachtwoord te staan" not in page.text
    assert "Krokus2026" in page.text
    assert daan.post(f"/desk/tickets/{ticket}/messages/99/password").status == 404


def test_html_that_cuts_a_password_up_is_not_shown_at_all() -> None:
    assert masked_html("<p>Krokus2026!</p>", ["Krokus2026!"]) == f"<p>{MASK}</p>"
    assert masked_html("<p>a&amp;b1&lt;</p>", ["a&b1<"]) == f"<p>{MASK}</p>"
    assert masked_html("<p>Kro<b>kus</b>2026!</p>", ["Krokus2026!"]) is None
    assert masked_html(None, ["x"]) is None
