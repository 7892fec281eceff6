"""How much whoever writes in confidence may put on the disk: files have a ceiling, words never.

One sender is counted in memory alone, by a hash that ends with this process: nothing of who writes anonymously is
kept (R27). All together are counted in the database: how much came, and nothing of whom.
"""

import hashlib
import ipaddress
import secrets
from collections.abc import Iterable
from datetime import datetime
from threading import Lock

from flask import current_app, request
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy.exc import IntegrityError
from wtforms import MultipleFileField

from projectie.complaints.case import File
from projectie.complaints.post import DAY, HOUR
from projectie.database import transaction
from projectie.people import throttle

PER_SENDER = 100_000  # kB in an hour: three forms as full as they go
ALTOGETHER = 1_000_000  # kB in a day
NETWORK = 64  # bits of an IPv6 address that one line has
_salt = secrets.token_bytes(16)
_sent: dict[str, tuple[datetime, int]] = {}
_lock = Lock()


def takes(field: MultipleFileField, files: Iterable[File], now: datetime) -> bool:
    """Whether files can be taken in now; if not, the field says what to do."""
    size = sum(len(file.content) + 999 for file in files) // 1000
    if not size:
        return True
    if _of_sender(size, now):
        if _of_all(size, now):
            return True
        _of_sender(-size, now)
    field.errors = [
        _(
            "We cannot take in these files right now: a lot came in within a short time. Send it without files; you can add them later."
        )
    ]
    return False


def _of_sender(size: int, now: datetime) -> bool:
    name = hashlib.sha256(_salt + _sender().encode()).hexdigest()
    with _lock:
        for other in [key for key, (begun, _size) in _sent.items() if begun + HOUR <= now]:
            del _sent[other]
        begun, before = _sent.get(name, (now, 0))
        if before + size > PER_SENDER:
            return False
        _sent[name] = begun, before + size
        return True


def _of_all(size: int, now: datetime) -> bool:
    try:
        return _spent(size, now)
    except IntegrityError:  # of two that were the first of a window at once the other was first
        return _spent(size, now)


def _spent(size: int, now: datetime) -> bool:
    with transaction() as session:
        key = throttle.key_of(current_app.config["SECRET_KEY"], "files in confidence")
        return throttle.spent(session, key, size, ALTOGETHER, DAY, now)


def _sender() -> str:
    if current_user.is_authenticated:
        return f"person {current_user.id}"
    try:
        address = ipaddress.ip_address(request.remote_addr or "")
    except ValueError:
        return ""
    return str(ipaddress.ip_network((address, NETWORK if address.version == 6 else 32), strict=False))
