"""Recurring work: made once for each date, asked first where the contract says so, ended with the contract (R4, R9)."""

from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from projectie.contracts.coverage import Consequence
from projectie.contracts.models import Contract
from projectie.contracts.sla import Counts, Times
from projectie.database import MissingError, db, transaction
from projectie.mail.models import OutgoingLetter
from projectie.people.models import Person
from projectie.recurring import checklist, rounds, series
from projectie.recurring.models import RecurringRound, RecurringSeries, RoundItem, RoundState
from projectie.recurring.periods import Unit
from projectie.recurring.series import Fault, SeriesError, Work
from projectie.terms.figures import Text
from projectie.tickets.covered import covered
from projectie.tickets.models import Column, Ticket
from projectie.tickets.priority import Priority
from projectie.tickets.sla_models import SlaClock
from projectie.tickets.sla_watch import tell_of_clocks
from tests.tickets.slas import clock_of, give_sla, move
from tests.town import Town

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)  # a Monday
TODAY = date(2026, 11, 23)
KEY = "k" * 32
DAY = timedelta(days=1)
LINES = (Text("Back-up gemaakt", "Backup made"), Text("Plugins bijgewerkt", "Plugins updated"))


def work(**more: object) -> Work:
    facts = {
        "title_nl": "Plugin-updates",
        "title_en": "Plugin updates",
        "service": "plugin_updates",
        "every": 1,
    }
    facts |= {"unit": Unit.MONTHS, "next_on": date(2026, 12, 1), "assignee_id": None, "checklist": LINES}
    return Work(**{**facts, "estimate_minutes": 30, **more})  # type: ignore[arg-type]


def _agreed(organisation: int, **more: object) -> int:
    return series.add(organisation, work(**more), TODAY, None, NOW)


def _rounds() -> list[RecurringRound]:
    db.session.rollback()
    return list(db.session.scalars(select(RecurringRound).order_by(RecurringRound.id)))


def _tickets() -> list[Ticket]:
    db.session.rollback()
    return list(db.session.scalars(select(Ticket).order_by(Ticket.number)))


def _letters(prefix: str) -> list[OutgoingLetter]:
    found = select(OutgoingLetter).where(OutgoingLetter.key.like(f"{prefix}:%"))
    return list(db.session.scalars(found.order_by(OutgoingLetter.id)))


def _person(number: int) -> Person:
    return db.session.get_one(Person, number)


@pytest.fixture(autouse=True)
def desk(app: Flask) -> Flask:
    return app


def test_r04_what_the_contract_includes_is_made_planned_and_told(town: Town) -> None:
    _agreed(town.leiden.id, assignee_id=town.daan.id)
    assert rounds.make_due(NOW, KEY) == 1
    (ticket,) = _tickets()
    assert (ticket.subject, ticket.service, ticket.assignee_id) == (
        "Plugin-updates",
        "plugin_updates",
        town.daan.id,
    )
    assert (ticket.column, ticket.priority) == (Column.PLANNED, Priority.LOW)
    assert (ticket.planned, ticket.planned_until) == (date(2026, 11, 30), date(2026, 12, 6))
    assert ticket.answered_at == NOW
    (letter,) = _letters("round")
    assert letter.to_address == town.lotte.email
    assert "de week van maandag 30 november" in letter.body_text
    assert "Je contract omvat het: het kost je geen credits." in letter.body_text
    assert db.session.scalar(select(func.count()).select_from(RoundItem)) == 2


def test_a_round_is_made_once_however_often_the_worker_comes_by(town: Town) -> None:
    number = _agreed(town.leiden.id)
    assert [rounds.make_due(NOW + n * DAY, KEY) for n in range(3)] == [1, 0, 0]
    with transaction() as session:
        session.get_one(RecurringSeries, number).next_on = date(2026, 12, 1)  # whatever happened to it
    assert rounds.make_due(NOW, KEY) == 0
    assert len(_tickets()) == 1


