"""What was down at the demo studio, what is down now, and what is announced: by the deeds of real staff."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select

from projectie.clock.workdays import Calendar
from projectie.clock.zone import local, moment_of
from projectie.commands.demo.cast import Cast
from projectie.database import db
from projectie.outages import actions, maintenance, tickets, updates
from projectie.outages.actions import OutageFacts
from projectie.outages.maintenance import MaintenanceFacts
from projectie.outages.models import StatusPart
from projectie.outages.progress import Severity, State
from projectie.outages.updates import Told
from projectie.people.models import Person
from projectie.terms.figures import Text
from projectie.tickets.models import Ticket

FILE = Path(__file__).with_name("outages.toml")
AHEAD = timedelta(days=5)  # so long before is maintenance announced
MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Outages:
    """The outages being told: when it is, where, by whom, and what signs reply addresses."""

    now: datetime
    calendar: Calendar
    by: Person
    key: str

    def tell(self) -> None:
        """Let all of it happen."""
        known = tomllib.loads(FILE.read_text(encoding="utf-8"))
        for told in known["outage"]:
            self._solved(told)
        for told in known["maintenance"]:
            self._announced(told)
        self._going_on(known["going_on"])

    def _solved(self, told: Mapping[str, Any]) -> None:
        started = self._moment(-told["ago"], told["at"])
        outage = actions.report(self._facts(told, started), None, self.by.id, started + MINUTE)
        for update in told["updates"]:
            self._update(outage, update, started + update["after"] * MINUTE)

    def _going_on(self, told: Mapping[str, Any]) -> None:
        facts = self._facts(told, self.now - told["started"] * MINUTE)
        reported = self.now - told["reported"] * MINUTE
        numbers = db.session.scalars(select(Ticket.number).where(Ticket.subject.in_(told["tickets"]))).all()
        outage = actions.report(facts, None, self.by.id, reported)
        tickets.add_tickets(outage, numbers, self.by.id, reported)
        for update in told["updates"]:
            self._update(outage, update, self.now - update["ago"] * MINUTE)

    def _update(self, outage: int, told: Mapping[str, Any], at: datetime) -> None:
        seen = updates.newest_update(db.session(), outage)
        update = Told(State(told["state"]), Text(told["nl"], told["en"]), f"demo {outage} {seen}", seen)
        updates.post(outage, update, self.by, self.key, at)

    def _announced(self, told: Mapping[str, Any]) -> None:
        starts = self._moment(told["in"], told["at"])
        facts = MaintenanceFacts(
            Text(told["nl"], told["en"]),
            Text(told["text_nl"], told["text_en"]),
            _parts(told["parts"]),
            starts,
            starts + timedelta(hours=told["hours"]),
        )
        maintenance.announce(facts, self.by.id, starts - AHEAD)

    def _facts(self, told: Mapping[str, Any], started: datetime) -> OutageFacts:
        return OutageFacts(told["nl"], told["en"], Severity(told["severity"]), _parts(told["parts"]), started)

    def _moment(self, days: int, at: time) -> datetime:
        day = local(self.now, self.calendar.zone).date() + timedelta(days=days)
        return moment_of(datetime.combine(day, at), self.calendar.zone)


def happen(cast: Cast, now: datetime, calendar: Calendar, key: str) -> None:
    """Let the outages of the demo studio happen."""
    by = db.session.get_one(Person, cast.people["daan"].id)
    Outages(now, calendar, by, key).tell()


def _parts(places: list[int]) -> tuple[int, ...]:
    return tuple(db.session.scalars(select(StatusPart.id).where(StatusPart.place.in_(places))))
