"""Invoices: numbers without gaps, dates in order, totals, credit notes, the ledger they settled, their files (R24)."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import groupby

from sqlalchemy import select

from projectie.commands.invariants.desk import Desk
from projectie.credits.models import EntryKind, LedgerEntry
from projectie.invoices.document import Document, document_of
from projectie.invoices.models import FileKind, Invoice, InvoiceFile, InvoiceKind
from projectie.invoices.totals import LineKind

MADE_WITHIN = timedelta(minutes=30)  # the worker makes the files that a killed program did not
SETTLED = {LineKind.SUPPORT, LineKind.ADMINISTRATION}
AT_ONCE = 500


def invoices(desk: Desk) -> Iterator[str]:
    """Name gaps, dates that go backwards, wrong totals, credit notes and settlements that do not match."""
    rows = select(Invoice).where(Invoice.number.is_not(None)).order_by(Invoice.year, Invoice.place)
    issued = desk.session.scalars(rows, execution_options={"yield_per": AT_ONCE})
    seen: dict[int, Invoice] = {}
    for _year, of_year in groupby(issued, lambda row: row.year):
        last = None
        for place, row in enumerate(of_year, 1):
            seen[row.id] = row
            yield from _numbered(row, place, last)
            yield from _summed(row, document_of(row))
            last = row
    yield from _credited(seen)
    yield from _settled(desk, seen)
    yield from _returned(desk, seen)


def invoice_files(desk: Desk) -> Iterator[str]:
    """Name issued invoices whose files were never made; that their bytes are right, the blobs prove."""
    made = select(InvoiceFile.invoice_id, InvoiceFile.kind)
    known = {(number, kind) for number, kind in desk.session.execute(made)}
    issued = select(Invoice.id, Invoice.number, Invoice.issued_at).where(Invoice.number.is_not(None))
    for number, name, at in desk.session.execute(issued.order_by(Invoice.id)):
        for kind in FileKind:
            if (number, kind) not in known and at and at < desk.now - MADE_WITHIN:
                yield f"invoice {name} has no {kind.value}"


def _numbered(row: Invoice, place: int, last: Invoice | None) -> Iterator[str]:
    if row.place != place or row.number != f"{row.year}-{row.place:04d}":
        yield f"invoice {row.number} is the {place}th of {row.year}"
    if last and (row.issued_at, row.issued_on) < (last.issued_at, last.issued_on):
        yield f"invoice {row.number} is dated before {last.number}"


def _summed(row: Invoice, document: Document) -> Iterator[str]:
    if sum(vat.base for vat in document.rows) != row.excluding_cents:
        yield f"invoice {row.number} says {row.excluding_cents} cents where its lines come to another sum"
    if sum(vat.vat for vat in document.rows) != row.vat_cents:
        yield f"invoice {row.number} says {row.vat_cents} cents of VAT where its rates come to another sum"
    if sum(line.quantity for line in document.lines if line.kind in SETTLED) != row.settled_credits:
        yield f"invoice {row.number} settles other credits than its lines say"


def _credited(seen: dict[int, Invoice]) -> Iterator[str]:
    for row in seen.values():
        if row.kind is not InvoiceKind.CREDIT_NOTE:
            continue
        undone = seen.get(row.credits_id or 0)
        sums = (row.excluding_cents, row.vat_cents, row.settled_credits)
        if undone is None or sums != (
            -undone.excluding_cents,
            -undone.vat_cents,
            -undone.settled_credits,
        ):
            yield f"credit note {row.number} does not mirror its invoice"


def _settled(desk: Desk, seen: dict[int, Invoice]) -> Iterator[str]:
    entries = select(LedgerEntry.key, LedgerEntry.organisation_id, LedgerEntry.credits).where(
        LedgerEntry.kind == EntryKind.SETTLEMENT
    )
    posted = {key: (client, credits_) for key, client, credits_ in desk.session.execute(entries)}
    for row in seen.values():
        said = (row.organisation_id, row.settled_credits) if row.settled_credits else None
        if posted.pop(f"invoice:{row.number}:settlement", None) != said:
            yield f"invoice {row.number} and its settlement in the ledger do not match"
    for key in posted:
        yield f"settlement {key} belongs to no invoice"


def _returned(desk: Desk, seen: dict[int, Invoice]) -> Iterator[str]:
    """Name credit notes of a sale whose credits are in the balance still (R22)."""
    entries = select(LedgerEntry.key, LedgerEntry.organisation_id, LedgerEntry.credits).where(
        LedgerEntry.kind == EntryKind.TOP_UP
    )
    posted = {key: (client, credits_) for key, client, credits_ in desk.session.execute(entries)}
    for row in seen.values():
        undone = seen.get(row.credits_id or 0)
        sold = posted.get(undone.key or "") if undone else None
        if sold and any(line["kind"] == LineKind.CREDITS for line in row.lines):
            client, credits_ = sold
            if posted.get(f"invoice:{row.number}:sale") != (client, -credits_):
                yield f"credit note {row.number} leaves the credits that were sold in the balance"
