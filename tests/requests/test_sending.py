"""A request is sent by a form: checked first, sent once, confirmed on the page and by mail (R25, R31, R32)."""

from collections.abc import Callable
from io import BytesIO

import pytest
from flask import Flask
from sqlalchemy import func, select

from projectie.database import db
from projectie.mail.models import OutgoingLetter
from projectie.requests.models import OnlineFile
from projectie.tickets.models import Attachment, Message, Ticket
from tests.requests.forms import STRANGER, TYPED, key_on, sent
from tests.town import Town
from tests.visitor import Visitor, words

Visit = Callable[..., Visitor]
NEW, NL, EN = "/portal/requests/new", "/nl/aanvraag", "/en/request"


def tickets() -> list[Ticket]:
    """Return every ticket."""
    db.session.rollback()
    return list(db.session.scalars(select(Ticket).order_by(Ticket.number)))


def letters() -> list[OutgoingLetter]:
    """Return every letter."""
    return list(db.session.scalars(select(OutgoingLetter).order_by(OutgoingLetter.id)))


def test_r25_a_client_sees_before_sending_what_it_costs_what_the_contract_says_and_when(visit: Visit) -> None:
    lotte = visit("lotte")
    page = lotte.post(NEW, {**TYPED, "key": key_on(lotte.get(NEW)), "step": "check"})
    assert page.status == 200
    for said in ("Minimaal 1 credit", "On Demand +", "Bij twee taarten rekent hij er drie."):
        assert said in page.text, page.text
    assert not tickets(), "nothing is sent before it was looked at"


def test_r08_what_a_client_answers_makes_the_priority_and_the_confirmation_says_the_number(
    visit: Visit, town: Town
) -> None:
    lotte = visit("lotte")
    page = lotte.get(sent(lotte, NEW).location)
    (ticket,) = tickets()
    assert (ticket.kind, ticket.priority, ticket.service) == ("bug", "normal", "website")
    assert (ticket.organisation_id, ticket.requester_id, ticket.verified) == (
        town.leiden.id,
        town.lotte.id,
        True,
    )
    assert f"#{ticket.number}" in page.text
    (letter,) = letters()
    assert letter.to_address == town.lotte.email
    assert f"#{ticket.number}" in letter.body_text
    assert f"/portal/requests/{ticket.number}" in letter.body_text
    assert "Waar: bakkerij-leiden.example/winkel" in db.session.scalars(select(Message)).one().body_text


def test_a_form_that_is_sent_twice_is_one_ticket(visit: Visit) -> None:
    lotte = visit("lotte")
    key = key_on(lotte.get(NEW))
    first, second = sent(lotte, NEW, key=key), sent(lotte, NEW, key=key)
    assert first.location == second.location
    assert len(tickets()) == len(letters()) == 1


def test_whatever_is_wrong_is_named_in_a_summary_and_everything_typed_comes_back_with_its_files(
    visit: Visit,
) -> None:
    lotte = visit("lotte")
    key = key_on(lotte.get(NEW))
    files = [(BytesIO(b"%PDF-1.7 menu"), "menu.pdf"), (BytesIO(b"MZ..."), "virus.exe")]
    typed = {**TYPED, "subject": "", "kind": "", "key": key, "step": "check", "upload": files}
    page = lotte.post(NEW, typed)
    assert page.status == 422
    assert words(page.one("title")).startswith("Fout:")
    summary = page.one("div", id="error-summary")
    assert {a.get("href") for a in summary.iter("a")} == {"#kind-0", "#subject", "#upload"}
    assert words(page.one("textarea", name="body")) == TYPED["body"]
    assert "menu.pdf" in page.text
    again = sent(lotte, NEW, key=key)
    assert again.status == 303
    assert db.session.scalars(select(Attachment.filename)).all() == ["menu.pdf"]
    assert db.session.scalar(select(func.count()).select_from(OnlineFile)) == 0


