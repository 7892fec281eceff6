"""What merging and splitting tickets comes to in credits: their time goes along, and the difference is posted (R17a).

Merged, the time of the one goes to the other and is rounded as a whole. A split takes messages along, no time: who
worked on what is for whoever booked it to say, and time booked there stays there. Undone, the time that a merge
brought goes back, and no other.
"""

from collections.abc import Collection

from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from flask_babel.speaklater import LazyString
from sqlalchemy import select
from sqlalchemy.orm import Session

from projectie import history
from projectie.history import History
from projectie.tickets.bond_effects import Effect, Tie, TieDeed, hang_effect
from projectie.tickets.models import Ticket
from projectie.work import moving
from projectie.work.moving import Moved

TIED = "ticket.time_tied"
Way = tuple[
    Ticket, Ticket, Collection[int] | None
]  # from where to where, and which pieces of time (None: all)


def foresee(session: Session, deed: TieDeed) -> Effect | None:
    """Return what it would come to; None where no credits change."""
    way = _way(session, deed)
    if way is None:
        return None
    source, target, entries = way
    effect = moving.foresee(session, source, target, entries)
    if not effect.difference:
        return None
    before, after = (sum(each.total for each in side) for side in (effect.before, effect.after))
    said = _l(
        "Together they cost %(before)s now, and %(after)s then.", before=_many(before), after=_many(after)
    )
    return Effect((said,), -effect.difference)


def post(session: Session, deed: TieDeed) -> None:
    """Let the time go along, and post what that changes; part of the deed."""
    way = _way(session, deed)
    if way is None:
        return
    source, target, entries = way
    reason = f"#{source.number} → #{target.number}"
    moved = moving.move(session, source, target, deed.by, reason, deed.at, entries=entries)
    if deed.tie is Tie.MERGE and moved.entries:
        _remember(session, deed, moved)


def _way(session: Session, deed: TieDeed) -> Way | None:
    if deed.other is None or deed.tie not in {Tie.MERGE, Tie.UNDO_MERGE}:
        return None
    kept, other = session.get_one(Ticket, deed.kept), session.get_one(Ticket, deed.other)
    if kept.organisation_id is None:
        return None
    return (other, kept, None) if deed.tie is Tie.MERGE else (kept, other, _brought(session, deed))


def _remember(session: Session, deed: TieDeed, moved: Moved) -> None:
    details = {"bond": deed.bond, "entries": list(moved.entries)}
    of = ("ticket", deed.kept)
    history.record(session, at=deed.at, by=deed.by, deed=TIED, of=of, details=details)


def _brought(session: Session, deed: TieDeed) -> frozenset[int]:
    """Return the pieces of time that this bond brought."""
    lines = select(History.details).where(
        History.subject == "ticket", History.subject_id == deed.kept, History.deed == TIED
    )
    found = (details for details in session.scalars(lines) if details.get("bond") == deed.bond)
    return frozenset(entry for details in found for entry in details["entries"])


def _many(credits_: int) -> LazyString:
    return LazyString(lambda: ngettext("%(num)d credit", "%(num)d credits", credits_))


hang_effect(foresee, post)