def test_r10_no_sla_counts_from_the_day_a_round_is_made_ahead_of_its_week(town: Town) -> None:
    give_sla(town, NOW, {Priority.LOW: Times(Counts.PHONE, 60, 240)})
    _agreed(town.leiden.id, assignee_id=town.daan.id)
    rounds.make_due(NOW, KEY)
    (ticket,) = _tickets()
    assert ticket.planned == date(2026, 11, 30)
    assert clock_of(ticket.number) is None
    move(town, ticket.number, "in_progress", NOW + DAY)
    assert clock_of(ticket.number) is None


def test_after_a_long_sleep_one_round_is_made_and_no_flood(town: Town) -> None:
    _agreed(town.leiden.id)
    late = datetime(2027, 6, 15, 9, tzinfo=UTC)
    assert [rounds.make_due(late, KEY) for _ in range(3)] == [1, 0, 0]
    assert [each.due_on for each in _rounds()] == [date(2027, 6, 1)]
    assert _tickets()[0].planned == date(2027, 6, 14)
    assert rounds.make_due(datetime(2027, 6, 21, 9, tzinfo=UTC), KEY) == 1


def test_r04_what_is_on_request_is_asked_and_never_done_unasked(town: Town) -> None:
    _agreed(town.abroad.id)
    assert rounds.make_due(NOW, KEY) == 1
    assert _tickets() == []
    (asked,) = _letters("proposal")
    assert asked.to_address == town.abby.email
    assert "we only start after your yes" in asked.body_text
    assert "/portal/rounds" in asked.body_text
    (proposed,) = _rounds()
    number = rounds.answer(proposed.id, _person(town.abby.id), KEY, NOW + DAY, wanted=True)
    (ticket,) = _tickets()
    assert ticket.number == number
    assert "It is paid with credits" in _letters("round")[0].body_text
    with pytest.raises(rounds.Answered):
        rounds.answer(proposed.id, _person(town.abby.id), KEY, NOW + DAY, wanted=True)
    assert len(_tickets()) == 1


def test_a_no_makes_nothing_and_silence_lapses_when_the_next_is_due(town: Town) -> None:
    _agreed(town.abroad.id)
    for month in (11, 12):
        rounds.make_due(datetime(2026, month, 23, 9, tzinfo=UTC), KEY)
    first, second = _rounds()
    assert (first.state, second.state) == (RoundState.LAPSED, RoundState.PROPOSED)
    abby = _person(town.abby.id)
    assert rounds.answer(second.id, abby, KEY, NOW + 31 * DAY, wanted=False) is None
    assert _rounds()[1].state is RoundState.DECLINED
    assert _tickets() == []


def test_only_who_may_agree_to_costs_of_that_client_answers(town: Town) -> None:
    with transaction() as session:
        session.scalars(
            select(Contract).where(Contract.organisation_id == town.leiden.id)
        ).one().tier = "on_demand"
    _agreed(town.leiden.id)
    rounds.make_due(NOW, KEY)
    (proposed,) = _rounds()
    for stranger in (town.abby, town.joris):
        with pytest.raises(MissingError):
            rounds.answer(proposed.id, _person(stranger.id), KEY, NOW, wanted=True)
    assert rounds.answer(proposed.id, _person(town.lotte.id), KEY, NOW, wanted=True)


def test_a_contract_that_ends_stops_it(town: Town) -> None:
    number = _agreed(town.leiden.id)
    with transaction() as session:
        kept = session.scalars(select(Contract).where(Contract.organisation_id == town.leiden.id)).one()
        kept.ends_on = date(2026, 11, 25)
    assert rounds.make_due(NOW, KEY) == 0
    assert db.session.get_one(RecurringSeries, number, populate_existing=True).ended_at == NOW
    assert _tickets() == []


def test_a_paused_series_rests_and_makes_up_for_once_at_most(town: Town) -> None:
    number = _agreed(town.leiden.id)
    series.pause(number, town.mara.id, NOW, paused=True)
    assert rounds.make_due(datetime(2027, 3, 15, 9, tzinfo=UTC), KEY) == 0
    series.pause(number, town.mara.id, NOW, paused=False)
    assert rounds.make_due(datetime(2027, 3, 15, 9, tzinfo=UTC), KEY) == 1
    series.end(number, town.mara.id, NOW)
    with pytest.raises(SeriesError) as refused:
        series.pause(number, town.mara.id, NOW, paused=True)
    assert refused.value.fault is Fault.ENDED


