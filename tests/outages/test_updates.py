"""One update of an outage answers every client in its own language, once (R6, R30)."""

import pytest
from flask import Flask
from sqlalchemy import func, select

from projectie.database import MissingError, db
from projectie.history import History
from projectie.mail import reply_address
from projectie.outages import tickets, updates
from projectie.outages.faults import Overtaken
from projectie.outages.models import OutageAnswer, OutageUpdate
from projectie.outages.progress import State
from projectie.tickets import withdrawing
from projectie.tickets.conversation import say
from projectie.tickets.models import Column
from projectie.tickets.withdrawing import Typed
from tests.outages.desk import MINUTE, MONDAY, Desk, columns
from tests.post import letter, receive
from tests.town import Town


@pytest.fixture
def desk(app: Flask, town: Town) -> Desk:
    return Desk(app, town)


def test_r06_one_update_answers_every_client_in_its_own_language(desk: Desk) -> None:
    desk.post(desk.reported(desk.lotte, desk.abby), desk.told())
    dutch, english = desk.letters()
    assert (dutch.to_address, english.to_address) == (desk.town.lotte.email, desk.town.abby.email)
    assert "Over de storing “Mail ligt eruit”: oorzaak gevonden.\n\nWe hebben de oorzaak." in dutch.body_text
    assert "About the outage “Mail is down”: cause found.\n\nWe found the cause." in english.body_text
    assert "/nl/status" in dutch.body_text
    assert "/en/status" in english.body_text
    assert "Küste" not in dutch.body_text
    for number in (desk.lotte, desk.abby):
        ticket = desk.ticket(number)
        assert ticket.answered_at == MONDAY + 5 * MINUTE
        assert len(desk.messages(number)) == 1


def test_r30_each_letter_has_an_address_signed_for_its_recipient_and_follows_the_thread(desk: Desk) -> None:
    desk.post(desk.reported(desk.lotte, desk.abby), desk.told())
    for one, number in zip(desk.letters(), (desk.lotte, desk.abby), strict=True):
        support = one.from_address
        assert one.headers["Reply-To"] == reply_address.address_for(support, number, one.to_address, desk.key)
        assert one.headers["In-Reply-To"] in one.headers["References"]
    again = letter(from_=desk.town.lotte.email, to=desk.letters()[0].headers["Reply-To"], body="Dank")
    assert receive(desk.app, again, at=MONDAY + 9 * MINUTE).ticket == desk.lotte


def test_the_same_form_sent_twice_is_one_update_and_one_letter_each(desk: Desk) -> None:
    outage = desk.reported(desk.lotte, desk.abby)
    first, second = desk.post(outage, desk.told()), desk.post(outage, desk.told(), MONDAY + 6 * MINUTE)
    assert first == second
    assert len(desk.letters()) == 2


def test_a_colleague_who_was_ahead_is_read_first_and_nothing_is_sent(desk: Desk) -> None:
    outage = desk.reported(desk.lotte)
    first = desk.post(outage, desk.told())
    with pytest.raises(Overtaken) as refused:
        desk.post(outage, desk.told(once="b"))
    assert refused.value.newest == first
    assert len(desk.letters()) == 1
    desk.post(outage, desk.told(once="b", seen=first))
    assert len(desk.letters()) == 2


def test_solving_moves_all_to_done_with_the_letter_unless_one_goes_elsewhere(desk: Desk) -> None:
    outage = desk.reported(desk.lotte, desk.abby)
    solved = desk.told(State.SOLVED, then=Column.DONE, but={desk.abby: Column.WAITING})
    desk.post(outage, solved)
    assert columns(desk) == [Column.DONE, Column.WAITING]
    assert "is je aanvraag afgerond" in desk.letters()[0].body_text
    assert "We are waiting for you now" in desk.letters()[1].body_text
    assert desk.outage(outage).solved_at == MONDAY + 5 * MINUTE


def test_an_outage_that_comes_back_takes_its_tickets_back_to_work(desk: Desk) -> None:
    outage = desk.reported(desk.lotte, desk.abby)
    first = desk.post(outage, desk.told(State.SOLVED, then=Column.DONE, but={desk.abby: None}))
    desk.post(outage, desk.told(State.INVESTIGATING, once="b", seen=first), MONDAY + 30 * MINUTE)
    assert columns(desk) == [Column.IN_PROGRESS, Column.NEW]
    assert desk.outage(outage).solved_at is None


def test_a_ticket_added_later_gets_the_last_update_once(desk: Desk) -> None:
    outage = desk.reported(desk.lotte)
    desk.post(outage, desk.told())
    tickets.add_tickets(outage, [desk.abby], desk.town.daan.id, MONDAY + 6 * MINUTE)
    numbers = [desk.lotte, desk.abby]
    sent = [updates.tell_later(outage, numbers, desk.daan, desk.key, MONDAY + n * MINUTE) for n in (7, 8)]
    assert sent == [1, 0]
    assert [one.to_address for one in desk.letters()] == [desk.town.lotte.email, desk.town.abby.email]


def test_nothing_was_told_yet_so_nobody_can_be_told_later(desk: Desk) -> None:
    with pytest.raises(MissingError):
        updates.tell_later(desk.reported(desk.lotte), [desk.lotte], desk.daan, desk.key, MONDAY + MINUTE)


def test_an_answer_taken_back_can_be_sent_after_all(desk: Desk) -> None:
    outage = desk.reported(desk.lotte)
    update = desk.post(outage, desk.told())
    (message,) = desk.messages(desk.lotte)
    withdrawing.withdraw(desk.lotte, message.id, Typed("", None), desk.town.daan.id, MONDAY + 5 * MINUTE)
    assert updates.told_of(db.session(), update) == set()
    assert updates.tell_later(outage, [desk.lotte], desk.daan, desk.key, MONDAY + 6 * MINUTE) == 1
    assert updates.told_of(db.session(), update) == {desk.lotte}


def test_all_of_an_update_happens_or_nothing(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    outage, said = desk.reported(desk.lotte, desk.abby), say
    spoken: list[int] = []

    def broken(*arguments: object) -> object:
        spoken.append(1)
        if len(spoken) == 2:
            raise RuntimeError("the line broke")
        return said(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(updates, "say", broken)
    with pytest.raises(RuntimeError):
        desk.post(outage, desk.told())
    assert desk.letters() == []
    assert [db.session.scalar(select(func.count()).select_from(t)) for t in (OutageUpdate, OutageAnswer)] == [
        0,
        0,
    ]
    assert desk.ticket(desk.lotte).answered_at is None


def test_every_deed_leaves_a_line(desk: Desk) -> None:
    outage = desk.reported(desk.lotte)
    desk.post(outage, desk.told())
    tickets.remove_ticket(outage, desk.lotte, desk.town.daan.id, MONDAY + 6 * MINUTE)
    lines = db.session.execute(select(History.subject, History.deed).order_by(History.id)).all()
    found = [tuple(line) for line in lines if line[0] == "outage" or "outage" in line[1]]
    assert found == [
        ("outage", "outage.reported"),
        ("ticket", "ticket.outage_joined"),
        ("outage", "outage.ticket_joined"),
        ("outage", "outage.updated"),
        ("ticket", "ticket.outage_left"),
        ("outage", "outage.ticket_left"),
    ]
