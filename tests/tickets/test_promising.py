"""A planning promise is made, moved and taken back; never edited (R9)."""

from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from projectie.clock.weeks import Week
from projectie.database import MissingError, db
from projectie.history import History
from projectie.mail.models import LetterState, OutgoingLetter
from projectie.people.models import Person
from projectie.tickets import conversation, withdrawing
from projectie.tickets.models import Column, Ticket
from projectie.tickets.placement import Stale, place_at
from projectie.tickets.planning_promises import TO_BE_AGREED, Rule, Span
from projectie.tickets.promise_keeping import Refused
from projectie.tickets.promise_models import PlanningPromise
from projectie.tickets.promise_rows import promises_of
from projectie.tickets.promising import Wanted, promise_planning, take_promise_back
from projectie.tickets.withdrawing import TooLate, Typed
from tests.post import letter, receive
from tests.town import Town

MONDAY = datetime(2026, 11, 23, 16, 40, tzinfo=UTC)  # 17:40 in Leiden
MINUTE, SECOND = timedelta(minutes=1), timedelta(seconds=1)
WEEK_49, WEEK_50, WEEK_51 = (Span.week(Week(2026, number)) for number in (49, 50, 51))
KEY = "k" * 32


class Desk:
    """A ticket that Lotte opened an hour ago, and Daan who plans it."""

    def __init__(self, app: Flask, town: Town) -> None:
        self.app, self.town = app, town
        first = receive(app, letter(from_=town.lotte.email, proven=True), at=MONDAY - 60 * MINUTE)
        assert first.ticket is not None
        self.number = first.ticket

    def promise(
        self, span: Span = WEEK_49, reason: str = "", *, at: datetime = MONDAY, version: int | None = None
    ) -> int:
        """Let Daan promise that."""
        wanted = Wanted(span, reason, version or self.ticket().version)
        return promise_planning(self.number, wanted, self.daan(), KEY, at)

    def reply(
        self,
        planning: Span | None,
        *,
        then: Column | None = None,
        at: datetime = MONDAY,
        not_before: datetime | None = None,
    ) -> int:
        """Let Daan answer, with an indication of the planning."""
        newest = conversation.newest_message(db.session(), self.number)
        said = conversation.Reply("We kijken.", newest, then, not_before, planning=planning)
        return conversation.reply(self.number, said, self.daan(), KEY, at)

    def daan(self) -> Person:
        """Return Daan."""
        return db.session.get_one(Person, self.town.daan.id)

    def ticket(self) -> Ticket:
        """Return the ticket as it is now."""
        db.session.rollback()
        return db.session.get_one(Ticket, self.number, populate_existing=True)

    def days(self) -> tuple[date | None, date | None]:
        """Return the days the board shows."""
        ticket = self.ticket()
        return ticket.planned, ticket.planned_until

    def last_letter(self) -> OutgoingLetter:
        """Return the newest letter."""
        db.session.rollback()
        newest = select(OutgoingLetter).order_by(OutgoingLetter.id.desc()).limit(1)
        return db.session.scalars(newest.execution_options(populate_existing=True)).one()

    def deeds(self) -> list[str]:
        """Return what was done to the ticket."""
        lines = select(History.deed).where(History.subject == "ticket", History.subject_id == self.number)
        return list(db.session.scalars(lines.order_by(History.id)))


@pytest.fixture
def desk(app: Flask, town: Town) -> Desk:
    return Desk(app, town)


def refused(desk: Desk, span: Span, reason: str = "", at: datetime = MONDAY) -> Rule:
    with pytest.raises(Refused) as error:
        desk.promise(span, reason, at=at)
    return error.value.rule


def test_r09_a_promised_week_is_kept_told_and_moves_the_card_to_planned(desk: Desk) -> None:
    desk.promise()
    ticket = desk.ticket()
    assert desk.days() == (WEEK_49.first, WEEK_49.last)
    assert ticket.column is Column.PLANNED
    assert "de week van maandag 30 november" in desk.last_letter().body_text
    assert desk.deeds() == ["ticket.opened", "ticket.promised"]


def test_r06_a_planning_promise_meets_the_response_promise(desk: Desk) -> None:
    assert desk.ticket().answered_at is None
    desk.promise(TO_BE_AGREED)
    assert desk.ticket().answered_at == MONDAY
    assert desk.ticket().column is Column.NEW  # no day, so not planned
    assert "spreken we nog met je af" in desk.last_letter().body_text


def test_r09_a_promise_is_moved_with_a_reason_told_and_kept_in_the_history(desk: Desk) -> None:
    first = desk.promise()
    later = MONDAY + 5 * MINUTE
    assert refused(desk, WEEK_50, at=later) is Rule.UNEXPLAINED
    second = desk.promise(WEEK_50, "Daan is ziek.", at=later)
    now, before = promises_of(db.session(), desk.number)
    assert (now.id, now.moves_id, now.reason, now.span) == (second, first, "Daan is ziek.", WEEK_50)
    assert (before.id, before.span, before.made_by) == (first, WEEK_49, desk.town.daan.name)
    told = desk.last_letter().body_text
    assert "de week van maandag 30 november" in told
    assert "de week van maandag 7 december" in told
    assert "Daan is ziek." in told
    assert desk.days() == (WEEK_50.first, WEEK_50.last)


def test_r09_a_day_within_the_promised_week_moves_nothing(desk: Desk) -> None:
    desk.promise()
    desk.promise(Span.day(date(2026, 12, 2)), at=MONDAY + MINUTE)
    assert "ingepland: woensdag 2 december" in desk.last_letter().body_text


