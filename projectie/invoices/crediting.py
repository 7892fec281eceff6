"""Credit notes: an invoice that was wrong is undone to the cent, by a document that refers to it (R24).

What the invoice had settled in the ledger is short again, and its administration credits are given back; so the
balance is what it was before, and a right invoice can follow. Credits that it sold leave the balance (R18, R22): what
of them was used already lies below zero then, is short, and a manager says to know that before it is done.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from flask_babel import force_locale
from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from projectie import history
from projectie.credits.balance import balance_of
from projectie.credits.models import EntryKind, LedgerEntry
from projectie.credits.posting import Posting, hold, post
from projectie.database import MissingError, transaction
from projectie.invoices.document import Paper
from projectie.invoices.issuing import InvoiceError, ground_on
from projectie.invoices.models import Invoice, InvoiceKind
from projectie.invoices.numbering import take
from projectie.invoices.totals import Line, LineKind
from projectie.invoices.words import returned_text
from projectie.language import LOCALES


class NotCreditableError(InvoiceError):
    """A draft, or a credit note itself."""


@dataclass(frozen=True, slots=True)
class Effect:
    """What a credit note does to the balance; `returned` credits of it were sold by the invoice."""

    before: int
    after: int
    returned: int = 0

    @property
    def is_below(self) -> bool:
        """Whether credits are returned that were used already."""
        return self.returned > 0 and self.after < 0


class BelowZeroError(InvoiceError):
    """Of the credits that would be returned some were used already; `agreed` says to know how many are short then."""

    def __init__(self, effect: Effect) -> None:
        super().__init__(f"The balance would be {effect.after}.")
        self.effect = effect


def effect_of(session: Session, found: Invoice) -> Effect:
    """Return what a credit note for this invoice would do to the balance now."""
    before, posted = balance_of(session, found.organisation_id), list(_posted(session, found))
    sold = sum(entry.credits for _part, entry in posted if entry.kind is EntryKind.TOP_UP)
    return Effect(before, before - sum(entry.credits for _part, entry in posted), sold)


def credit(invoice_id: int, why: str, by: int | None, now: datetime, *, agreed: int | None = None) -> int:
    """Issue the credit note of an invoice and return its id; credited already: that note.

    `agreed`: the balance that somebody knows to come out below zero, when credits are returned that were used.
    Raise MissingError, NotCreditableError or BelowZeroError.
    """
    with transaction() as session:
        found = session.get(Invoice, invoice_id)
        if found is None:
            raise MissingError("invoice")
        if found.number is None or found.kind is not InvoiceKind.INVOICE:
            raise NotCreditableError("Only an issued invoice is credited.")
        hold(session, found.organisation_id)
        known = session.scalar(select(Invoice.id).where(Invoice.credits_id == invoice_id))
        if known is not None:
            return known
        effect = effect_of(session, found)
        if effect.is_below and effect.after != agreed:
            raise BelowZeroError(effect)
        return _credited(session, found, why, by, now)


def _credited(session: Session, found: Invoice, why: str, by: int | None, now: datetime) -> int:
    ground = ground_on(session, found.organisation_id, now)
    taken = take(session, ZoneInfo(ground.facts.zone), now)
    said = replace(
        Paper.of(found.parties),
        paid_on="",
        credits_number=found.number or "",
        credits_on=found.issued_on.isoformat() if found.issued_on else "",
    )
    note = Invoice(
        kind=InvoiceKind.CREDIT_NOTE,
        organisation_id=found.organisation_id,
        number=taken.number,
        year=taken.year,
        place=taken.place,
        key=f"credit:{found.id}",
        issued_on=taken.on,
        issued_at=taken.at,
        due_on=taken.on,
        language=found.language,
        reference=found.reference,
        terms_number=found.terms_number,
        treatment=found.treatment,
        parties=said.data(),
        lines=[Line.of(line).undone().data() for line in found.lines],
        excluding_cents=-found.excluding_cents,
        vat_cents=-found.vat_cents,
        settled_credits=-found.settled_credits,
        administration_credits=-found.administration_credits,
        with_shortage=False,
        credits_id=found.id,
        why=why,
        version=0,
        made_at=now,
        made_by=by,
        issued_by=by,
    )
    session.add(note)
    session.flush()
    _give_back(session, found, note, by, now)
    of, details = ("invoice", found.id), {"number": found.number, "note": taken.number}
    history.record(session, at=now, by=by, deed="invoice.credited", of=of, details=details)
    return note.id


def _give_back(session: Session, found: Invoice, note: Invoice, by: int | None, now: datetime) -> None:
    """Reverse what was posted for the invoice: what it closed is short again, what it sold is gone."""
    with force_locale(LOCALES[found.language]):
        returned = returned_text(note.number or "")
    for part, entry in list(_posted(session, found)):
        posting = Posting(
            found.organisation_id,
            entry.kind,
            -entry.credits,
            note.issued_on or now.date(),
            f"invoice:{note.number}:{part}",
            returned if entry.kind is EntryKind.TOP_UP else note.number or "",
            by,
            reverses=entry.id,
            price_cents=entry.price_cents,
        )
        post(session, posting, now)


def _posted(session: Session, found: Invoice) -> Iterator[tuple[str, LedgerEntry]]:
    """Yield what the ledger holds for an invoice: its settlement first, administration apart; or the sale."""
    keys = {part: f"invoice:{found.number}:{part}" for part in ("settlement", "administration")}
    entries = {
        each.key: each for each in session.scalars(select(LedgerEntry).where(_of(found, keys.values())))
    }
    yield from ((part, entries[key]) for part, key in keys.items() if key in entries)
    sale = entries.get(found.key or "")
    if sale is not None and any(line["kind"] == LineKind.CREDITS for line in found.lines):
        yield "sale", sale


def _of(found: Invoice, keys: Iterable[str]) -> ColumnElement[bool]:
    """Return the condition for those entries; a sale and its invoice have one key (topups/selling.py)."""
    sale = (LedgerEntry.key == found.key) & (LedgerEntry.kind == EntryKind.TOP_UP)
    return (LedgerEntry.organisation_id == found.organisation_id) & (LedgerEntry.key.in_(list(keys)) | sale)
