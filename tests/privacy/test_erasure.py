"""Erasing a person: nobody can find them again, and what the law demands stays (AVG, experience.md 3.9)."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select, update

from projectie.clock.now import now
from projectie.commands.invariants.desk import Desk
from projectie.commands.invariants.proof import prove
from projectie.credits.models import EntryKind
from projectie.credits.posting import Posting, post
from projectie.database import Base, db, transaction
from projectie.mail.models import RawMail
from projectie.people.actions import set_access
from projectie.people.faults import Fault, PeopleError
from projectie.people.models import Person
from projectie.privacy.erasing import ObstacleError, erase
from projectie.privacy.mentions import without
from projectie.privacy.obstacles import Obstacle, Standing, obstacles
from projectie.privacy.requesting import ask_erasure
from projectie.search.filling import fill
from projectie.tickets.blobs import sweep_blobs
from projectie.tickets.conversation import add_note
from projectie.tickets.models import Attachment, Column, Ticket
from tests.post import letter, receive
from tests.town import PASSWORD, Town
from tests.visitor import Visitor

NOW = datetime(2026, 11, 26, 10, tzinfo=UTC)


def _mail(town: Town, who: str, body: str = "Dag, Poffertjes graag.") -> bytes:
    sender = getattr(town, who)
    return letter(from_=f"{sender.name} <{sender.email}>", body=body, subject="Poffertjes", proven=True)


def _done(*numbers: int | None) -> None:
    with transaction() as session:
        values = {"column": Column.DONE, "done_at": NOW}
        session.execute(update(Ticket).where(Ticket.number.in_(numbers)).values(values))


def _everything() -> str:
    """Return every cell of every table but what stays by law, as text."""
    found: list[Any] = []
    for name, table in Base.metadata.tables.items():
        if name not in {"ledger_entry", "invoice"}:
            found += list(db.session.execute(select(table)))
    return repr(found).lower()


def test_nobody_finds_them_again(app: Flask, town: Town, visit: Callable[..., Visitor]) -> None:
    mail = _mail(town, "joris")
    ticket = receive(app, mail, at=NOW).ticket
    assert ticket is not None
    daan = db.session.get_one(Person, town.daan.id)
    add_note(ticket, f"{town.joris.name} belt terug, Joris is aardig", daan, NOW)
    sender = f"{town.lotte.name} <{town.lotte.email}>"
    copied = letter(from_=sender, cc=f"{town.joris.name} <{town.joris.email}>", proven=True)
    other = receive(app, copied, at=NOW).ticket
    _done(ticket, other)
    blobs = app.extensions["projectie.blobs"]
    visitor = visit("joris")
    erased = erase(town.joris.id, town.mara.id, blobs, NOW)
    fill()
    assert (erased.messages, erased.tickets) == (1, {ticket})
    everything = _everything()
    for word in (town.joris.email, town.joris.name.lower(), "joris is", "poffertjes graag"):
        assert word not in everything
    assert visitor.get("/portal/", follow=False).status == 302
    assert visit().sign_in(town.joris.email, PASSWORD).status != 303
    sweep_blobs(blobs, now() + timedelta(days=1))
    raw = db.session.scalars(select(RawMail).where(RawMail.erased_at.is_not(None))).one()
    with pytest.raises(FileNotFoundError):
        blobs.get(raw.sha256)
    with pytest.raises(PeopleError) as refused:
        set_access(town.joris.id, active=True, by=town.mara.id, now=NOW)
    assert refused.value.fault is Fault.ERASED
    db.session.rollback()
    desk = Desk(db.session(), now(), blobs, app.config["SETTINGS"].data_dir)
    assert {name: proof.wrong for name, proof in prove(desk).items() if not proof.ok} == {}
    staff = visit("daan")
    assert staff.get(f"/desk/tickets/{ticket}").status == 200
    assert staff.get("/desk/mail").status == 200
    assert staff.get("/desk/mail/1/raw").status == 410


def test_what_the_law_demands_stays(app: Flask, town: Town) -> None:
    ticket = receive(app, _mail(town, "joris"), at=NOW).ticket
    with transaction() as session:
        charge = Posting(
            town.leiden.id, EntryKind.CHARGE, -2, date(2026, 11, 26), "charge:1", "Poffertjes", ticket=ticket
        )
        post(session, charge, NOW)
    _done(ticket)
    erase(town.joris.id, town.mara.id, app.extensions["projectie.blobs"], NOW)
    found = db.session.get_one(Ticket, ticket, populate_existing=True)
    assert (found.subject, found.requester_name) == ("Poffertjes", "")


def test_a_file_that_somebody_else_sent_too_is_kept(app: Flask, town: Town) -> None:
    numbers = [receive(app, _mail(town, who), at=NOW) for who in ("joris", "lotte")]
    blobs = app.extensions["projectie.blobs"]
    with transaction() as session:
        digest = blobs.put(session, b"the same file")
        for got in numbers:
            session.add(
                Attachment(
                    message_id=got.message, filename="logo.png", content_type="image/png", size=13,
                    sha256=digest, inline=False, content_id=None,
                )
            )  # fmt: skip
    _done(*(got.ticket for got in numbers))
    erase(town.joris.id, town.mara.id, blobs, NOW)
    sweep_blobs(blobs, now() + timedelta(days=1))
    assert blobs.get(digest) == b"the same file"
    assert db.session.scalars(select(Attachment.filename).order_by(Attachment.id)).all() == ["–", "logo.png"]


@pytest.mark.parametrize(
    ("standing", "obstacle"),
    [
        (Standing(own=True), Obstacle.OWN_ACCOUNT),
        (Standing(manager=True), Obstacle.LAST_MANAGER),
        (Standing(responsible=True, colleagues=1), Obstacle.LAST_RESPONSIBLE),
        (Standing(open_requests=1), Obstacle.OPEN_REQUESTS),
        (Standing(series=1), Obstacle.CONTACT),
        (Standing(erased=True), Obstacle.ERASED),
        (Standing(manager=True, other_managers=1), None),
        (Standing(responsible=True, colleagues=2, other_responsible=1), None),
        (Standing(responsible=True), None),  # the last of all: nobody is left to look after
    ],
)
def test_what_stands_in_the_way(standing: Standing, obstacle: Obstacle | None) -> None:
    assert obstacles(standing) == ((obstacle,) if obstacle else ())


def test_the_last_responsible_cannot_be_erased(app: Flask, town: Town) -> None:
    with pytest.raises(ObstacleError) as refused:
        erase(town.lotte.id, town.mara.id, app.extensions["projectie.blobs"], NOW)
    assert refused.value.obstacles == (Obstacle.LAST_RESPONSIBLE,)
    assert db.session.get_one(Person, town.lotte.id).active


@given(st.text(), st.text(min_size=4).filter(str.strip))
def test_a_name_is_gone_from_any_text_and_nothing_else_is(text: str, name: str) -> None:
    left = without(f"{text} {name} {text}", [name])
    assert without(left, [name]) == left
    assert without(text, []) == text


def test_a_client_asks_and_a_manager_decides(town: Town, visit: Callable[..., Visitor]) -> None:
    visitor = visit("joris")
    page = visitor.get("/portal/data/erasure")
    assert "blijft" in page.text
    assert visitor.post("/portal/data/erasure").status == 303
    number = ask_erasure(db.session.get_one(Person, town.joris.id), NOW)
    ticket = db.session.get_one(Ticket, number)
    assert (ticket.requester_id, ticket.assignee_id) == (town.joris.id, town.mara.id)
    assert db.session.query(Ticket).count() == 1  # asked twice it is one
    manager = visit("mara", most_statements=100)  # every table that holds something of somebody, once
    assert manager.get(f"/manage/people/{town.joris.id}/erasure").all("button", id="erase")
    done = manager.post(f"/manage/people/{town.joris.id}/erasure", follow=True)
    assert "Gewist" in done.text
    assert not manager.get(f"/manage/people/{town.joris.id}").all("button", id="give-access"), (
        "nobody is there"
    )
    again = manager.post(f"/manage/people/{town.joris.id}/erasure")
    assert again.status == 422
    assert visit("daan").post(f"/manage/people/{town.joris.id}/erasure").status == 404
