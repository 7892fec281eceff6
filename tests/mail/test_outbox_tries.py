"""A letter that cannot go is tried again, or failed and shown; it never holds up the others (R34)."""

from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask

from projectie.database import transaction
from projectie.mail.delivery import Delivery
from projectie.mail.models import LetterState, OutgoingLetter
from projectie.mail.outbox import send_again, send_due
from projectie.mail.transport import Away, Smtp, Unreachable
from tests.mail.letterbox import LETTER, MINUTE, MONDAY, letter, queued
from tests.mail.post_office import PostOffice, post_office


@pytest.mark.parametrize("step", ["at_rcpt", "at_data"])
def test_not_now_is_tried_again_later_each_time_after_longer(
    app: Flask, office: PostOffice, step: str
) -> None:
    number = queued()
    setattr(office, step, "451 greylisted, come back")
    waits, at = [], MONDAY
    for _ in range(4):
        assert send_due(Smtp(office.url), at) == 0
        kept = letter(number)
        assert (kept.state, kept.last_error) == (LetterState.QUEUED, "451 greylisted, come back")
        waits.append(kept.due_at - at)
        at = kept.due_at
    assert waits == sorted(waits)
    assert MINUTE <= waits[0] < 2 * MINUTE
    assert 8 * MINUTE <= waits[3] < 11 * MINUTE
    setattr(office, step, "")
    assert send_due(Smtp(office.url), at - MINUTE / 60) == 0
    assert send_due(Smtp(office.url), at) == 1
    assert letter(number).last_error is None


def test_the_impatient_do_not_wait_for_the_next_try(app: Flask, office: PostOffice) -> None:
    number = queued()
    office.at_data = "452 too busy"
    send_due(Smtp(office.url), MONDAY)
    office.at_data = ""
    assert send_due(Smtp(office.url), MONDAY) == 0
    assert send_due(Smtp(office.url), MONDAY, impatient=True) == 1
    assert letter(number).state is LetterState.SENT


@pytest.mark.parametrize("step", ["at_rcpt", "at_data"])
def test_never_is_failed_at_once_and_shown_why(app: Flask, office: PostOffice, step: str) -> None:
    number = queued()
    setattr(office, step, "550 no such user")
    assert send_due(Smtp(office.url), MONDAY) == 0
    kept = letter(number)
    assert (kept.state, kept.last_error, kept.attempts) == (LetterState.FAILED, "550 no such user", 1)
    setattr(office, step, "")
    assert send_due(Smtp(office.url), MONDAY, impatient=True) == 0


@pytest.mark.parametrize("first", ["451 greylisted", "452 mailbox full"])
def test_r34_not_now_and_then_never_is_failed_with_the_last_word(
    app: Flask, office: PostOffice, first: str
) -> None:
    number = queued()
    office.at_rcpt = first
    send_due(Smtp(office.url), MONDAY)
    assert (letter(number).state, letter(number).last_error) == (LetterState.QUEUED, first)
    office.at_rcpt = "550 no such user"
    send_due(Smtp(office.url), letter(number).due_at)
    kept = letter(number)
    assert (kept.state, kept.last_error, kept.attempts) == (LetterState.FAILED, "550 no such user", 2)
    assert office.arrived == []


def test_a_failed_letter_sent_again_has_its_own_message_id(app: Flask, office: PostOffice) -> None:
    number = queued()
    office.at_data = "554 no"
    send_due(Smtp(office.url), MONDAY)
    office.at_data = ""
    with transaction() as session:
        send_again(session, session.get_one(OutgoingLetter, number), MONDAY)
    assert send_due(Smtp(office.url), MONDAY) == 1
    assert [one["Message-ID"] for one in office.letters()] == [letter(number).message_id]


def test_one_that_cannot_go_does_not_hold_up_the_others(app: Flask, office: PostOffice) -> None:
    bad = [
        queued(replace(LETTER, key="1", to_address="lotte@exa mple\r\nBcc: x@y.nl")),
        queued(replace(LETTER, key="2", to_address="")),
        queued(replace(LETTER, key="3", headers={"Reply-To": "a@b.nl\r\nBcc: x@y.nl"})),
    ]
    good = queued()
    assert send_due(Smtp(office.url), MONDAY) == 1
    assert letter(good).state is LetterState.SENT
    assert {letter(number).state for number in bad} == {LetterState.FAILED}
    assert len(office.arrived) == 1


def test_a_server_that_is_away_costs_a_try_and_no_letter(app: Flask) -> None:
    with post_office() as closed:
        url = closed.url
    number = queued()
    assert send_due(Smtp(url), MONDAY) == 0
    kept = letter(number)
    assert (kept.state, kept.attempts) == (LetterState.QUEUED, 1)
    assert kept.last_error == "ConnectionRefusedError"


def test_a_server_that_hangs_holds_up_a_round_for_one_letter_and_the_next_round_for_another(
    app: Flask,
) -> None:
    first, second = queued(replace(LETTER, key="1")), queued(replace(LETTER, key="2"))
    slow = _Away(Away("SMTPServerDisconnected"))
    assert send_due(slow, MONDAY) == 0
    assert [letter(number).attempts for number in (first, second)] == [1, 0]
    assert send_due(slow, MONDAY) == 0
    assert [letter(number).attempts for number in (first, second)] == [1, 1]
    assert {letter(number).state for number in (first, second)} == {LetterState.QUEUED}


def test_who_gives_up_does_so_after_a_day_of_trying_and_says_so(app: Flask) -> None:
    number, at = queued(), MONDAY
    while letter(number).state is LetterState.QUEUED:
        at = letter(number).due_at
        send_due(_Away(), at)
    assert timedelta(days=1) <= at - MONDAY <= timedelta(days=1.5)
    assert letter(number).last_error == "nobody there"


class _Away:
    def __init__(self, says: Unreachable | None = None) -> None:
        self._says = says or Unreachable("nobody there")

    def deliver(self, delivery: Delivery) -> None:
        del delivery
        raise self._says
