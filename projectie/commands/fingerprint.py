"""A hash of what a table holds: the same for the same rows, in whatever order and database they lie."""

import hashlib
import json
import re
from collections.abc import Iterator
from datetime import date, time
from typing import Any

from sqlalchemy import Column, Table, select
from sqlalchemy.orm import Session

from projectie import models
from projectie.accounts.models import Authenticator, Invitation, LinkWish, Passkey, RecoveryCode, SignInLink
from projectie.calls.models import Call, CallProposal
from projectie.complaints.models import (
    Code,
    Complaint,
    ComplaintOpening,
    Entry,
    SealedLetter,
    SealedMail,
    SealedRepeat,
)
from projectie.credits.models import BalanceNotice, LedgerCheck
from projectie.database import Base
from projectie.history import History
from projectie.imports.models import ImportRun
from projectie.job_runs import JobRun
from projectie.kept_forms import KeptForm
from projectie.live.models import Event
from projectie.mail.models import AutomaticLetter, FetchState, OutgoingLetter, Repeat
from projectie.people.models import Browser, Person, SignInCount
from projectie.privacy.models import DataExport, RetentionRun
from projectie.proofs.models import Proof
from projectie.requests.models import OnlineFile, OnlineMessage
from projectie.search.models import SearchDue, SearchEntry
from projectie.tickets.download_models import DownloadLink
from projectie.tickets.models import MailWord
from projectie.tickets.writing_models import Presence, WorkingDraft
from projectie.topups.models import TopUp
from projectie.uploads.models import Upload, UploadLink
from projectie.urgent.models import QuoteReader
from projectie.whispers.models import PasswordMail, Whisper

_KNOWN = models  # every table is in the metadata
# Signals, the heartbeat, what the brakes and the sign-in count, a mail that came once more, and the audit trail say
# what happened, not what is. What a mail or a ticket is found by is made from it.
# Who is signed in where, on which link, and which form waits for its author, is no business either.
_HAPPENED = (
    AutomaticLetter,
    DataExport,
    Event,
    FetchState,
    JobRun,
    LedgerCheck,
    SignInCount,
    History,
    Presence,
    Repeat,
    RetentionRun,
    SealedRepeat,
)
_PASSING = (Browser, LinkWish, SignInLink, KeptForm, OnlineFile)
LEFT_OUT = frozenset(
    model.__tablename__ for model in (*_HAPPENED, *_PASSING, MailWord, SearchDue, SearchEntry)
)
# Which browsers are signed in, which window typed last, and which worker has a letter in hand.
PASSING = frozenset(
    {
        Person.__table__.c.session_key,
        Passkey.__table__.c.sign_count,
        Passkey.__table__.c.used_at,
        Authenticator.__table__.c.last_step,
        ImportRun.__table__.c.leased_until,
        OutgoingLetter.__table__.c.leased_until,
        WorkingDraft.__table__.c.tab,
        WorkingDraft.__table__.c.told_at,
    }
)
# What is sealed is sealed otherwise each time, under numbers that are drawn.
_SEALED = (Complaint, Entry, ComplaintOpening, Code, SealedLetter)
_DRAWN = frozenset({"id", "complaint_id", "wrapped", "owner", "sealed", "content", "named"})
# Salted or drawn anew each time: that there is one is data, its letters are not.
SALTED = frozenset(
    {
        Person.__table__.c.password_hash,
        UploadLink.__table__.c.nonce,
        DownloadLink.__table__.c.nonce,
        Upload.__table__.c.key,
        Whisper.__table__.c.nonce,
        BalanceNotice.__table__.c.nonce,
        TopUp.__table__.c.key,
        Whisper.__table__.c.sealed,
        Whisper.__table__.c.word_hash,
        PasswordMail.__table__.c.sealed,
        OutgoingLetter.__table__.c.message_id,  # made of the whole letter, its links too
        Authenticator.__table__.c.sealed,
        RecoveryCode.__table__.c.code_hash,
        Invitation.__table__.c.nonce,
        Call.__table__.c.nonce,
        Call.__table__.c.uid,
        CallProposal.__table__.c.nonce,
        Proof.__table__.c.nonce,
        OnlineMessage.__table__.c.nonce,
        OnlineMessage.__table__.c.key,
        SealedMail.__table__.c.fingerprint,  # made with the keys of this desk
        SealedMail.__table__.c.same,
        SealedMail.__table__.c.sealed,
        *(column for model in _SEALED for column in model.__table__.c if column.name in _DRAWN),
        QuoteReader.__table__.c.nonce,
    }
)
# Private links and names of calendar events are drawn anew each time too; a letter is the same but for those.
LETTERS = frozenset(OutgoingLetter.__table__.c[name] for name in ("body_text", "body_html", "calendar"))
DRAWN = re.compile(r"\b[1-9]\d{0,8}-[a-z2-7]{32}\b|call-[0-9a-f]{32}")
BATCH = 500


def business_tables() -> list[Table]:
    """Return the tables that hold the studio's business, by name."""
    return [table for name, table in sorted(Base.metadata.tables.items()) if name not in LEFT_OUT]


def fingerprints(session: Session) -> dict[str, str]:
    """Return one hash (SHA-256, hex) per business table."""
    return {table.name: _of(session, table) for table in business_tables()}


def _of(session: Session, table: Table) -> str:
    """Add up the hashes of the rows: a sum has no order, and two equal rows do not cancel out."""
    columns = sorted((column for column in table.c if column not in PASSING), key=lambda column: column.name)
    rows, total = 0, 0
    for row in _rows(session, columns):
        total += int.from_bytes(hashlib.sha256(_written(columns, row)).digest())
        rows += 1
    names = ",".join(column.name for column in columns)
    return hashlib.sha256(f"{table.name}({names}):{rows}:{total % 2**256:x}".encode()).hexdigest()


def _rows(session: Session, columns: list[Column[Any]]) -> Iterator[tuple[Any, ...]]:
    found = session.execute(select(*columns), execution_options={"yield_per": BATCH})
    yield from (tuple(row) for row in found)


def _written(columns: list[Column[Any]], row: tuple[Any, ...]) -> bytes:
    values = (_settled(column, value) for column, value in zip(columns, row, strict=True))
    return json.dumps(list(values), default=_plain, sort_keys=True, separators=(",", ":")).encode()


def _settled(column: Column[Any], value: Any) -> Any:
    """Return a value without what was drawn for it."""
    if column in SALTED:
        return value is not None
    if column not in LETTERS or not value:
        return value
    return DRAWN.sub("…", re.sub(r"\r?\n ", "", value))  # calendars fold their lines


def _plain(value: Any) -> str:
    if isinstance(value, bytes | memoryview):
        return bytes(value).hex()
    if isinstance(value, date | time):  # moments too; those are UTC on both databases
        return value.isoformat()
    raise TypeError(f"no fingerprint of a {type(value).__name__}")
