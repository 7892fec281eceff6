"""A complaint comes in: by name, by account, anonymously, or taken down by a colleague (R26, R28)."""

import io
import json
from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select, update

from projectie.clock.now import now
from projectie.complaints import ceiling
from projectie.complaints.case import Side, Way
from projectie.complaints.cases import lines
from projectie.complaints.keys_kept import ring
from projectie.complaints.models import Complaint, SealedLetter
from projectie.complaints.sealing import letter_about
from projectie.database import db, transaction
from projectie.history import History
from projectie.live.models import Event
from projectie.mail.models import OutgoingLetter
from projectie.people.models import SignInCount
from tests.complaints.scene import WORD, files, held, rows
from tests.town import Town
from tests.visitor import Page, Visitor

FORM = {"about": "complaint", "subject": WORD, "text": f"Over {WORD}.", "concerns": "", "who": "anonymous"}


def only() -> int:
    """Return the number of the only complaint."""
    db.session.rollback()
    return db.session.scalars(select(Complaint.id)).one()


def letters() -> list[dict[str, str]]:
    """Return the sealed letters, opened."""
    found = db.session.execute(select(SealedLetter.named, SealedLetter.sealed).order_by(SealedLetter.id))
    return [json.loads(ring().open(sealed or b"", letter_about(named))) for named, sealed in found]


def test_r26_somebody_files_anonymously_and_nothing_of_them_is_kept(
    app: Flask, visit: Callable[..., Visitor]
) -> None:
    stranger = visit()
    stranger.get("/nl/klacht")
    enclosed = {"files": (io.BytesIO(f"<script>{WORD}</script>".encode()), f"../{WORD}.html")}
    agent = {"User-Agent": f"Agent {WORD}"}
    typed = {**FORM, "name": f"Jan {WORD}", "email": f"jan@{WORD}.example", **enclosed}
    page = stranger.post("/nl/klacht", typed, headers=agent)
    assert page.status == 200
    assert page.headers["Cache-Control"] == "no-store"
    assert len(page.one("strong", id="code").text or "") == 24
    case = held(only()).case
    assert (case.way, case.name, case.address, case.person_id) == (Way.ANONYMOUS, "", "", None)
    assert list(rows(WORD)) == []
    assert files(app, WORD) == []


def test_r26_a_named_one_is_confirmed_at_once_and_the_letter_says_nothing_of_it(
    app: Flask, visit: Callable[..., Visitor]
) -> None:
    typed = {**FORM, "who": "named", "name": "Jan", "email": "jan@elders.example"}
    assert visit().post("/nl/klacht", typed).status == 200
    to_sender, to_manager = letters()
    assert to_sender["to_address"] == "jan@elders.example"
    assert "/nl/klacht/volgen/" in to_sender["body_text"]
    assert "10 werkdagen" in to_sender["body_text"]
    assert to_manager["to_address"] == "mara@projectie.example"
    assert WORD not in str((to_sender, to_manager))
    assert db.session.scalars(select(OutgoingLetter)).all() == [], "no list of the desk shows them"


def test_r31_nobody_mails_others_or_floods_a_manager_by_the_form(
    town: Town, visit: Callable[..., Visitor]
) -> None:
    typed = {**FORM, "who": "named", "name": f"Koop {WORD}", "email": "jan@elders.example"}
    stranger = visit(most_statements=40)
    with time_machine.travel(now(), tick=False):
        for _ in range(2):
            assert stranger.post("/nl/klacht", typed).status == 200
        to = [each["to_address"] for each in letters()]
        assert to == ["jan@elders.example", town.mara.email], "once a day, and once an hour"
        assert WORD not in str(letters())
        with transaction() as session:
            session.execute(update(SealedLetter).values(sealed=None))  # they have left
        stranger.post("/nl/klacht", typed)
        due = db.session.scalars(select(SealedLetter.due_at).where(SealedLetter.sealed.is_not(None))).all()
        assert due == [now() + timedelta(hours=1)], "what came in meanwhile is told too"


def test_r26_one_form_sent_twice_is_one_complaint_with_one_code_and_other_words_are_another(
    visit: Callable[..., Visitor],
) -> None:
    stranger = visit()
    typed = {**FORM, "key": stranger.get("/nl/klacht").one("input", id="key").get("value") or ""}

    def code() -> str:
        return stranger.post("/nl/klacht", typed).one("strong", id="code").text or ""

    first = code()
    assert code() == first
    assert only()
    typed["text"] = f"Nog iets over {WORD}."
    assert code() != first
    with time_machine.travel(now() + timedelta(minutes=11), tick=False):
        assert code() != first, "nobody who comes later gets a code that was shown"
    db.session.rollback()
    assert db.session.query(Complaint).count() == 3


