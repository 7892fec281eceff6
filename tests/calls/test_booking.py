"""Booking, picking, moving and cancelling: one deed each, and never two calls at once (R11, R35)."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, time, timedelta

import pytest
from flask import Flask
from sqlalchemy import delete, select

from projectie.calls import changing
from projectie.calls.booking import Expired, Picked, book, pick
from projectie.calls.changing import Mover, Over, TooLate
from projectie.calls.held import Spoken, TooEarly, _bookers, books_calls, held
from projectie.calls.judging import NotFree
from projectie.calls.models import Call, CallHours, CallProposal, CallState, CallTaker
from projectie.calls.proposing import Proposed, propose
from projectie.calls.queries import on_ticket
from projectie.calls.slots import Fault
from projectie.database import MissingError, db, transaction
from projectie.history import History
from projectie.people.models import Person
from projectie.planning.models import LeaveRow
from projectie.tickets.models import Ticket
from projectie.work.pieces import pieces_of
from tests.bonds.ties import merged, ticket
from tests.calls.studio import (
    KEY,
    MONDAY,
    NOW,
    TUESDAY,
    WANTED,
    ahead,
    at,
    booked,
    call,
    calls,
    letters,
    person,
)
from tests.town import Town

CLIENT = Mover(None)


def _take(person_id: int, *, calls_taken: bool = True) -> None:
    with transaction() as session:
        session.merge(CallTaker(person_id=person_id, takes_calls=calls_taken))


def test_r11_a_call_makes_a_ticket_and_tells_both_sides(town: Town, app: Flask) -> None:
    found = call(booked(town.lotte))
    ticket = db.session.get_one(Ticket, found.ticket_number)
    assert (ticket.subject, ticket.organisation_id) == ("Nieuwe webshop", town.leiden.id)
    assert (found.colleague_id, found.state, found.sequence) == (town.daan.id, CallState.BOOKED, 0)
    assert [each.to_address for each in letters()] == [town.lotte.email, town.daan.email]
    assert "maandag 30 november 2026 11:00" in letters()[0].body_text
    deeds = db.session.scalars(select(History.deed).where(History.subject_id == ticket.number)).all()
    assert "call.booked" in deeds


def test_the_same_form_sent_twice_is_one_call(town: Town, app: Flask) -> None:
    assert booked(town.lotte) == booked(town.lotte)
    assert len(calls()) == 1


def test_r11_a_stand_in_takes_it_and_the_client_is_told_who(town: Town, app: Flask) -> None:
    _take(town.mara.id)
    booked(town.abby, preferred=town.daan.id)
    second = call(booked(town.lotte, preferred=town.daan.id))
    assert second.colleague_id == town.mara.id
    text = letters(f"call:{second.id}:")[0].body_text
    assert "Mara Visser" in text
    assert "Daan de Boer" in text


@pytest.mark.parametrize(
    ("starts", "fault"),
    [
        (at(MONDAY, time(11, 7)), Fault.OFF_GRID),
        (at(NOW.date(), time(15)), Fault.NOTICE),
        (at(MONDAY, time(9, 45)), Fault.CLOSED),
        (NOW - timedelta(hours=1), Fault.PAST),
        (NOW + timedelta(days=30), Fault.FAR),
    ],
)
def test_r11_a_moment_that_cannot_be_is_refused_and_nothing_changes(
    town: Town, app: Flask, starts: datetime, fault: Fault
) -> None:
    with pytest.raises(NotFree) as refused:
        booked(town.lotte, starts=starts)
    assert refused.value.fault is fault
    assert len(refused.value.nearest) == 3
    assert not calls()
    assert not letters()
    assert db.session.scalars(select(Ticket)).first() is None


def test_r11_leave_own_hours_and_buffers_are_respected(town: Town, app: Flask) -> None:
    with transaction() as session:
        days = {"first_day": TUESDAY, "last_day": TUESDAY, "minutes": None, "word": "vrij"}
        session.add(LeaveRow(person_id=town.daan.id, **days))
        session.add(CallHours(person_id=town.daan.id, weekday=0, begins=time(11), stops=time(13)))
        session.add(CallHours(person_id=town.daan.id, weekday=1, begins=time(11), stops=time(13)))
    booked(town.lotte)
    for starts in (at(TUESDAY, time(11)), at(MONDAY, time(14)), at(MONDAY, time(11, 30))):
        with pytest.raises(NotFree) as refused:
            booked(town.lotte, starts=starts, key="other")
        assert refused.value.fault is Fault.TAKEN
    assert booked(town.lotte, starts=at(MONDAY, time(11, 45)), key="third")


def test_r11_twenty_clients_at_once_get_one_call_and_the_others_the_nearest(town: Town, app: Flask) -> None:
    ids = [town.lotte.id, town.joris.id, town.abby.id]

    def one(place: int) -> str:
        with app.app_context():
            try:
                by = db.session.get_one(Person, ids[place % 3])
                book(replace(WANTED, key=f"form-{place}"), by, KEY, NOW)
            except NotFree as refused:
                return f"{refused.fault}:{len(refused.nearest)}"
            finally:
                db.session.remove()
            return "booked"

    db.session.remove()
    with ThreadPoolExecutor(20) as pool:
        came = sorted(pool.map(one, range(20)))
    assert came == ["booked", *["taken:3"] * 19]
    assert len(calls()) == 1


def test_the_database_itself_refuses_two_calls_that_begin_together(town: Town, app: Flask) -> None:
    first = call(booked(town.lotte))
    facts = {each.name: getattr(first, each.name) for each in Call.__table__.columns if each.name != "id"}
    with pytest.raises(Exception, match=r"(?i)unique"), transaction() as session:
        session.add(Call(**{**facts, "uid": "x", "key": "y"}))


def test_another_clients_ticket_is_as_good_as_absent(town: Town, app: Flask) -> None:
    ticket = call(booked(town.lotte)).ticket_number
    with pytest.raises(MissingError):
        booked(town.abby, ticket=ticket, starts=at(MONDAY, time(14)))
    assert call(booked(town.joris, ticket=ticket, starts=at(MONDAY, time(14)))).ticket_number == ticket


def test_a_call_moves_with_one_uid_and_a_rising_sequence(town: Town, app: Flask) -> None:
    before = call(booked(town.lotte))
    uid = before.uid
    kept = ticket(app, at=NOW)
    # R17a: the call goes on there, and its client still changes it.
    merged(kept, before.ticket_number, town, at=NOW)
    assert [each.call.id for each in on_ticket(db.session(), kept)] == [before.id]
    changing.move(before.id, at(TUESDAY, time(15)), CLIENT, KEY, NOW)
    after = call(before.id)
    assert (after.starts_at, after.uid, after.sequence) == (at(TUESDAY, time(15)), uid, 1)
    assert booked(town.abby), "the moment it had is free again"
    changing.cancel(after.id, CLIENT, KEY, NOW)
    assert (call(after.id).state, call(after.id).sequence) == (CallState.CANCELLED, 2)
    with pytest.raises(Over):
        changing.cancel(after.id, CLIENT, KEY, NOW)
    with pytest.raises(Over):
        changing.move(after.id, at(TUESDAY, time(16)), CLIENT, KEY, NOW)


def test_a_call_moves_by_a_quarter_of_an_hour_beside_itself_and_to_a_stand_in(town: Town, app: Flask) -> None:
    number = booked(town.lotte)
    changing.move(number, ahead(WANTED.starts, 15), CLIENT, KEY, NOW)
    _take(town.mara.id)
    _take(town.daan.id, calls_taken=False)
    changing.move(number, ahead(WANTED.starts, 30), CLIENT, KEY, NOW)
    assert call(number).colleague_id == town.mara.id
    last = [(each.to_address, "METHOD:CANCEL" in (each.calendar or "")) for each in letters()[-3:]]
    assert last == [(town.lotte.email, False), (town.mara.email, False), (town.daan.email, True)]


def test_too_late_to_move_leaves_the_call_as_it_was(town: Town, app: Flask) -> None:
    number = booked(town.lotte)
    late = at(MONDAY, time(9))
    with pytest.raises(TooLate):
        changing.move(number, at(TUESDAY, time(15)), CLIENT, KEY, late)
    assert call(number).starts_at == WANTED.starts
    changing.move(number, at(MONDAY, time(15)), Mover(town.daan.id, staff=True), KEY, late)
    assert call(number).starts_at == at(MONDAY, time(15))
    with pytest.raises(Over):
        changing.cancel(number, CLIENT, KEY, at(MONDAY, time(16)))


def _proposal(town: Town) -> int:
    ticket = call(booked(town.lotte)).ticket_number
    moments = (at(MONDAY, time(14)), at(MONDAY, time(15)), at(MONDAY, time(16)))
    return propose(ticket, Proposed(moments, town.daan.id, "Webshop"), person(town.daan), KEY, NOW)


def test_r35_one_of_the_proposed_moments_is_picked_once(town: Town, app: Flask) -> None:
    proposal = _proposal(town)
    (letter,) = letters("call-proposal:")
    assert "maandag 30 november 2026 15:00" in letter.body_text
    number = pick(proposal, at(MONDAY, time(15)), "071 1234567", "Europe/Amsterdam", KEY, NOW)
    assert call(number).address == town.lotte.email
    with pytest.raises(Picked) as again:
        pick(proposal, at(MONDAY, time(16)), "071 1234567", "Europe/Amsterdam", KEY, NOW)
    assert again.value.call == number
    assert len(calls()) == 2


def test_proposed_moments_expire_and_newer_ones_replace_them(town: Town, app: Flask) -> None:
    proposal = _proposal(town)
    with pytest.raises(Expired):
        pick(proposal, at(MONDAY, time(15)), "1234567", "Europe/Amsterdam", KEY, at(MONDAY, time(16)))
    ticket = calls()[0].ticket_number
    moments = (at(TUESDAY, time(14)), at(TUESDAY, time(15)))
    propose(ticket, Proposed(moments, None, ""), person(town.daan), KEY, NOW)
    with pytest.raises(Expired):
        pick(proposal, at(MONDAY, time(15)), "1234567", "Europe/Amsterdam", KEY, NOW)
    with pytest.raises(ValueError, match="two or three"):
        propose(ticket, Proposed(moments[:1], None, ""), person(town.daan), KEY, NOW)
    assert db.session.query(CallProposal).filter(CallProposal.call_id.is_not(None)).count() == 0


def test_r17_the_minutes_of_a_call_are_noted_once_and_booked_by_whoever_books_time(
    town: Town, app: Flask
) -> None:
    number, spoken = booked(town.lotte), []
    after = ahead(WANTED.starts, 40)
    hung = list(_bookers)
    books_calls(lambda *given: spoken.append((given[1].number, given[2])))
    try:
        with pytest.raises(TooEarly):
            held(number, 25, person(town.daan), NOW)
        held(number, 25, person(town.daan), after)
        with pytest.raises(Over):
            held(number, 25, person(town.daan), after)
    finally:
        _bookers[:] = hung
    ticket = call(number).ticket_number
    assert spoken == [(ticket, Spoken(number, 25, MONDAY, town.daan.id, "Nieuwe webshop"))]
    assert (call(number).state, call(number).minutes) == (CallState.HELD, 25)
    (piece,) = pieces_of(db.session(), ticket)
    assert (piece.minutes, piece.person, piece.day) == (25, town.daan.id, MONDAY), "it is time of the ticket"
    assert db.session.get_one(Ticket, ticket).answered_at == after


def test_nobody_takes_calls_so_nothing_is_offered(town: Town, app: Flask) -> None:
    with transaction() as session:
        session.execute(delete(CallTaker))
    _take(town.daan.id, calls_taken=False)
    with pytest.raises(NotFree) as refused:
        booked(town.lotte)
    assert (refused.value.fault, refused.value.nearest) == (Fault.TAKEN, [])
