"""Managers handle complaints: opened with proof, recorded, within the terms' days (R27, R28)."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from projectie.complaints.case import About, Outcome, Way
from projectie.complaints.clocks import Stage, stage
from projectie.complaints.following import clocks_of
from projectie.database import db, transaction
from projectie.kept_forms import KeptForm
from projectie.people.models import Role
from projectie.tickets.models import Ticket
from tests import town as towns
from tests.complaints.scene import WORD, filed, held, opened
from tests.town import PASSWORD, Town
from tests.visitor import Visitor

FRIDAY = datetime(2026, 11, 27, 14, tzinfo=UTC)  # 15:00 in Leiden


@pytest.fixture
def friday() -> Iterator[time_machine.Traveller]:
    """Begin on a Friday afternoon."""
    with time_machine.travel(FRIDAY, tick=False) as clock:
        yield clock


def test_r27_it_opens_after_fresh_proof_is_recorded_first_and_closes_by_itself(
    friday: time_machine.Traveller, town: Town, visit: Callable[..., Visitor]
) -> None:
    number, mara = filed().number, visit("mara")
    path = f"/manage/complaints/{number}"
    listed = mara.get("/manage/complaints")
    assert str(number) in listed.text
    assert WORD not in listed.html + mara.get(path).html
    friday.shift(timedelta(minutes=16))
    assert mara.post(f"{path}/openings", {"why": "x"}).status == 200, "the password is asked for"
    assert mara.post(f"{path}/openings", {"password": "fout"}).status == 422
    assert held(number).case.openings == 0
    assert mara.post(f"{path}/openings", {"password": PASSWORD, "why": "oppakken"}).status == 303
    page = mara.get(path)
    assert WORD in page.text
    assert "Mara Visser" in page.text
    assert "oppakken" in page.text
    assert page.headers["Cache-Control"] == "no-store"
    assert mara.get(f"{path}/pulse").status == 204
    kept = mara.get(f"{path}/files/2")
    assert kept.headers["Content-Disposition"].startswith("attachment")
    friday.shift(timedelta(minutes=16))
    assert WORD not in mara.get(path).html
    blank = mara.get(f"{path}/pulse", htmx=True)
    assert (blank.status, WORD in blank.html, "#seen" in blank.html) == (200, False, True)
    assert mara.get(f"{path}/files/2").status == 200
    late = mara.post(f"{path}/notes", {"note": "te laat getypt"})
    assert (late.status, held(number).case.entries) == (200, 2)
    assert late.one("input", name="note").get("value") == "te laat getypt"
    away = mara.post(f"{path}/openings", {"elsewhere": "1", "password": "", "note": "te laat getypt"})
    assert away.location.startswith(f"/account/prove?next={path}"), (
        "by a passkey or a code what was typed waits"
    )
    assert "te laat" not in "".join(str(row) for row in db.session.scalars(select(KeptForm.sealed)))
    proved = mara.post("/account/prove", {"password": PASSWORD, "next": path}, follow=True)
    assert proved.one("input", name="note").get("value") == "te laat getypt"
    again = mara.post(f"{path}/openings", {"password": PASSWORD, "note": "te laat getypt"})
    assert (again.one("textarea", id="note").text or "").strip() == "te laat getypt"


def test_r28_it_is_taken_up_extended_once_answered_and_closed_by_the_terms(
    friday: time_machine.Traveller, town: Town, visit: Callable[..., Visitor]
) -> None:
    number, mara = filed(Way.NAMED).number, visit("mara", most_statements=40)
    path = opened(mara, number)
    clocks = clocks_of(db.session(), held(number).case)
    assert clocks.acknowledge_by == datetime(2026, 11, 30, 14, tzinfo=UTC)
    assert clocks.answer_by == datetime(2026, 12, 11, 14, tzinfo=UTC)
    assert mara.post(f"{path}/acknowledgement").status == 303
    assert held(number).case.assignee == town.mara.id
    assert mara.post(f"{path}/extension", {"why_later": " "}).status == 422
    assert mara.post(f"{path}/extension", {"why_later": "We wachten op een rapport."}).status == 303
    case = held(number).case
    assert case.extended_until == datetime(2026, 12, 28, 14, tzinfo=UTC), "Christmas days do not count"
    assert mara.post(f"{path}/extension", {"why_later": "Nog eens."}).status == 409
    mara.post(f"{path}/notes", {"note": "Wat doen we?"})
    mara.post(f"{path}/answers", {"text": "Dit is er gebeurd.", "in_substance": "y"})
    assert stage(held(number).case) is Stage.ANSWERED
    typed = {"outcome": "partly", "letter": "Je hebt deels gelijk.", "measures": "Betere uitleg."}
    assert mara.post(f"{path}/outcome", {**typed, "letter": ""}).status == 422
    assert mara.post(f"{path}/outcome", typed).status == 303
    case = held(number).case
    assert (case.outcome, case.closed_at) == (Outcome.PARTLY, FRIDAY)
    page = mara.get(path)
    assert all(
        said in page.text for said in ("Betere uitleg.", "Wat doen we?", "27 november 2028", "deels gegrond")
    )
    assert mara.post(f"{path}/outcome", typed).status == 409


def test_r27_a_manager_named_as_subject_loses_it_at_once_open_page_included(
    town: Town, visit: Callable[..., Visitor]
) -> None:
    with transaction() as session:
        other = towns._person(session, "noor@projectie.example", "Noor", Role.MANAGER)
    number, mara = filed().number, visit("mara", most_statements=40)
    path = opened(mara, number)
    assert WORD in mara.get(path).text
    noor = Visitor(mara.app, 40)
    noor.sign_in(other.email, PASSWORD)
    opened(noor, number)
    assert noor.post(f"{path}/subjects", {"subject": str(town.mara.id)}).status == 303
    for asked in (path, f"{path}/pulse", f"{path}/files/2"):
        assert mara.get(asked).status == 404
    for deed in ("openings", "answers", "notes", "outcome", "subjects", "shutting", "release"):
        assert mara.post(f"{path}/{deed}", {"text": "x", "note": "x"}).status == 404
    assert str(number) not in mara.get("/manage/complaints").text
    mine = filed(concerns=str(town.mara.id)).number
    assert str(mine) not in mara.get("/manage/complaints").text
    assert str(mine) in noor.get("/manage/complaints").text


@pytest.mark.parametrize("name", ["daan", "lotte", None])
def test_r27_a_true_number_and_an_invented_one_answer_alike(
    town: Town, visit: Callable[..., Visitor], name: str | None
) -> None:
    number, visitor = filed().number, visit(name)
    for path in ("", "/pulse", "/files/1"):
        answers = [visitor.get(f"/manage/complaints/{n}{path}", follow=False) for n in (number, 123_456_789)]
        true, invented = (
            (a.status, a.text.replace(str(n), ""))
            for a, n in zip(answers, (number, 123_456_789), strict=True)
        )
        assert true == invented
        assert len(answers[0].statements) == len(answers[1].statements), "nothing is looked up"


@pytest.mark.parametrize(
    "statement", ["DELETE FROM complaint_opening", "UPDATE complaint_opening SET number = 7"]
)
def test_r27_the_record_of_openings_cannot_be_changed(visit: Callable[..., Visitor], statement: str) -> None:
    opened(visit("mara"), filed().number)
    with pytest.raises(DBAPIError):
        db.session.execute(text(statement))
    db.session.rollback()


def test_r26a_a_question_that_is_no_complaint_goes_to_the_desk(
    app: Flask, town: Town, visit: Callable[..., Visitor]
) -> None:
    number, mara = filed(Way.NAMED, about=About.QUESTION).number, visit("mara", most_statements=60)
    path = opened(mara, number)
    assert mara.post(f"{path}/release").status == 303
    db.session.rollback()
    ticket = db.session.query(Ticket).one()
    assert (ticket.subject, ticket.requester_address) == (WORD, f"klager@{WORD}.example")
    assert held(number).case.outcome is Outcome.RELEASED
    assert mara.post(f"{path}/release").status == 409
    anonymous = filed(about=About.SUGGESTION).number
    path = opened(mara, anonymous)
    assert mara.post(f"{path}/release").status == 409
    assert mara.post(f"{path}/outcome", {"outcome": "thanked", "letter": "Dank je wel."}).status == 303


def test_r26a_a_sealed_mail_becomes_a_complaint_or_joins_one(
    app: Flask, town: Town, visit: Callable[..., Visitor]
) -> None:
    from projectie.commands.mail import taken_in
    from projectie.complaints.models import Complaint, SealedMail
    from projectie.mail.models import Mailbox
    from tests.post import letter

    for word in ("eerste", "tweede"):
        taken_in(letter(from_=town.lotte.email, body=f"{WORD} {word}"), Mailbox.INFO)
    db.session.rollback()
    first, second = sorted(row[0] for row in db.session.execute(text("SELECT id FROM sealed_mail")))
    mara = visit("mara", most_statements=40)
    base = "/manage/complaints/mail"
    made = mara.post(f"{base}/{first}/complaint", {"about": "complaint"})
    assert made.status == 303
    db.session.rollback()
    number = db.session.query(Complaint.id).scalar()
    assert mara.post(f"{base}/{second}/joining", {"complaint": "12"}).status == 404
    assert mara.post(f"{base}/{second}/joining", {"complaint": str(number)}).status == 303
    page = mara.get(opened(mara, number))
    assert f"{WORD} eerste" in page.text
    assert f"{WORD} tweede" in page.text
    assert held(number).case.address == town.lotte.email
    assert all(row.sealed is None for row in db.session.query(SealedMail))
    assert "2 ontvangen" in mara.get("/manage/complaints").text