def test_r27_nothing_else_hears_of_it(app: Flask, visit: Callable[..., Visitor]) -> None:
    before = [db.session.scalars(select(model.id)).all() for model in (History, Event)]
    visit().post("/nl/klacht", FORM)
    db.session.rollback()
    assert [db.session.scalars(select(model.id)).all() for model in (History, Event)] == before


def test_r26_what_was_typed_comes_back_also_in_the_other_language(visit: Callable[..., Visitor]) -> None:
    stranger = visit()
    page = stranger.post("/nl/klacht", {**FORM, "who": "named", "email": "geen adres"})
    assert page.status == 422
    assert f"Over {WORD}." in (page.one("textarea", id="text").text or "")
    there = stranger.post("/nl/klacht", {**FORM, "switch_language": "en"})
    assert (there.status, there.location) == (307, "/en/complaint")
    switched = stranger.post("/en/complaint", {**FORM, "switch_language": "en"})
    assert f"Over {WORD}." in switched.text
    assert "Send it in confidence" in switched.text
    assert stranger.post("/nl/klacht", {**FORM, "text": "  "}).status == 422
    db.session.rollback()
    assert db.session.scalars(select(Complaint.id)).all() == []


def test_r26_files_have_a_ceiling_and_words_have_none(
    app: Flask, visit: Callable[..., Visitor], monkeypatch: pytest.MonkeyPatch
) -> None:
    def sent(kilobytes: int, address: str = "198.51.100.7") -> Page:
        more = {"files": (io.BytesIO(b"x" * 1000 * kilobytes), "x.bin")} if kilobytes else {}
        stranger.get("/nl/klacht")
        stranger.client.environ_base["REMOTE_ADDR"] = address
        return stranger.post("/nl/klacht", {**FORM, **more})

    stranger = visit()
    monkeypatch.setattr(ceiling, "_sent", {})
    monkeypatch.setattr(ceiling, "PER_SENDER", 100)
    monkeypatch.setattr(ceiling, "ALTOGETHER", 250)
    assert [sent(60).status, sent(40).status] == [200, 200]
    refused = sent(1)
    assert refused.status == 422
    assert "Verstuur het zonder bestanden" in refused.text
    assert f"Over {WORD}." in (refused.one("textarea", id="text").text or "")
    assert [sent(0).status, sent(90, "2001:db8::1").status, sent(20, "2001:db8::2").status] == [200, 200, 422]
    assert [sent(70, "198.51.100.8").status, sent(50, "198.51.100.8").status] == [422, 200], "altogether"
    with time_machine.travel(now() + timedelta(days=1, seconds=1), tick=False):
        assert sent(90).status == 200
    db.session.rollback()
    assert db.session.scalar(select(func.count()).select_from(SignInCount)) == 1, "nobody is counted there"


def test_r26_by_account_it_is_followed_in_the_portal_and_a_colleague_of_the_client_sees_nothing(
    town: Town, visit: Callable[..., Visitor]
) -> None:
    lotte = visit("lotte")
    assert lotte.post("/nl/klacht", {**FORM, "who": "account"}).status == 200
    number = only()
    path = f"/portal/confidence/{number}"
    assert str(number) in lotte.get("/portal/confidence").text
    assert WORD in lotte.get(path).text
    assert lotte.post(path, {"more": "En nog iets."}).status == 303
    assert "En nog iets." in lotte.get(path).text
    assert lotte.post(path, {"more": " "}).status == 422
    joris = visit("joris")
    assert str(number) not in joris.get("/portal/confidence").text
    assert (joris.get(path).status, joris.post(path, {"more": "x"}).status) == (404, 404)
    said = [line.text for line in lines(db.session(), held(number)) if line.side is Side.COMPLAINANT]
    assert "En nog iets." in said


def test_r26a_a_colleague_takes_one_down_and_never_sees_it_again(
    town: Town, visit: Callable[..., Visitor]
) -> None:
    daan = visit("daan")
    typed = {"about": "complaint", "name": "Lotte", "email": "", "text": f"Zij zei {WORD}.", "concerns": ""}
    page = daan.post("/desk/confidence", typed)
    assert page.status == 200
    number = only()
    assert str(number) not in page.html
    assert WORD not in page.html
    assert held(number).case.taken_by == town.daan.id
    assert daan.post("/desk/confidence", {**typed, "text": ""}).status == 422
    assert daan.get(f"/manage/complaints/{number}").status == 404


@pytest.mark.parametrize(
    "path", ["/nl/klacht", "/en/complaint", "/nl/klacht/volgen", "/en/complaint/follow/ABCD"]
)
def test_r27_what_is_said_in_confidence_is_never_kept_by_a_browser(
    visit: Callable[..., Visitor], path: str
) -> None:
    assert visit().get(path).headers["Cache-Control"] == "no-store"
