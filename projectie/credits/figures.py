"""Credits per month: sold, charged, given away; a report for managers."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from projectie.credits.models import EntryKind, LedgerEntry

MONTHS = 12
SOLD, CHARGED, GIVEN = "sold", "charged", "given"
_OF: Mapping[EntryKind, str] = {
    EntryKind.TOP_UP: SOLD,
    EntryKind.CHARGE: CHARGED,
    EntryKind.URGENT_CHARGE: CHARGED,
    EntryKind.ADMINISTRATION: CHARGED,
    EntryKind.LENIENCY: GIVEN,
}


@dataclass(frozen=True, slots=True)
class Month:
    """The credits of one month, each above zero; corrections may go either way."""

    first: date
    sold: int = 0
    charged: int = 0
    given: int = 0
    corrected: int = 0


def months(session: Session, today: date, count: int = MONTHS) -> list[Month]:
    """Return so many months, the running one last; one statement."""
    since = _earlier(today.replace(day=1), count - 1)
    what = case({kind.value: name for kind, name in _OF.items()}, value=LedgerEntry.kind, else_="corrected")
    query = (
        select(LedgerEntry.day, what.label("what"), func.sum(LedgerEntry.credits))
        .where(LedgerEntry.day >= since, LedgerEntry.kind != EntryKind.SETTLEMENT)
        .group_by(LedgerEntry.day, "what")
    )
    found: dict[date, dict[str, int]] = {}
    for day, name, credits_ in session.execute(query):
        month = found.setdefault(day.replace(day=1), {})
        month[name] = month.get(name, 0) + int(credits_)
    return [_month(_earlier(since, -each), found) for each in range(count)]


def _month(first: date, found: Mapping[date, Mapping[str, int]]) -> Month:
    sums = found.get(first, {})
    return Month(
        first,
        sold=sums.get(SOLD, 0),
        charged=-sums.get(CHARGED, 0),
        given=sums.get(GIVEN, 0),
        corrected=sums.get("corrected", 0),
    )


def _earlier(first: date, months_: int) -> date:
    years, month = divmod(first.year * 12 + first.month - 1 - months_, 12)
    return date(years, month + 1, 1)
