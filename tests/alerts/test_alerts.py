"""Alerts: mailed to the people on call until somebody takes them; nothing doubled, nothing outside phone hours."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from projectie.alerts.models import Alert, Cause
from projectie.alerts.on_call import arrange
from projectie.database import db, transaction
from projectie.history import History
from projectie.live.models import Event
from projectie.mail.models import Mailbox, OutgoingLetter
from projectie.tickets.alert_letters import tell_on_call
from projectie.tickets.models import Column
from projectie.tickets.overruling import follow_rule, overrule
from projectie.tickets.placement import place_at
from projectie.tickets.priority import Impact, Kind, Priority, Urgency
from projectie.tickets.properties import Properties, decide
from projectie.tickets.taking import NothingToTake, take
from tests.post import letter, receive
from tests.tickets.boards import card, ticket
from tests.town import Town
from tests.visitor import Visitor, words

Visit = Callable[..., Visitor]
OPEN = datetime(2026, 11, 25, 13, tzinfo=UTC)  # Wednesday 14:00 in Leiden
EVENING = datetime(2026, 11, 25, 18, tzinfo=UTC)  # 19:00: the phone is closed
THURSDAY = datetime(2026, 11, 26, 9, tzinfo=UTC)  # 10:00, it opens
MINUTE = timedelta(minutes=1)


def _critical(town: Town, now: datetime = OPEN, number: int | None = None) -> int:
    number = number or card(town)
    wanted = Properties(town.leiden.id, None, Kind.OUTAGE, None, None, None)
    decide(number, wanted, ticket(number).version, town.mara.id, now)
    return number


def _round(now: datetime) -> int:
    with transaction() as session:
        return tell_on_call(session, now)


def _letters() -> list[tuple[str, str]]:
    db.session.rollback()
    found = select(OutgoingLetter.to_address, OutgoingLetter.subject).order_by(OutgoingLetter.id)
    return [
        (row[0], row[1]) for row in db.session.execute(found.where(OutgoingLetter.key.startswith("alert:")))
    ]


def _alert(number: int) -> Alert:
    db.session.rollback()
    found = select(Alert).where(Alert.ticket_number == number).order_by(Alert.id.desc())
    return db.session.scalars(found, execution_options={"populate_existing": True}).first()  # type: ignore[return-value]


def test_r08_a_ticket_that_becomes_critical_is_told_to_the_people_on_call_at_once(town: Town) -> None:
    arrange([town.daan.id], 15, town.mara.id, OPEN)
    number = _critical(town)
    assert _round(OPEN) == 1
    assert _letters() == [(town.daan.email, f"Kritiek: #{number} Formulier {number} wacht op iemand")]
    assert _round(OPEN + MINUTE) == 0
    assert _round(OPEN + 14 * MINUTE) == 0
    assert _round(OPEN + 15 * MINUTE) == 1
    assert _alert(number).rounds == 2


def test_while_nobody_is_on_call_every_manager_is_told(town: Town) -> None:
    _critical(town)
    assert _round(OPEN) == 1
    assert _letters()[0][0] == town.mara.email


def test_somebody_takes_it_and_nobody_is_told_any_more(town: Town) -> None:
    number = _critical(town)
    _round(OPEN)
    take(number, town.daan.id, OPEN + MINUTE)
    assert _round(OPEN + 60 * MINUTE) == 0
    assert ticket(number).assignee_id == town.daan.id
    assert (_alert(number).taken_by_id, _alert(number).ended_at) == (town.daan.id, OPEN + MINUTE)
    with pytest.raises(NothingToTake) as nothing:
        take(number, town.mara.id, OPEN + 2 * MINUTE)
    assert nothing.value.name == town.daan.name


def test_whoever_gives_a_critical_ticket_to_themselves_has_taken_it(town: Town) -> None:
    number = card(town)
    wanted = Properties(town.leiden.id, None, Kind.OUTAGE, None, None, town.daan.id)
    decide(number, wanted, 1, town.daan.id, OPEN)
    assert _alert(number).taken_by_id == town.daan.id
    other = card(town)
    decide(other, wanted, 1, town.mara.id, OPEN)
    assert _alert(other).ended_at is None


def test_outside_phone_hours_it_waits_for_the_opening_and_the_ticket_says_so(
    town: Town, visit: Visit
) -> None:
    number = _critical(town, EVENING)
    assert _round(EVENING + MINUTE) == 0
    assert "Outside phone hours: the people on call are told Thu 26 Nov 10:00." in words(
        visit("daan", language="en").get(f"/desk/tickets/{number}").one("div", id="called")
    )
    assert _round(THURSDAY) == 1


def test_a_worker_that_slept_catches_up_once_and_never_at_night(town: Town) -> None:
    number = _critical(town)
    assert _round(EVENING) == 0  # it slept through the afternoon
    assert _alert(number).due_at == THURSDAY
    assert _round(THURSDAY + timedelta(hours=3)) == 1
    assert _round(THURSDAY + timedelta(hours=3)) == 0


def test_what_is_no_longer_critical_or_done_needs_nobody(town: Town) -> None:
    calmed, done = _critical(town), _critical(town)
    wanted = Properties(town.leiden.id, None, Kind.BUG, Impact.ONE, Urgency.CAN_WAIT, None)
    decide(calmed, wanted, ticket(calmed).version, town.mara.id, OPEN)
    place_at(done, Column.DONE, 1, by=town.mara.id, now=OPEN)
    assert _round(OPEN) == 0
    assert [_alert(number).ended_at for number in (calmed, done)] == [OPEN, OPEN]
    _critical(town, OPEN + MINUTE, calmed)
    assert _round(OPEN + MINUTE) == 1


def test_an_alert_is_recorded_once_however_often_the_ticket_changes(town: Town) -> None:
    number = _critical(town)
    wanted = Properties(town.leiden.id, "website", Kind.LOGIN_PROBLEM, None, None, None)
    decide(number, wanted, ticket(number).version, town.mara.id, OPEN)
    take(number, town.daan.id, OPEN)
    decide(
        number,
        Properties(town.leiden.id, None, Kind.OUTAGE, None, None, None),
        ticket(number).version,
        town.mara.id,
        OPEN,
    )
    assert db.session.scalar(select(func.count(Alert.id))) == 1
    taken = select(func.count(History.id)).where(History.deed == "ticket.taken")
    assert db.session.scalar(taken) == 1


def test_r08_overruled_to_critical_raises_the_alarm_and_the_rule_ends_it(town: Town) -> None:
    number = card(
        town,
        Column.TRIAGED,
        kind=Kind.BUG,
        impact=Impact.ONE,
        urgency=Urgency.CAN_WAIT,
        priority=Priority.LOW,
    )
    overrule(number, Priority.CRITICAL, "Beurs morgen", 1, town.daan.id, OPEN)
    assert _alert(number).cause is Cause.CRITICAL
    follow_rule(number, town.daan.id, OPEN)
    assert _alert(number).ended_at == OPEN


def test_r13_a_mail_to_the_urgent_address_is_told_until_it_is_answered(app: Flask, town: Town) -> None:
    mail = letter(from_=town.lotte.email, proven=True, subject="Spoed graag")
    number = receive(app, mail, Mailbox.URGENT, OPEN).ticket
    assert number
    assert _alert(number).cause is Cause.URGENT
    assert _round(OPEN) == 1
    with transaction() as session:
        session.get_one(type(ticket(number)), number).answered_at = OPEN
    assert _round(OPEN + 15 * MINUTE) == 0


def test_open_desks_hear_of_it_and_clients_do_not(town: Town) -> None:
    number = _critical(town)
    take(number, town.daan.id, OPEN)
    kinds = select(Event.kind, Event.organisation_id).where(Event.kind == "alert", Event.subject_id == number)
    assert db.session.execute(kinds).all() == [("alert", None), ("alert", None)]


def test_the_letter_leads_to_a_page_that_changes_nothing_until_its_button_is_used(
    town: Town, visit: Visit
) -> None:
    number = _critical(town)
    _round(OPEN)
    text = db.session.scalars(
        select(OutgoingLetter.body_text).where(OutgoingLetter.key.startswith("alert:"))
    ).one()
    assert f"/desk/alerts#alert-{number}" in text
    daan = visit("daan", language="en")
    page = daan.get("/desk/alerts")
    assert "1 alert waits for somebody to take it." in words(page.one("div", id="alarm"))
    assert _alert(number).ended_at is None
    daan.post(f"/desk/tickets/{number}/taking")
    page = daan.get("/desk/alerts")
    assert "Taken by Daan de Boer" in page.text
    assert words(page.one("div", id="alarm")) == ""
    daan.post(f"/desk/tickets/{number}/taking")
    assert "Daan de Boer took" in daan.get("/desk/alerts").text


def test_managers_say_who_is_on_call_and_how_often(town: Town, visit: Visit) -> None:
    mara = visit("mara", language="en")
    assert "Nobody is on call." in mara.get("/manage/on-call").text
    saved = mara.post("/manage/on-call", {"people": [str(town.daan.id)], "repeat_minutes": "5"})
    assert saved.status == 303
    page = mara.get("/manage/on-call")
    assert [e.get("value") for e in page.all("input", type="checkbox", checked="")] == [str(town.daan.id)]
    _critical(town)
    assert (_round(OPEN), _round(OPEN + 5 * MINUTE)) == (1, 1)


@pytest.mark.parametrize("minutes", ["", "0", "481", "often"])
def test_a_pace_that_makes_no_sense_is_refused(town: Town, visit: Visit, minutes: str) -> None:
    page = visit("mara", language="en").post(
        "/manage/on-call", {"people": [str(town.daan.id)], "repeat_minutes": minutes}
    )
    assert page.status == 422
    assert page.one("input", type="checkbox", value=str(town.daan.id)).get("checked") is not None


def test_a_client_is_never_on_call(town: Town) -> None:
    arrange([town.lotte.id, town.daan.id], 15, town.mara.id, OPEN)
    _critical(town)
    assert _round(OPEN) == 1
