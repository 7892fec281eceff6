"""Mail at a low balance: in the transaction of the posting that crosses, once, switched by the client (R23, R35)."""

import secrets
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, date, datetime
from urllib.parse import urlsplit

import pytest
from flask import Flask
from sqlalchemy import select

from projectie.clock.now import now
from projectie.credits.models import EntryKind
from projectie.credits.notices import set_notice
from projectie.credits.posting import Posting, post
from projectie.database import MissingError, db, transaction
from projectie.mail.models import OutgoingLetter
from tests.town import Town
from tests.visitor import Visitor

Visit = Callable[..., Visitor]
AT = datetime(2026, 11, 23, 9, tzinfo=UTC)


def posted(town: Town, *changes: int) -> None:
    for credits_ in changes:
        kind, key = EntryKind.TOP_UP if credits_ > 0 else EntryKind.CHARGE, secrets.token_hex(8)
        with transaction() as session:
            post(session, Posting(town.leiden.id, kind, credits_, date(2026, 11, 23), key), AT)


def letters() -> list[OutgoingLetter]:
    found = select(OutgoingLetter).where(OutgoingLetter.key.like("balance:%"))
    return list(db.session.scalars(found.order_by(OutgoingLetter.id)))


def test_r23_one_mail_per_crossing_to_those_who_may_agree(app: Flask, town: Town) -> None:
    set_notice(town.lotte.id, 10, now())
    with pytest.raises(MissingError):
        set_notice(town.joris.id, 10, now())
    posted(town, 12, -2)
    assert letters() == []
    posted(town, -1, -1)
    (letter,) = letters()
    assert letter.to_address == town.lotte.email
    assert letter.subject == "Je saldo is nu 9 credits"
    assert "1 u 30 min" in letter.body_text
    posted(town, 5, -6)
    assert len(letters()) == 2


def test_r23_a_posting_that_fails_mails_nobody(app: Flask, town: Town) -> None:
    set_notice(town.lotte.id, 10, now())
    posted(town, 12)
    with suppress(RuntimeError), transaction() as session:
        post(session, Posting(town.leiden.id, EntryKind.CHARGE, -5, date(2026, 11, 23), "k"), AT)
        raise RuntimeError
    assert letters() == []


def test_r23_the_same_posting_again_mails_once(app: Flask, town: Town) -> None:
    set_notice(town.lotte.id, 10, now())
    posted(town, 12)
    for _ in range(2):
        with transaction() as session:
            post(session, Posting(town.leiden.id, EntryKind.CHARGE, -5, date(2026, 11, 23), "k"), AT)
    assert len(letters()) == 1


def test_r23_a_client_switches_it_on_with_a_threshold_and_off(visit: Visit, town: Town) -> None:
    lotte = visit("lotte")
    assert lotte.post("/portal/credits/notice", {"threshold": "0"}).status == 422
    said = lotte.post("/portal/credits/notice", {"threshold": "10"}, follow=True)
    assert "al onder 10 credits" in said.text  # nothing was bought yet
    posted(town, 12, -3)
    assert len(letters()) == 1
    lotte.post("/portal/credits/notice", {"switch": "off"})
    posted(town, 5, -6)
    assert len(letters()) == 1
    assert visit("joris").post("/portal/credits/notice", {"threshold": "10"}).status == 404


def test_r35_the_link_in_the_mail_shows_and_only_the_page_switches_off(visit: Visit, town: Town) -> None:
    set_notice(town.lotte.id, 10, now())
    posted(town, 12, -3)
    path = urlsplit(letters()[0].headers["List-Unsubscribe"].strip("<>")).path
    assert path in letters()[0].body_text
    stranger = visit()
    page = stranger.get(path)
    assert page.status == 200
    assert page.headers["Cache-Control"] == "no-store"
    posted(town, 5, -6)
    assert len(letters()) == 2  # opening it changed nothing
    assert stranger.post(path, {"threshold": "3"}).status == 303
    posted(town, 5, -6)
    assert len(letters()) == 2
    assert stranger.post(path, {"switch": "off"}).status == 303
    posted(town, -6)
    assert len(letters()) == 2
    assert stranger.get(path.replace("/1-", "/2-")).status == 404
