"""The outbox sends each letter, once where that can be, and never forgets one (R34)."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy import select

from projectie.database import db, transaction
from projectie.mail import outbox
from projectie.mail.delivery import Delivery
from projectie.mail.models import LetterState, OutgoingLetter
from projectie.mail.outbox import LEASE, queue, send_due
from projectie.mail.transport import Refused, Smtp
from tests.mail.letterbox import LETTER, MINUTE, MONDAY, letter, queued
from tests.mail.post_office import PostOffice


def test_a_letter_that_is_taken_is_sent_once(app: Flask, office: PostOffice) -> None:
    number = queued()
    assert send_due(Smtp(office.url), MONDAY) == 1
    assert send_due(Smtp(office.url), MONDAY, impatient=True) == 0
    kept = letter(number)
    assert (kept.state, kept.attempts, kept.leased_until) == (LetterState.SENT, 1, None)
    assert kept.sent_at is not None
    assert [one["Message-ID"] for one in office.letters()] == [kept.message_id]


def test_the_same_cause_queues_one_letter(app: Flask) -> None:
    first = queued()
    assert queued(replace(LETTER, subject="Again")) == first
    assert letter(first).subject == "Uw vraag"
    assert queued(replace(LETTER, key="reply:8")) != first


def test_two_deeds_at_once_with_one_cause_queue_one_letter_and_neither_fails(app: Flask) -> None:
    start = Barrier(2)

    def deed(_: int) -> int:
        with app.app_context():
            start.wait(10)
            return queued()

    with ThreadPoolExecutor(2) as pool:
        first, second = pool.map(deed, range(2))
    assert first == second
    assert len(db.session.scalars(select(OutgoingLetter)).all()) == 1


def test_a_letter_of_a_deed_that_failed_was_never_queued(app: Flask, office: PostOffice) -> None:
    with transaction() as session:
        queue(session, LETTER, MONDAY)
        session.rollback()
    assert send_due(Smtp(office.url), MONDAY) == 0
    assert office.arrived == []


def test_a_letter_for_later_waits_for_its_moment(app: Flask, office: PostOffice) -> None:
    queued(due_at=MONDAY + MINUTE)
    assert send_due(Smtp(office.url), MONDAY) == 0
    assert send_due(Smtp(office.url), MONDAY + MINUTE) == 1


class _Crash(BaseException):
    """The process ends here."""


def test_killed_between_sending_and_writing_it_down_the_same_message_id_goes_again(
    app: Flask, office: PostOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = queued()

    def crash(*_: object) -> None:
        raise _Crash

    with monkeypatch.context() as patched:
        patched.setattr(outbox, "_finish", crash)
        with pytest.raises(_Crash):
            send_due(Smtp(office.url), MONDAY)
    assert letter(number).state is LetterState.QUEUED
    assert send_due(Smtp(office.url), MONDAY + LEASE / 2, impatient=True) == 0
    assert send_due(Smtp(office.url), MONDAY + LEASE + MINUTE) == 1
    first, second = office.letters()
    assert first["Message-ID"] == second["Message-ID"] == letter(number).message_id


def test_a_line_that_breaks_after_the_letter_was_taken_sends_the_same_message_id_again(
    app: Flask, office: PostOffice
) -> None:
    number = queued()
    office.at_data = "break"
    assert send_due(Smtp(office.url), MONDAY) == 0
    office.at_data = ""
    assert send_due(Smtp(office.url), MONDAY, impatient=True) == 1
    assert {one["Message-ID"] for one in office.letters()} == {letter(number).message_id}


def test_several_workers_at_once_send_every_letter_once(app: Flask, office: PostOffice) -> None:
    for number in range(30):
        queued(replace(LETTER, key=f"reply:{number}"))

    def work(_: int) -> int:
        with app.app_context():
            return send_due(Smtp(office.url), MONDAY)

    with ThreadPoolExecutor(3) as pool:
        assert sum(pool.map(work, range(3))) == 30
    assert len({one["Message-ID"] for one in office.letters()}) == len(office.arrived) == 30


def test_a_slow_worker_that_fails_does_not_undo_what_another_sent(app: Flask) -> None:
    number = queued()

    class Slow:
        def deliver(self, delivery: Delivery) -> None:
            del delivery
            assert send_due(_Taken(), MONDAY + LEASE + MINUTE) == 1
            raise Refused("550 too late")

    assert send_due(Slow(), MONDAY) == 0
    kept = letter(number)
    assert (kept.state, kept.last_error, kept.leased_until) == (LetterState.SENT, None, None)


class _Taken:
    def deliver(self, delivery: Delivery) -> None:
        pass
