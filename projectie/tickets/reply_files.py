"""Files that go along with a reply: kept with its draft the moment they come, attached when it is sent (R34)."""

import mimetypes
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Exists, exists, select
from sqlalchemy.orm import Session

from projectie.database import MissingError, transaction
from projectie.live.announce import announce
from projectie.mail.attachments import safe_filename
from projectie.mail.blobs import BlobStore, digest_of
from projectie.mail.models import LetterFile
from projectie.mail.programs import HEAD
from projectie.tickets import downloads
from projectie.tickets.models import Attachment, Delivery, Message
from projectie.tickets.reply_files_rules import FileLimits, FileRefusal, refused
from projectie.tickets.working_drafts import held_open
from projectie.tickets.writing_models import DraftFile

COPIED = ("filename", "content_type", "size", "sha256")


class FileRefused(ValueError):  # noqa: N818 (a refusal that the page words)
    """A file does not go along; what was there is as it was."""

    def __init__(self, name: str, why: FileRefusal) -> None:
        super().__init__(why)
        self.name, self.why = name, why


class FilesGone(Exception):  # noqa: N818 (a refusal that the page words)
    """A file that was to go along was taken off meanwhile, in another window; nothing was sent."""


@dataclass(frozen=True, slots=True)
class Offered:
    """A file as it came from a browser."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Large:
    """A file that is too large for mail; its bytes are in the store."""

    name: str
    size: int
    sha256: str


def add_file(
    number: int, offered: Offered, by: int, blobs: BlobStore, now: datetime, limits: FileLimits
) -> None:
    """Keep a file with the reply somebody is writing; raise MissingError or FileRefused."""
    name, size = safe_filename(offered.name), len(offered.content)
    head, digest = offered.content[:HEAD], digest_of(offered.content)
    _judge(name, refused(name, size, head, 0, 0, limits))  # without a lock where that is enough
    with transaction() as session:
        number = held_open(session, number)
        beside = _own(session, number, by)
        if any((one.filename, one.sha256) == (name, digest) for one in beside):
            return  # the same file once more is that file
        mailed = sum(one.size for one in beside if not one.by_link)
        _judge(name, refused(name, size, head, mailed, len(beside), limits))
        session.add(
            DraftFile(
                ticket_number=number,
                author_id=by,
                filename=name,
                content_type=(mimetypes.guess_type(name)[0] or "application/octet-stream")[:200],
                size=size,
                sha256=blobs.put(session, offered.content),
                added_at=now,
                removed_at=None,
            )
        )
        announce(session, at=now, kind="draft", of=number, by=by)


def add_large(session: Session, number: int, large: Large, by: int, now: datetime) -> None:
    """Let a file that is too large for mail go along by a link; part of the deed that took it in, which names its bytes."""
    number = held_open(session, number)
    if any((one.filename, one.sha256) == (large.name, large.sha256) for one in _own(session, number, by)):
        return
    kind = (mimetypes.guess_type(large.name)[0] or "application/octet-stream")[:200]
    session.add(
        DraftFile(
            ticket_number=number,
            author_id=by,
            filename=large.name,
            content_type=kind,
            size=large.size,
            sha256=large.sha256,
            by_link=True,
            added_at=now,
            removed_at=None,
        )
    )
    announce(session, at=now, kind="draft", of=number, by=by)


def remove_file(number: int, file: int, by: int, now: datetime) -> None:
    """Take a file off the reply somebody is writing; raise MissingError."""
    with transaction() as session:
        number = held_open(session, number)
        row = session.get(DraftFile, file, populate_existing=True)
        if row is None or row.ticket_number != number or row.author_id != by or row.removed_at is not None:
            raise MissingError(f"file {file}")
        row.removed_at = now
        announce(session, at=now, kind="draft", of=number, by=by)


def taken(session: Session, number: int, files: Collection[int], by: int) -> list[DraftFile]:
    """Return the files that go along with a reply, of whoever writes it; raise FilesGone."""
    if not files:
        return []
    found = [one for one in _own(session, number, by) if one.id in files]
    if len(found) != len(set(files)):
        raise FilesGone
    return found


def enclose(session: Session, message: Message, letters: Iterable[int], files: Collection[DraftFile]) -> None:
    """Attach files to a reply that is sent, and what is not too large to every letter of it; part of that deed."""
    for file in files:
        said = {name: getattr(file, name) for name in COPIED}
        session.add(Attachment(message_id=message.id, **said, inline=False, content_id=None))
        session.add_all(LetterFile(letter_id=letter, **said) for letter in letters if not file.by_link)
        session.delete(file)


def back_to_draft(session: Session, message: Message, by: int, now: datetime) -> None:
    """Give the files of a reply that does not go out back to its draft; part of the deed that holds it back."""
    rows = session.execute(
        select(Attachment, downloads.linked(message.id), _mailed(message.id)).where(
            Attachment.message_id == message.id
        )
    ).all()
    for file, linked, mailed in rows:
        said = {name: getattr(file, name) for name in COPIED}
        draft = DraftFile(**said, by_link=linked and not mailed, ticket_number=message.ticket_number)
        draft.author_id, draft.added_at = by, now
        session.add(draft)
        session.delete(file)
    if any(linked for _file, linked, _mailed in rows):
        downloads.drop(session, message.id)


def _mailed(message: int) -> Exists:
    """Return the condition under which a file goes along in a letter of that reply."""
    carried = exists().where(LetterFile.sha256 == Attachment.sha256, Delivery.message_id == message)
    return carried.where(Delivery.letter_id == LetterFile.letter_id).correlate(Attachment)


def _judge(name: str, why: FileRefusal | None) -> None:
    if why is not None:
        raise FileRefused(name, why)


def _own(session: Session, number: int, by: int) -> list[DraftFile]:
    own = select(DraftFile).where(
        DraftFile.ticket_number == number, DraftFile.author_id == by, DraftFile.removed_at.is_(None)
    )
    return list(session.scalars(own.order_by(DraftFile.id)))
