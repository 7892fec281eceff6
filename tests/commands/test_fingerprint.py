"""`fingerprint`: the same data has the same hash, however and wherever it lies; other data has another."""

from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import delete, func, insert, select, text

from projectie import models
from projectie.clock.now import now
from projectie.commands.fingerprint import LEFT_OUT
from projectie.database import Base, db, transaction
from projectie.mail.models import OutgoingLetter
from projectie.people import actions
from projectie.people.models import Organisation, Person
from projectie.tickets.models import Delivery, Ticket
from tests.commands.desks import another, closed, run, told
from tests.town import Town

_KNOWN = models


def test_there_is_a_hash_for_every_business_table_and_no_other(desk: Flask) -> None:
    hashes = told(desk, "fingerprint", "--json")
    assert set(hashes) == set(Base.metadata.tables) - LEFT_OUT
    assert {"event", "fetch_state", "history", "sign_in_count"} <= LEFT_OUT
    assert len(set(hashes.values())) == len(hashes)
    assert run(desk, "fingerprint").output.splitlines() == [
        f"{hashes[name]}  {name}" for name in sorted(hashes)
    ]


def test_looking_and_signing_in_change_nothing(desk: Flask, town: Town) -> None:
    before = told(desk, "fingerprint", "--json")
    actions.sign_in(town.daan.email, "wrong", "127.0.0.1", "k" * 32, now())
    run(desk, "board", "--json")
    assert told(desk, "fingerprint", "--json") == before


def test_a_new_salt_is_no_new_data_but_a_first_password_is(desk: Flask, town: Town) -> None:
    before = told(desk, "fingerprint", "--json")
    actions.set_password(town.daan.id, "another password", now(), None)
    with transaction() as session:
        letter = select(func.max(OutgoingLetter.id)).scalar_subquery()  # Daan was told
        session.execute(delete(Delivery).where(Delivery.letter_id == letter))
        session.execute(delete(OutgoingLetter).where(OutgoingLetter.id == letter))
    assert told(desk, "fingerprint", "--json") == before
    with transaction() as session:
        session.get_one(Person, town.daan.id).password_hash = None
    assert told(desk, "fingerprint", "--json") != before


TEN, TWELVE = "'10:00:00.000000'", "'12:00:00.000000'"


@pytest.mark.parametrize(
    ("table", "statement"),
    [
        ("organisation", "UPDATE organisation SET name = 'Elders' WHERE name = 'Bakkerij Leiden'"),
        ("ticket", "UPDATE ticket SET position = position + 1 WHERE number = 1001"),
        ("note", "UPDATE note SET body = 'Even mailen.'"),
        ("delivery", "DELETE FROM delivery"),
        ("call_hours", f"INSERT INTO call_hours VALUES ((SELECT max(id) FROM person), 0, {TEN}, {TWELVE})"),
        ("mail_domain", "UPDATE mail_domain SET domain = 'x.example' WHERE domain = 'kueste.example'"),
    ],
)
def test_one_change_changes_the_hash_of_its_table_alone(desk: Flask, table: str, statement: str) -> None:
    before = told(desk, "fingerprint", "--json")
    with transaction() as session:
        session.execute(text(statement))
    after = told(desk, "fingerprint", "--json")
    assert [name for name in before if before[name] != after[name]] == [table]


def test_two_rows_that_trade_a_value_are_other_data(desk: Flask) -> None:
    before = told(desk, "fingerprint", "--json")
    with transaction() as session:
        first, second = session.scalars(select(Ticket).order_by(Ticket.number))
        first.subject, second.subject = second.subject, first.subject
    assert told(desk, "fingerprint", "--json")["ticket"] != before["ticket"]


def test_rows_brought_to_another_database_in_another_order_are_the_same_data(
    desk: Flask, tmp_path: Path
) -> None:
    before = told(desk, "fingerprint", "--json")
    rows = {
        table: db.session.execute(select(table)).mappings().all() for table in Base.metadata.sorted_tables
    }
    twin = another(tmp_path, now())
    with twin.app_context():
        with transaction() as session:
            kept = text("SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'keep%delete'")
            for name in session.scalars(kept).all():
                session.execute(text(f"DROP TRIGGER {name}"))
            for table in reversed(Base.metadata.sorted_tables):
                session.execute(delete(table))
            for table, values in rows.items():
                if values:
                    session.execute(insert(table), [dict(row) for row in reversed(values)])
        assert told(twin, "fingerprint", "--json") == before
        closed()


def test_an_organisation_more_is_seen_though_it_equals_nothing(desk: Flask) -> None:
    before = told(desk, "fingerprint", "--json")["organisation"]
    with transaction() as session:
        session.add(
            Organisation(
                name="Nieuw",
                country="NL",
                language="nl",
                hosting="studio",
                studio_mail=False,
                created_at=now(),
            )
        )
    assert told(desk, "fingerprint", "--json")["organisation"] != before
