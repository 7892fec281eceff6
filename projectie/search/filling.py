"""Making documents anew: by the worker every second, and first of all by whoever searches."""

from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import delete, func, insert, select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from projectie.database import db, is_sqlite, transaction
from projectie.people.models import Organisation
from projectie.search.models import Audience, SearchDue, SearchEntry
from projectie.search.words import MOST_LETTERS, document, vector
from projectie.tickets.models import Attachment, Message, Note, Ticket

AT_ONCE = 800  # changes in one transaction


def fill(most: int = 10 * AT_ONCE) -> int:
    """Make the documents of tickets that changed, up to so many changes; return how many there were."""
    done = 0
    while done < most and (step := _fill_some()):
        done += step
    return done


def fill_if_due() -> None:
    """Let a search find what was written a moment ago; a database that is busy is searched as it is."""
    if db.session.scalar(select(SearchDue.id).limit(1)) is None:
        return
    try:
        fill(AT_ONCE)
    except OperationalError:
        db.session.rollback()


def _fill_some() -> int:
    with transaction() as session:
        due = session.execute(
            select(SearchDue.id, SearchDue.ticket_number)
            .order_by(SearchDue.id)
            .limit(AT_ONCE)
            .with_for_update(skip_locked=True)
        ).all()
        numbers = sorted({row.ticket_number for row in due})
        if not due:
            return 0
        session.execute(delete(SearchEntry).where(SearchEntry.ticket_number.in_(numbers)))
        rows = [row for entry in _documents(session, numbers) for row in entry]
        if rows:
            session.connection().execute(insert(SearchEntry), rows)
        session.execute(delete(SearchDue).where(SearchDue.id.in_([row.id for row in due])))
        return len(due)


def _documents(session: Session, numbers: list[int]) -> Iterator[list[dict[str, Any]]]:
    said, noted = _said(session, numbers), _noted(session, numbers)
    heads = select(
        Ticket.number, Ticket.subject, Ticket.requester_name, Ticket.requester_address, Organisation.name
    )
    owned = heads.outerjoin(Organisation, Organisation.id == Ticket.organisation_id)
    for number, *head in session.execute(owned.where(Ticket.number.in_(numbers))):
        shared = [*(text or "" for text in head), *said.get(number, ())]
        notes = noted.get(number, [])
        yield [
            _entry(session, number, Audience.STAFF if notes else Audience.ALL, [*shared[: len(head)], *notes, *shared[len(head) :]]),
            *([_entry(session, number, Audience.CLIENTS, shared)] if notes else []),
        ]  # fmt: skip


def _entry(session: Session, number: int, audience: Audience, texts: Iterable[str]) -> dict[str, Any]:
    written = document(texts)
    return {
        "id": 2 * number + (audience is Audience.CLIENTS),
        "ticket_number": number,
        "audience": audience,
        "words": written if is_sqlite(session) else vector(written),
    }


def _said(session: Session, numbers: list[int]) -> dict[int | None, list[str]]:
    """Return what was said on those tickets, the newest first: what is too much to look in is the oldest."""
    found: dict[int | None, list[str]] = {}
    text = func.substr(Message.body_text, 1, MOST_LETTERS)
    messages = (
        select(Message.ticket_number, Message.from_name, Message.from_address, text)
        .where(Message.ticket_number.in_(numbers))
        .order_by(Message.id.desc())
    )
    for number, *texts in session.execute(messages):
        found.setdefault(number, []).extend(texts)
    files = select(Message.ticket_number, Attachment.filename).join(
        Message, Attachment.message_id == Message.id
    )
    for number, name in session.execute(files.where(Message.ticket_number.in_(numbers))):
        found.setdefault(number, []).append(name)
    return found


def _noted(session: Session, numbers: list[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    notes = (
        select(Note.ticket_number, Note.body).where(Note.ticket_number.in_(numbers)).order_by(Note.id.desc())
    )
    for number, body in session.execute(notes):
        found.setdefault(number, []).append(body)
    return found
