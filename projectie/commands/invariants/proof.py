"""All invariants, proved one by one; each part says what is wrong with it."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice

from sqlalchemy.exc import DatabaseError

from projectie.commands.invariants import (
    blobs,
    bonds,
    calls,
    charges,
    complaints,
    invoices,
    ledger,
    mail,
    moments,
    outages,
    people,
    private,
    slas,
    soundness,
    talking,
    tickets,
    topups,
    triage,
    urgent,
)
from projectie.commands.invariants.desk import Check, Desk

MOST = 20  # sentences of one part: a desk that lost a folder has very many

CHECKS: Mapping[str, Check] = {
    "database": soundness.database,
    "foreign_keys": soundness.foreign_keys,
    "mail": mail.mail,
    "mail_sum": mail.mail_sum,
    "blobs": blobs.blobs,
    "letters": mail.letters,
    "readers": mail.readers,
    "ticket_numbers": tickets.numbers,
    "columns": tickets.columns,
    "positions": tickets.positions,
    "terms": tickets.terms,
    "priorities": triage.priorities,
    "duplicates": triage.duplicates,
    "alerts": triage.alerts,
    "promises": tickets.promises,
    "merged": bonds.merged,
    "checklists": bonds.checklists,
    "proofs": bonds.proofs,
    "outages": outages.outages,
    "appointments": calls.appointments,
    "people": people.people,
    "contracts": people.contracts,
    "slas": slas.slas,
    "ledger": ledger.ledger,
    "invoices": invoices.invoices,
    "invoice_files": invoices.invoice_files,
    "topups": topups.topups,
    "charges": charges.charges,
    "consents": urgent.consents,
    "urgent_charges": urgent.urgent_charges,
    "moments": moments.moments,
    "letter_files": talking.letter_files,
    "snippets": talking.snippets,
    "uploads": private.uploads,
    "whispers": private.whispers,
    "accounts": private.accounts,
    "complaints": complaints.complaints,
}


@dataclass(frozen=True, slots=True)
class Proof:
    """What one part proved: nothing wrong, or the first things that are."""

    wrong: tuple[str, ...]

    @property
    def ok(self) -> bool:
        """Whether nothing is wrong."""
        return not self.wrong


def prove(desk: Desk) -> dict[str, Proof]:
    """Return what each part proved."""
    return {name: _proof(check, desk) for name, check in CHECKS.items()}


def _proof(check: Check, desk: Desk) -> Proof:
    try:
        wrong = tuple(islice(check(desk), MOST + 1))
    except DatabaseError as error:  # damaged so that it cannot be read: that is an answer too
        desk.session.rollback()
        return Proof((f"cannot be read ({type(error.orig).__name__})",))
    return Proof((*wrong[:MOST], "and more") if len(wrong) > MOST else wrong)
