"""Work that comes back at the demo studio: plugin updates from the matrix, and a check for one client."""

from datetime import date, datetime, timedelta

from sqlalchemy import select

from projectie.clock.weeks import Week
from projectie.clock.workdays import Calendar
from projectie.clock.zone import local
from projectie.commands.demo.cast import Cast
from projectie.database import db
from projectie.recurring import checklist, rounds, series
from projectie.recurring.models import RecurringRound, RoundItem
from projectie.recurring.periods import Unit, following
from projectie.recurring.series import Work
from projectie.terms.figures import Text
from projectie.terms.in_force import in_force

HOUR = timedelta(hours=1)
AGREED = timedelta(days=3)  # so long ago, before the worker came by
CLIENTS = ("museum", "bakery", "shipyard")  # under an SLA, with it included, on request
UPDATES = (
    Text("Back-up gemaakt en teruggezet op de testsite", "Backup made and restored on the test site"),
    Text("Plugins en thema bijgewerkt", "Plugins and theme updated"),
    Text("Formulieren en bestellingen nagelopen", "Forms and orders checked"),
)
CHECK = (
    Text("Zoekresultaten en vindbaarheid nagelopen", "Search results and findability checked"),
    Text("Gebroken links hersteld", "Broken links repaired"),
)


def happen(cast: Cast, now: datetime, calendar: Calendar, key: str) -> None:
    """Agree on recurring work some days ago, and let the worker and a colleague do their part since."""
    begun = now - AGREED
    first = local(begun, calendar.zone).date()
    by = cast.people["mara"].id
    services = in_force(db.session(), first).terms.matrix.services
    updates = _work(
        "Plugin-updates",
        "Plugin updates",
        services[-1].key,
        cast.people["bram"].id,
        Week.of(first).later().monday,
    )
    for client in CLIENTS:
        series.add(cast.clients[client], updates, first, by, begun)
    check = Work(
        "Vindbaarheid nalopen",
        "Check of findability",
        services[0].key,
        3,
        Unit.MONTHS,
        following(first, 3, Unit.MONTHS, first),
        cast.people["noor"].id,
        CHECK,
        90,
    )
    series.add(cast.clients[CLIENTS[0]], check, first, by, begun)
    rounds.make_due(begun + HOUR, key)
    _ticked(cast.people["bram"].id, begun + HOUR * 2)


def _work(nl: str, en: str, service: str, by: int, first: date) -> Work:
    return Work(nl, en, service, 1, Unit.MONTHS, first, by, UPDATES, 30)


def _ticked(by: int, now: datetime) -> None:
    """Let the first round be under way."""
    query = select(RecurringRound.ticket_number, RoundItem.id).join(
        RoundItem, RoundItem.round_id == RecurringRound.id
    )
    row = db.session.execute(query.order_by(RoundItem.id).limit(1)).first()
    if row is not None and row[0] is not None:
        checklist.tick(row[0], row[1], by, now, done=True)
