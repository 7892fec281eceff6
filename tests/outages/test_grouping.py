"""Which tickets an outage groups: proposed by what they are about, in one outage at a time."""

import pytest
from flask import Flask

from projectie.database import MissingError, db, transaction
from projectie.outages import actions, tickets
from projectie.outages.faults import Fault, OutageError
from projectie.outages.grouping import proposals
from projectie.outages.models import StatusPart
from projectie.outages.progress import State, UsedBy
from projectie.outages.updates import Told
from projectie.people.models import Hosting, Organisation
from projectie.tickets.models import Column
from projectie.tickets.priority import Kind
from tests.outages.desk import MINUTE, MONDAY, TEXT, Desk
from tests.town import Town


@pytest.fixture
def desk(app: Flask, town: Town) -> Desk:
    return Desk(app, town)


def _used_by(desk: Desk, used_by: UsedBy) -> None:
    with transaction() as session:
        session.get_one(StatusPart, desk.part).used_by = used_by


def _kind(desk: Desk, number: int, kind: Kind) -> None:
    with transaction():
        desk.ticket(number).kind = kind


def _proposed(desk: Desk, outage: int) -> list[int]:
    db.session.rollback()
    return [each.number for each in proposals(db.session(), desk.outage(outage))]


def test_tickets_of_clients_on_an_affected_part_are_proposed(desk: Desk) -> None:
    outage = desk.reported()
    for used_by, expected in (
        (UsedBy.EVERYONE, [desk.lotte, desk.abby]),
        (UsedBy.MAIL, [desk.lotte]),
        (UsedBy.HOSTED, [desk.lotte, desk.abby]),
    ):
        _used_by(desk, used_by)
        assert _proposed(desk, outage) == expected
    with transaction() as session:
        session.get_one(Organisation, desk.town.leiden.id).hosting = Hosting.SELF
    assert _proposed(desk, outage) == [desk.abby]


def test_tickets_of_a_critical_kind_come_first_whoever_the_client_is(desk: Desk) -> None:
    _used_by(desk, UsedBy.EVERYONE)
    _kind(desk, desk.abby, Kind.OUTAGE)
    stranger = desk.mailed("who@elsewhere.example")
    _kind(desk, stranger, Kind.CRITICAL_BUG)
    assert _proposed(desk, desk.reported()) == [desk.abby, stranger, desk.lotte]


def test_what_was_assessed_as_something_else_is_done_or_is_long_ago_is_not_proposed(desk: Desk) -> None:
    _used_by(desk, UsedBy.EVERYONE)
    _kind(desk, desk.lotte, Kind.CONTENT_CHANGE)
    desk.mailed(desk.town.lotte.email, at=MONDAY - 181 * MINUTE, subject="Eerder")
    with transaction():
        ticket = desk.ticket(desk.abby)
        ticket.column, ticket.done_at = Column.DONE, MONDAY
    assert _proposed(desk, desk.reported()) == []


def test_a_ticket_is_in_one_unsolved_outage_at_a_time(desk: Desk) -> None:
    first, second = desk.reported(desk.lotte), desk.reported(title="Web")
    with pytest.raises(OutageError) as refused:
        tickets.add_tickets(second, [desk.abby, desk.lotte], desk.town.daan.id, MONDAY + 2 * MINUTE)
    assert (refused.value.fault, refused.value.number) == (Fault.ELSEWHERE, desk.lotte)
    assert _proposed(desk, second) == [desk.abby]
    desk.post(first, Told(State.SOLVED, TEXT, "a", 0))
    assert tickets.add_tickets(second, [desk.lotte], desk.town.daan.id, MONDAY + 9 * MINUTE) == 1


def test_a_ticket_added_twice_is_added_once_and_an_invented_one_not_at_all(desk: Desk) -> None:
    outage = desk.reported(desk.lotte)
    assert tickets.add_tickets(outage, [desk.lotte], desk.town.daan.id, MONDAY + MINUTE) == 0
    with pytest.raises(OutageError) as refused:
        tickets.add_tickets(outage, [987_654], desk.town.daan.id, MONDAY + MINUTE)
    assert refused.value.fault is Fault.NO_TICKET
    with pytest.raises(MissingError):
        tickets.remove_ticket(outage, desk.abby, desk.town.daan.id, MONDAY + MINUTE)


def test_a_false_alarm_is_taken_back_as_long_as_nobody_was_told(desk: Desk) -> None:
    told, alarm = desk.reported(desk.lotte), desk.reported(desk.abby, title="Web")
    actions.take_back(alarm, desk.town.daan.id, MONDAY + 2 * MINUTE)
    assert _proposed(desk, told) == [desk.abby]
    with pytest.raises(MissingError):
        actions.take_back(alarm, desk.town.daan.id, MONDAY + 2 * MINUTE)
    desk.post(told, desk.told())
    with pytest.raises(OutageError) as refused:
        actions.take_back(told, desk.town.daan.id, MONDAY + 6 * MINUTE)
    assert refused.value.fault is Fault.WAS_TOLD


def test_an_outage_starts_now_or_earlier(desk: Desk) -> None:
    for facts in (desk.facts(MONDAY + MINUTE),):
        with pytest.raises(OutageError) as refused:
            actions.report(facts, None, desk.town.daan.id, MONDAY)
        assert refused.value.fault is Fault.STARTS_LATER
