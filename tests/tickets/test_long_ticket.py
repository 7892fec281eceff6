"""A ticket with hundreds of messages stays usable: the older ones wait behind a link, at the same number of statements."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import insert, select

from projectie.database import db, transaction
from projectie.people.models import Person
from projectie.tickets import panels
from projectie.tickets.models import Message
from projectie.tickets.panels import Row, hang_on_timeline
from projectie.tickets.ticket_page import ticket_page
from projectie.tickets.ticket_rows import FOLDS_FROM, SHOWN
from tests.post import letter, receive
from tests.town import Town
from tests.visitor import Visitor

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)


@pytest.fixture
def number(app: Flask, town: Town) -> int:
    ticket = receive(
        app, letter(from_=town.lotte.email, proven=True, body="Het allereerste bericht"), at=NOW
    ).ticket
    assert ticket
    return ticket


def _grow(number: int, to: int) -> None:
    """Let a ticket have so many messages."""
    with transaction() as session:
        first = (
            session.execute(select(Message.__table__).where(Message.ticket_number == number))
            .mappings()
            .first()
        )
        assert first is not None
        now_ = len(session.scalars(select(Message.id).where(Message.ticket_number == number)).all())
        rows = []
        for place in range(now_, to):
            row: dict[str, Any] = {
                name: value for name, value in first.items() if name not in {"id", "raw_id"}
            }
            row |= {
                "received_at": NOW + timedelta(minutes=place),
                "reply_text": f"Bericht {place}.",
                "body_text": f"Bericht {place}.",
            }
            rows.append(row)
        session.connection().execute(insert(Message), rows)


def test_the_newest_are_shown_and_the_older_ones_wait_behind_a_link(
    visit: Callable[..., Visitor], number: int
) -> None:
    daan, path = visit("daan"), f"/desk/tickets/{number}"
    _grow(number, FOLDS_FROM)
    page = daan.get(path)
    assert page.all("a", id="older") == []
    short = len(page.statements)
    _grow(number, 500)
    page = daan.get(path)
    assert len(page.statements) == short
    assert len(page.all("article")) == SHOWN
    assert "Bericht 499." in page.text
    assert "Het allereerste bericht" not in page.text
    link = page.one("a", id="older")
    assert f"{500 - SHOWN} oudere berichten" in "".join(link.itertext())
    whole = daan.get(link.get("href") or "")
    assert "Het allereerste bericht" in whole.text
    assert (len(whole.all("article")), len(whole.statements)) == (500, short)
    assert page.one("input", id="seen").get("value") == whole.one("input", id="seen").get("value")


def test_rooms_above_put_rows_in_the_one_reading_order(
    town: Town, number: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(panels, "_rows", {})
    asked = []

    @hang_on_timeline("tickets/_reason.html")
    def calls(*given: object) -> Iterator[Row]:
        asked.append(given)
        reason: dict[str, Any] = {}
        yield Row(NOW + timedelta(minutes=1), 1, reason)
        yield Row(NOW - timedelta(minutes=1), 2, reason)

    _grow(number, 3)
    reader = db.session.get_one(Person, town.daan.id)
    page = ticket_page(db.session(), number, reader)
    assert page
    kinds = [entry.kind for entry in panels.with_rows(db.session(), page, NOW).timeline]
    assert kinds[0] == "row"
    assert [kind for kind in kinds if kind in {"incoming", "row"}] == [
        "row",
        "incoming",
        "row",
        "incoming",
        "incoming",
    ]
    assert len(asked) == 1
