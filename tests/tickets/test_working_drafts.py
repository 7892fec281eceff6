"""What is typed on a ticket is kept: for its writer everywhere, for colleagues to read, whatever goes wrong."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, func, select

from projectie.database import MissingError, db, transaction
from projectie.live.models import Event
from projectie.people.models import Person
from projectie.tickets import conversation, working_drafts
from projectie.tickets.composing import composing
from projectie.tickets.working_drafts import Typed, keep
from projectie.tickets.writing_models import Box, WorkingDraft
from tests.post import letter, receive
from tests.town import Town
from tests.visitor import Page, Visitor

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
REPLY = Box.REPLY


@pytest.fixture
def number(app: Flask, town: Town) -> int:
    ticket = receive(app, letter(from_=town.lotte.email, proven=True)).ticket
    assert ticket
    return ticket


def _texts(number: int, reader: int) -> list[tuple[str, bool]]:
    db.session.rollback()
    found = composing(db.session(), number, reader, NOW).texts
    return sorted((one.body, one.aside) for one in found)


def _form(page: Page, body: str, **more: str) -> dict[str, str]:
    """Return the reply form of a page as a browser sends it."""
    fields = {
        e.get("name") or "": e.get("value") or "" for e in page.one("form", id="reply-form").iter("input")
    }
    kept = ("seen", "draft", "typed", "tab", "writer", "asked")
    return {name: fields[name] for name in kept} | {"body": body, "then": "waiting", "when": "now"} | more


def test_a_draft_is_in_the_box_of_its_writer_and_read_by_colleagues(
    visit: Callable[..., Visitor], number: int
) -> None:
    daan, mara, path = visit("daan"), visit("mara", "en"), f"/desk/tickets/{number}"
    form = _form(daan.get(path), "Halve zin")
    assert daan.post(f"{path}/typed/reply", form).status == 303
    assert daan.post(f"{path}/typed/note", {"note": "Halve notitie"}).status == 303
    again = visit("daan").get(path)  # another browser
    assert again.one("textarea", id="body").text == "Halve zin"
    assert again.one("textarea", id="note").text == "Halve notitie"
    theirs = mara.get(path)
    assert not theirs.one("textarea", id="body").text
    assert "Draft by Daan de Boer" in theirs.text
    assert "Halve zin" in theirs.text
    assert "Note, draft by Daan de Boer" in theirs.text


def test_it_is_gone_once_sent_and_only_then(visit: Callable[..., Visitor], number: int) -> None:
    daan, path = visit("daan"), f"/desk/tickets/{number}"
    daan.post(f"{path}/typed/reply", _form(daan.get(path), "We kijken er naar"))
    form = _form(daan.get(path), "We kijken er naar")
    assert daan.post(f"{path}/replies", {**form, "then": "nowhere"}).status == 422
    assert daan.get(path).one("textarea", id="body").text == "We kijken er naar"
    assert daan.post(f"{path}/replies", form).status == 303
    assert not daan.get(path).one("textarea", id="body").text
    daan.post(f"{path}/typed/note", {"note": "Intern"})
    assert daan.post(f"{path}/notes", {"note": "Intern", "typed": "1"}).status == 303
    db.session.rollback()
    assert db.session.scalar(select(func.count()).select_from(WorkingDraft)) == 0


def test_of_two_windows_the_newer_keystroke_wins_and_the_other_text_is_kept(town: Town, number: int) -> None:
    daan = town.daan.id
    first = keep(number, Typed(REPLY, "Uit venster een", 0, "one"), daan, NOW)
    other = keep(number, Typed(REPLY, "Uit venster twee", 0, "two"), daan, NOW)
    assert (first.displaced, other.displaced) == (False, True)
    assert _texts(number, daan) == [("Uit venster een", True), ("Uit venster twee", False)]
    on = keep(number, Typed(REPLY, "Uit venster twee, verder", other.version, "two"), daan, NOW)
    assert not on.displaced
    back = keep(number, Typed(REPLY, "Uit venster een, ook verder", first.version, "one"), daan, NOW)
    assert back.displaced
    assert [body for body, _ in _texts(number, daan)] == [
        "Uit venster een",
        "Uit venster een, ook verder",
        "Uit venster twee, verder",
    ]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=12)
@given(
    st.lists(st.tuples(st.sampled_from("ab"), st.text("xyz", min_size=1, max_size=4)), min_size=1, max_size=6)
)
def test_no_order_of_keystrokes_in_two_windows_loses_the_last_text_of_either(
    town: Town, number: int, strokes: list[tuple[str, str]]
) -> None:
    with transaction() as session:
        session.execute(delete(WorkingDraft))
    known, last = {"a": 0, "b": 0}, {}
    for tab, stroke in strokes:
        text = f"{tab}: {stroke}"
        known[tab] = keep(number, Typed(REPLY, text, known[tab], tab), town.daan.id, NOW).version
        last[tab] = text
    kept = [body for body, _ in _texts(number, town.daan.id)]
    assert all(any(text in body for body in kept) for text in last.values())
    assert [body for body, aside in _texts(number, town.daan.id) if not aside] == [": ".join(strokes[-1])]


def test_what_another_window_typed_meanwhile_survives_the_sending(
    app: Flask, town: Town, number: int
) -> None:
    first = keep(number, Typed(REPLY, "Wat verstuurd wordt", 0, "one"), town.daan.id, NOW)
    keep(number, Typed(REPLY, "Heel iets anders", 0, "two"), town.daan.id, NOW)
    daan = db.session.get_one(Person, town.daan.id)
    newest = conversation.newest_message(db.session(), number)
    said = conversation.Reply(
        "Wat verstuurd wordt", newest, None, typed=Typed(REPLY, "", first.version, "one")
    )
    conversation.reply(number, said, daan, app.config["SECRET_KEY"], NOW)
    assert ("Heel iets anders", True) in _texts(number, town.daan.id)


def test_a_colleagues_text_is_taken_over_above_ones_own_and_stays_theirs(
    visit: Callable[..., Visitor], town: Town, number: int
) -> None:
    keep(number, Typed(REPLY, "Van Daan"), town.daan.id, NOW)
    mara, path = visit("mara"), f"/desk/tickets/{number}"
    page = mara.get(path)
    (button,) = [b for b in page.all("button") if (b.get("id") or "").startswith("take-draft-")]
    taken = mara.post(button.get("formaction") or "", _form(page, "Van mij"))
    assert taken.status == 303
    assert mara.get(path).one("textarea", id="body").text == "Van Daan\n\nVan mij"
    assert ("Van Daan", False) in _texts(number, town.daan.id)
    with pytest.raises(MissingError):
        working_drafts.throw_away(number, int((button.get("id") or "").rpartition("-")[2]), town.mara.id, NOW)


def test_colleagues_hear_of_a_text_now_and_then_not_at_every_letter(town: Town, number: int) -> None:
    def heard() -> int:
        db.session.rollback()
        return db.session.scalar(select(func.count()).where(Event.kind == "draft")) or 0

    kept = keep(number, Typed(REPLY, "W", 0, "one"), town.daan.id, NOW)
    for second in range(1, 6):
        text = Typed(REPLY, "W" * (second + 1), kept.version, "one")
        kept = keep(number, text, town.daan.id, NOW + timedelta(seconds=second))
    assert heard() == 1
    keep(number, Typed(REPLY, "Een woord", kept.version, "one"), town.daan.id, NOW + timedelta(seconds=11))
    assert heard() == 2
    assert keep(number, Typed(REPLY, "Een woord", 9, "one"), town.daan.id, NOW + timedelta(hours=1))
    assert heard() == 2  # nothing changed


@pytest.mark.parametrize("htmx", [True, False])
def test_a_reply_of_an_expired_session_is_kept_through_the_sign_in(
    app: Flask, visit: Callable[..., Visitor], town: Town, number: int, htmx: bool
) -> None:
    path = f"/desk/tickets/{number}"
    form = _form(visit("daan").get(path), "Dit mag niet weg")
    stranger = visit()
    page = stranger.post(f"{path}/replies", form, htmx=htmx, token="of an earlier session")
    assert (page.status, page.headers.get("X-Kept")) == (401 if htmx else 302, "1")
    assert page.location == f"/login?next={path.replace('/', '%2F')}" or page.location.endswith(path)
    assert "Je tekst is bewaard" in stranger.get("/login").text
    assert visit("daan").get(path).one("textarea", id="body").text == "Dit mag niet weg"
    assert _texts(number, town.mara.id) == [("Dit mag niet weg", False)]


def test_a_form_of_an_earlier_session_keeps_the_text_of_who_signed_in_again(
    visit: Callable[..., Visitor], number: int
) -> None:
    daan, path = visit("daan"), f"/desk/tickets/{number}"
    form = _form(daan.get(path), "Getypt voor het inloggen")
    page = daan.post(f"{path}/replies", form, token="of an earlier session")
    assert page.status == 400
    assert "Wat je typte is bewaard" in page.text
    assert daan.get(path).one("textarea", id="body").text == "Getypt voor het inloggen"


def _forged(writer: str) -> str:
    """Return the token with another signature, whatever its own ends with."""
    return writer[:-1] + ("3" if writer.endswith("2") else "2")


def test_a_stranger_keeps_nothing_without_the_writers_own_form(
    visit: Callable[..., Visitor], town: Town, number: int
) -> None:
    path = f"/desk/tickets/{number}"
    form = _form(visit("daan").get(path), "Vervalst")
    for writer in ("", "1-" + "a" * 32, _forged(form["writer"])):
        visit().post(f"{path}/replies", {**form, "writer": writer}, token="none")
    visit().post(f"/desk/tickets/{number + 1}/replies", form, token="none")  # of another ticket
    with transaction() as session:
        session.get_one(Person, town.daan.id).session_key = "withdrawn"
    visit().post(f"{path}/replies", form, token="none")
    assert _texts(number, town.daan.id) == []


def test_an_autosave_answers_with_its_version_and_knows_its_boxes(
    visit: Callable[..., Visitor], number: int
) -> None:
    daan, path = visit("daan"), f"/desk/tickets/{number}/typed"
    answer = daan.post(f"{path}/reply/now", {"body": "Kwikstaart", "typed": "0", "tab": "one"})
    assert answer.response.get_json() == {"version": 1, "displaced": False}
    answer = daan.post(f"{path}/reply/now", {"body": "Twee", "typed": "nonsense", "tab": "two\0"})
    assert answer.response.get_json() == {"version": 2, "displaced": True}
    assert daan.post(f"{path}/telegram/now", {"body": "Een"}).status == 404
    assert "Kwikstaart" in daan.get(path).text
    assert "Kwikstaart" not in visit("mara").get(path).text  # what another window of Daan left is his alone
