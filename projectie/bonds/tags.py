"""Tags: words that staff put on tickets, renamed and merged by staff; no colours, for a word says what it means."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from projectie import history
from projectie.database import MissingError, transaction
from projectie.live.announce import announce
from projectie.tickets.columns import OPEN, held
from projectie.tickets.filters import folded
from projectie.tickets.models import Ticket
from projectie.tickets.tag_models import Tag, TicketTag

LONGEST = 40
MOST = 20  # on one ticket


class TooManyTags(ValueError):  # noqa: N818 (a refusal that the page words)
    """The ticket has as many tags as it can have; nothing was changed."""


@dataclass(frozen=True, slots=True)
class TagRow:
    """A tag, and on how many tickets it is: all of them, and those that are open."""

    id: int
    name: str
    tickets: int = 0
    open: int = 0


def name_of(text: str) -> str:
    """Return a tag as it is kept: one line, without the # some people write before it."""
    return " ".join(text.replace(",", " ").split()).lstrip("#").strip()[:LONGEST]


def put(number: int, name: str, by: int, now: datetime) -> None:
    """Put a tag on a ticket, a new one when nobody used it before; raise MissingError, TooManyTags, MergedAway."""
    with transaction() as session:
        held(session, number)
        has = set(session.scalars(select(TicketTag.tag_id).where(TicketTag.ticket_number == number)))
        tag = _named(session, name)
        if tag.id in has:
            return
        if len(has) >= MOST:
            raise TooManyTags
        session.add(TicketTag(ticket_number=number, tag_id=tag.id))
        _tell(session, "tag.put", number, tag.id, by, now)


def take_off(number: int, tag_id: int, by: int, now: datetime) -> None:
    """Take a tag off a ticket; one that is on no ticket any more is gone. Raise MissingError."""
    with transaction() as session:
        held(session, number)
        row = session.get(TicketTag, (number, tag_id))
        if row is None:
            raise MissingError(f"tag {tag_id}")
        session.delete(row)
        session.flush()
        _tell(session, "tag.taken_off", number, tag_id, by, now)
        if session.scalar(select(TicketTag.tag_id).where(TicketTag.tag_id == tag_id).limit(1)) is None:
            session.execute(delete(Tag).where(Tag.id == tag_id))


def rename(tag_id: int, name: str, by: int, now: datetime) -> int:
    """Rename a tag; a name another tag has makes them one. Return the tag there is now, raise MissingError."""
    with transaction() as session:
        tag = session.get(Tag, tag_id, with_for_update=True)
        if tag is None:
            raise MissingError(f"tag {tag_id}")
        other = session.scalars(select(Tag).where(Tag.folded == folded(name), Tag.id != tag_id)).first()
        of = ("tag", other.id if other else tag.id)
        if other is None:
            tag.name, tag.folded = name, folded(name)
        else:
            _pour(session, tag, other)
        history.record(session, at=now, by=by, deed="tag.renamed", of=of, details={"from": tag_id})
        return of[1]


def all_tags(session: Session) -> list[TagRow]:
    """Return every tag by name; one statement."""
    open_ = func.count(Ticket.number).filter(Ticket.column.in_(OPEN))
    counted = (
        select(Tag.id, Tag.name, func.count(Ticket.number), open_)
        .outerjoin(TicketTag, TicketTag.tag_id == Tag.id)
        .outerjoin(Ticket, (Ticket.number == TicketTag.ticket_number) & Ticket.merged_into.is_(None))
        .group_by(Tag.id)
        .order_by(Tag.folded)
    )
    return [TagRow(*row) for row in session.execute(counted)]


def tags_of(session: Session, number: int) -> list[TagRow]:
    """Return the tags of a ticket by name."""
    on = select(Tag.id, Tag.name).join(TicketTag, TicketTag.tag_id == Tag.id)
    rows = session.execute(on.where(TicketTag.ticket_number == number).order_by(Tag.folded))
    return [TagRow(*row) for row in rows]


def known_names(session: Session) -> Iterable[str]:
    """Return the names that can be chosen from."""
    return session.scalars(select(Tag.name).order_by(Tag.folded).limit(500)).all()


def _named(session: Session, name: str) -> Tag:
    tag = session.scalars(select(Tag).where(Tag.folded == folded(name))).first()
    if tag is None:
        tag = Tag(name=name, folded=folded(name))
        session.add(tag)
        session.flush()
    return tag


def _pour(session: Session, tag: Tag, other: Tag) -> None:
    """Give the tickets of one tag to another, each once."""
    has = select(TicketTag.ticket_number).where(TicketTag.tag_id == other.id)
    its = TicketTag.tag_id == tag.id
    session.execute(update(TicketTag).where(its, TicketTag.ticket_number.not_in(has)).values(tag_id=other.id))
    session.execute(delete(TicketTag).where(its))
    session.delete(tag)
    session.flush()


def _tell(session: Session, deed: str, number: int, tag: int, by: int, now: datetime) -> None:
    session.flush()
    history.record(session, at=now, by=by, deed=deed, of=("ticket", number), details={"tag": tag})
    announce(session, at=now, kind="ticket", of=number, by=by)
