"""How long data is kept: nightly, counted, never what the law demands (AVG, M10)."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import delete, select, update
from sqlalchemy.exc import DBAPIError

from projectie.clock.now import now
from projectie.commands.invariants.blobs import blobs as prove_blobs
from projectie.commands.invariants.desk import Desk
from projectie.database import db, transaction
from projectie.history import History, record
from projectie.mail.models import RawMail
from projectie.people.models import Person
from projectie.privacy import retention
from projectie.privacy.models import RetentionRun
from projectie.tickets.blobs import sweep_blobs
from projectie.tickets.conversation import add_note
from projectie.tickets.models import Fate, Message, Note, Ticket
from tests.post import letter, receive
from tests.town import Town
from tests.visitor import Visitor


def _old_mail(app: Flask, fate: Fate, age: timedelta) -> int:
    got = receive(app, letter(body="Koop nu"), at=now() - age)
    with transaction() as session:
        session.execute(update(Message).where(Message.id == got.message).values(fate=fate))
    return got.message or 0


@pytest.mark.parametrize(("days", "goes"), [(91, True), (89, False)])
def test_spam_goes_after_its_days_and_that_it_came_in_stays(app: Flask, days: int, *, goes: bool) -> None:
    number = _old_mail(app, Fate.SPAM, timedelta(days=days))
    blobs = app.extensions["projectie.blobs"]
    assert retention.would_go(db.session(), now())["spam"] == goes
    assert retention.run(blobs, now())["spam"] == goes
    message = db.session.get_one(Message, number, populate_existing=True)
    assert ("Koop nu" in message.body_text) is not goes
    raw = db.session.scalars(select(RawMail)).one()
    assert (raw.erased_at is not None) == goes
    sweep_blobs(blobs, now() + timedelta(days=1))
    desk = Desk(db.session(), now(), blobs, app.config["SETTINGS"].data_dir)
    assert list(prove_blobs(desk)) == []


def test_originals_of_open_requests_stay(app: Flask) -> None:
    got = receive(app, letter(), at=now() - timedelta(days=900))
    blobs = app.extensions["projectie.blobs"]
    assert retention.run(blobs, now())["originals"] == 0
    with transaction() as session:
        done = {"done_at": now() - timedelta(days=800)}
        session.execute(update(Ticket).where(Ticket.number == got.ticket).values(done))
    assert retention.run(blobs, now())["originals"] == 1
    assert retention.run(blobs, now())["originals"] == 0


def test_what_was_said_goes_long_after_a_request_was_done_but_not_what_agreed_to_costs(
    app: Flask, town: Town
) -> None:
    said, agreed = (receive(app, letter(body=f"Tulband {place}"), at=now()) for place in (1, 2))
    assert said.ticket is not None
    add_note(said.ticket, "Geheimwoord", db.session.get_one(Person, town.daan.id), now())
    blobs = app.extensions["projectie.blobs"]
    with transaction() as session:
        session.execute(update(Message).where(Message.id == agreed.message).values(fate=Fate.CONSENT))
        session.execute(update(Ticket).values(done_at=now() - timedelta(days=100)))
    assert retention.run(blobs, now())["texts"] == 0
    retention.set_days({"texts": 1}, town.mara.id, now())  # less than the program allows becomes the least
    assert retention.run(blobs, now())["texts"] == 1
    assert retention.run(blobs, now())["texts"] == 0
    texts = db.session.scalars(select(Message.body_text).order_by(Message.id)).all()
    assert (texts[0], "Tulband" in texts[1]) == ("–", True)
    assert db.session.scalars(select(Note.body)).all() == ["–"]
    assert [raw.erased_at is None for raw in db.session.scalars(select(RawMail).order_by(RawMail.id))] == [
        False,
        True,
    ]


def test_history_goes_by_its_kind_and_the_database_keeps_what_is_young(app: Flask, town: Town) -> None:
    ages = {"browser.signed_in": (29, 200), "person.changed": (364, 2600)}
    with transaction() as session:
        for deed, days in ages.items():
            for age in days:
                of = ("person", town.daan.id)
                record(session, at=now() - timedelta(days=age), by=None, deed=deed, of=of)
    removed = retention.run(app.extensions["projectie.blobs"], now())
    assert (removed["sign_ins"], removed["history"]) == (1, 1)
    for deed in ages:
        with pytest.raises(DBAPIError), transaction() as session:
            session.execute(delete(History).where(History.deed == deed))


def test_once_a_night_after_three(app: Flask) -> None:
    blobs = app.extensions["projectie.blobs"]
    for at in (datetime(2026, 11, 26, 1, 59, tzinfo=UTC), *[datetime(2026, 11, 26, 2, 1, tzinfo=UTC)] * 2):
        retention.run_nightly(blobs, at)
    assert [run.at.hour for run in db.session.scalars(select(RetentionRun))] == [2]


def test_managers_choose_count_and_run(visit: Callable[..., Visitor], town: Town) -> None:
    visitor = visit("mara")
    assert visitor.get("/manage/retention?dry=1").all("button", id="run")
    days = {**retention.SHIPPED, "spam": 30}
    refused = visitor.post("/manage/retention", {**days, "history": "9"})
    assert (refused.status, 'value="9"' in refused.html) == (422, True)
    assert visitor.post("/manage/retention", {name: str(value) for name, value in days.items()}).status == 303
    assert retention.days_of(db.session())["spam"] == 30
    assert visitor.post("/manage/retention/run", follow=True).status == 200
    db.session.rollback()
    (run,) = retention.runs(db.session())
    assert run.by_id == town.mara.id
