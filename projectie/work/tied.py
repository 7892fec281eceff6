"""What merging and splitting tickets comes to in credits: their time goes along, and the difference is posted (R17a).

Merged, the time of the one goes to the other and is rounded as a whole. Split, what was chosen of the time goes along,
never time at an urgent rate: that was agreed to for this request (R13). Undone, the time that went along goes back, with
what was booked since under the agreement of that request, or it would cost more than its most (R17b); where a ticket that was split off ends by that, whatever was booked there since comes too.
"""

from collections.abc import Collection
from dataclasses import dataclass

from flask_babel import format_date, ngettext
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString
from sqlalchemy import select
from sqlalchemy.orm import Session

from projectie import history
from projectie.history import History
from projectie.tickets.bond_effects import Effect, Tie, TieDeed, hang_effect, hang_offer
from projectie.tickets.models import Ticket
from projectie.work import moving
from projectie.work.consents import given_for
from projectie.work.moving import Moved
from projectie.work.pieces import pieces_of

TIED = "ticket.time_tied"


@dataclass(frozen=True, slots=True)
class Way:
    """From where to where time goes, and which pieces (None: all); a ticket that is only foreseen is not there yet."""

    source: Ticket
    target: Ticket | None
    entries: Collection[int] | None


def foresee(session: Session, deed: TieDeed) -> Effect | None:
    """Return what it would come to; None where no credits change."""
    way = _way(session, deed)
    if way is None:
        return None
    effect = moving.foresee(session, way.source, way.target, way.entries)
    if not effect.difference:
        return None if deed.tie is not Tie.SPLIT else Effect((_l("Booked time goes along."),))
    before, after = (sum(each.total for each in side) for side in (effect.before, effect.after))
    said = _l(
        "Together they cost %(before)s now, and %(after)s then.", before=_many(before), after=_many(after)
    )
    return Effect((said,), -effect.difference)


def post(session: Session, deed: TieDeed) -> None:
    """Let the time go along, and post what that changes; part of the deed."""
    way = _way(session, deed)
    if way is None or way.target is None:
        return
    reason = f"#{way.source.number} → #{way.target.number}"
    moved = moving.move(session, way.source, way.target, deed.by, reason, deed.at, entries=way.entries)
    if deed.tie in {Tie.MERGE, Tie.SPLIT} and moved.entries:
        _remember(session, deed, moved)


@hang_offer
def time_of(session: Session, number: int) -> list[tuple[int, str]]:
    """Return the time on a ticket that may be split off, in words: none at an urgent rate."""
    said = (
        (one.entry, (one.name, format_date(one.day, "d MMMM"), _many_minutes(one.minutes), one.note_client))
        for one in pieces_of(session, number)
        if not one.urgent
    )
    return [(entry, " · ".join(part for part in parts if part)) for entry, parts in said]


def _way(session: Session, deed: TieDeed) -> Way | None:
    kept = session.get_one(Ticket, deed.kept)
    other = session.get_one(Ticket, deed.other) if deed.other else None
    if kept.organisation_id is None:
        return None
    if deed.tie is Tie.SPLIT:
        return Way(kept, other, frozenset(deed.pieces)) if deed.pieces else None
    if other is None:
        return None
    if deed.tie is Tie.MERGE:
        return Way(other, kept, None)
    brought = _brought(session, deed)
    if deed.tie is Tie.UNDO_MERGE:
        return Way(kept, other, brought | _under_its_agreement(session, kept, other))
    return Way(other, kept, None if deed.whole else brought)


def _under_its_agreement(session: Session, kept: Ticket, other: Ticket) -> frozenset[int]:
    """Return the urgent time that was booked where a ticket went on, under what was agreed to for that ticket (R13)."""
    its = given_for(session, other.number)
    here = pieces_of(session, kept.number) if its else ()
    return frozenset(one.entry for one in here if one.consent and one.consent.id in its)


def _remember(session: Session, deed: TieDeed, moved: Moved) -> None:
    details = {"bond": deed.bond, "entries": list(moved.entries)}
    of = ("ticket", deed.kept)
    history.record(session, at=deed.at, by=deed.by, deed=TIED, of=of, details=details)


def _brought(session: Session, deed: TieDeed) -> frozenset[int]:
    """Return the pieces of time that went along with this bond."""
    lines = select(History.details).where(
        History.subject == "ticket", History.subject_id == deed.kept, History.deed == TIED
    )
    found = (details for details in session.scalars(lines) if details.get("bond") == deed.bond)
    return frozenset(entry for details in found for entry in details["entries"])


def _many(credits_: int) -> LazyString:
    return LazyString(lambda: ngettext("%(num)d credit", "%(num)d credits", credits_))


def _many_minutes(minutes: int) -> str:
    return str(ngettext("%(num)d minute", "%(num)d minutes", minutes))


hang_effect(foresee, post)
