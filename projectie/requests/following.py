"""A client's page of a request follows the live stream: what is new since it was opened, and when to look again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from projectie.home.lines import TicketLine
from projectie.requests.reading import Line, next_told
from projectie.requests.words import STATES
from projectie.tickets.models import Ticket


@dataclass(frozen=True, slots=True)
class Known:
    """What the reader's page knows: the newest message when it was opened, and when it last asked, and the column."""

    opened: int
    seen: int
    column: str

    @classmethod
    def of(cls, arguments: Mapping[str, str], newest: int) -> "Known":
        """Return what an address says the page knows; a page that is opened now knows all."""
        opened, seen = (_number(arguments.get(name, ""), newest) for name in ("opened", "seen"))
        return cls(opened, seen, arguments.get("column", ""))


def following(
    session: Session, ticket: Ticket, line: TicketLine, timeline: Sequence[Line], given: Mapping[str, str], now: datetime
) -> dict[str, Any]:  # fmt: skip
    """Return what the templates need of it: what is new and said aloud, and in how many seconds there may be more."""
    newest = max((one.order for one in timeline), default=0)  # that is read: what waits for its moment is not
    known = Known.of(given, newest)
    moment = next_told(session, ticket.number, now)
    new = [one for one in timeline if one.order > known.opened]
    return {
        "newest": newest,
        "known": known,
        "fresh": new,
        "said": _said([one for one in new if one.order > known.seen], line, known),
        "waits": int((moment - now).total_seconds()) + 1 if moment else 0,
    }


def _said(new: list[Line], line: TicketLine, known: Known) -> str:
    if new:
        names = ", ".join(one.name or _("By an upload link") for one in new)
        return str(_("New message: %(names)s.", names=names))
    if known.column and known.column != line.column.value:
        return str(STATES[line.column])
    return ""


def _number(text: str, otherwise: int) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 11 else otherwise
