"""What is typed is kept on the server as it grows: one text a box for each person, whatever happens to the window.

The newer keystroke wins. A text that another window of the same person wrote meanwhile is put aside, not overwritten;
it stands below the box until it is taken back or thrown away.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from projectie.database import MissingError, transaction
from projectie.live.announce import announce
from projectie.tickets.merged import goes_on_at
from projectie.tickets.models import ReplyDraft, Ticket
from projectie.tickets.writing_models import Box, DraftFile, WorkingDraft

TELL_EVERY = timedelta(seconds=10)  # colleagues see a text grow at this pace
HIGHEST = 2**31 - 2


@dataclass(frozen=True, slots=True)
class Typed:
    """What stands in a box, the version that window knows, and which window it is."""

    kind: Box
    body: str
    version: int = 0
    tab: str = ""
    made_of: int | None = None


@dataclass(frozen=True, slots=True)
class Kept:
    """The version it is kept under, and whether another window's text was put aside for it."""

    version: int
    displaced: bool = False


def keep(number: int, typed: Typed, by: int, now: datetime) -> Kept:
    """Keep what somebody typed on a ticket; raise MissingError. Nothing typed at all is no draft."""
    with transaction() as session:
        number = held_open(session, number)
        own = _own(session, number, typed.kind, by)
        if own is not None and own.body == typed.body:
            if (
                own.tab != typed.tab
            ):  # two windows hold it now: what either makes of it leaves the other its own
                own.tab, own.version = typed.tab, own.version + 1
            return Kept(own.version)
        if own is None and not typed.body.strip():
            return Kept(typed.version)
        kept, tell = (_replaced if own else _begun)(session, number, own, typed, by, now)
        if tell:
            announce(session, at=now, kind="draft", of=number, by=by)
        return kept


def take_over(number: int, draft: int, typed: Typed, by: int, now: datetime) -> Box:
    """Put a text into one's own box, above what is typed there; a colleague's stays theirs. Raise MissingError."""
    with transaction() as session:
        number = held_open(session, number)
        theirs = session.get(WorkingDraft, draft)
        if theirs is None or theirs.ticket_number != number:
            raise MissingError(f"draft {draft}")
        text = "\n\n".join(part for part in (theirs.body, typed.body.strip()) if part)
        kind = theirs.kind
        if theirs.author_id != by:
            _copy_files(session, theirs, by, now)
        elif theirs.aside:
            session.delete(theirs)
        own = _own(session, number, kind, by)
        fresh = Typed(kind, text, own.version if own else typed.version, typed.tab, typed.made_of)
        if own is None or own is not theirs:
            (_replaced if own else _begun)(session, number, own, fresh, by, now)
        announce(session, at=now, kind="draft", of=number, by=by)
        return kind


def take_not_sent(number: int, draft: int, typed: Typed, by: int, now: datetime) -> None:
    """Put a reply that did not go out into one's own box, above what is typed there; raise MissingError."""
    with transaction() as session:
        number = held_open(session, number)
        left = session.get(ReplyDraft, draft)
        if left is None or left.ticket_number != number:
            raise MissingError(f"draft {draft}")
        text = "\n\n".join(part for part in (left.body, typed.body.strip()) if part)
        own = _own(session, number, Box.REPLY, by)
        fresh = Typed(Box.REPLY, text, own.version if own else typed.version, typed.tab, left.id)
        (_replaced if own else _begun)(session, number, own, fresh, by, now)
        announce(session, at=now, kind="draft", of=number, by=by)


def throw_away(number: int, draft: int, by: int, now: datetime) -> None:
    """Remove a text of one's own for good; raise MissingError."""
    with transaction() as session:
        number = held_open(session, number)
        mine = delete(WorkingDraft).where(
            WorkingDraft.id == draft, WorkingDraft.ticket_number == number, WorkingDraft.author_id == by
        )
        if session.scalars(mine.returning(WorkingDraft.id)).first() is None:
            raise MissingError(f"draft {draft}")
        announce(session, at=now, kind="draft", of=number, by=by)


def done_typing(session: Session, number: int, sent: Typed, by: int) -> None:
    """Remove the draft of what was sent; what another window wrote meanwhile is put aside. Part of the deed that sends."""
    own = _own(session, number, sent.kind, by)
    if own is None:
        return
    if own.version == sent.version or own.body.strip() in sent.body:
        session.delete(own)
    else:
        own.aside = True


def held_open(session: Session, number: int) -> int:
    """Hold the ticket where that one goes on, so that two windows never begin a box at once, and return its number.

    What is typed on a page of a ticket that was merged meanwhile is kept where it can be sent (R17a). Raise MissingError.
    """
    into = goes_on_at(session, number)
    if session.scalar(select(Ticket.number).where(Ticket.number == into).with_for_update()) is None:
        raise MissingError(f"ticket {number}")
    return into


def _own(session: Session, number: int, kind: Box, by: int) -> WorkingDraft | None:
    own = select(WorkingDraft).where(
        WorkingDraft.ticket_number == number,
        WorkingDraft.author_id == by,
        WorkingDraft.kind == kind,
        WorkingDraft.aside.is_(False),
    )
    return session.scalars(own.execution_options(populate_existing=True)).first()


def _begun(
    session: Session, number: int, own: WorkingDraft | None, typed: Typed, by: int, now: datetime
) -> tuple[Kept, bool]:
    del own
    draft = WorkingDraft(
        ticket_number=number,
        author_id=by,
        kind=typed.kind,
        body=typed.body,
        version=min(typed.version, HIGHEST) + 1,
        tab=typed.tab,
        made_of=typed.made_of,
        aside=False,
        saved_at=now,
        told_at=now,
    )
    session.add(draft)
    session.flush()
    return Kept(draft.version), True


def _replaced(
    session: Session, number: int, own: WorkingDraft | None, typed: Typed, by: int, now: datetime
) -> tuple[Kept, bool]:
    assert own is not None
    unseen = own.version != typed.version and (own.tab != typed.tab or not typed.tab)
    displaced = unseen and bool(own.body.strip())
    tell = unseen or own.told_at <= now - TELL_EVERY
    if displaced:
        own.aside = True
        session.flush()
        own = WorkingDraft(ticket_number=number, author_id=by, kind=typed.kind, version=own.version)
        own.aside = False
        session.add(own)
    elif not typed.body.strip():
        session.delete(own)
        return Kept(own.version), True
    own.body, own.tab, own.made_of, own.saved_at = typed.body, typed.tab, typed.made_of, now
    own.version = min(max(own.version, typed.version), HIGHEST) + 1
    own.told_at = now if tell or displaced else own.told_at
    session.flush()
    return Kept(own.version, displaced), tell


def _copy_files(session: Session, theirs: WorkingDraft, by: int, now: datetime) -> None:
    """Let the files of a colleague's reply go along with one's own, those that are not there yet."""
    if theirs.kind is not Box.REPLY:
        return
    on_ticket = select(DraftFile).where(
        DraftFile.ticket_number == theirs.ticket_number, DraftFile.removed_at.is_(None)
    )
    files = session.scalars(on_ticket.order_by(DraftFile.id)).all()
    mine = {(one.filename, one.sha256) for one in files if one.author_id == by}
    for one in files:
        if one.author_id == theirs.author_id and (one.filename, one.sha256) not in mine:
            copied = {
                name: getattr(one, name)
                for name in ("ticket_number", "filename", "content_type", "size", "sha256", "by_link")
            }
            session.add(DraftFile(**copied, author_id=by, added_at=now))
