"""`integrity`: a desk in order is proved; each kind of damage is found, and named."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select, text, update

from projectie.clock.now import now
from projectie.complaints.models import Opening, SealedMail
from projectie.database import db, transaction
from projectie.outages import actions, updates
from projectie.outages.actions import OutageFacts
from projectie.outages.models import Outage, OutageTicket, StatusPart
from projectie.outages.progress import Severity, State
from projectie.outages.updates import Told
from projectie.people.models import Person
from projectie.terms.figures import Text
from projectie.tickets.models import Column, Ticket
from projectie.tickets.planning_promises import Span
from projectie.tickets.promise_keeping import Made, keep
from tests.commands.desks import closed, run, wrong
from tests.town import Town, contract


def test_a_desk_in_order_is_proved(desk: Flask) -> None:
    assert wrong(desk) == {}
    assert "ok    blobs" in run(desk, "integrity").output


def test_two_cards_in_one_place_are_found(desk: Flask) -> None:
    with transaction() as session:
        first, second = session.scalars(select(Ticket).order_by(Ticket.number))
        second.column, second.position = first.column, first.position
        place = first.position
    assert wrong(desk) == {"positions": [f"2 tickets stand at position {place} of new"]}


def test_a_ticket_done_without_a_moment_is_found(desk: Flask) -> None:
    with transaction() as session:
        session.get_one(Ticket, 1001).column = Column.DONE
    assert wrong(desk) == {"columns": ["ticket 1001 is both done and not"]}


def test_a_number_missing_from_the_series_is_found(desk: Flask) -> None:
    with transaction() as session:
        session.execute(text("UPDATE series SET last = 1004 WHERE name = 'ticket'"))
    assert wrong(desk) == {"ticket_numbers": ["ticket 1003 is missing"]}


def test_a_number_nobody_gave_out_is_found(desk: Flask) -> None:
    with transaction() as session:
        session.execute(text("UPDATE series SET last = 1001 WHERE name = 'ticket'"))
    assert wrong(desk) == {"ticket_numbers": ["ticket 1002 lies outside the series 1001–1001"]}


def test_r02_a_ticket_under_terms_never_published_is_found(desk: Flask) -> None:
    with transaction() as session:
        session.get_one(Ticket, 1001).terms_number = 7
    assert wrong(desk) == {"terms": ["ticket 1001 stands under terms that were never published"]}


def test_r09_a_board_that_shows_other_days_than_were_promised_is_found(desk: Flask) -> None:
    with transaction() as session:
        ticket = session.get_one(Ticket, 1001)
        ticket.planned = ticket.planned_until = date(2026, 12, 2)
    said = "ticket 1001 shows 2026-12-02 to 2026-12-02, but None to None is promised"
    assert wrong(desk) == {"promises": [said]}


def test_r09_a_promise_that_moved_without_a_reason_is_found(desk: Flask) -> None:
    with transaction() as session:
        ticket = session.get_one(Ticket, 1001)
        keep(session, ticket, Made(Span.day(date(2026, 12, 2)), "", None, None), None, now())
        moved = keep(session, ticket, Made(Span.day(date(2026, 12, 3)), "", None, None), None, now())
    assert wrong(desk) == {"promises": [f"promise {moved} moved one without a reason"]}


def test_what_is_dated_after_now_is_found(desk: Flask) -> None:
    with transaction() as session:
        session.get_one(Ticket, 1001).column_since = now() + timedelta(hours=1)
    assert wrong(desk) == {"moments": ["ticket.column_since: 1 dated after now"]}


def test_two_contracts_on_one_day_are_found(desk: Flask, town: Town) -> None:
    with transaction() as session:
        contract(session, town.leiden.id, "sla", date(2026, 6, 1))
        contract(session, town.abroad.id, "gold", date(2019, 1, 1), date(2019, 12, 31))
    found = wrong(desk)["contracts"]
    assert [sentence.partition(" ")[0] for sentence in found] == ["contracts", "contract"]
    assert found[0].endswith("hold on the same day")
    assert found[1].endswith("is for a tier that no terms know")


def test_a_row_that_points_at_nothing_is_found(desk: Flask) -> None:
    lenient = (
        "PRAGMA foreign_keys = OFF"
        if db.engine.dialect.name == "sqlite"
        else "SET session_replication_role = replica"
    )
    closed()
    connection = db.engine.raw_connection()
    cursor = connection.cursor()
    cursor.execute(lenient)
    cursor.execute("UPDATE ticket SET organisation_id = 4711 WHERE number = 1001")
    connection.commit()
    connection.close()
    closed()
    assert wrong(desk) == {"foreign_keys": ["ticket 1001: organisation_id 4711 is not there"]}


def test_r27_a_complaint_that_the_present_key_does_not_open_is_found(desk: Flask) -> None:
    path = desk.config["SETTINGS"].data_dir / "keys" / "complaints" / "0001.key"
    right = path.read_text()
    try:
        path.unlink()
        assert wrong(desk) == {"complaints": ["the key is missing"]}
        path.write_text("A" * 43 + "=")
        assert [s.endswith("cannot be opened with the present key") for s in wrong(desk)["complaints"]] == [
            True
        ]
    finally:
        path.write_text(right)


def test_r27_a_complaint_that_is_gone_must_have_been_released_by_somebody(desk: Flask, town: Town) -> None:
    with transaction() as session:
        complaint = session.scalars(select(SealedMail)).one()
        complaint.sealed = None
    assert wrong(desk) == {"complaints": [f"sealed mail {complaint.id} is gone and nobody released it"]}
    with transaction() as session:
        session.add(Opening(sealed_mail_id=complaint.id, person_id=town.mara.id, at=now(), released=True))
    assert wrong(desk) == {}


def test_r08_a_priority_that_nothing_explains_is_named(desk: Flask) -> None:
    with transaction() as session:
        number = session.scalars(select(Ticket.number).order_by(Ticket.number)).first()
        session.execute(
            update(Ticket).where(Ticket.number == number).values(priority="high", kind=None, impact=None)
        )
    assert wrong(desk) == {"priorities": [f"ticket {number} has priority high, and None would be right"]}


def test_a_file_that_is_no_database_fails_and_is_named(app: Flask) -> None:
    if db.engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL keeps its own files")
    closed()
    Path(app.config["SETTINGS"].database_url.removeprefix("sqlite:///")).write_bytes(
        b"no database at all" * 1000
    )
    assert list(wrong(app)) == ["database"]


def test_where_there_is_no_desk_nothing_is_proved_and_nothing_made(app: Flask) -> None:
    with transaction() as session:
        session.execute(text("DROP TABLE delivery"))
    for command in ("integrity", "fingerprint"):
        answer = run(app, command)
        assert answer.exit_code == 1
        assert "no desk here" in answer.stderr


def test_an_outage_that_does_not_stand_as_it_was_told_is_found(desk: Flask, town: Town) -> None:
    moment = now() - timedelta(hours=1)
    parts = tuple(db.session.scalars(select(StatusPart.id)))
    facts = OutageFacts("Mail", "Mail", Severity.DOWN, parts, moment)
    outages = [actions.report(facts, 1001, town.daan.id, moment)]
    outages.append(actions.report(facts, None, town.daan.id, moment))
    daan = db.session.get_one(Person, town.daan.id)
    told = Told(State.WATCHING, Text("Weer.", "Again."), "once", 0)
    updates.post(outages[0], told, daan, "k" * 32, moment + timedelta(minutes=5))
    assert wrong(desk) == {}
    with transaction() as session:
        session.get_one(Outage, outages[0]).state = State.IDENTIFIED
        session.add(OutageTicket(outage_id=outages[1], ticket_number=1001, added_at=moment))
        session.execute(text("UPDATE outage_answer SET ticket_number = 1002"))
    assert wrong(desk) == {
        "outages": [
            f"outage {outages[0]} does not stand as its last update says",
            "ticket 1001 is part of two outages that go on",
            "update 1 answered ticket 1002 on another ticket",
        ]
    }
