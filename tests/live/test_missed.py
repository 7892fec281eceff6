"""A browser that was away hears what it missed, or that it must begin anew."""

from collections.abc import Callable
from datetime import timedelta
from threading import Thread

import pytest
from flask import Flask
from sqlalchemy import delete, insert

from projectie.clock.now import now
from projectie.database import transaction
from projectie.live.audience import Audience
from projectie.live.hub import Ear, Hub
from projectie.live.missed import MOST
from projectie.live.models import Event
from projectie.live.sweep import sweep_events
from tests.live.ears import event, happened, listen
from tests.town import Town
from tests.visitor import Visitor

Visit = Callable[..., Visitor]


def test_the_stream_goes_on_behind_the_event_the_page_was_made_after(visit: Visit) -> None:
    for number in (7, 8, 9):
        happened(number)
    stream = listen(visit("daan"), "/events?after=1")
    assert [next(stream), next(stream)] == [event(2, 8), event(3, 9)]


def test_the_last_event_of_a_lost_line_counts_above_that_of_the_page(visit: Visit) -> None:
    for number in (7, 8, 9):
        happened(number)
    assert next(listen(visit("daan"), "/events?after=1", last_event_id="2")) == event(3, 9)


def test_a_stream_that_names_no_event_begins_now(visit: Visit) -> None:
    daan = visit("daan")
    happened(7)
    stream = listen(daan)
    happened(8)
    assert next(stream) == event(2, 8)


def test_an_event_between_replay_and_stream_is_told_once(visit: Visit) -> None:
    stream = listen(visit("daan"), "/events?after=0")  # listens already, has not read yet
    happened(7)
    happened(8)
    assert [next(stream), next(stream)] == [event(1, 7), event(2, 8)]


def test_what_is_committed_while_a_stream_opens_is_told(
    app: Flask, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The reader is known by then, so SQLite reads for this request as of before it."""
    join = Hub.join

    def elsewhere() -> None:
        with app.app_context():
            happened(7)

    def late(hub: Hub, audience: Audience) -> Ear | None:
        deed = Thread(target=elsewhere)
        deed.start()
        deed.join()
        return join(hub, audience)

    daan = visit("daan")
    monkeypatch.setattr(Hub, "join", late)
    assert next(listen(daan, "/events?after=0")) == event(1, 7)


def test_who_missed_too_much_begins_anew_and_goes_on_from_there(visit: Visit) -> None:
    _many(MOST + 2)
    stream = listen(visit("daan"), "/events?after=1")
    assert next(stream) == f"id: {MOST + 2}\nevent: reset\ndata: {{}}\n\n"
    happened(9)
    assert next(stream) == event(MOST + 3, 9)


def test_as_much_as_can_be_replayed_is(visit: Visit) -> None:
    _many(MOST + 1)
    assert next(listen(visit("daan"), "/events?after=1")) == event(2, 7)


def test_only_what_a_client_may_hear_of_counts(visit: Visit, town: Town) -> None:
    _many(MOST + 2)
    happened(9, organisation=town.leiden.id)
    assert next(listen(visit("lotte"), "/events?after=1")) == event(MOST + 3, 9)


@pytest.mark.parametrize("after", ["0", "1", "5", "2147483647"])
def test_who_was_away_when_events_were_swept_begins_anew(visit: Visit, after: str) -> None:
    _many(3)
    with transaction() as session:
        session.execute(delete(Event).where(Event.id < 3))
    assert next(listen(visit("daan"), f"/events?after={after}")).startswith("id: 3\nevent: reset")


@pytest.mark.parametrize("after", ["-1", "x", "1.5", "٣", "2147483648", "9" * 5000, "1 OR 1=1"])
@pytest.mark.parametrize("url", ["/events", "/events/recent"])
def test_an_id_that_is_none_is_refused(visit: Visit, url: str, after: str) -> None:
    daan = visit("daan")
    assert daan.client.get(url, query_string={"after": after}).status_code == 400


def test_a_page_without_a_stream_asks_for_the_same(visit: Visit, town: Town) -> None:
    happened(7, organisation=town.leiden.id, by=town.lotte.id)
    happened(8, organisation=town.abroad.id)
    told = {"id": 1, "event": "ticket", "number": 7, "own": True}
    answer = visit("lotte").get("/events/recent?after=0").response.json
    assert answer == {"last": 1, "reset": False, "events": [told]}
    assert visit("daan").get("/events/recent?after=99").response.json == {
        "last": 2,
        "reset": True,
        "events": [],
    }


@pytest.mark.usefixtures("app")
@pytest.mark.parametrize(
    ("days", "kept"),
    [
        ([], []),
        ([9], [1]),
        ([9, 9], [2]),
        ([9, 9, 1, 0], [3, 4]),
        ([9, 1, 9, 0], [2, 3, 4]),
        ([1, 9], [1, 2]),
    ],
)
def test_the_oldest_go_up_to_the_first_young_one_but_never_the_newest(
    days: list[int], kept: list[int]
) -> None:
    at = now()  # moments may run back: a demo is filled with old ones
    with transaction() as session:
        for age in days:
            session.add(Event(at=at - timedelta(days=age), kind="ticket", subject_id=1))
            session.flush()
    with transaction() as session:
        assert sweep_events(session, at) == len(days) - len(kept)
        assert [row.id for row in session.query(Event).order_by(Event.id)] == kept


def _many(count: int) -> None:
    with transaction() as session:
        session.execute(
            insert(Event), [{"at": now(), "kind": "ticket", "subject_id": 7} for _ in range(count)]
        )
