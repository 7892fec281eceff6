"""Mails one by one from a file (mbox) and from a folder at a mail server (IMAP)."""

from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial

from sqlalchemy.orm import Session

from projectie.imports.items import Ground, Item, Outcome
from projectie.imports.old_mail import bring_in
from projectie.mail.imap import Line

_FROM = b"From "


def mbox(content: bytes) -> Iterator[Item]:
    """Yield each mail of an mbox with the line it begins at; what stands before the first `From ` line is none."""
    begun, lines, separator = 0, list[bytes](), b""
    blank = True
    for number, line in enumerate(content.splitlines(keepends=True), 1):
        if blank and line.startswith(_FROM):
            if separator:
                yield _item(begun, separator, lines)
            begun, lines, separator = number, [], line
        elif separator:
            lines.append(line)
        blank = not line.strip()
    if separator:
        yield _item(begun, separator, lines)


def folder(line: Line) -> Iterator[Item]:
    """Yield each mail of a folder; nothing there is changed or flagged."""
    numbers = line.look()
    for uid in line.after(0, numbers.next):
        found = line.mail(uid)
        if found is not None:
            yield Item(uid, f"UID {uid}", partial(_bring, found.raw, found.at))


def _item(begun: int, separator: bytes, lines: list[bytes]) -> Item:
    raw = b"".join(lines)
    if raw.endswith((b"\n\n", b"\r\n\r\n")):  # the empty line between two mails belongs to neither
        raw = raw[: -2 if raw.endswith(b"\r\n") else -1]
    sender = b"".join(separator[len(_FROM) :].split()[:1]).decode("ascii", "replace")
    return Item(begun, sender, partial(_bring, raw, _moment(separator)))


def _moment(separator: bytes) -> datetime | None:
    """Return when a mail came in as its `From ` line says: asctime, UTC."""
    words = separator.decode("ascii", "replace").split()[2:7]
    try:
        return datetime.strptime(" ".join(words), "%a %b %d %H:%M:%S %Y").replace(tzinfo=UTC)
    except ValueError:
        return None


def _bring(raw: bytes, at: datetime | None, session: Session, ground: Ground) -> Outcome:
    return bring_in(raw, session, ground, at)
