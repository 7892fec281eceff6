"""The demo desk: a believable small studio, made by the very deeds that make real data."""

import os
from datetime import datetime

from flask import current_app

from projectie.commands.demo.cast import PASSWORD, gather
from projectie.commands.demo.play import Play
from projectie.commands.demo.post import SERVER
from projectie.commands.demo.scenes import scenes
from projectie.commands.demo.story import stories
from projectie.database import db
from projectie.mail.blobs import BlobStore
from projectie.terms.in_force import calendar, in_force, studio_facts, today
from projectie.tickets.intake import Intake

__all__ = ["PASSWORD", "fill"]


def fill(now: datetime) -> None:
    """Fill an empty, prepared database with the demo desk as it stands at that moment.

    The same moment gives the same desk. Raises PeopleError when somebody was ahead.
    """
    settings = current_app.config["SETTINGS"]
    facts = studio_facts(db.session())
    terms = in_force(db.session(), today(db.session(), now)).terms
    working_days = calendar(db.session(), terms, facts.zone)
    blobs = BlobStore(settings.blob_dir, synced=False)
    play = Play(gather(now), Intake(blobs, settings.secret_key, SERVER), facts)
    for scene in scenes(stories(), now, working_days):
        play.perform(scene)
    if hasattr(os, "sync"):
        os.sync()  # all bytes at once
