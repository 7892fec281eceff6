"""Work that comes back for both clients of the drill world: made for one, asked of the other."""

from flask import current_app

from projectie.commands.drill.world import SIDES, World
from projectie.database import db
from projectie.recurring import rounds, series
from projectie.recurring.periods import Unit
from projectie.recurring.series import Work
from projectie.terms.figures import Text
from projectie.terms.in_force import in_force, today


def come_back(world: World, clients: dict[str, int]) -> None:
    """Agree on work for each client, with its word in every text, and let the worker come by."""
    day = today(db.session(), world.passed())
    service = in_force(db.session(), day).terms.matrix.services[-1].key
    for side in SIDES:
        title, lines = f"{side.word} updates", (Text(f"{side.word} een", f"{side.word} one"),)
        work = Work(title, title, service, 1, Unit.MONTHS, day, world.colleague, lines, None)
        series.add(clients[side.key], work, day, world.colleague, world.now)
    rounds.make_due(world.passed(), current_app.config["SETTINGS"].secret_key)
