"""A ledger line for each ticket of a desk to measure: what its time cost, or credits bought where nothing is charged."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from sqlalchemy.orm import Session

from projectie.commands.bench.case import Case
from projectie.commands.bench.people import TIERS
from projectie.contracts.coverage import Consequence
from projectie.credits.chain import START, Link, hash_after
from projectie.credits.models import EntryKind
from projectie.terms.in_force import Published, versions
from projectie.tickets.covered import PaidBy
from projectie.work.rules import Piece, Rate, charge_of

BOUGHT = 5
HOUR = timedelta(hours=1)


@dataclass
class Ledger:
    """The ledgers of all clients as far as they are written."""

    published: tuple[Published, ...]
    last: dict[int, tuple[int, str]] = field(default_factory=dict)  # balance and hash of each client
    pieces: int = 0

    @classmethod
    def of(cls, session: Session) -> "Ledger":
        """Return the ledgers of a desk that has none yet."""
        return cls(versions(session))

    def minutes(self, case: Case, service: str | None) -> int:
        """Return the minutes that were booked on a ticket; none where they would cost nothing."""
        tier = TIERS[(case.client.id - 1) % len(TIERS)]
        paid = PaidBy(
            service, ((date(2020, 1, 1), None, tier),), self.published, supplies_mail=case.client.id % 2 == 1
        )
        charged = paid.on(case.opened_at.date()) is Consequence.CREDITS
        return 5 + case.place % 55 if charged else 0

    def rows(self, case: Case, service: str | None) -> Iterator[tuple[str, dict[str, Any]]]:
        """Yield the rows of a ticket, each with its table: a piece of time and its charge, or a top-up."""
        minutes, at, day = self.minutes(case, service), case.answered_at + HOUR, case.answered_at.date()
        person = case.colleague[0]
        entry = None
        if minutes:
            self.pieces += 1
            entry = self.pieces
            yield (
                "time_entry",
                {"id": entry, "key": f"bench:{case.number}", "made_at": at, "made_by_id": person},
            )
            yield "time_revision", {**_PIECE, "id": entry, "entry_id": entry, "ticket_number": case.number, "person_id": person, "day": day, "minutes": minutes, "at": at, "by_id": person}  # fmt: skip
            details = {"entry": entry, "minutes": minutes, "person": person}
            yield "history", {"at": at, "actor_id": person, "deed": "ticket.time_booked", "subject": "ticket", "subject_id": case.number, "details": details}  # fmt: skip
        yield "ledger_entry", self._line(case, minutes, entry)

    def _line(self, case: Case, minutes: int, entry: int | None) -> dict[str, Any]:
        figures = self.published[-1].terms.figures
        rate = Rate(figures.minutes_per_credit, figures.minimum_credits)
        credits_ = -charge_of([Piece(minutes)], rate).total if minutes else BOUGHT
        balance, before = self.last.get(case.client.id, (0, START))
        kind = EntryKind.CHARGE if minutes else EntryKind.TOP_UP
        link = Link(
            organisation_id=case.client.id,
            kind=kind.value,
            credits=credits_,
            balance_after=balance + credits_,
            day=case.answered_at.date(),
            price_cents=figures.credit_price_cents,
            terms_number=self.published[-1].number,
            ticket_number=case.number if minutes else None,
            time_entry_id=entry,
            reverses_id=None,
            at=case.answered_at + HOUR,
            by_id=case.colleague[0] if minutes else None,
            why=case.subject if minutes else "Credits",
            key=f"ticket:{case.number}:1" if minutes else f"bench:{case.number}",
        )
        said = {name: getattr(link, name) for name in Link.__slots__}
        hashed = hash_after(before, link)
        self.last[case.client.id] = (link.balance_after, hashed)
        return {**said, "id": case.place + 1, "kind": kind, "hash": hashed}


_PIECE: dict[str, Any] = {
    "consent_id": None,
    "factor_numerator": None,
    "factor_denominator": None,
    "consent_maximum": None,
    "note_client": "",
    "note_inside": "",
    "reason": "",
    "removed": False,
}
