"""The demo desk: a believable small studio, made by the very deeds that make real data."""

from datetime import datetime

from flask import current_app

from projectie.commands.demo.cast import PASSWORD, gather
from projectie.commands.demo.play import Play
from projectie.commands.demo.post import SERVER
from projectie.commands.demo.private import hand_over
from projectie.commands.demo.scenes import scenes
from projectie.commands.demo.story import stories
from projectie.commands.haste import hurried
from projectie.database import db
from projectie.terms.in_force import calendar, in_force, studio_facts, today
from projectie.tickets.intake import Intake

__all__ = ["PASSWORD", "fill"]


def fill(now: datetime) -> None:
    """Fill an empty, prepared database with the demo desk as it stands at that moment.

    The same moment gives the same desk. Raises PeopleError when somebody was ahead.
    """
    facts = studio_facts(db.session())
    terms = in_force(db.session(), today(db.session(), now)).terms
    working_days = calendar(db.session(), terms, facts.zone)
    with hurried() as blobs:
        intake = Intake(blobs, current_app.config["SETTINGS"].secret_key, SERVER)
        play = Play(gather(now), intake, facts)
        for scene in scenes(stories(), now, working_days):
            play.perform(scene)
        hand_over(play, now)
