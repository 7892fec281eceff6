"""A stream shows that it lives, and ends when it must."""

from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import QueuePool, update

from projectie.clock.now import now
from projectie.database import db, transaction
from projectie.live.audience import Audience
from projectie.live.hub import Ear, Hub, hub_of
from projectie.live.missed import Missed
from projectie.live.stream import Pace, frames
from projectie.people.actions import set_password
from projectie.people.models import Person, Role
from tests.live.ears import event, happened
from tests.town import Town

SWIFT = Pace(beat=0.05, life=20, look=0.02)
NOTHING = Missed((), 0, lost=False)
BEAT = ": still here\nid: {}\n\n"


@pytest.fixture
def hub(app: Flask) -> Hub:
    return hub_of(app)


def _ear(hub: Hub, person_id: int) -> Ear:
    ear = hub.join(Audience.of(db.session.get_one(Person, person_id)))
    assert ear is not None
    return ear


def _stream(hub: Hub, ear: Ear, pace: Pace = SWIFT) -> Iterator[str]:
    stream = (chunk.decode() for chunk in frames(hub, ear, NOTHING, lambda: False, pace))
    assert next(stream) == "retry: 2000\n\n"
    return stream


def test_the_unhurried_pace_beats_within_fifteen_seconds_and_ends_within_minutes() -> None:
    assert Pace().beat <= 15
    assert 60 <= Pace().life <= 600


def test_a_quiet_stream_beats_and_a_beat_tells_no_event(hub: Hub, town: Town) -> None:
    assert next(_stream(hub, _ear(hub, town.daan.id))) == BEAT.format(0)


def test_a_beat_carries_the_id_to_go_on_from_also_past_what_is_not_ours(hub: Hub, town: Town) -> None:
    stream = _stream(hub, _ear(hub, town.abby.id))
    happened(7, organisation=town.leiden.id)
    seen = [next(stream) for _ in range(40)]
    assert set(seen) <= {BEAT.format(0), BEAT.format(1)}
    assert seen[-1] == BEAT.format(1)


def test_a_busy_stream_beats_too(hub: Hub, town: Town) -> None:
    ear = _ear(hub, town.daan.id)
    stream = _stream(hub, ear, Pace(beat=0, life=20, look=5))
    happened(7)
    happened(8)
    assert [next(stream) for _ in range(4)] == [event(1, 7), BEAT.format(1), event(2, 8), BEAT.format(2)]


def test_a_stream_ends_when_its_time_is_up(hub: Hub, town: Town) -> None:
    assert list(_stream(hub, _ear(hub, town.daan.id), Pace(beat=9, life=0.05, look=0.01))) == []


def test_a_stream_ends_when_the_browser_hung_up(hub: Hub, town: Town) -> None:
    gone = frames(hub, _ear(hub, town.daan.id), NOTHING, lambda: True, SWIFT)
    assert list(gone) == [b"retry: 2000\n\n"]


@pytest.mark.parametrize(
    "change",
    [
        {"active": False},
        {"session_key": "another"},
        {"role": Role.STAFF, "organisation_id": None},
        {"organisation_id": 2},
    ],
)
def test_a_stream_ends_at_the_next_beat_when_the_listener_may_no_longer_hear(
    hub: Hub, town: Town, change: dict[str, object]
) -> None:
    stream = _stream(hub, _ear(hub, town.lotte.id))
    assert next(stream) == BEAT.format(0)
    with transaction() as session:
        session.execute(update(Person).where(Person.id == town.lotte.id).values(**change))
    assert len(list(stream)) <= 1


def test_a_new_password_ends_the_streams_of_every_browser(hub: Hub, town: Town) -> None:
    stream = _stream(hub, _ear(hub, town.lotte.id))
    set_password(town.lotte.id, "another password entirely", now(), town.mara.id)
    assert len(list(stream)) <= 1


def test_every_stream_ends_at_once_when_the_hub_closes(hub: Hub, town: Town) -> None:
    stream = _stream(hub, _ear(hub, town.daan.id), Pace())
    hub.close()
    assert list(stream) == []
    assert hub.join(Audience.of(db.session.get_one(Person, town.daan.id))) is None


def test_an_open_stream_holds_no_connection_to_the_database(hub: Hub, town: Town, app: Flask) -> None:
    ears = [_ear(hub, town.daan.id) for _ in range(20)]
    streams = [_stream(hub, ear) for ear in ears]
    for stream in streams:
        next(stream)
    db.session.remove()
    pool = db.engine.pool
    assert isinstance(pool, QueuePool)
    assert pool.checkedout() <= 1  # of the watcher
