"""One watcher hears of every commit, whoever made it, and of nothing that was rolled back."""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager

import psycopg
import pytest
from flask import Flask
from sqlalchemy import event as listening

from projectie.clock.now import now
from projectie.database import db, transaction
from projectie.live.announce import CHANNEL, announce
from projectie.live.audience import Audience
from projectie.live.hub import Ear, Hub, hub_of
from projectie.people.models import Person
from tests.live.ears import happened
from tests.town import Town

PATIENCE = 20.0
SAID = "INSERT INTO event (at, kind, subject_id) VALUES ('2026-11-23 12:00:00+00:00', 'ticket', 7)"


@pytest.fixture
def ear(app: Flask, town: Town) -> Ear:
    joined = hub_of(app).join(Audience.of(db.session.get_one(Person, town.daan.id)))
    assert joined is not None
    return joined


def _numbers(ear: Ear, count: int) -> list[int | None]:
    heard = [ear.next(PATIENCE) for _ in range(count)]
    return [signal.number if signal else None for signal in heard]


def test_a_commit_of_this_process_is_heard(ear: Ear) -> None:
    happened(7)
    assert _numbers(ear, 1) == [7]


def test_a_commit_of_another_process_is_heard(app: Flask, ear: Ear) -> None:
    _said_elsewhere(app)
    assert _numbers(ear, 1) == [7]


def _said_elsewhere(app: Flask) -> None:
    url = app.config["SETTINGS"].database_url
    if url.startswith("sqlite"):
        with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as file, file:
            file.execute(SAID)
    else:
        with psycopg.connect(url.replace("+psycopg", "")) as line:
            line.execute(SAID)
            line.execute("SELECT pg_notify(%s, '')", (CHANNEL,))


def test_what_was_rolled_back_is_never_heard(ear: Ear) -> None:
    with transaction() as session:
        announce(session, at=now(), kind="ticket", of=7)
        session.rollback()
    happened(8)
    assert _numbers(ear, 1) == [8]


def test_many_come_each_once_and_in_order(ear: Ear) -> None:
    for number in range(30):
        happened(number)
    assert _numbers(ear, 30) == list(range(30))


def test_the_watch_goes_on_where_it_was_when_its_line_breaks(ear: Ear) -> None:
    happened(7)
    assert _numbers(ear, 1) == [7]
    with _two_readings_broken():
        happened(8)
        happened(9)
        assert _numbers(ear, 2) == [8, 9]


@contextmanager
def _two_readings_broken() -> Iterator[None]:
    """Let the next two readings of events fail, as they do when a database restarts."""
    left = [1, 2]

    def fail(*arguments: object) -> None:
        if "FROM event" in str(arguments[2]) and left:
            left.pop()
            raise ConnectionResetError

    listening.listen(db.engine, "before_cursor_execute", fail)
    try:
        yield
    finally:
        listening.remove(db.engine, "before_cursor_execute", fail)


def test_postgresql_the_listener_comes_back_when_the_server_ends_it(app: Flask, ear: Ear) -> None:
    if db.engine.dialect.name == "sqlite":
        pytest.skip("SQLite has no lines to break")
    happened(7)
    assert _numbers(ear, 1) == [7]
    with db.engine.connect() as connection:
        ended = connection.exec_driver_sql(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE query = %s AND datname = current_database()",
            (f"LISTEN {CHANNEL}",),
        )
        assert len(ended.all()) == 1
    happened(8)
    assert _numbers(ear, 1) == [8]


def test_the_house_is_full_at_its_number_and_free_again_when_one_leaves(app: Flask, town: Town) -> None:
    hub = Hub(db.engine, 2)
    audience = Audience.of(db.session.get_one(Person, town.daan.id))
    first, second, third = (hub.join(audience) for _ in range(3))
    assert first is not None
    assert second is not None
    assert third is None
    hub.leave(first)
    hub.leave(first)
    assert hub.join(audience) is not None
    assert hub.join(audience) is None
    hub.close()
    hub.wait_closed(PATIENCE)


def test_the_watcher_starts_with_the_first_stream_and_ends_with_the_hub(app: Flask, town: Town) -> None:
    hub = Hub(db.engine, 2)
    hub.close()
    hub.wait_closed(PATIENCE)  # it never began
    hub = Hub(db.engine, 2)
    hub.join(Audience.of(db.session.get_one(Person, town.daan.id)))
    begun = time.monotonic()
    hub.close()
    hub.wait_closed(PATIENCE)
    assert time.monotonic() - begun < PATIENCE
