"""One update of an outage answers every client in its own language (R6)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from projectie import history
from projectie.database import MissingError, transaction
from projectie.language import LOCALES
from projectie.links import link_to
from projectie.live.announce import announce
from projectie.outages.actions import held
from projectie.outages.faults import Overtaken
from projectie.outages.models import Outage, OutageAnswer, OutageTicket, OutageUpdate
from projectie.outages.progress import State
from projectie.outages.words import STATES
from projectie.people.models import Person
from projectie.terms.figures import Text
from projectie.tickets.columns import held as ticket_held
from projectie.tickets.conversation import Reply, say
from projectie.tickets.letters import Ground, ground_of
from projectie.tickets.models import Column, Ticket


@dataclass(frozen=True, slots=True)
class Told:
    """An update as it was typed: `seen` is the newest update its writer had on screen, `once` names the form.

    `then` says where tickets go when it is solved (None: they stay), `but` where some go instead.
    """

    state: State
    text: Text
    once: str
    seen: int
    then: Column | None = None
    but: Mapping[int, Column | None] = field(default_factory=dict)

    def column_for(self, ticket: Ticket, *, came_back: bool) -> Column | None:
        """Return where a ticket goes: what was done because it seemed solved is work again."""
        if self.state is State.SOLVED:
            return self.but.get(ticket.number, self.then)
        return Column.IN_PROGRESS if came_back and ticket.column is Column.DONE else None


@dataclass(frozen=True, slots=True)
class _Answers:
    """One update on its way to the clients who are waiting for it; part of a deed that is open."""

    session: Session
    outage: Outage
    update: OutageUpdate
    by: Person
    ground: Ground
    now: datetime

    def give(self, ticket: Ticket, then: Column | None) -> bool:
        """Answer one ticket; whether it has an address to answer to."""
        if not ticket.requester_address:
            return False
        said = Reply(self._words(ticket.language), seen=0, then=then)
        message = say(self.session, ticket, said, self.by, self.ground, self.now)
        row = self.session.get(OutageAnswer, (self.update.id, ticket.number), populate_existing=True)
        answer = row or OutageAnswer(update_id=self.update.id, ticket_number=ticket.number)
        answer.message_id = message.id
        self.session.add(answer)
        return True

    def _words(self, language: str) -> str:
        """Return what a client reads: what it is about, what is told, where the newest stands."""
        title = Text(self.outage.title_nl, self.outage.title_en).in_(language)
        text = Text(self.update.text_nl, self.update.text_en).in_(language)
        with force_locale(LOCALES[language]):
            head = _("About the outage “%(title)s”: %(state)s.", title=title, state=STATES[self.update.state])
            foot = _("How it stands now: %(address)s", address=link_to("public.status", language=language))
        return f"{head}\n\n{text}\n\n{foot}"


def post(outage_id: int, told: Told, by: Person, key: str, now: datetime) -> int:
    """Keep an update, answer every grouped ticket with it, and return its id; the same form again changes nothing.

    Raises Overtaken once when a colleague told more meanwhile, MissingError.
    """
    with transaction() as session:
        outage = held(session, outage_id)
        known = session.scalar(select(OutageUpdate.id).where(OutageUpdate.once == told.once))
        if known is not None:
            return known
        newest = newest_update(session, outage_id)
        if newest > told.seen:
            raise Overtaken(newest)
        came_back = outage.solved_at is not None and told.state is not State.SOLVED
        update = _kept(session, outage, told, by, now)
        tickets = [ticket_held(session, number) for number in _grouped(session, outage_id)]
        answers = _Answers(session, outage, update, by, ground_of(session, key, now), now)
        columns = [told.column_for(ticket, came_back=came_back) for ticket in tickets]
        answered = [t for t, then in zip(tickets, columns, strict=True) if answers.give(t, then)]
        details = {"update": update.id, "state": told.state.value, "tickets": [t.number for t in answered]}
        history.record(
            session, at=now, by=by.id, deed="outage.updated", of=("outage", outage_id), details=details
        )
        _announce(session, outage_id, answered, by, now)
        return update.id


def tell_later(outage_id: int, numbers: Iterable[int], by: Person, key: str, now: datetime) -> int:
    """Answer tickets that were added later with the last update, those not told of it yet; return how many were.

    Raises MissingError when there is nothing to tell.
    """
    with transaction() as session:
        outage = held(session, outage_id)
        update = session.get(OutageUpdate, newest_update(session, outage_id))
        if update is None:
            raise MissingError(f"outage {outage_id} has no update")
        grouped, told = set(_grouped(session, outage_id)), told_of(session, update.id)
        tickets = [ticket_held(session, n) for n in sorted(set(numbers)) if n in grouped and n not in told]
        answers = _Answers(session, outage, update, by, ground_of(session, key, now), now)
        answered = [ticket for ticket in tickets if answers.give(ticket, None)]
        for ticket in answered:
            history.record(
                session,
                at=now,
                by=by.id,
                deed="outage.told_later",
                of=("outage", outage_id),
                details={"update": update.id, "ticket": ticket.number},
            )
        _announce(session, outage_id, answered, by, now)
        return len(answered)


def newest_update(session: Session, outage_id: int) -> int:
    """Return the id of the newest update, 0 when nothing was told yet."""
    return session.scalar(select(func.max(OutageUpdate.id)).where(OutageUpdate.outage_id == outage_id)) or 0


def told_of(session: Session, update_id: int) -> set[int]:
    """Return the tickets on which that update stands."""
    told = select(OutageAnswer.ticket_number).where(
        OutageAnswer.update_id == update_id, OutageAnswer.message_id.is_not(None)
    )
    return set(session.scalars(told))


def _kept(session: Session, outage: Outage, told: Told, by: Person, now: datetime) -> OutageUpdate:
    outage.state = told.state
    outage.solved_at = (outage.solved_at or now) if told.state is State.SOLVED else None
    update = OutageUpdate(
        outage_id=outage.id,
        state=told.state,
        text_nl=told.text.nl,
        text_en=told.text.en,
        at=now,
        author_id=by.id,
        once=told.once,
    )
    session.add(update)
    session.flush()
    return update


def _grouped(session: Session, outage_id: int) -> list[int]:
    grouped = select(OutageTicket.ticket_number).where(OutageTicket.outage_id == outage_id)
    return list(session.scalars(grouped.order_by(OutageTicket.ticket_number)))


def _announce(session: Session, outage_id: int, answered: list[Ticket], by: Person, now: datetime) -> None:
    announce(session, at=now, kind="outage", of=outage_id, by=by.id)
    for ticket in answered:
        organisation = ticket.organisation_id
        announce(session, at=now, kind="ticket", of=ticket.number, organisation=organisation, by=by.id)
