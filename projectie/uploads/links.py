"""Upload links: made by staff for one ticket, open until they expire or are taken back."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from projectie import history
from projectie.database import MissingError, transaction
from projectie.live.announce import announce
from projectie.private_links import fits, number_in, token_for
from projectie.tickets.along import goes_along
from projectie.tickets.columns import held
from projectie.tickets.models import Ticket
from projectie.tickets.waking import is_closed
from projectie.uploads.models import Upload, UploadLink, UploadState
from projectie.uploads.rules import LinkState, state_of_link

PURPOSE = "upload"
goes_along(UploadLink.ticket_number, UploadLink.id)


@dataclass(frozen=True, slots=True)
class Opened:
    """What stands behind a link that is open: no more of the ticket than its subject."""

    id: int
    ticket: int
    subject: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class ShownLink:
    """A link as staff see it beside the ticket."""

    id: int
    token: str
    state: LinkState
    expires_at: datetime
    done: int
    underway: int


def make_link(ticket: int, days: int, by: int, now: datetime, *, outward: bool = False) -> int:
    """Make a link for a ticket and return its id; raise MissingError, or MergedAway.

    `outward`: over it that colleague sends what goes along with their reply; nobody else gets it, and no line says so.
    """
    with transaction() as session:
        held(session, ticket)
        link = UploadLink(
            ticket_number=ticket,
            nonce=secrets.token_hex(16),
            made_by_id=by,
            made_at=now,
            expires_at=now + timedelta(days=days),
            revoked_at=None,
            outward=outward,
        )
        session.add(link)
        session.flush()
        if not outward:
            _tell(session, "upload.link_made", link, by, now)
        return link.id


def revoke_link(ticket: int, link_id: int, by: int, now: datetime) -> None:
    """Take a link back; what was received stays. Raise MissingError."""
    with transaction() as session:
        link = session.get(UploadLink, link_id, with_for_update=True, populate_existing=True)
        if link is None or link.ticket_number != ticket or link.outward:
            raise MissingError(f"upload link {link_id}")
        if link.revoked_at is None:
            link.revoked_at = now
            _tell(session, "upload.link_revoked", link, by, now)


def opened(session: Session, token: str, key: str, now: datetime) -> Opened | None:
    """Return what stands behind a token; a wrong, expired or revoked one opens nothing, nor does one of a closed ticket."""
    number = number_in(token)
    if number is None:
        return None
    found = select(UploadLink, Ticket).join(Ticket, Ticket.number == UploadLink.ticket_number)
    row = session.execute(found.where(UploadLink.id == number, UploadLink.outward.is_(False))).first()
    if row is None or not fits(token, PURPOSE, number, row[0].nonce, key):
        return None
    link, ticket = row[0], row[1]
    state = state_of_link(link.expires_at, link.revoked_at, now)
    if state is not LinkState.OPEN or is_closed(session, ticket, now):
        return None
    return Opened(link.id, ticket.number, ticket.subject, link.expires_at)


def links_of(session: Session, ticket: int, key: str, now: datetime) -> list[ShownLink]:
    """Return the links of a ticket, newest first, with how many files came over each."""
    done = func.count(Upload.id).filter(Upload.state == UploadState.DONE)
    underway = func.count(Upload.id).filter(Upload.state == UploadState.UNDERWAY)
    rows = session.execute(
        select(UploadLink.id, UploadLink.nonce, UploadLink.expires_at, UploadLink.revoked_at, done, underway)
        .outerjoin(Upload, Upload.link_id == UploadLink.id)
        .where(UploadLink.ticket_number == ticket, UploadLink.outward.is_(False))
        .group_by(UploadLink.id)
        .order_by(UploadLink.id.desc())
    )
    return [
        ShownLink(
            number,
            token_for(PURPOSE, number, nonce, key),
            state_of_link(expires, revoked, now),
            expires,
            done,
            underway,
        )
        for number, nonce, expires, revoked, done, underway in rows
    ]


def own_link(session: Session, ticket: int, by: int, now: datetime) -> int | None:
    """Return over what that colleague sends large files of a ticket, if that was begun."""
    own = select(UploadLink.id).where(
        UploadLink.ticket_number == ticket,
        UploadLink.made_by_id == by,
        UploadLink.outward.is_(True),
        UploadLink.expires_at > now,
    )
    return session.scalar(own.order_by(UploadLink.id.desc()).limit(1))


def _tell(session: Session, deed: str, link: UploadLink, by: int, now: datetime) -> None:
    of, details = ("ticket", link.ticket_number), {"link": link.id}
    history.record(session, at=now, by=by, deed=deed, of=of, details=details)
    announce(session, at=now, kind="ticket", of=link.ticket_number, by=by)
