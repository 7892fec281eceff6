"""Time is booked, changed and taken back, and the ledger says what it costs at every moment (R13, R16–R19)."""

import threading
from dataclasses import replace
from datetime import timedelta
from fractions import Fraction

import pytest
from flask import Flask
from sqlalchemy import func, select, text
from sqlalchemy.exc import DatabaseError

from projectie.clock.now import now
from projectie.contracts.coverage import Consequence
from projectie.contracts.models import Contract
from projectie.credits.balance import balance_of
from projectie.credits.check import wrong_entries, wrong_removals
from projectie.credits.models import LedgerEntry
from projectie.database import db, transaction
from projectie.tickets import coverage_actions, placement, properties
from projectie.tickets.columns import held
from projectie.tickets.models import Column
from projectie.tickets.properties import properties_of
from projectie.work.booking import change, remove
from projectie.work.ceilings import MayNotAgree, limit, note
from projectie.work.checking import wrong_charges
from projectie.work.following import settle_due
from projectie.work.judging import NotBooked, Reason, Wanted
from projectie.work.leniency import NothingToWaive, waive
from projectie.work.models import TimeEntry, TimeRevision
from projectie.work.moving import foresee, move
from projectie.work.pieces import piece_of, pieces_of
from projectie.work.rules import Consent, Gift, Leniency
from tests.town import Town
from tests.work.hours import again, agreed, booked, charged, day, job, person, total

AGREED = Consent(7, Fraction(3, 2), 9)


@pytest.fixture(autouse=True)
def _proved(app: Flask) -> object:
    """Prove the ledger after every test."""
    yield
    db.session.remove()
    session = db.session()
    assert [*wrong_charges(session), *wrong_entries(session), *wrong_removals(session)] == []


def revision(entry: int) -> int:
    piece = piece_of(db.session(), entry)
    assert piece
    return piece.revision


def changed(town: Town, entry: int, minutes: int, **more: object) -> None:
    wanted = Wanted(**({"person": town.daan.id, "day": day(), "minutes": minutes} | more))  # type: ignore[arg-type]
    change(entry, wanted, revision(entry), person(town.daan), now())


def test_r17_every_booking_posts_the_difference(app: Flask, town: Town) -> None:
    number = job(town)
    for minutes, after in ((10, 1), (10, 2), (1, 3), (9, 3)):
        booked(town, number, minutes)
        assert total(number) == after
    assert balance_of(db.session(), town.leiden.id) == -3


def test_r18_changing_and_taking_back_reverse_what_they_undo(app: Flask, town: Town) -> None:
    number = job(town)
    first, second = booked(town, number, 10), booked(town, number, 15)
    changed(town, first, 40)
    assert charged(number) == [("charge", -1), ("charge", -2), ("charge", -3)]
    remove(second, "", revision(second), person(town.daan), now())
    assert charged(number)[3:] == [("charge", 2)]
    remove(first, "", revision(first), person(town.daan), now())
    assert total(number) == 0
    assert db.session.scalar(select(func.count(TimeRevision.id))) == 5  # raw minutes for ever
    assert pieces_of(db.session(), number) == ()


def test_the_same_form_twice_is_one_piece(app: Flask, town: Town) -> None:
    number = job(town)
    assert booked(town, number, 25, key="form") == booked(town, number, 25, key="form")
    assert total(number) == 3
    assert db.session.scalar(select(func.count(TimeEntry.id))) == 1


@pytest.mark.parametrize("table", ["time_revision", "leniency_decision", "ceiling"])
def test_r17_what_was_said_is_kept_for_ever(app: Flask, town: Town, table: str) -> None:
    number = job(town)
    booked(town, number, 25)
    waive(number, Leniency(Gift.WHOLE), "Onze fout", person(town.mara), now())
    note(number, 9, "Mail", person(town.daan), now())
    for deed in (f"UPDATE {table} SET ticket_number = NULL", f"DELETE FROM {table}"):
        with pytest.raises(DatabaseError), transaction() as session:
            session.execute(text(deed))


