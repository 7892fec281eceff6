"""What a closing letter says besides its text: rooms above add a part each, such as what it cost (R25a)."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy.orm import Session

from projectie.tickets.models import Ticket

Part = Callable[[Session, Ticket, datetime], list[str]]
_parts: dict[int, Part] = {}


def tells(place: int) -> Callable[[Part], Part]:
    """Let the function under it add paragraphs to every closing letter, in the ticket's language; lower is higher up."""

    def added(part: Part) -> Part:
        _parts[place] = part
        return part

    return added


def receipt(session: Session, ticket: Ticket, now: datetime) -> tuple[str, ...]:
    """Return the paragraphs of all parts; none where no room has anything to say."""
    return tuple(line for place in sorted(_parts) for line in _parts[place](session, ticket, now))