def test_files_too_large_to_be_read_give_back_what_was_typed_before_them(
    app: Flask, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    visitor = visit()
    form = {**STRANGER, "key": key_on(visitor.get(NL)), "upload": (BytesIO(bytes(9_000)), "poster.pdf")}
    monkeypatch.setitem(app.config, "MAX_CONTENT_LENGTH", 5_000)
    page = visitor.post(NL, form)
    assert page.status == 413
    assert [words(text) for text in page.all("pre")][:2] == [TYPED["subject"], TYPED["body"]]
    assert str(form["key"]) not in page.html
    broken = visitor.client.post(NL, data=b"x" * 9_000, content_type="multipart/form-data; boundary=y")
    assert broken.status_code == 413


def test_a_file_is_taken_off_and_the_language_switched_without_losing_a_word(visit: Visit) -> None:
    stranger = visit()
    key = key_on(stranger.get(NL))
    upload = (BytesIO(b"words"), "tekst.txt")
    page = stranger.post(NL, {**STRANGER, "key": key, "upload": upload, "switch_language": "en"})
    assert page.status == 307
    assert page.location == EN
    page = stranger.post(
        EN, {**STRANGER, "key": key, "upload": (BytesIO(b"words"), "tekst.txt"), "switch_language": "en"}
    )
    assert page.one("html").get("lang") == "en"
    assert page.one("input", name="subject").get("value") == STRANGER["subject"]
    assert "tekst.txt" in page.text
    remove = page.one("button", name="remove").get("value", "")
    page = stranger.post(EN, {**STRANGER, "key": key, "remove": remove})
    assert page.status == 200
    assert "tekst.txt" not in page.text


def test_r31_a_stranger_follows_it_by_a_signed_link_and_the_letter_holds_nothing_they_typed(
    app: Flask, visit: Visit
) -> None:
    stranger = visit()
    answer = sent(stranger, EN, STRANGER)
    (ticket,) = tickets()
    assert (ticket.verified, ticket.organisation_id, ticket.language) == (False, None, "en")
    other = Visitor(app)
    page = other.get(answer.location)
    assert f"#{ticket.number}" in page.text
    assert STRANGER["subject"] not in page.text
    assert page.headers["Cache-Control"] == "no-store"
    (letter,) = letters()
    assert letter.to_address == STRANGER["email"]
    assert answer.location in letter.body_text
    for typed in (STRANGER["subject"], STRANGER["body"], STRANGER["name"]):
        assert typed not in letter.body_text
        assert typed not in letter.subject
    assert other.get(answer.location[:-3] + "aaa").status == 404


def test_r32_a_known_address_typed_by_a_stranger_shows_nothing_of_that_client(
    visit: Visit, town: Town
) -> None:
    stranger = visit()
    typed = {**STRANGER, "email": town.lotte.email, "step": "check", "key": key_on(stranger.get(NL))}
    page = stranger.post(NL, typed)
    assert "On Demand +" not in page.text
    received = stranger.get(sent(stranger, NL, {**STRANGER, "email": town.lotte.email}).location)
    (ticket,) = tickets()
    assert ticket.verified is False
    for known in (town.leiden.name, town.lotte.name, "On Demand"):
        assert known not in received.text
    assert "Lotte" not in letters()[0].body_text
    assert db.session.scalars(select(Message.trusted)).one() is False


def test_r31_one_address_sends_no_more_than_a_person_would(visit: Visit) -> None:
    stranger = visit()
    for _ in range(10):
        assert sent(stranger, NL, STRANGER).status == 303
    page = sent(stranger, NL, STRANGER)
    assert page.status == 429
    assert words(page.one("textarea", name="body")) == STRANGER["body"]
    assert len(tickets()) == 10
    assert len(letters()) == 1, "one letter a day to an address that nobody proved"


def test_a_client_at_the_public_form_is_led_to_their_own(visit: Visit) -> None:
    assert visit("lotte").get(NL, follow=False).location == NEW
