"""Tickets and everything said on them."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ColumnElement,
    ForeignKey,
    Index,
    String,
    Text,
    UniqueConstraint,
    and_,
    or_,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from projectie.database import Base
from projectie.mail.letter import Authentication, AutoReason
from projectie.mail.models import Mailbox
from projectie.tickets.priority import Impact, Kind, Priority, Urgency

# Compared byte by byte on both databases, so that words with one beginning stand together in the index.
WORD = String(40).with_variant(String(40, collation="C"), "postgresql")


class Column(StrEnum):
    """The columns of the board, in their order."""

    NEW = "new"
    TRIAGED = "triaged"
    PLANNED = "planned"
    IN_PROGRESS = "in_progress"
    WAITING = "waiting"
    DONE = "done"


class Direction(StrEnum):
    """Which way a message went."""

    IN = "in"
    OUT = "out"


class Fate(StrEnum):
    """What became of a mail (R29); exactly one each."""

    CREATED = "created"
    APPENDED = "appended"
    QUARANTINED = "quarantined"
    BOUNCE = "bounce"
    AUTO = "auto"
    CONSENT = "consent"
    SPAM = "spam"


MASKED = "masked"  # among the problems of a message: what seemed a password was taken out of its texts


_ELSEWHERE = text("merged_into IS NOT NULL")
_MARKED = text("mark IS NOT NULL")


class Ticket(Base):
    """A request of a client, from arrival to done; its number is its name (#1042)."""

    __tablename__ = "ticket"
    __table_args__ = (
        Index("ix_ticket_place", "board_column", "position"),
        # Of the few that go on elsewhere: "nowhere" is nearly all, and the board would be read by it.
        Index("ix_ticket_merged_into", "merged_into", sqlite_where=_ELSEWHERE, postgresql_where=_ELSEWHERE),
        Index("ix_ticket_mark", "mark", sqlite_where=_MARKED, postgresql_where=_MARKED),
        CheckConstraint("version > 0", name="version_counts"),
    )

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    mark: Mapped[str | None] = mapped_column(String(5))  # whose the number is, when another had it before
    subject: Mapped[str] = mapped_column(String(500))
    column: Mapped[Column] = mapped_column("board_column")
    position: Mapped[int] = mapped_column(BigInteger)  # sparse: a move changes one row
    column_since: Mapped[datetime]
    version: Mapped[int]  # a stale write is refused
    kind: Mapped[Kind | None]
    impact: Mapped[Impact | None]
    urgency: Mapped[Urgency | None]
    priority: Mapped[Priority | None]  # R8; none until triaged
    service: Mapped[str | None] = mapped_column(String(32))  # key of a service in the terms
    urgent_asked: Mapped[bool]  # asked by spoed@; asking is never being urgent (R13)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    requester_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    requester_name: Mapped[str] = mapped_column(String(200))
    requester_address: Mapped[str] = mapped_column(String(254))
    verified: Mapped[bool]  # the sender who opened it was proven (R32)
    assignee_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    language: Mapped[str] = mapped_column(String(2))
    terms_number: Mapped[int]  # version in force when it arrived (R2)
    opened_at: Mapped[datetime] = mapped_column(index=True)
    response_from: Mapped[datetime | None]  # R6; none: no promise runs (automatic mail)
    response_by: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]  # first human answer
    planned: Mapped[date | None]  # first day the planning promise covers; kept by the deed (R9)
    planned_until: Mapped[date | None]  # last day it covers
    done_at: Mapped[datetime | None] = mapped_column(index=True)
    merged_into: Mapped[int | None] = mapped_column(
        ForeignKey("ticket.number", name="fk_ticket_merged_into_ticket")
    )  # where it goes on: off the board, and no deed is done here any more (R17a)
    private: Mapped[bool] = mapped_column(default=False)  # of the requester and the studio alone
    urgent_since: Mapped[datetime | None]
    urgent_by: Mapped[datetime | None]  # agreed to in writing: ready by then, first of all (R12, R13)
    lines: Mapped[int] = mapped_column("checklist_lines", default=0)  # of its checklist, for its card
    lines_done: Mapped[int] = mapped_column("checklist_done", default=0)

    @classmethod
    def open_to(cls, person_id: int) -> ColumnElement[bool]:
        """Return the condition under which a client sees a ticket of their organisation: people/scope.py asks it."""
        return or_(cls.private.is_(False), cls.requester_id == person_id)

    @property
    def by_sla(self) -> bool:
        """Whether its answer is promised by an SLA, which counts in its own way (R10): at once, not from 24 hours on."""
        return self.response_from == self.opened_at

    @property
    def by_desk(self) -> bool:
        """Whether the desk opened it by itself, answered from the start by the week it promised with it."""
        return self.answered_at == self.opened_at


