"""What colleagues decide in the stories besides a ticket's properties, and what becomes of alerts."""

from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from typing import TypeAlias

from projectie.alerts.on_call import arrange
from projectie.commands.demo.scenes import Scene
from projectie.commands.demo.story import Asked, Doubled, Overruled, PutOff, Settled
from projectie.contracts.coverage import Consequence
from projectie.database import db, transaction
from projectie.terms.in_force import standing
from projectie.tickets import coverage_actions, duplicates, overruling, snoozing, taking
from projectie.tickets.alert_letters import end_needless
from projectie.tickets.models import Ticket
from projectie.tickets.priority import Priority

REPEAT_MINUTES = 15
Decision: TypeAlias = Overruled | Doubled | PutOff | Settled | Asked


def on_call(people: list[int], by: int, now: datetime) -> None:
    """Put those colleagues on call."""
    arrange(people, REPEAT_MINUTES, by, now)


def decide(scene: Scene, step: Decision, number: int, tickets: Mapping[str, int], by: int) -> None:
    """Do what the step says; raises ValueError for a story that cannot be."""
    version = db.session.get_one(Ticket, number, populate_existing=True).version
    match step:
        case Overruled():
            overruling.overrule(number, Priority(step.overrule), step.because, version, by, scene.at)
        case Doubled():
            duplicates.mark_duplicate(number, tickets[step.duplicate], version, by, scene.at)
        case PutOff():
            later = snoozing.offered(scene.at, standing(db.session(), scene.at).calendar)
            snoozing.snooze(number, later.tomorrow, by, scene.at)
        case Settled():
            coverage_actions.decide_coverage(number, Consequence(step.settle), step.because, by, scene.at)
        case Asked():
            coverage_actions.note_request(number, step.asked, by, scene.at)


def take(number: int, by: int, scene: Scene) -> None:
    """Let a colleague take the alert, if there is one."""
    with suppress(taking.NothingToTake):
        taking.take(number, by, scene.at)


def end_alerts(scene: Scene) -> None:
    """End what nobody needs to take any more, as the worker does."""
    with transaction() as session:
        end_needless(session, scene.at)
