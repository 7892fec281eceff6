"""A reply that may not be meant so is stopped once, never blocked."""

from collections.abc import Callable, Collection

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from projectie.database import db, transaction
from projectie.mail.language import guessed
from projectie.people.models import Person
from projectie.snippets.rules import left_open
from projectie.tickets.asked_once_rules import Written, doubts, to_ask
from projectie.tickets.models import Ticket
from tests.post import letter, receive
from tests.town import Town
from tests.visitor import Visitor

NL, EN = "Hallo, we kijken naar het formulier op de site", "Hello, we are looking at the form on your site"


@pytest.mark.parametrize(
    ("text", "signature", "language", "there", "asked"),
    [
        (NL, "", "nl", True, ()),
        (EN, "", "en", True, ()),
        (EN, "", "nl", True, ("language:en",)),
        (NL, "", "en", True, ("language:nl",)),
        ("OK", "", "en", True, ()),
        (NL, "Thanks and regards from all of us, we are your studio", "nl", True, ("signature:en",)),
        (f"{NL} {{promise}}", "", "nl", True, ("variable:promise",)),
        (f"{NL} {{other}}", "", "nl", True, ()),
        (NL, "", "nl", False, ("closed:",)),
    ],
)
def test_what_a_reply_is_stopped_for(
    text: str, signature: str, language: str, there: bool, asked: Collection[str]
) -> None:
    assert doubts(Written(text, signature, language, there), guessed, left_open) == asked


@given(st.text(), st.text(), st.sampled_from(["nl", "en"]), st.booleans())
def test_nothing_is_asked_twice(text: str, signature: str, language: str, there: bool) -> None:
    found = doubts(Written(text, signature, language, there), guessed, left_open)
    assert to_ask(found, ()) == found
    assert to_ask(found, found) == ()


def test_a_text_in_another_language_is_asked_about_once_and_then_sent(
    app: Flask, visit: Callable[..., Visitor], town: Town
) -> None:
    number = receive(app, letter(from_=town.lotte.email, proven=True)).ticket
    daan, path = visit("daan", "en"), f"/desk/tickets/{number}"
    page = daan.get(path)
    assert page.one("textarea", id="body").get("lang") == "nl"
    assert "reads Dutch" in page.text
    form = {
        "body": EN,
        "seen": page.one("input", id="seen").get("value") or "",
        "then": "waiting",
        "when": "now",
    }
    page = daan.post(f"{path}/replies", form)
    assert page.status == 409
    assert "this looks English, and the client reads Dutch" in page.text
    assert page.one("textarea", id="body").text == EN
    asked = page.one("input", name="asked").get("value") or ""
    assert daan.post(f"{path}/replies", {**form, "asked": asked, "body": f"{EN} {{me}}"}).status == 409
    assert daan.post(f"{path}/replies", {**form, "asked": asked}).status == 303


def test_a_reply_to_somebody_whose_account_was_closed_is_asked_about_once(
    app: Flask, visit: Callable[..., Visitor], town: Town
) -> None:
    number = receive(app, letter(from_=town.lotte.email, proven=True)).ticket
    with transaction() as session:
        session.get_one(Person, town.lotte.id).active = False
    daan, path = visit("daan"), f"/desk/tickets/{number}"
    form = {"body": NL, "seen": daan.get(path).one("input", id="seen").get("value") or "", "then": ""}
    page = daan.post(f"{path}/replies", form)
    assert (page.status, page.one("textarea", id="body").text) == (409, NL)
    assert "het account van Lotte Bakker is gesloten" in page.text
    with transaction() as session:
        session.get_one(Ticket, number).requester_address = ""
    page = daan.post(f"{path}/replies", form)  # erased meanwhile: once more would not help
    assert (page.status, page.one("textarea", id="body").text) == (422, NL)
    db.session.rollback()
