"""`/healthz`: whether a person must look (issue 2, Application)."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text, update

from projectie.clock.now import now
from projectie.config import Settings
from projectie.database import db, transaction
from projectie.mail.models import FetchState, LetterState, Mailbox, OutgoingLetter
from projectie.tickets.models import Fate
from tests.mail.letterbox import queued
from tests.visitor import Visitor

Visit = Callable[..., Visitor]
NOTHING = {
    "received": 0,
    "fates": {**{fate.value: 0 for fate in Fate}, "duplicate": 0},
    "being_read": 0,
    "even": True,
}
WELL = {
    "status": "ok",
    "database": True,
    "oldest_due_letter_seconds": None,
    "last_mail_fetch": {"support": None, "urgent": None, "info": None},
    "silent_mailboxes": [],
    "mail_sum_even": True,
    "mail_received": {"yesterday": NOTHING, "today": NOTHING},
    "ledger": {"right": None, "checked_at": None},
}


@pytest.fixture
def configured(app: Flask) -> Iterator[Callable[..., None]]:
    before: Settings = app.config["SETTINGS"]

    def configure(**settings: Any) -> None:
        app.config["SETTINGS"] = replace(before, **settings)

    yield configure
    app.config["SETTINGS"] = before


def test_a_quiet_desk_is_well_for_everyone(visit: Visit) -> None:
    page = visit().get("/healthz")
    assert (page.status, page.response.json) == (200, WELL)


def test_a_letter_that_waits_too_long_needs_a_person_once_there_is_a_server(
    visit: Visit, configured: Callable[..., None]
) -> None:
    queued()
    _due(now() - timedelta(minutes=61))
    alone = visit().get("/healthz")
    assert alone.status == 200
    assert alone.response.json is not None
    assert 3660 <= alone.response.json["oldest_due_letter_seconds"] < 3720
    configured(smtp_url="smtp://mail.example")
    assert visit().get("/healthz").status == 503
    _due(now() - timedelta(minutes=59))
    assert visit().get("/healthz").status == 200


def test_a_letter_for_later_or_one_that_is_gone_does_not_count(visit: Visit) -> None:
    number = queued()
    _due(now() + timedelta(hours=1))
    assert visit().get("/healthz").response.json == WELL
    _due(now() - timedelta(hours=9))
    with transaction() as session:
        session.get_one(OutgoingLetter, number).state = LetterState.SENT
    assert visit().get("/healthz").response.json == WELL


def _due(at: object) -> None:
    with transaction() as session:
        session.execute(update(OutgoingLetter).values(due_at=at))


def test_r34_a_mailbox_that_fell_silent_needs_a_person_if_it_is_ours_to_read(
    visit: Visit, configured: Callable[..., None]
) -> None:
    _fetched(Mailbox.URGENT, timedelta(days=9))
    assert visit().get("/healthz").status == 200
    configured(imap_url="imap://u@mail.example", imap_url_urgent="imap://u@mail.example")
    page = visit().get("/healthz")
    assert page.status == 503
    assert page.response.json is not None
    assert page.response.json["status"] == "unwell"
    assert page.response.json["silent_mailboxes"] == ["urgent"]
    assert page.response.json["last_mail_fetch"]["urgent"].endswith("+00:00")
    assert "mail.example" not in page.html
    _fetched(Mailbox.URGENT, timedelta(minutes=1))
    assert visit().get("/healthz").status == 200


def _fetched(mailbox: Mailbox, ago: timedelta) -> None:
    at = now() - ago
    with transaction() as session:
        session.merge(
            FetchState(mailbox=mailbox, since=at, last_uid=0, beyond=[], tries={}, last_success_at=at)
        )


def test_without_a_database_the_desk_is_unwell_and_says_no_more(app: Flask, visit: Visit) -> None:
    stranger = visit()
    with transaction() as session:
        session.execute(text("ALTER TABLE outgoing_letter RENAME TO gone"))
    db.session.remove()
    page = stranger.get("/healthz")
    assert page.status == 503
    assert page.response.json == {
        "status": "unwell",
        "database": False,
        "oldest_due_letter_seconds": None,
        "last_mail_fetch": None,
        "silent_mailboxes": None,
        "mail_sum_even": None,
        "mail_received": None,
        "ledger": None,
    }
