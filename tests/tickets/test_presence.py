"""Who else has a ticket before them: told to others in words, gone by itself, cheap to keep up."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from projectie.clock.now import now
from projectie.database import MissingError, db, transaction
from projectie.live.audience import FOR_CLIENTS
from projectie.live.models import Event
from projectie.tickets.composing import who_is_here
from projectie.tickets.presence import HEARTBEAT, LASTS, Beat, beat, sweep_presence
from projectie.tickets.writing_models import Presence
from tests.post import letter, receive
from tests.town import Town
from tests.visitor import Visitor

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)


@pytest.fixture
def number(app: Flask, town: Town) -> int:
    ticket = receive(app, letter(from_=town.lotte.email, proven=True), at=NOW).ticket
    assert ticket
    return ticket


def _seen(number: int, reader: int, at: datetime) -> list[tuple[str, bool]]:
    db.session.rollback()
    return [(one.name, one.replying) for one in who_is_here(db.session(), number, reader, at)]


def _told() -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).where(Event.kind == "presence")) or 0


def test_others_see_who_looks_and_who_replies_until_they_go(town: Town, number: int) -> None:
    beat(number, Beat("one"), town.daan.id, NOW)
    assert _seen(number, town.mara.id, NOW) == [("Daan de Boer", False)]
    assert _seen(number, town.daan.id, NOW) == []
    beat(number, Beat("two", replying=True), town.daan.id, NOW)  # in a second window
    assert _seen(number, town.mara.id, NOW) == [("Daan de Boer", True)]
    beat(number, Beat("two", leaving=True), town.daan.id, NOW)
    assert _seen(number, town.mara.id, NOW) == [("Daan de Boer", False)]


def test_a_window_that_vanished_is_gone_by_itself_after_two_heartbeats(town: Town, number: int) -> None:
    beat(number, Beat("one"), town.daan.id, NOW)
    assert _seen(number, town.mara.id, NOW + 2 * HEARTBEAT)
    assert not _seen(number, town.mara.id, NOW + LASTS)
    with transaction() as session:
        assert sweep_presence(session, NOW + LASTS - timedelta(seconds=1)) == 0
        assert sweep_presence(session, NOW + LASTS) == 1
    assert db.session.scalar(select(func.count()).select_from(Presence)) == 0


def test_only_what_others_see_differently_is_told_and_never_to_clients(town: Town, number: int) -> None:
    for second in (0, 20, 40):
        beat(number, Beat("one"), town.daan.id, NOW + timedelta(seconds=second))
    assert _told() == 1
    beat(number, Beat("one", replying=True), town.daan.id, NOW + timedelta(seconds=41))
    beat(number, Beat("one", leaving=True), town.daan.id, NOW + timedelta(seconds=42))
    beat(number, Beat("one", leaving=True), town.daan.id, NOW + timedelta(seconds=43))
    assert _told() == 3
    assert not {"presence", "draft"} & FOR_CLIENTS
    with pytest.raises(MissingError):
        beat(number + 1, Beat("one"), town.daan.id, NOW)


def test_a_heartbeat_is_small_and_answered_with_nothing_where_nothing_changed(
    visit: Callable[..., Visitor], town: Town, number: int
) -> None:
    mara, path = visit("mara", "en"), f"/desk/tickets/{number}/presence"
    said = {"tab": "abcdefghij", "doing": "viewing", "shown": ""}
    assert mara.post(path, said, htmx=True).status == 204
    beat(number, Beat("one", replying=True), town.daan.id, now())
    page = mara.post(path, said, htmx=True)
    assert page.one("p", id="here").get("data-shown") == f"{town.daan.id}r"
    assert page.text == "Daan de Boer is replying"
    again = mara.post(path, {**said, "shown": f"{town.daan.id}r"}, htmx=True)
    assert (again.status, again.html) == (204, "")
    assert len("&".join(f"{name}={value}" for name, value in said.items())) + len(page.html) <= 300
    assert "Daan de Boer is replying" in mara.get(f"/desk/tickets/{number}").text
