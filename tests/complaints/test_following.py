"""Whoever sent it in follows it by a code that is shown once (R27)."""

from collections.abc import Callable

from flask import Flask
from sqlalchemy import select, text

from projectie.clock.now import now
from projectie.complaints import handling
from projectie.complaints.case import Way
from projectie.complaints.codes import MOST_WRONG
from projectie.complaints.handling import Handler
from projectie.complaints.models import Code
from projectie.database import db, transaction
from projectie.people.models import SignInCount
from tests.complaints.scene import WORD, filed, held
from tests.town import Town
from tests.visitor import Visitor

PATH = "/nl/klacht/volgen"


def test_r27_a_code_opens_it_and_both_sides_talk_with_files(
    town: Town, visit: Callable[..., Visitor]
) -> None:
    receipt, stranger = filed(), visit()
    by = Handler(town.mara.id, town.mara.name, now())
    handling.answer(receipt.number, "Wij zoeken het uit.", (), by, in_substance=False)
    handling.deliberate(receipt.number, "Onder ons.", (), by)
    code = f" {receipt.code.lower().replace('-', ' ')}"
    page = stranger.post(PATH, {"code": code})
    assert WORD in page.text
    assert "Wij zoeken het uit." in page.text
    assert "Onder ons." not in page.text
    assert "Mara" not in page.text, "how many have access and their function, no names"
    assert "1 persoon" in page.text
    said = stranger.post(PATH, {"code": code, "more": "Dank je."})
    assert "Dank je." in said.text
    assert held(receipt.number).case.waits
    kept = stranger.post("/nl/klacht/volgen/bestand", {"code": code, "file": "2"})
    assert kept.headers["Content-Disposition"].startswith("attachment")
    assert kept.headers["Content-Type"] == "application/octet-stream"
    assert stranger.post("/nl/klacht/volgen/bestand", {"code": code, "file": "99"}).status == 404
    assert (page.headers["Cache-Control"], page.headers["Referrer-Policy"]) == ("no-store", "no-referrer")


def test_r27_the_code_is_kept_as_a_keyed_hash_alone(app: Flask, town: Town) -> None:
    receipt = filed()
    plain = receipt.code.replace("-", "")
    row = db.session.scalars(select(Code)).one()
    assert plain not in row.named.upper()
    assert plain.encode() not in row.sealed
    assert all(plain not in str(tuple(r)) for r in db.session.execute(text("SELECT * FROM complaint_code")))


def test_r27_wrong_codes_are_throttled_without_telling(app: Flask, visit: Callable[..., Visitor]) -> None:
    receipt, stranger = filed(), visit()
    wrong = stranger.post(PATH, {"code": "AAAA-AAAA-AAAA-AAAA-AAAA"})
    assert wrong.status == 422
    for _ in range(MOST_WRONG):
        again = stranger.post(PATH, {"code": "BBBB-BBBB-BBBB-BBBB-BBBB"})
    right = stranger.post(PATH, {"code": receipt.code})
    assert (again.status, right.status) == (422, 422)
    assert right.text.replace(receipt.code, "") == wrong.text.replace("AAAA-AAAA-AAAA-AAAA-AAAA", "")
    db.session.rollback()
    kept = db.session.scalars(select(SignInCount)).all()
    assert "127.0.0.1" not in str([row.key for row in kept])
    with transaction() as session:
        session.execute(text("DELETE FROM sign_in_count"))
    assert WORD in stranger.post(PATH, {"code": receipt.code}).text


def test_r35_opening_a_link_shows_nothing_and_pressing_its_button_does(
    app: Flask, visit: Callable[..., Visitor]
) -> None:
    receipt, stranger = filed(Way.NAMED), visit()
    for token in (receipt.code, "AAAA-AAAA-AAAA-AAAA-AAAA"):
        page = stranger.get(f"{PATH}/{token}")
        assert (page.status, WORD in page.html) == (200, False)
    assert WORD in stranger.post(PATH, {"code": receipt.code}).text


def test_r27_if_all_of_management_is_meant_the_trustee_reads_and_answers(
    app: Flask, town: Town, visit: Callable[..., Visitor]
) -> None:
    import re
    from dataclasses import replace

    from tests.complaints.test_filing import letters

    before = app.config["SETTINGS"]
    app.config["SETTINGS"] = replace(before, complaint_trustee="trustee@buiten.example")
    try:
        receipt = filed(concerns="all")
    finally:
        app.config["SETTINGS"] = before
    assert (receipt.access, receipt.trustee) == (0, True)
    (letter,) = letters()
    assert letter["to_address"] == "trustee@buiten.example"
    assert WORD not in str(letter)
    found = re.search(r"/volgen/([\w-]+)", letter["body_text"])
    assert found
    trustee = visit()
    assert WORD in trustee.post(PATH, {"code": found[1]}).text
    assert trustee.post(PATH, {"code": found[1], "more": "Ik kijk ernaar.", "ends": ""}).status == 200
    later = trustee.post(PATH, {"code": found[1], "more": "Ik spreek eerst iedereen.", "ends": "later"})
    assert held(receipt.number).case.extended_why == "Ik spreek eerst iedereen."
    assert "later" not in [each.get("value") for each in later.all("option")], "once (R28)"
    ended = trustee.post(PATH, {"code": found[1], "more": "Je hebt gelijk.", "ends": "upheld"})
    assert "gesloten: gegrond" in ended.text, "and closes it, so that it is erased in its time (R28)"
    case = held(receipt.number).case
    assert None not in (case.acknowledged_at, case.answered_at, case.closed_at)
    assert visit("mara").get(f"/manage/complaints/{receipt.number}").status == 404
    assert "Ik kijk ernaar." in visit().post(PATH, {"code": receipt.code}).text
