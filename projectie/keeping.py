"""Whatever becomes of a request, what somebody typed in it is kept: rooms that keep drafts hang here how.

Asked where a form cannot be answered: nobody is signed in any more, its token is of an earlier session, or we failed.
"""

import logging
from collections.abc import Callable

from flask import request

Keeper = Callable[[], str | None]
log = logging.getLogger(__name__)
KEPT = "X-Kept"  # the header that tells a script so
_keepers: list[Keeper] = []


def hang(keeper: Keeper) -> Keeper:
    """Hang a way to keep what the present request brings; it returns the page on which that stands."""
    _keepers.append(keeper)
    return keeper


def kept() -> str | None:
    """Keep what was typed; return where it stands, None when there was nothing, or no way, to keep it."""
    if request.method != "POST":
        return None
    try:
        return next((page for page in (keep() for keep in _keepers) if page), None)
    except Exception:
        log.exception("what was typed could not be kept")
        return None
