"""Files of a form that is being filled in: kept under its key the moment they come, attached when it is sent."""

import mimetypes
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from projectie.database import transaction
from projectie.mail.attachments import safe_filename
from projectie.mail.blobs import BlobStore, digest_of
from projectie.mail.programs import HEAD
from projectie.requests.models import OnlineFile
from projectie.tickets.models import Attachment, Message
from projectie.tickets.reply_files import COPIED, FileRefused, Offered
from projectie.tickets.reply_files_rules import FileLimits, refused

KEPT_FOR = timedelta(days=2)  # a form nobody sent


def keep_file(
    key: str, offered: Offered, by: int | None, blobs: BlobStore, now: datetime, limits: FileLimits
) -> None:
    """Keep a file with the form of that key; raise FileRefused."""
    name, size, digest = safe_filename(offered.name), len(offered.content), digest_of(offered.content)
    with transaction() as session:
        beside = files_of(session, key, by)
        if any((one.filename, one.sha256) == (name, digest) for one in beside):
            return  # the same file once more is that file
        there = sum(one.size for one in beside)
        why = refused(name, size, offered.content[:HEAD], there, len(beside), limits)
        if why is not None:
            raise FileRefused(name, why)
        kind = (mimetypes.guess_type(name)[0] or "application/octet-stream")[:200]
        about = {"filename": name, "content_type": kind, "size": size, "added_at": now}
        digest = blobs.put(session, offered.content)
        session.add(OnlineFile(key=key, by_id=by, sha256=digest, **about))


def files_of(session: Session, key: str, by: int | None) -> list[OnlineFile]:
    """Return the files that wait with a form, of whoever fills it in."""
    own = select(OnlineFile).where(OnlineFile.key == key, OnlineFile.by_id.is_not_distinct_from(by))
    return list(session.scalars(own.order_by(OnlineFile.id)))


def remove_file(key: str, file: int, by: int | None) -> None:
    """Take a file off a form; one that is not there is off already."""
    with transaction() as session:
        for one in files_of(session, key, by):
            if one.id == file:
                session.delete(one)


def enclose(session: Session, message: Message, key: str, by: int | None) -> int:
    """Attach the files of a form to the message it became, part of that deed; return how many."""
    files = files_of(session, key, by)
    for file in files:
        said = {name: getattr(file, name) for name in COPIED}
        session.add(Attachment(message_id=message.id, **said, inline=False, content_id=None))
        session.delete(file)
    return len(files)


def sweep(session: Session, now: datetime) -> int:
    """Forget files of forms nobody sent; return how many."""
    over = delete(OnlineFile).where(OnlineFile.added_at < now - KEPT_FOR).returning(OnlineFile.id)
    return len(session.scalars(over).all())