def test_r04_rounds_are_agreed_from_the_matrix_for_every_client_at_once(town: Town) -> None:
    assert series.add_for_all(work(), TODAY, town.mara.id, NOW) == (2, [])
    assert series.add_for_all(work(), TODAY, town.mara.id, NOW) == (0, [])
    rounds.make_due(NOW, KEY)
    assert [each.state for each in _rounds()] == [RoundState.MADE, RoundState.PROPOSED]


def test_the_result_letter_says_what_was_done_once_all_is_ticked(town: Town) -> None:
    _agreed(town.leiden.id)
    rounds.make_due(NOW, KEY)
    number, daan = _tickets()[0].number, town.daan.id
    first, second = db.session.scalars(select(RoundItem.id).order_by(RoundItem.id)).all()
    checklist.tick(number, first, daan, NOW + DAY, done=True)
    with pytest.raises(checklist.NotDone):
        checklist.send_result(number, "", _person(daan), KEY, NOW + DAY)
    checklist.tick(number, second, daan, NOW + DAY, done=True)
    checklist.send_result(number, "Eén plugin wacht op de maker.", _person(daan), KEY, NOW + 2 * DAY)
    (letter,) = _letters("answer")
    assert (
        "“Plugin-updates” is klaar. Dit hebben we gedaan:\n\n- Back-up gemaakt\n- Plugins bijgewerkt"
        in letter.body_text
    )
    assert "Eén plugin wacht op de maker." in letter.body_text
    assert _tickets()[0].column is Column.DONE
    with pytest.raises(checklist.WasSent):
        checklist.send_result(number, "", _person(daan), KEY, NOW + 2 * DAY)
    with pytest.raises(MissingError):
        checklist.tick(number, 987_654, daan, NOW, done=True)


def test_r04_a_yes_on_the_portal_is_the_request_that_makes_the_work_paid(town: Town) -> None:
    _agreed(town.abroad.id)
    rounds.make_due(NOW, KEY)
    (proposed,) = _rounds()
    number = rounds.answer(proposed.id, _person(town.abby.id), KEY, NOW, wanted=True)
    ticket = db.session.get_one(Ticket, number)
    found = covered(db.session(), ticket, TODAY)
    assert (found.consequence, found.request.asked_by if found.request else "") == (
        Consequence.CREDITS,
        town.abby.name,
    )


def test_r10_a_round_starts_no_clock_of_an_sla_for_nobody_reported_anything(town: Town) -> None:
    give_sla(town, NOW, {Priority.LOW: Times(Counts.PHONE, 60, 120)})
    _agreed(town.leiden.id)
    assert rounds.make_due(NOW, KEY) == 1
    assert _tickets()[0].answered_at == NOW
    assert tell_of_clocks(NOW + 3 * DAY) == 0
    assert db.session.scalar(select(func.count()).select_from(SlaClock)) == 0


def test_r09_a_contact_who_went_to_another_client_hears_no_more_of_it_and_one_without_anybody_rests(
    town: Town,
) -> None:
    number = _agreed(town.leiden.id, assignee_id=town.daan.id)
    with transaction() as session:
        theirs = session.scalars(select(Person).where(Person.organisation_id == town.leiden.id)).all()
        contact = session.get_one(RecurringSeries, number).contact_id
        left = [one.id for one in theirs if one.id != contact]
        session.get_one(Person, contact).organisation_id = town.abroad.id
        session.get_one(Person, town.daan.id).active = False
    assert rounds.make_due(NOW, KEY) == bool(left)
    if left:
        (ticket,) = _tickets()
        assert ticket.requester_id in left
        assert ticket.assignee_id is None
    with transaction() as session:
        session.execute(update(Person).where(Person.organisation_id == town.leiden.id).values(active=False))
    assert rounds.make_due(NOW + 31 * DAY, KEY) == 0
    db.session.rollback()
    assert db.session.get_one(RecurringSeries, number).paused
