"""Following a ticket: a colleague hears of what others do on it, and reads it on a list of their own."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ScalarSelect, func, or_, select
from sqlalchemy.orm import Session

from projectie import history
from projectie.bonds.models import Follow
from projectie.database import transaction
from projectie.history import History
from projectie.live.announce import announce
from projectie.people.models import Organisation
from projectie.tickets.columns import held
from projectie.tickets.models import Column, Direction, Message, Ticket

MOST = 100


@dataclass(frozen=True, slots=True)
class Followed:
    """A ticket somebody follows, and what others did on it since they looked."""

    number: int
    subject: str
    language: str
    client: str | None
    column: Column
    seen_at: datetime
    news: int
    last_at: datetime | None


def follow(number: int, by: int, now: datetime) -> None:
    """Follow a ticket from now on; raise MissingError, MergedAway."""
    with transaction() as session:
        held(session, number)
        if session.get(Follow, (number, by)) is None:
            session.add(Follow(ticket_number=number, person_id=by, seen_at=now))
            _tell(session, "follow.begun", number, by, now)


def unfollow(number: int, by: int, now: datetime) -> None:
    """Follow it no more."""
    with transaction() as session:
        found = session.get(Follow, (number, by))
        if found is not None:
            session.delete(found)
            _tell(session, "follow.ended", number, by, now)


def look(number: int | None, by: int, now: datetime) -> None:
    """Note that somebody has read what there was, of a ticket or of all."""
    with transaction() as session:
        mine = select(Follow).where(Follow.person_id == by)
        for row in session.scalars(mine if number is None else mine.where(Follow.ticket_number == number)):
            row.seen_at = now


def is_following(session: Session, number: int, person: int) -> bool:
    """Whether that person follows that ticket."""
    its = select(Follow.person_id).where(Follow.ticket_number == number, Follow.person_id == person)
    return session.scalar(its) is not None


def followed(session: Session, person: int, *, only_news: bool = False) -> list[Followed]:
    """Return what somebody follows, what has news first; one statement."""
    did, when_did = _done(person)
    came, when_came = _said()
    news = (did + came).label("news")
    wanted = (
        select(
            *(Ticket.number, Ticket.subject, Ticket.language, Organisation.name, Ticket.column),
            *(Follow.seen_at, news, when_did, when_came),
        )
        .join(Follow, Follow.ticket_number == Ticket.number)
        .outerjoin(Organisation, Organisation.id == Ticket.organisation_id)
        .where(Follow.person_id == person)
        .order_by((did + came == 0), Ticket.number.desc())
        .limit(MOST)
    )
    if only_news:
        wanted = wanted.where(did + came > 0)
    return [
        Followed(*row[:7], max((at for at in row[7:] if at is not None), default=None))
        for row in session.execute(wanted)
    ]


def _done(person: int) -> tuple[ScalarSelect[int], ScalarSelect[datetime]]:
    others = or_(History.actor_id.is_(None), History.actor_id != person)
    its = (
        History.subject == "ticket",
        History.subject_id == Ticket.number,
        History.at > Follow.seen_at,
        others,
        History.deed.not_like("follow.%"),
    )
    counted = select(func.count(History.id)).where(*its).correlate(Ticket, Follow).scalar_subquery()
    return counted, select(func.max(History.at)).where(*its).correlate(Ticket, Follow).scalar_subquery()


def _said() -> tuple[ScalarSelect[int], ScalarSelect[datetime]]:
    its = (
        Message.ticket_number == Ticket.number,
        Message.direction == Direction.IN,
        Message.received_at > Follow.seen_at,
    )
    counted = select(func.count(Message.id)).where(*its).correlate(Ticket, Follow).scalar_subquery()
    return counted, select(func.max(Message.received_at)).where(*its).correlate(
        Ticket, Follow
    ).scalar_subquery()


def _tell(session: Session, deed: str, number: int, by: int, now: datetime) -> None:
    session.flush()
    history.record(session, at=now, by=by, deed=deed, of=("ticket", number), details={})
    announce(session, at=now, kind="ticket", of=number, by=by)
