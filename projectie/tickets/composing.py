"""What the boxes of a ticket page stand on, in one select: texts that are typed, files, who is here, snippets, signatures."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from typing import Any

from sqlalchemy import (
    Integer,
    Select,
    String,
    Text,
    and_,
    bindparam,
    case,
    cast,
    func,
    literal,
    null,
    select,
    union_all,
)
from sqlalchemy.orm import Session

from projectie.database import UtcDateTime
from projectie.people.models import Person
from projectie.snippets.models import Snippet
from projectie.tickets.models import DraftReason, ReplyDraft
from projectie.tickets.writing_models import Box, DraftFile, Presence, WorkingDraft


@dataclass(frozen=True, slots=True)
class Underway:
    """A text that somebody typed and did not send."""

    id: int
    kind: Box
    author_id: int
    author: str
    body: str
    version: int
    aside: bool
    made_of: int | None
    saved_at: datetime


@dataclass(frozen=True, slots=True)
class NotSent:
    """The newest reply of a ticket that was written and did not go out."""

    id: int
    body: str
    why: DraftReason
    author: str
    recipients: list[str] | None  # whom it was for beside the requester; none: not known


@dataclass(frozen=True, slots=True)
class Ready:
    """A file that goes out with the reply."""

    id: int
    author_id: int
    filename: str
    size: int


@dataclass(frozen=True, slots=True)
class Here:
    """Somebody else who has the ticket before them."""

    id: int
    name: str
    replying: bool


@dataclass(frozen=True, slots=True)
class Composing:
    """All of it, as one reader sees it."""

    reader: int
    texts: tuple[Underway, ...] = ()
    not_sent: NotSent | None = None
    ready: tuple[Ready, ...] = ()
    here: tuple[Here, ...] = ()
    snippets: tuple[tuple[int, str], ...] = field(default=())

    def own(self, kind: Box) -> Underway | None:
        """What the reader was typing in that box."""
        mine = (one for one in self.texts if one.author_id == self.reader and not one.aside)
        return next((one for one in mine if one.kind == kind), None)

    @property
    def kept(self) -> tuple[Underway, ...]:
        """What stands below the boxes: what colleagues type, and what another window of the reader replaced."""
        return tuple(one for one in self.texts if one.aside or one.author_id != self.reader)

    def kept_for(self, kind: Box) -> tuple[Underway, ...]:
        """The same of one box; what a colleague's other window left behind is theirs alone."""
        mine_or_live = (one for one in self.kept if one.author_id == self.reader or not one.aside)
        return tuple(one for one in mine_or_live if one.kind == kind)

    @property
    def files(self) -> tuple[Ready, ...]:
        """The files of the reader's own reply."""
        return tuple(one for one in self.ready if one.author_id == self.reader)

    def files_of(self, author: int) -> tuple[Ready, ...]:
        """The files a colleague put with their reply."""
        return tuple(one for one in self.ready if one.author_id == author)


def composing(session: Session, number: int, reader: int, now: datetime) -> Composing:
    """Return what is being written on a ticket, as that reader sees it."""
    rows = (
        session.connection().execute(_ALL, {"number": number, "reader": reader, "now": now}).mappings().all()
    )
    of = {kind: list(found) for kind, found in groupby(sorted(rows, key=_kind), key=_kind)}
    left = of.get("not_sent", ())
    return Composing(
        reader,
        tuple(_text(row) for row in of.get("text", ())),
        next((_not_sent(r) for r in left), None),
        tuple(Ready(r["id"], r["person"], r["body"], r["number"]) for r in of.get("file", ())),
        tuple(_present(r) for r in of.get("here", ())),
        tuple((r["id"], r["name"]) for r in of.get("snippet", ())),
    )


def said_as(here: tuple[Here, ...]) -> str:
    """Return in short what a page shows of them, so that it need not be sent again."""
    return ".".join(f"{one.id}{'r' if one.replying else ''}" for one in here)


def who_is_here(session: Session, number: int, reader: int, now: datetime) -> tuple[Here, ...]:
    """Return who else has the ticket before them."""
    rows = session.connection().execute(_PRESENT, {"number": number, "reader": reader, "now": now}).mappings()
    return tuple(_present(row) for row in rows)


def _kind(row: Any) -> str:
    kind: str = row["kind"]
    return kind


def _present(row: Any) -> Here:
    return Here(row["id"], row["name"], bool(row["number"]))


def _not_sent(row: Any) -> NotSent:
    recipients = json.loads(row["more"]) if row["more"] else None
    return NotSent(row["id"], row["body"], DraftReason(row["what"]), row["name"], recipients)


def _text(row: Any) -> Underway:
    return Underway(
        row["id"],
        Box(row["what"]),
        row["person"],
        row["name"],
        row["body"],
        row["number"],
        bool(row["flag"]),
        row["made_of"],
        row["at"],
    )


_NUMBER: Any = bindparam("number")
_EMPTY = {"id": Integer, "what": String, "person": Integer, "name": String, "body": Text, "number": Integer}
_LATER = {"flag": Integer, "made_of": Integer, "at": UtcDateTime, "more": Text}


def _row(kind: str, **columns: Any) -> Select[Any]:
    """Return one of the selects; a column it has no use for is nothing."""
    wanted = {**_EMPTY, **_LATER}
    given = (columns.get(name, cast(null(), type_)).label(name) for name, type_ in wanted.items())
    return select(literal(kind).label("kind"), *given)


def _parts() -> Iterable[Select[Any]]:
    author = Person.id == WorkingDraft.author_id
    yield (
        _row(
            "text",
            id=WorkingDraft.id,
            what=cast(WorkingDraft.kind, String),
            person=WorkingDraft.author_id,
            name=Person.name,
            body=WorkingDraft.body,
            number=WorkingDraft.version,
            flag=_flag(WorkingDraft.aside),
            made_of=WorkingDraft.made_of,
            at=WorkingDraft.saved_at,
        )
        .join(Person, author)
        .where(WorkingDraft.ticket_number == _NUMBER)
    )
    newest = select(func.max(ReplyDraft.id)).where(ReplyDraft.ticket_number == _NUMBER).scalar_subquery()
    yield (
        _row(
            "not_sent",
            id=ReplyDraft.id,
            what=cast(ReplyDraft.why, String),
            name=Person.name,
            body=ReplyDraft.body,
            more=cast(ReplyDraft.recipients, Text),
        )
        .join(Person, Person.id == ReplyDraft.author_id)
        .where(ReplyDraft.id == newest)
    )
    yield _row(
        "file", id=DraftFile.id, person=DraftFile.author_id, body=DraftFile.filename, number=DraftFile.size
    ).where(DraftFile.ticket_number == _NUMBER, DraftFile.removed_at.is_(None))
    yield _here()
    yield _row("snippet", id=Snippet.id, name=Snippet.name)


def _here() -> Select[Any]:
    others = and_(
        Presence.ticket_number == _NUMBER,
        Presence.person_id != bindparam("reader"),
        Presence.until > bindparam("now", type_=UtcDateTime),
    )
    replying = func.max(_flag(Presence.replying))
    here = _row("here", id=Person.id, name=Person.name, number=replying).join(
        Person, Person.id == Presence.person_id
    )
    return here.where(others).group_by(Person.id, Person.name)


def _flag(column: Any) -> Any:
    return case((column.is_(True), 1), else_=0)


_PRESENT = _here().order_by("name")
_ALL = union_all(*_parts()).order_by("kind", "name", "id")
