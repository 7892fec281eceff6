"""Mail to info@ is sealed, opened by managers alone, and released as a question (R26a, R27)."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from projectie.clock.now import now
from projectie.commands.mail import taken_in
from projectie.complaints.models import Opening, SealedMail
from projectie.database import db
from projectie.mail.models import Mailbox, RawMail
from projectie.tickets.models import Ticket
from tests.post import letter
from tests.town import Town
from tests.visitor import Visitor

SECRET = "kanarieklacht"


@pytest.fixture
def number(app: Flask, town: Town) -> int:
    """Return a sealed mail of Lotte."""
    assert taken_in(letter(from_=town.lotte.email, body=SECRET), Mailbox.INFO).status == "sealed"
    return db.session.scalars(select(SealedMail.id)).one()


def test_r26a_a_mail_to_info_is_kept_encrypted_and_nowhere_else(app: Flask, number: int) -> None:
    row = db.session.get_one(SealedMail, number)
    assert row.sealed is not None
    assert SECRET.encode() not in row.sealed
    assert db.session.scalars(select(RawMail)).all() == []
    assert db.session.scalars(select(Ticket)).all() == []
    blobs = app.config["SETTINGS"].blob_dir
    assert not any(SECRET.encode() in path.read_bytes() for path in blobs.rglob("*") if path.is_file())


def test_the_same_mail_twice_is_sealed_once(app: Flask) -> None:
    raw = letter(body=SECRET)
    assert [taken_in(raw, Mailbox.INFO).status for _ in range(2)] == ["sealed", "duplicate"]


@pytest.mark.parametrize("name", ["daan", "lotte"])
def test_r27_to_all_but_managers_complaints_do_not_exist(
    visit: Callable[..., Visitor], number: int, name: str
) -> None:
    visitor = visit(name)
    for path in (
        "/manage/complaints",
        f"/manage/complaints/mail/{number}",
        "/manage/complaints/mail/987654",
        "/manage/complaints/987654",
    ):
        assert visitor.get(path).status == 404
    assert visitor.post(f"/manage/complaints/mail/{number}/openings").status == 404


def test_r27_a_manager_sees_nothing_before_opening_and_every_opening_is_recorded(
    visit: Callable[..., Visitor], town: Town, number: int
) -> None:
    mara = visit("mara")
    assert (
        SECRET not in mara.get("/manage/complaints").html + mara.get(f"/manage/complaints/mail/{number}").html
    )
    opened = mara.post(f"/manage/complaints/mail/{number}/openings")
    assert SECRET in opened.text
    assert "no-store" in opened.headers["Cache-Control"]
    assert "Mara Visser" in opened.text
    assert db.session.scalars(select(Opening.person_id)).all() == [town.mara.id]


@pytest.mark.parametrize(
    "statement", ["DELETE FROM sealed_mail_opening", "UPDATE sealed_mail_opening SET person_id = 1"]
)
def test_r27_the_record_of_openings_cannot_be_changed(
    visit: Callable[..., Visitor], number: int, statement: str
) -> None:
    visit("mara").post(f"/manage/complaints/mail/{number}/openings")
    with pytest.raises(DBAPIError):
        db.session.execute(text(statement))
    db.session.rollback()


def test_r26a_a_manager_releases_a_question_to_the_desk_once(
    visit: Callable[..., Visitor], town: Town, number: int
) -> None:
    mara = visit("mara", most_statements=40)
    with time_machine.travel(now() + timedelta(minutes=16)):
        for deed in ("release", "complaint", "joining"):
            assert "password" in mara.post(f"/manage/complaints/mail/{number}/{deed}").html, "proof first"
    db.session.rollback()
    assert db.session.scalars(select(Ticket)).all() == []
    db.session.rollback()
    assert mara.post(f"/manage/complaints/mail/{number}/release").status == 303
    assert db.session.scalars(select(Ticket)).one().organisation_id == town.leiden.id
    db.session.expire_all()
    assert db.session.get_one(SealedMail, number).sealed is None
    assert mara.post(f"/manage/complaints/mail/{number}/release").status == 404
    assert mara.post(f"/manage/complaints/mail/{number}/openings").status == 404
