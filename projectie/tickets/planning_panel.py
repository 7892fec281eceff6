"""The planning beside a ticket: what is promised, how that stands, its whole history, and why these days (R9)."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from projectie.clock.weeks import Week
from projectie.clock.workdays import Calendar, working_days_between
from projectie.clock.zone import local
from projectie.mail.waiting import has_not_left
from projectie.terms.figures import ClosedDay, Figures
from projectie.terms.in_force import Published
from projectie.tickets.models import Column, Ticket
from projectie.tickets.planning_choices import indications, name_of, promises
from projectie.tickets.planning_form import PlanningForm
from projectie.tickets.planning_promises import Ground, Standing, is_beyond, standing_of
from projectie.tickets.planning_words import short
from projectie.tickets.promise_keeping import BEFORE_PLANNED
from projectie.tickets.promise_rows import Told, promises_of
from projectie.tickets.promises import planning_window


@dataclass(frozen=True, slots=True)
class Explained:
    """Why the work is done on the latest day at the latest: what was counted, and when nobody works on the way."""

    arrived: date
    working_days: int  # from the day of arrival up to and including the latest
    closed: tuple[ClosedDay, ...]


@dataclass(frozen=True, slots=True)
class Planning:
    """What the panel shows."""

    ground: Ground
    figures: Figures
    told: Told | None  # the promise that stands
    standing: Standing | None
    history: tuple[Told, ...]  # every promise, the newest first
    explained: Explained
    column: Column
    can_take_back: bool  # the promise that stands has a letter of its own that has not left

    @property
    def asks(self) -> bool:
        """Whether the card is planned and nothing is promised."""
        return self.column is Column.PLANNED and self.told is None

    @property
    def is_first(self) -> bool:
        """Whether a reply asks for an indication of the planning."""
        return self.told is None and self.column is not Column.DONE

    @property
    def is_beyond(self) -> bool:
        """Whether the promise that stands lies beyond the latest day."""
        return bool(self.told and is_beyond(self.told.span, self.ground.window, self.ground.calendar))

    @property
    def moves_to_planned(self) -> bool:
        """Whether a promise of days moves the card."""
        return self.column in BEFORE_PLANNED

    def words(self, promise: Told) -> str:
        """Return what one promise covers."""
        return short(promise.span)

    def form(self, version: int, proposed: Week | None = None) -> PlanningForm:
        """Return a fresh form to promise with, the proposed week chosen, or to move what is promised."""
        when = name_of(proposed) if proposed else ""
        return self.offered(
            PlanningForm(formdata=None, data={"seen_version": str(version), "promised": when})
        )

    def offered(self, form: PlanningForm) -> PlanningForm:
        """Return the form with what can be chosen now."""
        return form.offer(promises(self.ground, self.figures))

    def indications(self) -> list[object]:
        """Return what a reply offers; nothing when something is promised already."""
        return list(indications(self.ground, self.figures)) if self.is_first else []


def planning(session: Session, ticket: Ticket, terms: Published, days: Calendar, now: datetime) -> Planning:
    """Return the planning of a ticket under its terms; one statement."""
    history = promises_of(session, ticket.number)
    told = next((one for one in history if not one.taken_back), None)
    today = local(now, days.zone).date()
    window = planning_window(ticket.opened_at, terms.terms.figures, days)
    done = local(ticket.done_at, days.zone).date() if ticket.done_at else None
    return Planning(
        ground=Ground(today, window, days, told.span if told else None),
        figures=terms.terms.figures,
        told=told,
        standing=standing_of(told.span, done, today) if told else None,
        history=history,
        explained=explained(local(ticket.opened_at, days.zone).date(), window.latest, days),
        column=ticket.column,
        can_take_back=told is not None and _waits(told, now),
    )


def explained(arrived: date, latest: date, days: Calendar) -> Explained:
    """Return what lies between those days."""
    closed = [ClosedDay(day, name) for day, name in sorted(days.closed.items()) if arrived <= day <= latest]
    until = date.fromordinal(latest.toordinal() + 1)
    return Explained(arrived, working_days_between(arrived, until, days), tuple(closed))


def _waits(told: Told, now: datetime) -> bool:
    """Whether nobody was told yet, by a letter that waits to be sent."""
    own = told.message_id is None and told.due_at is not None and told.due_at > now
    return own and has_not_left(told, now)
