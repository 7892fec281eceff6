"""The demo desk: a believable small studio, made by the very deeds that make real data."""

from datetime import datetime

from flask import current_app

from projectie.commands.demo import (
    bonds,
    calls,
    confidence,
    data,
    invoices,
    ledger,
    online,
    outages,
    recurring,
    urgent,
    working,
)
from projectie.commands.demo.board import arrange
from projectie.commands.demo.cast import PASSWORD, gather
from projectie.commands.demo.deciding import on_call
from projectie.commands.demo.diary import live
from projectie.commands.demo.planning import plan
from projectie.commands.demo.play import Play
from projectie.commands.demo.post import SERVER
from projectie.commands.demo.private import hand_over
from projectie.commands.demo.scenes import scenes
from projectie.commands.demo.story import stories
from projectie.commands.demo.talking import talk
from projectie.commands.haste import hurried
from projectie.database import db
from projectie.invoices.files import make_missing
from projectie.mail.ours import Ours, spam_signs
from projectie.terms.in_force import calendar, in_force, studio_facts, today
from projectie.tickets.filing import Intake

FILTER = Ours(spam_signs("X-Spam-Flag: YES"))  # as the demo studio's mail server says it

__all__ = ["PASSWORD", "fill"]

ON_CALL = ("daan", "bram")


def fill(now: datetime) -> None:
    """Fill an empty, prepared database with the demo desk as it stands at that moment.

    The same moment gives the same desk. Raises PeopleError when somebody was ahead.
    """
    facts = studio_facts(db.session())
    terms = in_force(db.session(), today(db.session(), now)).terms
    working_days = calendar(db.session(), terms, facts.zone)
    with hurried() as blobs:
        intake = Intake(blobs, current_app.config["SETTINGS"].secret_key, SERVER, ours=FILTER)
        cast = gather(now)
        on_call([cast.people[name].id for name in ON_CALL], cast.people["mara"].id, now)
        play = Play(cast, intake, facts)
        for scene in scenes(stories(), now, working_days):
            play.perform(scene)
        hand_over(play, now)
        talk(play, now)
        confidence.happen(play, now, working_days)
        plan(play, now, working_days)
        arrange(play, now)
        recurring.happen(play.cast, now, working_days, intake.key)
        bonds.tie(play, now)
        outages.happen(play.cast, now, working_days, intake.key)
        live(
            invoices.story(play.cast, blobs, now, working_days),
            ledger.story(play.cast, blobs, now, working_days),
            working.story(play, now, working_days),
        )
        urgent.happen(play, blobs, now, working_days)
        online.ask(play, now)
        make_missing(blobs, now)
        data.happen(play.cast, blobs, now)
        calls.happen(now, intake.key)
