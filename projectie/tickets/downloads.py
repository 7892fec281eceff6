"""What is too large for mail goes with a reply by a private link: scoped to that reply, expiring, taken back by staff.

Opening it changes nothing (R35). It outlives the ticket: print files are fetched when the work is done.
"""

import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Exists, delete, exists, select
from sqlalchemy.orm import Session

from projectie import history
from projectie.database import MissingError, transaction
from projectie.links import link_to
from projectie.live.announce import announce
from projectie.private_links import fits, number_in, token_for
from projectie.tickets.download_models import DownloadLink
from projectie.tickets.models import Attachment, Message, Ticket
from projectie.tickets.writing_models import DraftFile

PURPOSE = "download"
OPEN_FOR = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Download:
    """What a letter says of files that do not go along with it."""

    url: str
    until: datetime
    files: tuple[tuple[str, int], ...]  # name and size


@dataclass(frozen=True, slots=True)
class Handed:
    """What stands behind a link that is open: no more of the ticket than its subject and the files of one reply."""

    subject: str
    expires_at: datetime
    files: tuple[Attachment, ...]


@dataclass(frozen=True, slots=True)
class ShownDownload:
    """A link as staff see it beside the ticket."""

    id: int
    url: str
    names: tuple[str, ...]
    expires_at: datetime
    revoked: bool
    is_open: bool


def offer(
    session: Session, ticket: Ticket, message: Message, files: Collection[DraftFile], key: str, now: datetime
) -> Download | None:
    """Make the link for files of a reply that are too large for mail; part of the deed that sends it."""
    large = [file for file in files if file.by_link]
    if not large:
        return None
    link = DownloadLink(
        message_id=message.id,
        nonce=secrets.token_hex(16),
        made_at=now,
        expires_at=now + OPEN_FOR,
        revoked_at=None,
    )
    session.add(link)
    session.flush()
    _tell(session, "download.offered", ticket, link, message.author_id, now)
    named = tuple((file.filename, file.size) for file in large)
    return Download(_url(link.id, link.nonce, ticket.language, key), link.expires_at, named)


def linked(message: int) -> Exists:
    """Return the condition under which files of a reply go by a link."""
    return exists().where(DownloadLink.message_id == message)


def drop(session: Session, message: int) -> None:
    """Forget the link of a reply that does not go out; part of that deed."""
    session.execute(delete(DownloadLink).where(DownloadLink.message_id == message))


def opened(session: Session, token: str, key: str, now: datetime) -> Handed | None:
    """Return what stands behind a token; a wrong, expired or revoked one opens nothing."""
    number = number_in(token)
    if number is None:
        return None
    wanted = select(DownloadLink, Ticket.subject).join(Message, Message.id == DownloadLink.message_id)
    row = session.execute(
        wanted.join(Ticket, Ticket.number == Message.ticket_number).where(DownloadLink.id == number)
    ).first()
    if row is None or not fits(token, PURPOSE, number, row[0].nonce, key) or not _is_open(row[0], now):
        return None
    link: DownloadLink = row[0]
    files = select(Attachment).where(Attachment.message_id == link.message_id).order_by(Attachment.id)
    return Handed(row[1], link.expires_at, tuple(session.scalars(files)))


def revoke(ticket: int, link_id: int, by: int, now: datetime) -> None:
    """Take a link back; the files stay with their reply. Raise MissingError."""
    with transaction() as session:
        link = session.get(DownloadLink, link_id, with_for_update=True, populate_existing=True)
        its = session.get_one(Message, link.message_id).ticket_number if link else None
        if link is None or its != ticket:
            raise MissingError(f"download link {link_id}")
        if link.revoked_at is None:
            link.revoked_at = now
            _tell(session, "download.revoked", session.get_one(Ticket, ticket), link, by, now)


def links_of(session: Session, ticket: Ticket, key: str, now: datetime) -> list[ShownDownload]:
    """Return the links of a ticket, the newest first; one statement."""
    rows = session.execute(
        select(DownloadLink, Attachment.filename)
        .join(Message, Message.id == DownloadLink.message_id)
        .join(Attachment, Attachment.message_id == DownloadLink.message_id)
        .where(Message.ticket_number == ticket.number)
        .order_by(DownloadLink.id.desc(), Attachment.id)
    ).all()
    found: dict[int, tuple[DownloadLink, list[str]]] = {}
    for link, name in rows:
        found.setdefault(link.id, (link, []))[1].append(name)
    return [
        ShownDownload(
            link.id,
            _url(link.id, link.nonce, ticket.language, key),
            tuple(names),
            link.expires_at,
            link.revoked_at is not None,
            _is_open(link, now),
        )
        for link, names in found.values()
    ]


def _is_open(link: DownloadLink, now: datetime) -> bool:
    return link.revoked_at is None and now < link.expires_at


def _url(number: int, nonce: str, language: str, key: str) -> str:
    return link_to("public.download", language=language, token=token_for(PURPOSE, number, nonce, key))


def _tell(
    session: Session, deed: str, ticket: Ticket, link: DownloadLink, by: int | None, now: datetime
) -> None:
    of = ("ticket", ticket.number)
    history.record(session, at=now, by=by, deed=deed, of=of, details={"link": link.id})
    announce(session, at=now, kind="ticket", of=ticket.number, by=by)
