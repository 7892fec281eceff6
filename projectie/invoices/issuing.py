"""Issuing: the number, the words and the ledger in one transaction, once for each key (R20, R21, R24).

Files are made of it afterwards (files.py): the transaction that holds the series is short, and a file made later is
the same to the byte.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from projectie import history
from projectie.credits.models import EntryKind
from projectie.credits.posting import Posting, hold, post
from projectie.database import MissingError, transaction
from projectie.invoices.document import Paper
from projectie.invoices.models import Invoice, InvoiceKind
from projectie.invoices.numbering import Taken, take
from projectie.invoices.parties import STOPS, Missing, bank, buyer, missing, seller
from projectie.invoices.reckoning import Ground, Reckoning, ground_for, reckon
from projectie.invoices.totals import Line
from projectie.people.models import Organisation
from projectie.terms.in_force import today


class InvoiceError(ValueError):
    """A deed about invoices is refused; nothing was changed."""


class NothingToInvoiceError(InvoiceError):
    """Nothing is short of the client."""


class IncompleteError(InvoiceError):
    """Something that the law asks for is missing."""

    def __init__(self, lacks: tuple[Missing, ...]) -> None:
        super().__init__(", ".join(lacks))
        self.lacks = lacks


class KeyElsewhereError(InvoiceError):
    """Another client's invoice has that key."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """An invoice of what is short now; `whatever`: also of nothing, and with parts missing (a command decides so)."""

    organisation_id: int
    key: str
    whatever: bool = False


def issue_shortage(wanted: Wanted, by: int | None, now: datetime) -> int:
    """Issue an invoice of what is short and return its id; the same key again returns the invoice that is there.

    Raise MissingError without such a client, NothingToInvoiceError, IncompleteError or KeyElsewhereError.
    """
    with transaction() as session:
        known = known_by_key(session, wanted.organisation_id, wanted.key)
        if known is not None:
            return known
        ground = ground_on(session, wanted.organisation_id, now)
        reckoning = reckon(session, ground, with_shortage=True, even_empty=wanted.whatever)
        if not reckoning.lines:
            raise NothingToInvoiceError("Nothing is short of this client.")
        if not wanted.whatever:
            refuse_incomplete(ground)
        draft = new_row(ground, by, now, with_shortage=True)
        return issue(session, draft, reckoning, ground, wanted.key, by=by, now=now)


def known_by_key(session: Session, organisation_id: int, key: str) -> int | None:
    """Hold the client's ledger, and return the invoice that has this key already."""
    hold(session, organisation_id)
    found = session.execute(select(Invoice.id, Invoice.organisation_id).where(Invoice.key == key)).first()
    if found is not None and found.organisation_id != organisation_id:
        raise KeyElsewhereError(f"Another client’s invoice has the key {key!r}.")
    return found.id if found else None


def ground_on(session: Session, organisation_id: int, now: datetime) -> Ground:
    """Return what an invoice to that client is made with now; raise MissingError without such a client."""
    organisation = session.get(Organisation, organisation_id, populate_existing=True)
    if organisation is None:
        raise MissingError("organisation")
    return ground_for(session, organisation, today(session, now))


def refuse_incomplete(ground: Ground) -> None:
    """Raise IncompleteError when something is missing that the law asks for."""
    lacks = missing(ground.facts, ground.organisation, ground.decision.checked, has_recipient=True)
    if STOPS & set(lacks):
        raise IncompleteError(tuple(each for each in lacks if each in STOPS))


def new_row(ground: Ground, by: int | None, now: datetime, *, with_shortage: bool) -> Invoice:
    """Return a draft that is not kept yet."""
    organisation = ground.organisation
    return Invoice(
        kind=InvoiceKind.INVOICE,
        organisation_id=organisation.id,
        language=organisation.language,
        reference=organisation.purchase_reference,
        parties={},
        lines=[],
        excluding_cents=0,
        vat_cents=0,
        settled_credits=0,
        administration_credits=0,
        with_shortage=with_shortage,
        why="",
        version=0,
        made_at=now,
        made_by=by,
    )


def issue(
    session: Session,
    draft: Invoice,
    reckoning: Reckoning,
    ground: Ground,
    key: str,
    *,
    by: int | None,
    now: datetime,
    paper: Paper | None = None,
) -> int:
    """Give a draft its number and freeze what it says; part of a deed that holds the client's ledger."""
    taken = take(session, ZoneInfo(ground.facts.zone), now)
    said = paper or paper_of(ground)
    _freeze(draft, reckoning.lines, taken, ground, key, said)
    draft.excluding_cents, draft.vat_cents = reckoning.excluding, reckoning.vat
    draft.administration_credits = reckoning.administration
    draft.settled_credits = reckoning.short + reckoning.administration
    draft.issued_by = by
    session.add(draft)
    session.flush()
    settle(session, draft, by, now)
    details = {"number": taken.number, "organisation": draft.organisation_id}
    history.record(session, at=now, by=by, deed="invoice.issued", of=("invoice", draft.id), details=details)
    return draft.id


def paper_of(ground: Ground, paid_on: str = "") -> Paper:
    """Return who stands on an invoice to that client now."""
    checked = ground.decision.checked
    return Paper(
        seller=seller(ground.facts),
        buyer=buyer(ground.organisation),
        bank=bank(ground.facts),
        checked_on=checked.on.isoformat() if checked else "",
        paid_on=paid_on,
    )


def _freeze(
    draft: Invoice, lines: Iterable[Line], taken: Taken, ground: Ground, key: str, said: Paper
) -> None:
    days = ground.organisation.payment_days or ground.facts.invoice_days
    draft.number, draft.year, draft.place, draft.key = taken.number, taken.year, taken.place, key
    draft.issued_on, draft.issued_at = taken.on, taken.at
    draft.due_on = taken.on + timedelta(days=0 if said.paid_on else days)
    draft.terms_number = ground.terms.number
    draft.treatment = ground.decision.treatment
    draft.parties = said.data()
    draft.lines = [line.data() for line in lines]


def settle(session: Session, invoice: Invoice, by: int | None, now: datetime) -> None:
    """Let the ledger show what the invoice takes over: administration down, settlement up, so that nothing is short."""
    if not invoice.settled_credits or invoice.issued_on is None:
        return
    posting = Posting(
        invoice.organisation_id,
        EntryKind.ADMINISTRATION,
        -invoice.administration_credits,
        invoice.issued_on,
        f"invoice:{invoice.number}:administration",
        invoice.number or "",
        by,
    )
    if invoice.administration_credits:
        post(session, posting, now)
    settlement = replace(
        posting,
        kind=EntryKind.SETTLEMENT,
        credits=invoice.settled_credits,
        key=f"invoice:{invoice.number}:settlement",
    )
    post(session, settlement, now)
