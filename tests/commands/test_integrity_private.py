"""`integrity` about private links: a file that is no attachment, bytes that are gone, a secret that outlived its reading."""

from io import BytesIO

from flask import Flask

from projectie.clock.now import now
from projectie.commands.demo.private import send
from projectie.database import db, transaction
from projectie.uploads import receiving
from projectie.uploads.links import make_link
from projectie.uploads.models import Upload
from projectie.uploads.place import place
from projectie.uploads.receiving import Offered
from projectie.whispers import actions
from projectie.whispers.actions import Reader, Wanted
from projectie.whispers.models import Way, Whisper
from projectie.whispers.sealing import lock
from tests.commands.desks import mailed, wrong
from tests.town import Town


def test_files_that_came_over_a_link_are_proved(app: Flask, town: Town) -> None:
    link = make_link(mailed(app), 7, town.daan.id, now())
    send(link, "a.pdf", b"%PDF-1", place(), now())
    begun = receiving.begin(link, Offered("b.pdf", 10, 0), place(), now())
    part = place().parts.take(BytesIO(b"12345"))
    receiving.add_part(link, begun.key, 0, part, place(), now())
    part.unlink()
    assert wrong(app) == {}
    place().parts.remove(begun.key)
    with transaction() as session:
        session.get_one(Upload, 1).size = 7
    assert wrong(app) == {
        "uploads": ["upload 1 and its attachment do not fit", "upload 2 lacks bytes it says it has"]
    }


def test_secrets_are_proved(app: Flask, town: Town) -> None:
    given = Wanted(Way.GIVEN, "x", 7, "secret")
    number = mailed(app)
    for _ in range(3):
        actions.make(number, given, lock(), town.daan.id, now())
    actions.read(1, "", lock(), Reader(None, ""), now())
    assert wrong(app) == {}
    with transaction() as session:
        session.get_one(Whisper, 1).sealed = session.get_one(Whisper, 2).sealed
        session.get_one(Whisper, 3).sealed = b"nobody opens this"
    db.session.remove()
    assert wrong(app) == {
        "whispers": ["secret 1 is over and was not destroyed", "whisper 3 is sealed with another key"]
    }
