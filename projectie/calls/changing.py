"""Moving and cancelling a call, by the client on a page behind its link or by staff: one deed each (R11, R35)."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from projectie.calls.judging import judged
from projectie.calls.letters import About, News, tell
from projectie.calls.models import Call, CallState
from projectie.calls.reading import Ground, ground_at
from projectie.calls.telling import note
from projectie.database import MissingError, transaction
from projectie.tickets.columns import held
from projectie.tickets.merged import goes_on_at


class Over(ValueError):  # noqa: N818 (a refusal that the page words)
    """The call was cancelled or held, or its moment has passed; nothing was changed."""


class TooLate(ValueError):  # noqa: N818 (a refusal that the page words)
    """Less than the notice is left, so it cannot be moved: phone us. Nothing was changed."""


@dataclass(frozen=True, slots=True)
class Mover:
    """Who changes a call: a client (by link: nobody by name), or staff, who need no notice and say why."""

    person: int | None
    staff: bool = False
    because: str = ""


def move(call_id: int, starts: datetime, by: Mover, key: str, now: datetime) -> bool:
    """Move a call to another moment and return whether it moved; whoever takes it keeps it where they can.

    Raises Over, TooLate, NotFree with the nearest moments, MissingError.
    """
    with transaction() as session:
        ground = ground_at(session, now, lock=True, without=call_id)
        call = _standing(session, call_id, now)
        if not by.staff and is_too_late(call.starts_at, ground, now):
            raise TooLate
        if starts == call.starts_at:
            return False
        offer = ground.without_notice if by.staff else ground.offer
        moment, who, _ = judged(
            offer, starts, _first(call.preferred_id, call.colleague_id, ground), ground.loads, now
        )
        before = call.colleague_id
        call.starts_at, call.ends_at, call.colleague_id = moment.starts, moment.ends, who
        call.sequence += 1
        call.moved_at = now
        call.reminded_day_at = call.reminded_colleague_at = call.reminded_hour_at = None
        session.flush()
        ticket = held(session, goes_on_at(session, call.ticket_number))
        about = About(call, ticket, News.MOVED, ground.standing, key, now, by.because)
        tell(session, about, former=before)
        note(session, call, ticket, "call.moved", by.person, now, because=by.because)
        return True


def cancel(call_id: int, by: Mover, key: str, now: datetime) -> None:
    """Cancel a call that has not begun; raises Over or MissingError. The ticket stays."""
    with transaction() as session:
        ground = ground_at(session, now, lock=True)
        call = _standing(session, call_id, now)
        call.state, call.cancelled_at = CallState.CANCELLED, now
        call.sequence += 1
        session.flush()
        ticket = held(session, goes_on_at(session, call.ticket_number))
        tell(session, About(call, ticket, News.CANCELLED, ground.standing, key, now))
        note(session, call, ticket, "call.cancelled", by.person, now)


def is_too_late(starts: datetime, ground: Ground, now: datetime) -> bool:
    """Whether less than the notice is left before that moment."""
    return ground.offer.earliest(now) > starts


def _standing(session: Session, call_id: int, now: datetime) -> Call:
    call = session.get(Call, call_id, with_for_update=True, populate_existing=True)
    if call is None:
        raise MissingError(f"call {call_id}")
    if call.state is not CallState.BOOKED or call.starts_at <= now:
        raise Over
    return call


def _first(preferred: int | None, taker: int, ground: Ground) -> int | None:
    """Return who is asked first: whom the client preferred, else who takes it now."""
    return preferred if preferred in ground.names else taker if taker in ground.names else None
