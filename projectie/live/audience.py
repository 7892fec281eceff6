"""Who listens to a stream, and what they may hear of."""

from dataclasses import dataclass
from typing import Self

from sqlalchemy import ColumnElement, and_, select, true
from sqlalchemy.engine import Engine

from projectie.live.models import Event
from projectie.live.signals import Signal
from projectie.people.models import Browser, Person, Role
from projectie.people.scope import may_see, sees

FOR_CLIENTS = frozenset({"ticket", "export"})  # the other kinds are about the studio's own work


@dataclass(frozen=True, slots=True)
class Audience:
    """A person as they were when their stream opened, free of the database."""

    person_id: int
    session_key: str
    role: Role
    organisation_id: int | None
    browser_id: int | None = None

    @classmethod
    def of(cls, person: Person, browser_id: int | None = None) -> Self:
        """Return that person as listener, with the browser they listen in."""
        return cls(person.id, person.session_key, person.role, person.organisation_id, browser_id)

    def hears(self, signal: Signal) -> bool:
        """Whether this listener may know of that change."""
        for_me = signal.kind in FOR_CLIENTS and signal.only_id in {None, self.person_id}
        meant = self.role is not Role.CLIENT or for_me
        return meant and sees(self.role, self.organisation_id, signal.organisation_id)

    def is_unchanged(self, engine: Engine) -> bool:
        """Whether the account is still open, signed in by the same key, and may see the same."""
        same = select(Person.id).where(
            Person.id == self.person_id,
            Person.session_key == self.session_key,
            Person.active.is_(True),
            Person.role == self.role,
            Person.organisation_id.is_not_distinct_from(self.organisation_id),
        )
        if self.browser_id is not None:
            same = same.where(select(Browser.id).where(Browser.id == self.browser_id).exists())
        with engine.connect() as connection:
            return connection.scalar(same) is not None


def heard_by(person: Person) -> ColumnElement[bool]:
    """Return the condition under which that person may hear of an event: `Audience.hears`, in SQL."""
    meant = Event.kind.in_(FOR_CLIENTS) if person.role is Role.CLIENT else true()
    return and_(meant, may_see(person, Event.organisation_id))
