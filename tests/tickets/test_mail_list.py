"""The list of mail and the daily sum (R29, R27)."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import text

from projectie.clock.now import now
from projectie.commands.mail import taken_in
from projectie.database import db, transaction
from projectie.mail.keep import keep
from projectie.mail.models import Mailbox
from projectie.tickets.mail_filters import mail_filters
from projectie.tickets.mail_list import PAGE
from tests.post import intake, letter, receive
from tests.town import Town
from tests.visitor import Visitor

Visit = Callable[..., Visitor]
MONDAY = datetime(2026, 11, 23, 9, tzinfo=UTC)


def _subjects(visitor: Visitor, query: str = "") -> list[str]:
    page = visitor.get(f"/desk/mail?{query}")
    return [
        "".join(link.itertext())
        for link in page.all("a")
        if link.get("translate") == "no" and (link.get("href") or "").startswith("/desk/mail/")
    ]


@pytest.fixture
def three(app: Flask, town: Town) -> None:
    receive(app, letter(from_="Zoë Brûlée <zoe@creme.example>", subject="Inloggen lukt niet"), at=MONDAY)
    receive(app, letter(subject="Urgent: storing"), Mailbox.URGENT, at=MONDAY + timedelta(days=1))
    receive(app, b"\0\0", at=MONDAY + timedelta(days=2))


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["–", "Urgent: storing", "Inloggen lukt niet"]),
        ("q=inlog", ["Inloggen lukt niet"]),
        ("q=zoe+BRULEE", ["Inloggen lukt niet"]),
        ("q=zoe%40creme.example", ["Inloggen lukt niet"]),
        ("q=zoe+storing", []),
        ("q=%25", ["–", "Urgent: storing", "Inloggen lukt niet"]),
        ("fate=quarantined", ["–"]),
        ("fate=nonsense", ["–", "Urgent: storing", "Inloggen lukt niet"]),
        ("mailbox=urgent", ["Urgent: storing"]),
        ("since=2026-11-24&until=2026-11-24", ["Urgent: storing"]),
        ("until=2026-11-23", ["Inloggen lukt niet"]),
        ("since=2026-99-99", ["–", "Urgent: storing", "Inloggen lukt niet"]),
    ],
)
@pytest.mark.usefixtures("three")
def test_r29_mail_is_found_by_words_fate_mailbox_and_days(
    visit: Visit, query: str, expected: list[str]
) -> None:
    assert _subjects(visit("daan"), query) == expected


@pytest.mark.usefixtures("three")
def test_r29_what_is_asked_is_said_as_a_sentence_with_the_number_found(visit: Visit) -> None:
    page = visit("daan", "en").get("/desk/mail?mailbox=urgent&q=storing&since=2026-11-24&until=2026-11-24")
    said = page.one("p", class_="sentence")
    words = " ".join("".join(said.itertext()).split())
    assert (
        words
        == "Mail with “storing”, to the mailbox for urgent requests, of Tuesday 24 November 2026. 1 found."
    )


def test_r29_an_exact_duplicate_is_seen_with_its_moment_and_mailbox(app: Flask, visit: Visit) -> None:
    raw = letter(subject="Tweemaal")
    first = receive(app, raw, at=MONDAY)
    receive(app, raw, Mailbox.URGENT, at=MONDAY + timedelta(hours=1))
    daan = visit("daan", "en")
    assert _subjects(daan) == ["Tweemaal", "Tweemaal"]
    assert _subjects(daan, "fate=duplicate") == ["Tweemaal"]
    assert _subjects(daan, "mailbox=urgent") == ["Tweemaal"]
    page = daan.get(f"/desk/mail/{first.message}")
    assert "Exact duplicateMonday 23 November 2026 11:00, in the mailbox for urgent requests" in page.text


def test_r29_paging_keeps_the_filters_and_shows_each_arrival_once(app: Flask, visit: Visit) -> None:
    raws = [letter(subject=f"Vraag {n}") for n in range(PAGE)]
    for raw in raws:
        receive(app, raw, at=MONDAY)  # all of one moment
    for raw in raws[:5]:
        receive(app, raw, at=MONDAY)
    daan, seen, address = visit("daan", "en"), [], "/desk/mail?q=vraag"
    while address:
        page = daan.get(address)
        seen += page.all("tr")[1:]
        following = page.all("a", rel="next")
        address = following[0].get("href") or "" if following else ""
        assert not address or "q=vraag" in address
    assert len(seen) == PAGE + 5


@pytest.mark.parametrize("before", ["x", "1m", "m1", "9" * 40 + "m1", "1r" + "9" * 40, "-1m1", "12"])
def test_a_page_that_is_none_is_no_error(app: Flask, visit: Visit, before: str) -> None:
    receive(app, letter())
    assert visit("daan").get(f"/desk/mail?before={before}").status == 200


def test_r29_the_sum_of_the_day_comes_out_even_and_stands_in_healthz(
    app: Flask, town: Town, visit: Visit
) -> None:
    raw = letter()
    receive(app, raw)
    receive(app, raw)
    receive(app, b"\0")
    health = visit().get("/healthz").response.json
    assert health is not None
    assert health["mail_sum_even"] is True
    today = health["mail_received"]["today"]
    assert (today["received"], today["fates"]["created"], today["fates"]["duplicate"]) == (3, 1, 1)
    page = visit("daan", "en").get("/desk/mail")
    assert (
        "Received today3 = 1 new ticket + 1 could not be read, in quarantine + 1 exact duplicate comes out even"
        in page.text
    )


def test_r29_a_mail_without_a_fate_makes_the_sum_uneven(app: Flask, visit: Visit) -> None:
    receive(app, letter())
    with transaction() as session:
        session.execute(text("UPDATE message SET received_at = :then"), {"then": "2026-01-05 09:00:00+00:00"})
    db.session.remove()
    page = visit().get("/healthz")
    assert page.status == 503
    assert page.response.json is not None
    assert page.response.json["mail_sum_even"] is False
    assert "does not come out even" in visit("daan", "en").get("/desk/mail").text


@pytest.mark.parametrize(("ago", "attempts", "even"), [(1, 1, True), (11, 1, None), (11, 3, False)])
def test_r29_a_mail_that_is_being_read_counts_until_it_waits_too_long(
    app: Flask, visit: Visit, ago: int, attempts: int, even: bool | None
) -> None:
    keep(letter(), Mailbox.SUPPORT, intake(app).blobs, now() - timedelta(minutes=ago))
    with transaction() as session:
        session.execute(text("UPDATE raw_mail SET attempts = :n"), {"n": attempts})
    db.session.remove()
    answer = visit().get("/healthz").response.json
    assert answer is not None
    assert answer["mail_sum_even"] is even


def test_r27_no_figure_counts_mail_to_info(app: Flask, visit: Visit) -> None:
    before = visit().get("/healthz").response.json
    for _ in range(2):
        taken_in(letter(subject="Klacht"), Mailbox.INFO)
    raw = letter()
    for _ in range(2):
        taken_in(raw, Mailbox.INFO)
    assert visit().get("/healthz").response.json == before
    assert _subjects(visit("mara")) == []
    said = visit("mara", "en").get("/manage/complaints").text
    assert "4 received = 3 sealed + 0 released to the desk + 0 now a complaint + exact duplicates: 1" in said


def test_filters_live_in_the_address() -> None:
    asked = mail_filters(
        {"q": " a  b ", "fate": "spam", "mailbox": "support", "since": "2026-11-24", "x": "y"}
    )
    assert asked.query == {"q": "a b", "fate": "spam", "mailbox": "support", "since": "2026-11-24"}
    assert mail_filters(asked.query) == asked
    assert not mail_filters({"q": "", "fate": "", "until": "9999-12-31"}).active
