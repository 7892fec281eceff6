"""Taking a file in: begun, sent in parts in order, and once it is whole an attachment on its ticket.

Cut off or killed anywhere, it goes on from the last part that was synced; a file becomes one attachment, once.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from projectie.database import MissingError, db, transaction, written
from projectie.mail.attachments import safe_filename
from projectie.mail.blobs import BlobStore
from projectie.mail.programs import HEAD, begins_as_program
from projectie.people import throttle
from projectie.tickets.columns import held
from projectie.tickets.reply_files import Large, add_large
from projectie.tickets.waking import wake
from projectie.uploads.attaching import attached, tell
from projectie.uploads.models import Upload, UploadLink, UploadState
from projectie.uploads.parts import Parts
from projectie.uploads.rules import Limits, Refusal, Used, refusal


@dataclass(frozen=True, slots=True)
class Place:
    """Where files are received: the folder of parts, the store of whole files, what is allowed, and the key for brakes."""

    parts: Parts
    blobs: BlobStore
    limits: Limits
    key: str


@dataclass(frozen=True, slots=True)
class Offered:
    """A file as a browser offers it."""

    name: str
    size: int
    modified: int


@dataclass(frozen=True, slots=True)
class Standing:
    """How far an upload is."""

    key: str
    received: int
    size: int
    done: bool

    @property
    def is_whole(self) -> bool:
        """Whether every byte is here."""
        return self.received == self.size


class Refused(Exception):  # noqa: N818 (a refusal that the page words)
    """A file is not taken; nothing else was changed."""

    def __init__(self, why: Refusal) -> None:
        super().__init__(why.value)
        self.why = why


class TooMany(Exception):  # noqa: N818 (a refusal that the page words)
    """Too many files were begun; in so many seconds there is room for more."""

    def __init__(self, seconds: int) -> None:
        super().__init__("too many")
        self.seconds = seconds


class Elsewhere(Exception):  # noqa: N818 (the browser goes on from there)
    """A part does not follow on what was received."""

    def __init__(self, standing: Standing) -> None:
        super().__init__("elsewhere")
        self.standing = standing


def begin(link_id: int, offered: Offered, place: Place, now: datetime) -> Standing:
    """Return how far that file is: begun now, or sent in part before. Raises Refused, TooMany or MissingError."""
    name, limits = safe_filename(offered.name), place.limits
    with transaction() as session:
        link = session.get(UploadLink, link_id, with_for_update=True, populate_existing=True)
        if link is None:
            raise MissingError(f"upload link {link_id}")
        mine = (Upload.filename == name, Upload.size == offered.size, Upload.modified == offered.modified)
        anew = (
            (Upload.state == UploadState.UNDERWAY,) if link.outward else ()
        )  # it may be taken off the reply
        known = session.scalars(select(Upload).where(Upload.link_id == link_id, *mine, *anew)).first()
        if known is not None:
            return _standing(known)
        why = refusal(name, offered.size, _used(session, link_id), limits)
        if why is None and not place.parts.has_room(offered.size, limits.spare):
            why = Refusal.NO_ROOM
        if why is not None:
            raise Refused(why)
        _brake(session, link_id, place.key, now)
        upload = Upload(
            link_id=link_id,
            key=secrets.token_hex(16),
            filename=name,
            size=offered.size,
            modified=offered.modified,
            received=0,
            state=UploadState.UNDERWAY,
            begun_at=now,
            last_at=now,
            message_id=None,
        )
        return _standing(written(session, upload))


def add_part(link_id: int, key: str, offset: int, part: Path, place: Place, now: datetime) -> Standing:
    """Add a part that was taken in to its file, synced; raise Elsewhere when it does not follow, or MissingError."""
    with transaction() as session:
        upload = _held(session, link_id, key)
        behind = upload.received + part.stat().st_size > upload.size
        if upload.state is UploadState.DONE or offset != upload.received or behind:
            raise Elsewhere(_standing(upload))
        upload.received += place.parts.append(key, upload.received, part)
        upload.last_at = now
        return _standing(upload)


def finish(link_id: int, key: str, place: Place, now: datetime) -> None:
    """Make an attachment on the ticket of a file that is whole; doing it again changes nothing.

    Raises Refused for a program in disguise (its bytes are removed), or MissingError.
    """
    if _is_done(link_id, key):
        return
    try:
        digest = _set_down(link_id, key, place)
    except FileNotFoundError:
        if _is_done(link_id, key):
            return  # somebody else was finishing it too
        raise
    with transaction() as session:
        link = session.get_one(UploadLink, link_id)
        upload = _held(session, link_id, key)
        if upload.state is UploadState.UNDERWAY and upload.received == upload.size:
            place.blobs.put_file(session, place.parts.path(key), digest)
            upload.state, upload.last_at = UploadState.DONE, now
            (_goes_along if link.outward else _came_in)(session, link, upload, digest, now)
    place.parts.remove(key)


def _came_in(session: Session, link: UploadLink, upload: Upload, digest: str, now: datetime) -> None:
    """Put what a client sent on the timeline of the ticket."""
    ticket = held(session, link.ticket_number)
    upload.message_id = attached(session, ticket, upload, digest, now).id
    wake(session, ticket, None, now)
    tell(session, ticket, upload, now)


def _goes_along(session: Session, link: UploadLink, upload: Upload, digest: str, now: datetime) -> None:
    """Let what a colleague sent go along with the reply they are writing."""
    by, number = link.made_by_id, link.ticket_number
    add_large(session, number, Large(upload.filename, upload.size, digest), by, now)


def _set_down(link_id: int, key: str, place: Place) -> str:
    """Look at the file and put it down in the store, before anything is locked: it may be very large."""
    if begins_as_program(place.parts.head(key, HEAD)):
        _drop(link_id, key, place)
        raise Refused(Refusal.FORBIDDEN)
    digest = place.parts.digest(key)
    place.blobs.file_ahead(db.session(), place.parts.path(key), digest)
    return digest


def _used(session: Session, link_id: int) -> Used:
    sums = select(func.coalesce(func.sum(Upload.size), 0), func.count(Upload.id))
    size, files = session.execute(sums.where(Upload.link_id == link_id)).one()
    return Used(int(size), files)


def _brake(session: Session, link_id: int, key: str, now: datetime) -> None:
    """Let no link begin files faster than people can; raise TooMany."""
    counted = throttle.keys(key, "", f"upload {link_id}")[1:]
    if seconds := throttle.wait_seconds(session, counted, now):
        raise TooMany(seconds)
    throttle.failed(session, counted, now)


def _held(session: Session, link_id: int, key: str) -> Upload:
    mine = select(Upload).where(Upload.link_id == link_id, Upload.key == key).with_for_update()
    upload = session.scalars(mine.execution_options(populate_existing=True)).first()
    if upload is None:
        raise MissingError(f"upload {key}")
    return upload


def _is_done(link_id: int, key: str) -> bool:
    with transaction() as session:
        return _held(session, link_id, key).state is UploadState.DONE


def _drop(link_id: int, key: str, place: Place) -> None:
    with transaction() as session:
        session.delete(_held(session, link_id, key))
    place.parts.remove(key)


def _standing(upload: Upload) -> Standing:
    return Standing(upload.key, upload.received, upload.size, upload.state is UploadState.DONE)
