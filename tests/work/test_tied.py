"""Merging and splitting in credits: the time goes along, the difference is posted, and undone it is posted back (R17a)."""

from flask import Flask
from sqlalchemy import select

from projectie.bonds.foreseeing import of_merge
from projectie.bonds.undoing import undo
from projectie.clock.now import now
from projectie.credits.balance import balance_of
from projectie.database import db, transaction
from projectie.tickets.models import Ticket
from projectie.work.models import Receipt
from tests.bonds.ties import merged, ticket
from tests.commands.desks import wrong
from tests.town import Town
from tests.work.hours import booked, total


def job(app: Flask, subject: str) -> int:
    number = ticket(app, subject=subject)
    with transaction() as session:
        session.get_one(Ticket, number).service = "website"
    return number


def test_r17a_merged_time_is_rounded_as_a_whole_and_undone_it_costs_what_it_did(
    app: Flask, town: Town
) -> None:
    kept, other = job(app, "Een"), job(app, "Twee")
    booked(town, kept, 4)
    booked(town, other, 5)
    assert (total(kept), total(other)) == (1, 1)
    with app.test_request_context():
        outlook = of_merge(db.session(), kept, other, town.daan.id, now())
    assert outlook is not None
    assert [effect.credits for effect in outlook.effects] == [1]
    bond = merged(kept, other, town)
    assert (total(kept), total(other)) == (1, 0)
    assert db.session.scalars(select(Receipt)).all() == [], "what goes on elsewhere has no receipt"
    booked(town, kept, 7)
    assert total(kept) == 2
    assert wrong(app) == {}
    undo(bond, town.daan.id, now())
    assert (total(kept), total(other)) == (2, 1)
    assert balance_of(db.session(), town.leiden.id) == -3
    assert wrong(app) == {}
