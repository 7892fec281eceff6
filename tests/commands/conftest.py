"""A desk to prove things of."""

import pytest
from flask import Flask

from projectie.clock.now import now
from projectie.complaints import sealing
from projectie.complaints.keys_kept import seal_in
from projectie.database import db
from projectie.people.models import Person
from projectie.tickets import conversation
from tests import post
from tests.commands.desks import mailed
from tests.town import Town


@pytest.fixture
def desk(app: Flask, town: Town) -> Flask:
    """Return a desk with two tickets, one of them noted on and answered, and a sealed complaint."""
    mailed(app, subject="Café")
    second = mailed(app, subject="Tweede")
    daan = db.session.get_one(Person, town.daan.id)
    said = conversation.Reply("Dag.", conversation.newest_message(db.session(), second), None)
    conversation.reply(second, said, daan, "k" * 32, now())
    conversation.add_note(second, "Even bellen.", daan, now())
    sealing.receive(post.letter(subject="Klacht"), seal_in(app.config["SETTINGS"].data_dir), now())
    return app
