"""From draft to published version (R2): what is refused, what is kept, and that nothing published ever changes."""

import threading
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError

from projectie.clock.now import now
from projectie.database import db, transaction
from projectie.history import History
from projectie.terms.draft import Draft
from projectie.terms.in_force import BEGINNING, in_force, newest, version
from projectie.terms.models import TermsVersion
from projectie.terms.publishing import (
    PublishingError,
    Refusal,
    Seen,
    discard_draft,
    first_day,
    kept_draft,
    publish,
    save_draft,
    start_draft,
)
from projectie.terms.versions import Standing, entries, versions
from tests.terms.drafts import drafted, moment, published, the_draft
from tests.terms.made import FIRST, with_figures
from tests.town import Town

MONDAY, TUESDAY, WEDNESDAY = date(2026, 11, 23), date(2026, 11, 24), date(2026, 11, 25)


def _refused(deed: Callable[[], object]) -> PublishingError:
    with pytest.raises(PublishingError) as refused:
        deed()
    return refused.value


def _numbers() -> list[int]:
    db.session.remove()
    return [entry.number for entry in entries(db.session())]


def test_r02_a_draft_begins_as_the_newest_version(town: Town) -> None:
    published(with_figures(grace_days=9), date(2026, 12, 1), town.mara.id, moment())
    start_draft(town.mara.id, moment())
    assert the_draft().draft == Draft(with_figures(grace_days=9))
    assert the_draft().changed_by == town.mara.name


def test_r02_there_is_one_draft_at_a_time(town: Town) -> None:
    start_draft(town.mara.id, moment())
    assert _refused(lambda: start_draft(town.mara.id, moment())).refusal is Refusal.DRAFT_EXISTS


def test_r02_a_draft_keeps_what_is_wrong_and_what_cannot_be_read(town: Town) -> None:
    wrong = Draft(with_figures(response_by_hours=1), {"figures.vat_percent": "een vijfde"})
    start_draft(town.mara.id, moment())
    save_draft(the_draft().seen, lambda _: wrong, town.mara.id, moment())
    assert the_draft().draft == wrong
    assert the_draft().seen.version == 2


def test_r02_published_terms_are_exactly_what_was_drafted(town: Town) -> None:
    number = published(with_figures(credit_price_cents=2399), MONDAY, town.mara.id, moment())
    found = version(db.session(), number)
    assert (found.number, found.in_force_from, found.terms) == (
        2,
        MONDAY,
        with_figures(credit_price_cents=2399),
    )
    assert kept_draft(db.session()) is None


@pytest.mark.parametrize(
    ("draft", "why"),
    [
        (Draft(with_figures(response_by_hours=1)), "a contradiction"),
        (Draft(FIRST, {"figures.grace_days": "zeven"}), "a figure nobody can read"),
    ],
)
def test_r02_a_draft_that_is_not_ready_is_not_published(town: Town, draft: Draft, why: str) -> None:
    start_draft(town.mara.id, moment())
    save_draft(the_draft().seen, lambda _: draft, town.mara.id, moment())
    before = the_draft()
    error = _refused(lambda: publish(before.seen, MONDAY, town.mara.id, moment()))
    assert error.refusal is Refusal.NOT_READY, why
    assert the_draft() == before
    assert _numbers() == [1]


def test_r02_a_version_holds_from_today_or_later(town: Town) -> None:
    kept = drafted(FIRST, town.mara.id, moment())
    error = _refused(lambda: publish(kept.seen, MONDAY - timedelta(days=1), town.mara.id, moment()))
    assert (error.refusal, error.day) == (Refusal.PASSED, MONDAY)
    assert publish(kept.seen, MONDAY, town.mara.id, moment()) == 2


def test_r02_today_is_the_studios_day_also_when_it_is_still_yesterday_in_utc(town: Town) -> None:
    late = moment(hour=23, minute=30)  # Tuesday 24 November, 00:30 in Leiden
    kept = drafted(FIRST, town.mara.id, late)
    assert first_day(db.session(), late) == TUESDAY
    assert _refused(lambda: publish(kept.seen, MONDAY, town.mara.id, late)).day == TUESDAY
    assert publish(kept.seen, TUESDAY, town.mara.id, late) == 2


def test_r02_a_version_never_holds_from_before_the_newest(town: Town) -> None:
    published(FIRST, WEDNESDAY, town.mara.id, moment())
    kept = drafted(FIRST, town.mara.id, moment())
    error = _refused(lambda: publish(kept.seen, TUESDAY, town.mara.id, moment()))
    assert (error.refusal, error.day) == (Refusal.TOO_EARLY, WEDNESDAY)
    assert first_day(db.session(), moment()) == WEDNESDAY
    assert publish(kept.seen, WEDNESDAY, town.mara.id, moment()) == 3


def test_r02_each_version_holds_until_the_day_before_the_next(town: Town) -> None:
    second = published(with_figures(grace_days=8), TUESDAY, town.mara.id, moment())
    third = published(with_figures(grace_days=9), WEDNESDAY, town.mara.id, moment())
    held = [
        in_force(db.session(), day).number
        for day in (BEGINNING, MONDAY, TUESDAY, WEDNESDAY, date(2030, 1, 1))
    ]
    assert held == [1, 1, second, third, third]
    lines = {line.number: line for line in versions(db.session(), TUESDAY).lines}
    assert [lines[number].until for number in (1, 2, 3)] == [MONDAY, TUESDAY, None]
    assert [lines[n].standing for n in (1, 2, 3)] == [Standing.PAST, Standing.IN_FORCE, Standing.UPCOMING]