class Message(Base):
    """A mail in or a reply out; a mail that is on no ticket has none, and a fate all the same."""

    __tablename__ = "message"
    __table_args__ = (
        Index("ix_message_thread", "ticket_number", "id"),
        Index("ix_message_incoming", "direction", "received_at", "id", "mailbox", "fate"),  # the list of mail
        Index("ix_message_fate", "fate", "received_at", "id", "mailbox"),
        {"sqlite_autoincrement": True},  # a reply that is taken back leaves its number to nobody
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    ticket_number: Mapped[int | None] = mapped_column(ForeignKey("ticket.number"))
    direction: Mapped[Direction]
    fate: Mapped[Fate | None]  # incoming only
    mailbox: Mapped[Mailbox | None]
    raw_id: Mapped[int | None] = mapped_column(ForeignKey("raw_mail.id"), unique=True)
    author_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    message_id: Mapped[str | None] = mapped_column(Text)
    message_id_hash: Mapped[str | None] = mapped_column(String(64), index=True)
    in_reply_to: Mapped[str | None] = mapped_column(Text)
    conversation: Mapped[str | None] = mapped_column(String(44), index=True)  # of Outlook: a hint (R30)
    references: Mapped[list[str]] = mapped_column("reference_ids")
    from_name: Mapped[str] = mapped_column(Text)
    from_address: Mapped[str] = mapped_column(Text)
    to: Mapped[list[dict[str, Any]]] = mapped_column("to_addresses")
    cc: Mapped[list[dict[str, Any]]] = mapped_column("cc_addresses")
    subject: Mapped[str] = mapped_column(Text)
    date: Mapped[datetime | None]
    received_at: Mapped[datetime]
    body_text: Mapped[str] = mapped_column(Text)
    body_html: Mapped[str | None] = mapped_column(Text)
    reply_text: Mapped[str] = mapped_column(Text)
    language: Mapped[str | None] = mapped_column(String(2))
    auto: Mapped[bool]
    auto_replied: Mapped[bool]
    trusted: Mapped[bool]
    problems: Mapped[list[str]]  # what could not be read, by name
    authentication: Mapped[
        Authentication | None
    ]  # what our server said of the sender (R32); none: not noted then
    auto_reason: Mapped[AutoReason | None]  # why it counts as automatic (R31); none: not noted then
    spam_mark: Mapped[str | None] = mapped_column(String(200))  # by which verdict our server suspects it
    ruled_by: Mapped[int | None] = mapped_column(
        ForeignKey("person.id", name="fk_message_ruled_by_person")
    )  # who decided its fate; none: the desk


def is_written() -> ColumnElement[bool]:
    """Return the condition under which a message that came in was written by a person: a mail, or by a form."""
    by_form = and_(
        Message.direction == Direction.IN,
        Message.fate.is_(None),
        Message.raw_id.is_(None),
        Message.from_address != "",
    )
    return or_(Message.fate.in_((Fate.CREATED, Fate.APPENDED, Fate.CONSENT)), by_form)


class MailWord(Base):
    """A word in the sender, address or subject of a mail that came in, folded: made from the message, to find it by.

    No foreign key: nothing that came in is ever removed, and looking for its words would cost whatever is.
    """

    __tablename__ = "mail_word"
    __table_args__ = (Index("ix_mail_word_message", "message_id", "word"), {"sqlite_with_rowid": False})

    word: Mapped[str] = mapped_column(WORD, primary_key=True)
    message_id: Mapped[int] = mapped_column(primary_key=True)


class Attachment(Base):
    """A file with a message; its bytes lie in the blob store under their hash."""

    __tablename__ = "attachment"

    id: Mapped[int] = mapped_column(primary_key=True)
    message_id: Mapped[int] = mapped_column(ForeignKey("message.id"), index=True)
    filename: Mapped[str] = mapped_column(Text)
    content_type: Mapped[str] = mapped_column(String(200))
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    inline: Mapped[bool]
    content_id: Mapped[str | None] = mapped_column(Text)


class Note(Base):
    """An internal remark: it has no recipients, so it can never be mailed (R33)."""

    __tablename__ = "note"

    id: Mapped[int] = mapped_column(primary_key=True)
    ticket_number: Mapped[int] = mapped_column(ForeignKey("ticket.number"), index=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    body: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime]


class Delivery(Base):
    """Which letter carries a reply to which recipient (R34)."""

    __tablename__ = "delivery"
    __table_args__ = (UniqueConstraint("letter_id"),)

    message_id: Mapped[int] = mapped_column(ForeignKey("message.id"), primary_key=True)
    letter_id: Mapped[int] = mapped_column(ForeignKey("outgoing_letter.id"), primary_key=True)


class DraftReason(StrEnum):
    """Why a reply that was written did not go out."""

    WITHDRAWN = "withdrawn"  # taken back in time
    OVERTAKEN = "overtaken"  # it waited for its moment, and the client wrote first


class ReplyDraft(Base):
    """The text of a reply that did not go out, kept until it is sent after all or thrown away."""

    __tablename__ = "reply_draft"
    __table_args__ = ({"sqlite_autoincrement": True},)  # a form that stood open never means another draft

    id: Mapped[int] = mapped_column(primary_key=True)
    ticket_number: Mapped[int] = mapped_column(ForeignKey("ticket.number"), index=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    body: Mapped[str] = mapped_column(Text)
    why: Mapped[DraftReason]
    created_at: Mapped[datetime]
    recipients: Mapped[list[str] | None]  # addresses it was for, beside the requester; none: not known
