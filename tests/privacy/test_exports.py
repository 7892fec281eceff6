"""A copy of data: everything of whom it is about, nothing of anybody else (AVG, experience.md 3.9)."""

import io
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from flask import Flask
from sqlalchemy import update

from projectie.clock.now import now
from projectie.database import MissingError, db, transaction
from projectie.history import History
from projectie.people.models import Person
from projectie.privacy import asking
from projectie.privacy.exporting import expire, make_waiting
from projectie.privacy.models import DataExport, ExportState
from projectie.privacy.retention import copies_kept
from projectie.tickets.conversation import add_note
from projectie.tickets.models import Ticket
from tests.post import letter, receive
from tests.town import Town
from tests.visitor import Visitor

NOW = datetime(2026, 11, 26, 10, tzinfo=UTC)


def _person(number: int) -> Person:
    return db.session.get_one(Person, number)


def _made(app: Flask, number: int, at: datetime = NOW) -> dict[str, bytes]:
    made = make_waiting(app.extensions["projectie.blobs"], app.config["SETTINGS"].data_dir, at)
    assert made == 1
    row = db.session.get_one(DataExport, number, populate_existing=True)
    assert row.state is ExportState.READY
    content = app.extensions["projectie.blobs"].get(row.sha256)
    with ZipFile(io.BytesIO(content)) as copy:
        return {name: copy.read(name) for name in copy.namelist()}


def _talk(app: Flask, town: Town) -> int:
    """Lotte and Joris each wrote a mail; a note lies on Lotte's ticket."""
    mine = letter(from_=f"{town.lotte.name} <{town.lotte.email}>", body="Pannenkoek van Lotte", proven=True)
    ticket = receive(app, mine, at=NOW).ticket
    his = letter(from_=f"{town.joris.name} <{town.joris.email}>", body="Stroopwafel van Joris", proven=True)
    receive(app, his, at=NOW)
    other = letter(from_=f"{town.abby.name} <{town.abby.email}>", body="Bratwurst from Abby", proven=True)
    receive(app, other, at=NOW)
    assert ticket is not None
    add_note(ticket, "Geheimwoord onder ons", _person(town.daan.id), NOW)
    return ticket


def test_a_client_gets_all_of_themselves_and_nothing_of_others(app: Flask, town: Town) -> None:
    _talk(app, town)
    files = _made(app, asking.ask(_person(town.lotte.id), NOW, person=town.lotte.id))
    everything = b"\n".join(files.values())
    assert b"Pannenkoek" in everything
    assert any(name.endswith(".eml") for name in files)
    for foreign in (b"Stroopwafel", b"Bratwurst", b"Geheimwoord", b"argon2", b"password_hash"):
        assert foreign not in everything
    assert json.loads(files["data/person.json"])[0]["email"] == town.lotte.email


def test_whoever_looks_after_it_gets_the_organisation_without_notes(app: Flask, town: Town) -> None:
    _talk(app, town)
    files = _made(app, asking.ask(_person(town.lotte.id), NOW, organisation=town.leiden.id))
    everything = b"\n".join(files.values())
    assert b"Pannenkoek" in everything
    assert b"Stroopwafel" in everything
    for foreign in (b"Bratwurst", b"Geheimwoord"):
        assert foreign not in everything
    assert "data/note.json" not in files


def test_what_a_colleague_keeps_to_the_studio_is_not_in_the_copy_of_the_organisation(
    app: Flask, town: Town
) -> None:
    _talk(app, town)
    with transaction() as session:
        session.execute(update(Ticket).where(Ticket.requester_id == town.joris.id).values(private=True))
    files = _made(app, asking.ask(_person(town.lotte.id), NOW, organisation=town.leiden.id))
    assert b"Stroopwafel" not in b"\n".join(files.values())
    assert len(json.loads(files["data/ticket.json"])) == len(json.loads(files["data/message.json"])) == 1


@pytest.mark.parametrize(
    ("who", "asked"),
    [
        ("joris", {"organisation": "leiden"}),  # looks after nothing
        ("lotte", {"organisation": "abroad"}),
        ("lotte", {"person": "joris"}),
        ("daan", {"person": "daan"}),  # staff ask a manager
    ],
)
def test_nobody_gets_what_is_not_theirs(town: Town, who: str, asked: dict[str, str]) -> None:
    of: dict[str, Any] = {kind: getattr(town, name).id for kind, name in asked.items()}
    with pytest.raises(MissingError):
        asking.ask(_person(getattr(town, who).id), NOW, **of)


def test_asked_twice_it_is_one_and_all_is_written_down(app: Flask, town: Town) -> None:
    lotte = _person(town.lotte.id)
    first = asking.ask(lotte, NOW, person=lotte.id)
    assert asking.ask(lotte, NOW, person=lotte.id) == first
    _made(app, first)
    asking.fetched(first, lotte, NOW)
    deeds = db.session.query(History.deed).filter(History.deed.startswith("data.")).all()
    assert [deed for (deed,) in deeds] == ["data.asked", "data.fetched"]
    with pytest.raises(MissingError):
        asking.fetched(first, _person(town.mara.id), NOW)


def test_a_copy_goes_after_a_week_and_a_killed_worker_begins_anew(app: Flask, town: Town) -> None:
    lotte = _person(town.lotte.id)
    number = asking.ask(lotte, NOW, person=lotte.id)
    with transaction() as session:
        row = session.get_one(DataExport, number)
        row.state, row.attempts, row.leased_until = ExportState.RUNNING, 1, NOW + timedelta(minutes=1)
    blobs, folder = app.extensions["projectie.blobs"], Path(app.config["SETTINGS"].data_dir)
    assert make_waiting(blobs, folder, NOW) == 0
    later = NOW + timedelta(hours=1)
    assert make_waiting(blobs, folder, later) == 1
    digest = db.session.get_one(DataExport, number, populate_existing=True).sha256
    assert expire(blobs, later + copies_kept(db.session()) + timedelta(seconds=1)) == 1
    assert blobs.sweep(now() + timedelta(days=1), ()) >= 1
    with pytest.raises(FileNotFoundError):
        blobs.get(digest)
    with pytest.raises(MissingError):
        asking.fetched(number, lotte, later)


def test_the_pages_ask_show_and_hand_out(app: Flask, town: Town, visit: Callable[..., Visitor]) -> None:
    visitor = visit("lotte")
    assert visitor.post("/portal/data/exports", {"of": "organisation"}, follow=True).status == 200
    make_waiting(app.extensions["projectie.blobs"], app.config["SETTINGS"].data_dir, now())
    page = visitor.get("/portal/data", htmx=True)
    (link,) = [a for a in page.all("a") if "exports/" in a.get("href", "")]
    answer = visitor.get(link.get("href", ""))
    assert answer.mimetype == "application/zip"
    assert answer.headers["Cache-Control"] == "no-store"
    assert visit("joris").get(link.get("href", "")).status == 404
    manager = visit("mara")
    assert manager.post(f"/manage/people/{town.abby.id}/export", follow=True).status == 200
    assert town.leiden.name in manager.get("/manage/exports").text
    assert visit("daan").post(f"/manage/people/{town.abby.id}/export").status == 404