@pytest.mark.parametrize("statement", ["UPDATE {} SET reason = 'x'", "DELETE FROM {}"])
def test_r09_a_promise_is_never_edited_the_database_refuses_it(desk: Desk, statement: str) -> None:
    desk.promise()
    with pytest.raises(DBAPIError):
        db.session.execute(text(statement.format("planning_promise")))
    db.session.rollback()


@pytest.mark.parametrize(
    ("span", "rule"),
    [
        (Span.day(date(2026, 11, 20)), Rule.PAST),
        (Span.day(date(2026, 12, 5)), Rule.CLOSED),  # Saturday
        (Span.day(date(2026, 12, 25)), Rule.CLOSED),  # Christmas Day
        (Span.week(Week(2026, 47)), Rule.PAST),
        (WEEK_51, Rule.BEYOND),  # Monday arrival: day 21 is Monday 14 December
        (Span.week(Week(2028, 3)), Rule.TOO_FAR),
    ],
)
def test_r09_what_cannot_be_promised_is_refused_and_nothing_changes(
    desk: Desk, span: Span, rule: Rule
) -> None:
    version = desk.ticket().version
    assert refused(desk, span) is rule
    assert desk.ticket().version == version
    assert promises_of(db.session(), desk.number) == ()


def test_r09_beyond_the_latest_day_a_reason_is_enough(desk: Desk) -> None:
    desk.promise(WEEK_51, "De leverancier levert pas dan.")
    assert desk.days() == (WEEK_51.first, WEEK_51.last)


def test_a_stale_promise_is_refused_with_the_truth(desk: Desk) -> None:
    seen = desk.ticket().version
    place_at(desk.number, "triaged", 1, by=desk.town.mara.id, now=MONDAY)
    with pytest.raises(Stale) as error:
        desk.promise(version=seen)
    assert error.value.truth.name == desk.town.mara.name


def test_a_done_ticket_is_promised_nothing(desk: Desk) -> None:
    place_at(desk.number, "done", 1, by=desk.town.mara.id, now=MONDAY)
    assert refused(desk, WEEK_49) is Rule.DONE


def test_a_promise_is_taken_back_before_its_letter_leaves(desk: Desk) -> None:
    promise = desk.promise()
    take_promise_back(desk.number, promise, desk.town.mara.id, MONDAY + SECOND)
    ticket = desk.ticket()
    assert (ticket.column, ticket.planned, ticket.answered_at) == (Column.NEW, None, None)
    assert desk.last_letter().state is LetterState.WITHDRAWN
    assert [told.taken_back for told in promises_of(db.session(), desk.number)] == [True]
    desk.promise(WEEK_50, at=MONDAY + MINUTE)  # the first that counts: no reason is asked
    with pytest.raises(TooLate):
        take_promise_back(desk.number, promise, desk.town.mara.id, MONDAY + MINUTE)
    with pytest.raises(MissingError):
        take_promise_back(desk.number, 999, desk.town.mara.id, MONDAY + MINUTE)


def test_r09_a_promise_that_was_not_told_yet_is_taken_back_not_moved(desk: Desk) -> None:
    desk.promise()
    assert refused(desk, WEEK_50, "Druk.", at=MONDAY + SECOND) is Rule.UNTOLD


def test_r06_the_indication_in_a_first_reply_is_the_promise(desk: Desk) -> None:
    desk.reply(WEEK_49)
    (told,) = promises_of(db.session(), desk.number)
    written = desk.last_letter()
    assert (told.span, told.letter_id) == (WEEK_49, written.id)
    assert "de week van maandag 30 november" in written.body_text
    assert "de week van maandag 30 november" in (written.body_html or "")
    assert desk.ticket().column is Column.PLANNED
    assert desk.deeds() == ["ticket.opened", "ticket.answered"]


def test_a_reply_that_is_taken_back_takes_its_promise_along(desk: Desk) -> None:
    message = desk.reply(WEEK_49)
    withdrawing.withdraw(desk.number, message, Typed("", None), desk.town.daan.id, MONDAY + SECOND)
    ticket = desk.ticket()
    assert (ticket.planned, ticket.planned_until, ticket.column) == (None, None, Column.NEW)
    assert ticket.answered_at is None
    assert [told.taken_back for told in promises_of(db.session(), desk.number)] == [True]


def test_a_reply_that_is_overtaken_promises_nothing(desk: Desk) -> None:
    desk.reply(WEEK_49, not_before=MONDAY + timedelta(hours=15))
    answer = letter(
        from_=desk.town.lotte.email,
        proven=True,
        to=desk.last_letter().headers["Reply-To"],
        subject="Re: hoe zit het",
    )
    assert receive(desk.app, answer, at=MONDAY + MINUTE).ticket == desk.number
    assert desk.days() == (None, None)


def test_a_first_indication_never_overrules_what_a_colleague_promised(desk: Desk) -> None:
    desk.promise()
    with pytest.raises(Refused) as error:
        desk.reply(WEEK_50, at=MONDAY + MINUTE)
    assert error.value.rule is Rule.MEANWHILE
    assert len(db.session.scalars(select(PlanningPromise)).all()) == 1


@pytest.mark.parametrize(
    ("done", "said"), [(2, "ons daaraan gehouden"), (9, "is later geworden")], ids=["kept", "kept late"]
)
def test_r25a_the_letter_of_a_done_request_says_whether_the_promise_was_kept(
    desk: Desk, done: int, said: str
) -> None:
    desk.promise()
    desk.reply(None, then=Column.DONE, at=MONDAY + timedelta(days=7 + done))
    assert said in desk.last_letter().body_text
