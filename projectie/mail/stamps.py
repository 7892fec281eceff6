"""Message ids and dates: what a mail is called and when it says it was written."""

import base64
import re
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_tz

from projectie.mail.words import one_line

_ID = re.compile(r"<([^<>]+)>")
_CONVERSATION = 22  # bytes of a Thread-Index before what each answer adds
_LONGEST_INDEX = 4_000
_SPACE = re.compile(r"\s+")
_ZONES = {"CET": 3600, "CEST": 7200, "MET": 3600, "MEST": 7200, "BST": 3600, "WET": 0, "WEST": 3600}


def read_conversation(text: str) -> str:
    """Return in hex what all mails of an Outlook thread have in common, empty where the header makes no sense."""
    try:
        index = base64.b64decode("".join(text[:_LONGEST_INDEX].split()), validate=True)
    except ValueError:
        return ""
    return index[:_CONVERSATION].hex() if len(index) >= _CONVERSATION else ""


def read_ids(text: str, most: int) -> tuple[tuple[str, ...], bool]:
    """Return the message ids of a field, `<…>` each, once each, in order, and whether ids were cut.

    Of too many the first and the latest are kept: the thread's root and what it answers.
    """
    text = one_line(text)
    written = _ID.findall(text) or [word for word in text.split() if "@" in word]
    bare = (_SPACE.sub("", word).strip("<>,;") for word in written)
    ids = list(dict.fromkeys(f"<{word}>" for word in bare if word))
    if len(ids) > most:
        return (ids[0], *ids[len(ids) - most + 1 :]), True
    return tuple(ids), False


def read_id(text: str) -> str | None:
    """Return the first message id of a field, None where it holds none; one without "@" counts."""
    ids, _ = read_ids(text, 1) if "<" in text else read_ids(f"<{text.strip()}>", 1)
    return ids[0] if ids else None


def read_date(text: str) -> datetime | None:
    """Return the moment a Date field names, in UTC; None where it names none."""
    if not text or len(text) > 200:
        return None
    try:
        parsed = parsedate_tz(text)
        if parsed is None:
            return _iso(text)
        offset = _ZONES.get(text.rpartition(" ")[2].upper(), parsed[9] or 0)
        moment = datetime(*parsed[:6], tzinfo=timezone(timedelta(seconds=offset)))
        return moment.astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _iso(text: str) -> datetime:
    moment = datetime.fromisoformat(text.strip())
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
