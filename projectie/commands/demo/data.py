"""Data of the demo desk: a copy a client asked for, a night's cleaning, and a list of clients tried out."""

from datetime import datetime, timedelta

from flask import current_app

from projectie.commands.demo.cast import Cast
from projectie.database import db
from projectie.imports import runs
from projectie.imports.runs import File
from projectie.imports.sources import Source
from projectie.mail.blobs import BlobStore
from projectie.mail.letter import Limits
from projectie.people.models import Person
from projectie.privacy import asking, retention
from projectie.privacy.exporting import make_waiting

CLIENTS = b"name,country,language,domains\nMolen De Valk,NL,nl,molen-de-valk.example\nHotel Zeezicht,N,nl,\n"


def happen(cast: Cast, blobs: BlobStore, now: datetime) -> None:
    """Let it happen, in order."""
    asker, manager = cast.people["lotte"], cast.people["mara"]
    asking.ask(db.session.get_one(Person, asker.id), now - timedelta(hours=5), person=asker.id)
    make_waiting(blobs, current_app.config["SETTINGS"].data_dir, now - timedelta(hours=5))
    retention.run(blobs, now - timedelta(hours=4))
    runs.ask(
        File(Source.CLIENTS, "klanten.csv", CLIENTS), manager.id, blobs, now - timedelta(hours=1), dry=True
    )
    runs.run_waiting(blobs, Limits(), now - timedelta(hours=1))
