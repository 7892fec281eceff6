"""Reading one folder at a mail server; what it has is never taken away and never judged by its seen flag.

imap-tools' own `flag` expunges what others marked as deleted, and its `fetch` parses: both are done here by hand.
"""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from imaplib import IMAP4, Internaldate2tuple
from threading import Event
from time import mktime, monotonic
from typing import Any, Self

import imap_tools

from projectie.mail.account import Account
from projectie.mail.line import failing_as, hang_up, signed_in
from projectie.mail.line_error import Reason
from projectie.mail.oauth import Tokens

_WINDOW = 10_000  # numbers asked about at once
_PARTS = "(UID INTERNALDATE RFC822.SIZE BODY.PEEK[])"
_LOOK = 0.5  # seconds between two looks at whether the desk closes
_EMPTY = 5  # wake-ups without a word, in a row, after which the server has gone
_UID = re.compile(rb"\bUID (\d+)")
_SIZE = re.compile(rb"\bRFC822\.SIZE (\d+)")
_QUOTED = re.compile(rb'\bBODY\[\] (?:"((?:[^"\\]|\\.)*)"|(NIL))')


class Withheld(Exception):  # noqa: N818 (an answer, not a mistake)
    """The server has the mail and does not hand it over."""


@dataclass(frozen=True, slots=True)
class Numbers:
    """How the mails of a folder are numbered now."""

    validity: int | None  # another one: all numbers are new; None: they do not last
    next: int | None  # the number the next mail gets


@dataclass(frozen=True, slots=True)
class Delivered:
    """A mail as it lies at the server, and when it came there (UTC; None: it does not say)."""

    raw: bytes
    at: datetime | None


class Line:
    """A signed-in line to one mailbox. Everything it does raises LineError when it breaks."""

    def __init__(self, box: imap_tools.BaseMailBox, account: Account) -> None:
        self._box: Any = box
        self._client: IMAP4 = box.client
        self._account = account
        self._writable = True

    @classmethod
    @contextmanager
    def open(cls, account: Account, tokens: Tokens) -> Iterator[Self]:
        """Open a line, for as long as the block lasts."""
        with signed_in(account, tokens) as box:
            yield cls(box, account)

    @property
    def source(self) -> str:
        """Which mailbox this is (Account.source)."""
        return self._account.source

    @property
    def tells(self) -> bool:
        """Whether the server says by itself that mail has come (IDLE, RFC 2177)."""
        return "IDLE" in self._client.capabilities

    def look(self) -> Numbers:
        """Choose the folder anew and return how its mails are numbered now."""
        with failing_as(Reason.FOLDER):
            try:
                self._box.folder.set(self._account.folder)
                self._writable = True
            except IMAP4.readonly:
                self._box.folder.set(self._account.folder, readonly=True)
                self._writable = False
        return Numbers(self._told("UIDVALIDITY"), self._told("UIDNEXT"))

    def after(self, last: int, following: int | None) -> Iterator[int]:
        """Yield the numbers above `last` that are there now, rising; `following` is what `look` said comes next."""
        low, width = last + 1, _WINDOW
        while following is not None and low + width < following:  # nobody lists a million numbers in one line
            found = self._listed(f"{low}:{low + width - 1}", last)
            yield from found
            low += width
            width = _WINDOW if found else width * 2  # gaps may be large
        yield from self._listed(f"{low}:*", low - 1)

    def mail(self, uid: int) -> Delivered | None:
        """Return the mail of that number, unmarked; None when it has gone meanwhile; raise Withheld."""
        with failing_as(Reason.BROKE):
            status, answer = self._client.uid("FETCH", str(uid), _PARTS)
        found = _delivered(answer, uid) if status == "OK" else None
        if found is None and uid in self._listed(str(uid), 0):
            raise Withheld
        return found

    def mark_seen(self, uids: Sequence[int]) -> None:
        """Flag mails as seen, for whoever looks at the mailbox with a mail program; a server may refuse."""
        if uids and self._writable:
            with failing_as(Reason.BROKE), _refusable():
                self._client.uid("STORE", ",".join(map(str, uids)), "+FLAGS.SILENT", r"(\Seen)")

    def wait(self, seconds: float, ended: Event) -> None:
        """Return when the server says that something changed, when the time is up, or when `ended` is set."""
        with failing_as(Reason.BROKE):
            self._box.idle.start()
            self._listen(monotonic() + seconds, ended)
            self._box.idle.stop()

    def hang_up(self) -> None:
        """Break the line, from another thread."""
        hang_up(self._box)

    def _listen(self, until: float, ended: Event) -> None:
        silent = 0
        while not ended.is_set() and monotonic() < until and silent < _EMPTY:
            begun = monotonic()
            if self._box.idle.poll(timeout=_LOOK):
                return
            silent = (
                silent + 1 if monotonic() - begun < _LOOK / 2 else 0
            )  # woken by nothing: the far end closed

    def _told(self, name: str) -> int | None:
        told = self._client.untagged_responses.get(name)
        return int(told[-1]) if told and isinstance(told[-1], bytes) and told[-1].isdigit() else None

    def _listed(self, numbers: str, above: int) -> list[int]:
        with failing_as(Reason.BROKE):
            found = {int(uid) for uid in self._box.uids(f"UID {numbers}", charset=None)}
        return sorted(uid for uid in found if uid > above)  # n:* names the last mail, also below n


@contextmanager
def _refusable() -> Iterator[None]:
    try:
        yield
    except IMAP4.abort:
        raise
    except IMAP4.error:
        return


def _delivered(answer: Sequence[Any], uid: int) -> Delivered | None:
    """Return the mail of that number from what FETCH answered, among whatever else the server had to say."""
    for position, item in enumerate(answer):
        head, raw = (item[0], item[1]) if isinstance(item, tuple) else (item, None)
        if head is None:
            continue
        tail = answer[position + 1] if raw is not None and position + 1 < len(answer) else b""
        said = head + b" " + (tail if isinstance(tail, bytes) else b"")
        number = _UID.search(said)
        if number is None or int(number[1]) != uid:
            continue
        raw = raw if raw is not None else _quoted(head)
        if raw is not None and (raw or not _is_more(said)):
            return Delivered(raw, _moment(said))
    return None


def _quoted(head: bytes) -> bytes | None:
    found = _QUOTED.search(head)
    return re.sub(rb"\\(.)", rb"\1", found[1]) if found and found[2] is None else None


def _is_more(said: bytes) -> bool:
    """Whether the server counts bytes in a mail it gives none of: it failed to read its own store."""
    size = _SIZE.search(said)
    return size is not None and int(size[1]) > 0


def _moment(said: bytes) -> datetime | None:
    try:
        local = Internaldate2tuple(said)
        return datetime.fromtimestamp(mktime(local), UTC) if local else None
    except (ValueError, OverflowError, OSError):
        return None
