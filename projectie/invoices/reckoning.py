"""What an invoice to a client would say now: lines of what is short and of a draft, with the VAT of today (R20, R24)."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from typing import Any

from flask_babel import force_locale
from sqlalchemy import select
from sqlalchemy.orm import Session

from projectie.credits.models import EntryKind, LedgerEntry
from projectie.invoices.checked import found_numbers
from projectie.invoices.parties import seller
from projectie.invoices.rates import Rate, percent_on
from projectie.invoices.shortage import Entry, Part, short_parts
from projectie.invoices.totals import Line, LineKind, VatRow, rows_of, taxed
from projectie.invoices.vat import Decision, decide, go_together
from projectie.invoices.words import administration_text, nothing_text, private_text, support_text
from projectie.language import LOCALES
from projectie.people.models import Organisation
from projectie.terms.in_force import Published, in_force, studio_facts
from projectie.terms.studio import StudioFacts
from projectie.tickets.models import Ticket

_OF_ENTRY = (
    LedgerEntry.kind,
    LedgerEntry.id,
    LedgerEntry.credits,
    LedgerEntry.price_cents,
    LedgerEntry.day,
    LedgerEntry.ticket_number,
    LedgerEntry.why,
    LedgerEntry.reverses_id,
)


@dataclass(frozen=True, slots=True)
class Ground:
    """What every invoice to this client is made with on that day."""

    organisation: Organisation
    facts: StudioFacts
    terms: Published
    decision: Decision
    day: date

    def taxed(self, lines: Iterable[Line]) -> tuple[Line, ...]:
        """Return the lines with the VAT of that day."""
        figures, treatment = self.terms.terms.figures, self.decision.treatment
        return tuple(taxed(line, treatment, percent_on(line.rate, figures, self.day)) for line in lines)


@dataclass(frozen=True, slots=True)
class Reckoning:
    """Lines and what they come to; `short` credits of them are settled, `administration` among the lines besides."""

    lines: tuple[Line, ...]
    rows: tuple[VatRow, ...]
    short: int = 0
    administration: int = 0

    @property
    def excluding(self) -> int:
        """Cents without VAT."""
        return sum(row.base for row in self.rows)

    @property
    def vat(self) -> int:
        """Cents of VAT."""
        return sum(row.vat for row in self.rows)

    @property
    def goes_together(self) -> bool:
        """Whether these lines may stand on one invoice."""
        return go_together([row.category for row in self.rows])

    @property
    def including(self) -> int:
        """Cents to pay."""
        return self.excluding + self.vat


def ground_for(session: Session, organisation: Organisation, day: date) -> Ground:
    """Return what an invoice to that client is made with on that day."""
    return grounds_for(session, [organisation], day)[organisation.id]


def grounds_for(session: Session, organisations: list[Organisation], day: date) -> dict[int, Ground]:
    """Return the same for many clients, by their ids."""
    facts, terms = studio_facts(session), in_force(session, day)
    found, home = found_numbers(session, organisations, facts.zone), seller(facts).country
    return {
        each.id: Ground(
            each, facts, terms, decide(home, each.country, each.vat_number, found.get(each.id), day), day
        )
        for each in organisations
    }


def reckon(
    session: Session,
    ground: Ground,
    lines: Iterable[Line] = (),
    *,
    with_shortage: bool,
    even_empty: bool = False,
) -> Reckoning:
    """Return what is short of the client, the administration credits for it, and the given lines (R20, R21)."""
    client = ground.organisation.id
    parts = short_parts(entries_of(session, [client]).get(client, ())) if with_shortage else ()
    return reckoned(ground, parts, lines, even_empty=even_empty)


def reckoned(
    ground: Ground, parts: tuple[Part, ...], lines: Iterable[Line] = (), *, even_empty: bool = False
) -> Reckoning:
    """Return the same of parts that are known to be short."""
    wanted = [*short_lines(parts, ground), *lines]
    if not wanted and even_empty:
        wanted = [_nothing(ground)]
    with_vat = ground.taxed(wanted)
    administration = ground.terms.terms.figures.administration_credits if parts else 0
    return Reckoning(with_vat, rows_of(with_vat), sum(part.credits for part in parts), administration)


def entries_of(session: Session, clients: Iterable[int]) -> dict[int, list[Entry]]:
    """Return the ledger of each of these clients, as the shortage is reckoned from it."""
    found: dict[int, list[Entry]] = {}
    of_clients = (
        select(LedgerEntry.organisation_id, Ticket.private, *_OF_ENTRY)
        .outerjoin(Ticket, Ticket.number == LedgerEntry.ticket_number)
        .where(LedgerEntry.organisation_id.in_(clients))
    )
    for client, private, kind, *entry in session.execute(of_clients.order_by(LedgerEntry.id)):
        # the columns are those of the entry, in order
        read: Any = (*entry, kind is EntryKind.ADMINISTRATION, bool(private))
        found.setdefault(client, []).append(Entry(*read))
    return found


def short_lines(parts: tuple[Part, ...], ground: Ground) -> list[Line]:
    """Return a line for each ticket and price, in the order of the ledger, and the administration credits."""
    if not parts:
        return []
    with force_locale(LOCALES[ground.organisation.language]):
        lines = [_line(list(group)) for _key, group in groupby(parts, _together)]
        return [*lines, _administration(ground)]


def _together(part: Part) -> tuple[object, ...]:
    entry = part.entry
    return entry.ticket or entry.why, entry.price_cents, entry.is_administration


def _line(parts: list[Part]) -> Line:
    entry = parts[0].entry
    return Line(
        kind=LineKind.ADMINISTRATION if entry.is_administration else LineKind.SUPPORT,
        text=_text(entry),
        quantity=sum(part.credits for part in parts),
        unit_cents=entry.price_cents,
        rate=Rate.GENERAL,
        percent=0,
        category="",
        first=min(part.entry.day for part in parts),
        last=max(part.entry.day for part in parts),
        ticket=None if entry.is_private else entry.ticket,
        parts=tuple((part.entry.id, part.credits) for part in parts),
    )


def _text(entry: Entry) -> str:
    """Return what a line says: colleagues read an invoice, so of a private request it tells that there was work alone."""
    if entry.is_administration:
        return administration_text()
    return private_text() if entry.is_private else support_text(entry.ticket, entry.why)


def _administration(ground: Ground) -> Line:
    figures = ground.terms.terms.figures
    plain = _plain(ground)
    return replace(
        plain,
        kind=LineKind.ADMINISTRATION,
        text=administration_text(),
        quantity=figures.administration_credits,
    )


def _nothing(ground: Ground) -> Line:
    with force_locale(LOCALES[ground.organisation.language]):
        return replace(_plain(ground), text=nothing_text())


def _plain(ground: Ground) -> Line:
    price = ground.terms.terms.figures.credit_price_cents
    return Line(LineKind.NOTHING, "", 0, price, Rate.GENERAL, 0, "", ground.day, ground.day)