def test_r02_a_version_replaced_before_its_first_day_never_holds(town: Town) -> None:
    published(with_figures(grace_days=8), WEDNESDAY, town.mara.id, moment())
    published(with_figures(grace_days=9), WEDNESDAY, town.mara.id, moment())
    known = versions(db.session(), MONDAY)
    assert [line.standing for line in known.lines] == [
        Standing.UPCOMING,
        Standing.REPLACED,
        Standing.IN_FORCE,
    ]
    assert known.upcoming == known.lines[0]
    assert in_force(db.session(), WEDNESDAY).terms.figures.grace_days == 9


def test_r02_what_somebody_else_changed_meanwhile_is_not_overwritten(town: Town) -> None:
    start_draft(town.mara.id, moment())
    seen = the_draft().seen
    save_draft(seen, lambda draft: draft, town.mara.id, moment())
    later = the_draft()
    for deed in (
        lambda: save_draft(seen, lambda _: Draft(with_figures(grace_days=1)), town.mara.id, moment()),
        lambda: discard_draft(seen, town.mara.id, moment()),
        lambda: publish(seen, MONDAY, town.mara.id, moment()),
    ):
        assert _refused(deed).refusal is Refusal.STALE
    assert the_draft() == later


def test_r02_a_draft_that_was_published_or_thrown_away_is_gone(town: Town) -> None:
    kept = drafted(FIRST, town.mara.id, moment())
    publish(kept.seen, MONDAY, town.mara.id, moment())
    assert _refused(lambda: publish(kept.seen, MONDAY, town.mara.id, moment())).refusal is Refusal.GONE
    start_draft(town.mara.id, moment())
    seen = the_draft().seen
    discard_draft(seen, town.mara.id, moment())
    for gone in (kept.seen, seen, Seen(1, 1), Seen(0, 0), Seen(987_654, 1)):
        save = lambda gone=gone: save_draft(gone, lambda draft: draft, town.mara.id, moment())  # noqa: E731
        assert _refused(save).refusal is Refusal.GONE
    assert _numbers() == [1, 2]


def test_r02_every_deed_is_one_line_of_history(town: Town) -> None:
    kept = drafted(FIRST, town.mara.id, moment())
    publish(kept.seen, MONDAY, town.mara.id, moment())
    start_draft(town.mara.id, moment())
    discard_draft(the_draft().seen, town.mara.id, moment())
    lines = list(db.session.scalars(select(History).where(History.subject == "terms").order_by(History.id)))
    assert [line.deed for line in lines] == [
        "terms.draft_started",
        "terms.draft_saved",
        "terms.published",
        "terms.draft_started",
        "terms.draft_discarded",
    ]
    assert {line.actor_id for line in lines} == {town.mara.id}
    assert lines[2].details == {"number": 2, "starts": "2026-11-23"}


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE terms_version SET content = '{}' WHERE number = :number",
        "UPDATE terms_version SET in_force_from = '2020-01-01' WHERE number = :number",
        "UPDATE terms_version SET number = 7 WHERE number = :number",
        "UPDATE terms_version SET number = NULL, in_force_from = NULL, published_at = NULL WHERE number = :number",
        "DELETE FROM terms_version WHERE number = :number",
    ],
)
@pytest.mark.parametrize("number", [1, 2])
def test_r02_the_database_refuses_to_change_a_published_version(
    town: Town, statement: str, number: int
) -> None:
    published(with_figures(grace_days=8), MONDAY, town.mara.id, moment())
    with pytest.raises(DBAPIError, match="never changed"), transaction() as session:
        session.execute(text(statement), {"number": number})
    assert _numbers() == [1, 2]
    assert in_force(db.session(), MONDAY).terms.figures.grace_days == 8


def test_r02_managers_who_publish_at_once_give_one_version_each_and_numbers_without_gaps(
    app: Flask, town: Town
) -> None:
    """Four managers draft and publish as fast as they can; whoever comes second tries again."""
    each, ready, failures = 3, threading.Barrier(4), []

    def work() -> None:
        try:
            with app.app_context():
                ready.wait()
                for _ in range(each):
                    _publish_one(town.mara.id)
        except BaseException as error:  # a thread's failure is the test's
            failures.append(error)
            raise

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert failures == []
    assert _numbers() == list(range(1, 4 * each + 2))
    told = select(func.count(History.id)).where(History.deed == "terms.published")
    assert db.session.scalar(told) == 4 * each
    assert newest(db.session()).number == 4 * each + 1
    assert db.session.scalar(select(func.count(TermsVersion.id))) == 4 * each + 1


def _publish_one(by: int) -> None:
    for _ in range(1000):
        try:
            kept = kept_draft(db.session())
            db.session.remove()
            if kept is None:
                start_draft(by, now())
            else:
                publish(kept.seen, date(2100, 1, 1), by, now())
                return
        except PublishingError as error:
            if error.refusal not in {Refusal.DRAFT_EXISTS, Refusal.GONE}:
                raise
    raise AssertionError("never came to it")
