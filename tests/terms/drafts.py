"""Versions of the terms for a test: any content, drafted and published as a manager would."""

from datetime import UTC, date, datetime, timedelta
from itertools import count

from projectie.database import db
from projectie.terms.draft import Draft
from projectie.terms.figures import Terms
from projectie.terms.publishing import KeptDraft, kept_draft, publish, save_draft, start_draft

_turn = count(1)


def moment(year: int = 2026, month: int = 11, day: int = 23, hour: int = 12, minute: int = 0) -> datetime:
    """Return a moment (UTC) that no other test has: versions are known by when they were published."""
    return datetime(year, month, day, hour, minute, tzinfo=UTC) + timedelta(microseconds=next(_turn))


def the_draft() -> KeptDraft:
    """Return the draft as it is kept now."""
    db.session.remove()
    kept = kept_draft(db.session())
    assert kept is not None
    return kept


def drafted(terms: Terms, by: int, at: datetime) -> KeptDraft:
    """Start a draft, put those terms in it and return it."""
    start_draft(by, at)
    save_draft(the_draft().seen, lambda _: Draft(terms), by, at)
    return the_draft()


def published(terms: Terms, starts: date, by: int, at: datetime) -> int:
    """Publish those terms from that day and return the number of the version."""
    return publish(drafted(terms, by, at).seen, starts, by, at)
