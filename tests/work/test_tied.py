"""Merging and splitting in credits: the time goes along, the difference is posted, and undone it is posted back (R17a)."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import select

from projectie.bonds.faults import BondRefused
from projectie.bonds.foreseeing import of_merge
from projectie.bonds.splitting import Cut, split
from projectie.bonds.undoing import undo
from projectie.clock.now import now
from projectie.credits.balance import balance_of
from projectie.database import db, transaction
from projectie.tickets.bond_effects import Tie, TieDeed, foreseen, offered
from projectie.tickets.models import Ticket
from projectie.work.following import settle_due
from projectie.work.models import CostDue, Receipt
from tests.bonds.ties import answer, merged, messages_of, ticket
from tests.commands.desks import wrong
from tests.town import Town
from tests.visitor import Visitor
from tests.work.hours import booked, day, total


def job(app: Flask, subject: str) -> int:
    number = ticket(app, subject=subject)
    with transaction() as session:
        session.get_one(Ticket, number).service = "website"
    return number


def test_r17a_merged_time_is_rounded_as_a_whole_and_undone_it_costs_what_it_did(
    app: Flask, town: Town, visit: Callable[..., Visitor]
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
    typed = {"time_spent": "25", "time_day": day().isoformat()}
    page = visit("daan").post(f"/desk/tickets/{other}/time", typed)
    assert (page.status, page.one("input", id="time_spent").get("value")) == (422, "25"), "typed comes back"
    assert f"#{other} is samengevoegd met #{kept}: boek het hier." in page.text
    booked(town, kept, 7)
    assert total(kept) == 2
    with transaction() as session:
        session.add(
            CostDue(organisation_id=town.leiden.id, since=None)
        )  # as a changed contract notes it (R4)
    assert settle_due(now()) == 2, "one that was merged away stops no round"
    assert wrong(app) == {}
    undo(bond, town.daan.id, now())
    assert (total(kept), total(other)) == (2, 1)
    assert balance_of(db.session(), town.leiden.id) == -3
    assert wrong(app) == {}


def test_r17a_time_that_is_split_off_is_rounded_by_itself_and_undone_all_of_it_comes_back(
    app: Flask, town: Town
) -> None:
    old = job(app, "Twee vragen")
    answer(old, town)
    _stays, goes = booked(town, old, 4), booked(town, old, 5)
    assert total(old) == 1
    with app.test_request_context():
        choices = dict(offered(db.session(), old))
        deed = TieDeed(Tie.SPLIT, old, None, (), town.leiden.id, town.daan.id, now(), pieces=(goes,))
        effects = foreseen(db.session(), deed)
    assert "5 minuten" in choices[goes]
    assert [effect.credits for effect in effects] == [-1]
    cut = Cut(old, (messages_of(old)[-1],), "Deel", pieces=(goes,))
    with pytest.raises(BondRefused):
        split(replace(cut, pieces=(goes + 1,)), town.daan.id, now())
    new, bond = split(cut, town.daan.id, now())
    assert (total(old), total(new)) == (1, 1)
    booked(town, new, 2)  # nothing was said there: it ends with the undo, and its time comes along
    assert wrong(app) == {}
    undo(bond, town.daan.id, now())
    assert (total(old), total(new)) == (2, 0)
    assert balance_of(db.session(), town.leiden.id) == -2
    assert wrong(app) == {}
