"""A mailbox nothing comes in from is shown, and managers are told once (R34)."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from sqlalchemy import select

from projectie.clock.now import now
from projectie.config import Settings
from projectie.database import db, transaction
from projectie.home.silence import silent_mailboxes
from projectie.home.silence_letter import tell_of_silence
from projectie.mail.line_error import Reason
from projectie.mail.models import FetchState, Mailbox, OutgoingLetter
from projectie.mail.progress import failed
from projectie.tickets.letters import BY_ITSELF
from tests.town import Town
from tests.visitor import Visitor, words

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)  # a Monday, 13:00 in Leiden
MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def watched(app: Flask) -> Iterator[None]:
    """Set two of the three mailboxes."""
    before: Settings = app.config["SETTINGS"]
    app.config["SETTINGS"] = replace(
        before, imap_url="imaps://a:b@c.example", imap_url_info="imaps://d:e@f.example"
    )
    try:
        yield
    finally:
        app.config["SETTINGS"] = before


def _read(mailbox: Mailbox, at: datetime | None, since: datetime = NOON - timedelta(days=30)) -> None:
    with transaction() as session:
        row = session.get(FetchState, mailbox) or FetchState(
            mailbox=mailbox, since=since, last_uid=0, beyond=[], tries={}
        )
        row.last_success_at, row.silence_seen_at = at, None
        session.add(row)


def _silent(at: datetime) -> dict[Mailbox, Reason | None]:
    return {silence.mailbox: silence.reason for silence in silent_mailboxes(db.session(), at)}


def test_only_mailboxes_that_are_set_and_were_ever_tried_can_be_silent(app: Flask) -> None:
    assert _silent(NOON) == {}
    _read(Mailbox.SUPPORT, NOON - 14 * MINUTE)
    _read(Mailbox.URGENT, NOON - timedelta(days=5))  # not set any more
    assert _silent(NOON) == {}
    assert _silent(NOON + MINUTE) == {Mailbox.SUPPORT: None}


def test_one_that_never_succeeded_counts_from_the_first_try(app: Flask) -> None:
    failed(Mailbox.INFO, Reason.REFUSED, NOON)
    assert _silent(NOON + 14 * MINUTE) == {}
    assert _silent(NOON + 15 * MINUTE) == {Mailbox.INFO: Reason.REFUSED}


def test_the_reason_is_that_of_this_silence(app: Flask) -> None:
    failed(Mailbox.SUPPORT, Reason.BROKE, NOON - timedelta(hours=2))
    _read(Mailbox.SUPPORT, NOON - timedelta(hours=1))
    assert _silent(NOON) == {Mailbox.SUPPORT: None}
    failed(Mailbox.SUPPORT, Reason.UNREACHABLE, NOON - MINUTE)
    assert _silent(NOON) == {Mailbox.SUPPORT: Reason.UNREACHABLE}


@pytest.mark.parametrize("reason", [*Reason, None])
@pytest.mark.parametrize("language", ["nl", "en"])
def test_r34_the_first_page_says_which_mailbox_is_silent(
    app: Flask, visit: Callable[..., Visitor], reason: Reason | None, language: str
) -> None:
    last = now() - timedelta(days=9)
    _read(Mailbox.SUPPORT, last)
    _read(Mailbox.INFO, now())
    if reason:
        failed(Mailbox.SUPPORT, reason, now())
    page = visit("daan", language=language).get("/desk/")
    assert page.status == 200
    (notice,) = page.all("div", data_kind="error")
    assert "support@projectie.com" in words(notice)
    assert last.astimezone(ZoneInfo("Europe/Amsterdam")).strftime("%H:%M") in words(notice)


def _told(at: datetime) -> int:
    with transaction() as session:
        return tell_of_silence(session, at)


def test_r34_every_manager_gets_one_letter_for_each_silence(app: Flask, town: Town) -> None:
    _read(Mailbox.SUPPORT, NOON)
    assert [_told(NOON + minutes * MINUTE) for minutes in (5, 14, 15, 16, 17, 18, 600, 5000)] == [
        0,
        0,
        0,
        0,
        1,
        0,
        0,
        0,
    ]
    letter = db.session.scalars(select(OutgoingLetter)).one()
    assert (letter.to_address, letter.language, letter.headers) == (
        town.mara.email,
        "nl",
        BY_ITSELF,
    )
    assert "support@projectie.com" in letter.subject
    assert "support@projectie.com" in letter.body_text
    assert "13:00" in letter.body_text, "the moment is that of Leiden"
    assert letter.body_html
    assert "support@projectie.com" in letter.body_html
    _read(Mailbox.SUPPORT, NOON + timedelta(days=1))
    assert [_told(NOON + timedelta(days=1, minutes=minutes)) for minutes in (1, 15, 17, 30)] == [0, 0, 1, 0]


def test_r34_after_a_night_of_standstill_the_first_round_is_awaited(app: Flask, town: Town) -> None:
    _read(Mailbox.SUPPORT, NOON - timedelta(days=2))
    assert _told(NOON) == 0
    _read(Mailbox.SUPPORT, NOON + MINUTE)
    assert _told(NOON + 2 * MINUTE) == 0
    assert db.session.scalars(select(OutgoingLetter)).all() == []
