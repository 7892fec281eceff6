"""The next invoice of each client: what is short now, what it comes to, and what is still missing (M5; R20, R21)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from projectie.credits.balance import balances
from projectie.invoices.parties import STOPS, Missing, missing
from projectie.invoices.recipients import reached
from projectie.invoices.reckoning import Ground, Reckoning, entries_of, grounds_for, reckoned
from projectie.invoices.shortage import short_parts
from projectie.people.models import Organisation


@dataclass(frozen=True, slots=True)
class Next:
    """What an invoice to this client would be, made now."""

    ground: Ground
    reckoning: Reckoning
    lacks: tuple[Missing, ...]

    @property
    def organisation(self) -> Organisation:
        """Whose it is."""
        return self.ground.organisation

    @property
    def is_stopped(self) -> bool:
        """Whether something is missing that the law asks for."""
        return bool(STOPS & set(self.lacks))


def to_invoice(session: Session, day: date) -> tuple[Next, ...]:
    """Return the next invoice of every client that is short of credits, by name; a fixed number of statements."""
    short = [client for client, balance in balances(session).items() if balance < 0]
    return _next(session, short, day)


def next_of(session: Session, organisation_id: int, day: date) -> Next | None:
    """Return the next invoice of a client, also when it would be empty; None without such a client."""
    found = _next(session, [organisation_id], day)
    return found[0] if found else None


def _next(session: Session, clients: Iterable[int], day: date) -> tuple[Next, ...]:
    ids = list(clients)
    rows = select(Organisation).where(Organisation.id.in_(ids)).order_by(Organisation.name, Organisation.id)
    organisations = list(session.scalars(rows)) if ids else []
    grounds, entries = grounds_for(session, organisations, day), entries_of(session, ids)
    mailed = reached(session, organisations)
    return tuple(
        Next(
            grounds[each.id],
            reckoned(grounds[each.id], short_parts(entries.get(each.id, ()))),
            _lacks(grounds[each.id], has_recipient=each.id in mailed),
        )
        for each in organisations
    )


def _lacks(ground: Ground, *, has_recipient: bool) -> tuple[Missing, ...]:
    checked = ground.decision.checked
    return missing(ground.facts, ground.organisation, checked, has_recipient=has_recipient)
