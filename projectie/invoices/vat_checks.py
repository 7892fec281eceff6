"""Looking VAT numbers up, by the worker: a new one at once, a known one each month, and after silence again (R24)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from projectie.database import db, transaction
from projectie.invoices.models import VatAnswer, VatCheck
from projectie.invoices.parties import seller
from projectie.invoices.vat import MEMBERS
from projectie.invoices.vies import look_up
from projectie.people.models import Organisation
from projectie.terms.in_force import studio_facts

AGAIN = timedelta(days=30)  # well within what the rule takes the register's word for
AFTER_SILENCE = timedelta(hours=1)
MOST = 20  # asked in one round


@dataclass(frozen=True, slots=True)
class Due:
    """A number to look up."""

    organisation_id: int
    number: str


def check_numbers(url: str, now: datetime) -> int:
    """Look up the numbers that are due and keep what was said; return how many were asked."""
    session = db.session()
    due = tuple(_due(session, now))[:MOST] if url else ()
    asker = studio_facts(session).vat_id or ""
    db.session.rollback()  # nothing may be held while the register thinks
    for each in due:
        found = look_up(url, each.number, asker)
        with transaction() as deed:
            row = VatCheck(
                organisation_id=each.organisation_id,
                number=each.number,
                answer=found.answer,
                receipt=found.receipt,
                at=now,
            )
            deed.add(row)
    return len(due)


def _due(session: Session, now: datetime) -> Iterator[Due]:
    home = seller(studio_facts(session)).country
    newest = select(func.max(VatCheck.id)).group_by(VatCheck.organisation_id, VatCheck.number)
    checks = {
        (check.organisation_id, check.number): check
        for check in session.scalars(select(VatCheck).where(VatCheck.id.in_(newest)))
    }
    numbered = select(Organisation.id, Organisation.vat_number).where(
        Organisation.vat_number != "", Organisation.country.in_(MEMBERS - {home})
    )
    for number in session.execute(numbered.order_by(Organisation.id)):
        check = checks.get((number.id, number.vat_number))
        if check is None or check.at <= now - (AFTER_SILENCE if check.answer is VatAnswer.UNKNOWN else AGAIN):
            yield Due(number.id, number.vat_number)