def test_r17_twenty_who_book_at_once_are_charged_exactly(app: Flask, town: Town) -> None:
    numbers = [job(town), job(town)]

    def work(place: int) -> None:
        with app.app_context():
            booked(town, numbers[place % 2], 7, key=f"t{place}")
            db.session.remove()

    threads = [threading.Thread(target=work, args=(place,)) for place in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [total(number) for number in numbers] == [7, 7]
    assert balance_of(db.session(), town.leiden.id) == -14


REFUSED = [
    (Reason.FUTURE, {"day": timedelta(1)}),
    (Reason.LONG_AGO, {"day": timedelta(-367)}),
    (Reason.MINUTES, {"minutes": 0}),
    (Reason.MINUTES, {"minutes": -5}),
    (Reason.MINUTES, {"minutes": 600_000}),
    (Reason.NO_CONSENT, {"urgent": True}),
]


@pytest.mark.parametrize(("reason", "odd"), REFUSED)
def test_odd_time_is_refused_and_nothing_is_half_posted(
    app: Flask, town: Town, reason: Reason, odd: dict[str, object]
) -> None:
    number = job(town)
    if isinstance(odd.get("day"), timedelta):
        odd = {"day": day() + odd["day"]}  # type: ignore[operator]
    with pytest.raises(NotBooked) as refused:
        booked(town, number, **({"minutes": 10} | odd))  # type: ignore[arg-type]
    assert refused.value.reason is reason
    assert charged(number) == []
    assert db.session.scalar(select(func.count(TimeEntry.id))) == 0


def test_a_ticket_of_nobody_takes_no_time_and_without_a_contract_it_waits_for_a_decision(
    app: Flask, town: Town
) -> None:
    nobodys, number = job(town, organisation_id=None), job(town)
    with transaction() as session:
        session.query(Contract).filter_by(organisation_id=town.leiden.id).delete()
    for of, reason in ((nobodys, Reason.NO_CLIENT), (number, Reason.UNDECIDED)):
        with pytest.raises(NotBooked) as refused:
            booked(town, of, 10)
        assert refused.value.reason is reason
    booked(town, number, 10, undecided_too=True)
    assert total(number) == 0
    coverage_actions.decide_coverage(number, Consequence.CREDITS, "Afgesproken", town.daan.id, now())
    assert total(number) == 1


def test_a_done_ticket_takes_time_until_its_receipt_is_written(app: Flask, town: Town) -> None:
    number = job(town, column=Column.IN_PROGRESS)
    entry = booked(town, number, 10)
    placement.place_at(number, "done", 1, by=town.daan.id, now=now())
    booked(town, number, 5)  # what was forgotten
    with transaction() as session:
        session.execute(text("UPDATE receipt SET written_at = due_at"))
    with pytest.raises(NotBooked) as refused:
        booked(town, number, 5)
    assert refused.value.reason is Reason.CLOSED
    remove(entry, "Dubbel geboekt", revision(entry), person(town.mara), now())
    assert total(number) == 1


def test_r19_a_colleagues_time_is_a_managers_to_change_for_a_reason(app: Flask, town: Town) -> None:
    number = job(town)
    entry = booked(town, number, 10)
    wanted = Wanted(town.daan.id, day(), 20)
    for who, given, reason in (
        (town.mara, wanted, Reason.NO_REASON),
        (town.mara, replace(wanted, person=town.lotte.id, reason="x"), Reason.NOT_STAFF),
    ):
        with pytest.raises(NotBooked) as refused:
            change(entry, given, revision(entry), person(who), now())
        assert refused.value.reason is reason
    with pytest.raises(NotBooked) as refused:
        booked(town, number, 10, person=town.mara.id, reason="x")
    assert refused.value.reason is Reason.NOT_YOURS
    change(entry, replace(wanted, reason="Vergeten"), revision(entry), person(town.mara), now())
    assert total(number) == 2


def test_a_change_of_what_changed_meanwhile_is_refused(app: Flask, town: Town) -> None:
    entry = booked(town, job(town), 10)
    seen = revision(entry)
    changed(town, entry, 20)
    with pytest.raises(NotBooked) as refused:
        remove(entry, "", seen, person(town.daan), now())
    assert refused.value.reason is Reason.OVERTAKEN


def test_r13_r17b_urgent_minutes_need_a_consent_and_never_cost_more_than_it_says(
    app: Flask, town: Town
) -> None:
    number = job(town)
    with agreed(AGREED):
        entry = booked(town, number, 25, urgent=True)
        assert charged(number) == [("urgent_charge", -4)]
        booked(town, number, 600, urgent=True)
        assert charged(number)[1:] == [("urgent_charge", -5)]
    changed(town, entry, 30, urgent=True)  # it stands under the consent it was booked under
    with pytest.raises(NotBooked):
        changed(town, entry, 30, urgent=True, day=day() - timedelta(1))
    assert total(number) == 9


def test_r04_a_decision_another_service_and_another_client_post_the_difference(
    app: Flask, town: Town
) -> None:
    number = job(town)
    booked(town, number, 25)
    coverage_actions.decide_coverage(number, Consequence.FREE, "Onze fout", town.daan.id, now())
    assert total(number) == 0
    coverage_actions.decide_coverage(number, None, "Toch niet", town.daan.id, now())
    assert total(number) == 3
    for wanted, leiden, abroad in (
        ({"service": "plugin_updates"}, 0, 0),  # included under On Demand +
        ({"organisation_id": town.abroad.id}, 0, 0),  # on request under On Demand, and nobody asked
        ({"service": "website"}, 0, -3),
        ({"organisation_id": town.leiden.id}, -3, 0),
    ):
        ticket = again(number)
        decided = replace(properties_of(ticket), **wanted)
        properties.decide(number, decided, ticket.version, town.daan.id, now())
        session = db.session()
        assert (balance_of(session, town.leiden.id), balance_of(session, town.abroad.id)) == (leiden, abroad)


def test_r04_what_a_contract_changes_is_posted_by_the_worker(app: Flask, town: Town) -> None:
    number = job(town)
    booked(town, number, 25)
    with transaction() as session:
        contract = session.scalars(select(Contract).filter_by(organisation_id=town.leiden.id)).one()
        contract.ends_on = day() - timedelta(1)
    assert list(wrong_charges(db.session())) == []  # it is known that the worker has to come by
    assert settle_due(now()) == 1
    assert total(number) == 0
    assert settle_due(now()) == 0


def test_r16_leniency_is_shown_as_a_gift_and_holds_for_what_comes_later(app: Flask, town: Town) -> None:
    number, mara = job(town), person(town.mara)
    with pytest.raises(NothingToWaive):
        waive(number, Leniency(Gift.WHOLE), "Storing", mara, now())
    entry = booked(town, number, 25)
    with pytest.raises(PermissionError):
        waive(number, Leniency(Gift.WHOLE), "Storing", person(town.daan), now())
    waive(number, Leniency(Gift.WHOLE), "Storing", mara, now())
    booked(town, number, 10)
    assert charged(number) == [("charge", -3), ("leniency", 3), ("charge", -1), ("leniency", 1)]
    remove(entry, "", revision(entry), person(town.daan), now())
    assert (total(number), balance_of(db.session(), town.leiden.id)) == (0, 0)
    waive(number, Leniency(Gift.NOTHING), "Vergissing", mara, now())
    assert total(number) == 1
    with pytest.raises(NothingToWaive):
        waive(number, Leniency(Gift.PART, 2), "Te veel", mara, now())


def test_r16_the_surcharge_alone_can_be_waived(app: Flask, town: Town) -> None:
    number = job(town)
    with agreed(AGREED):
        booked(town, number, 25, urgent=True)
    waive(number, Leniency(Gift.SURCHARGE), "Storing", person(town.mara), now())
    assert charged(number) == [("urgent_charge", -4), ("leniency", 1)]


def test_r17c_past_a_ceiling_nothing_is_booked_until_who_may_agree_raises_it(app: Flask, town: Town) -> None:
    number, other = job(town), job(town)
    leiden = town.leiden.id
    with pytest.raises(MayNotAgree):
        limit(leiden, number, 3, person(town.joris), now())
    limit(leiden, number, 3, person(town.lotte), now())
    booked(town, number, 30)
    with pytest.raises(NotBooked) as refused:
        booked(town, number, 1)
    assert refused.value.reached
    assert (refused.value.reached.credits, refused.value.reached.would_be) == (3, 4)
    note(number, 4, "Mail van Lotte, 3 maart", person(town.daan), now())
    booked(town, number, 1)
    limit(leiden, None, 5, person(town.lotte), now())
    booked(town, other, 10)
    with pytest.raises(NotBooked) as refused:
        booked(town, other, 1)
    assert refused.value.reached
    assert refused.value.reached.of_organisation
    limit(leiden, None, None, person(town.lotte), now())
    booked(town, other, 1)
    assert (total(number), total(other)) == (4, 2)


def test_r17c_what_is_not_decided_yet_counts_as_if_it_cost_credits(app: Flask, town: Town) -> None:
    number = job(town, service=None)
    limit(town.leiden.id, number, 1, person(town.lotte), now())
    booked(town, number, 10, undecided_too=True)
    with pytest.raises(NotBooked):
        booked(town, number, 1, undecided_too=True)
    limit(town.leiden.id, None, 2, person(town.lotte), now())
    booked(town, job(town, service=None), 10, undecided_too=True)
    third = job(town)
    with pytest.raises(NotBooked) as refused:
        booked(town, third, 10)
    assert refused.value.reached
    assert refused.value.reached.would_be == 3, "what waits on other requests counts in the month"
    coverage_actions.decide_coverage(number, Consequence.FREE, "Onze fout", town.mara.id, now())
    booked(town, third, 10)


def test_r17a_time_moves_with_its_cost_and_back(app: Flask, town: Town) -> None:
    source, target = job(town), job(town)
    booked(town, source, 4)
    booked(town, target, 5)
    with transaction() as session:
        there, here = held(session, source), held(session, target)
        assert foresee(session, there, here).difference == -1
        moved = move(session, there, here, town.daan.id, "Samengevoegd", now())
        assert moved.effect.difference == -1
    assert (total(source), total(target)) == (0, 1)
    with transaction() as session:
        there, here = held(session, source), held(session, target)
        move(session, here, there, town.daan.id, "Ongedaan", now(), entries=moved.entries)
    assert (total(source), total(target)) == (1, 1)


def test_r18_a_rise_has_the_price_of_the_day_that_caused_it(app: Flask, town: Town) -> None:
    number = job(town)
    entry = booked(town, number, 10, day=day() - timedelta(3))
    booked(town, number, 10)
    remove(entry, "", revision(entry), person(town.daan), now())
    rows = db.session.execute(
        select(LedgerEntry.credits, LedgerEntry.day, LedgerEntry.reverses_id.is_not(None)).order_by(
            LedgerEntry.id
        )
    ).all()
    assert [tuple(row) for row in rows] == [
        (-1, day() - timedelta(3), False),
        (-1, day(), False),
        (1, day(), True),  # the newest entry is undone first
    ]
