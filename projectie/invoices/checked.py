"""What the European register said of a client's VAT number (R24)."""

from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from projectie.clock.zone import local
from projectie.invoices.models import VatAnswer, VatCheck
from projectie.invoices.vat import Checked
from projectie.people.models import Organisation


def found_numbers(session: Session, organisations: list[Organisation], zone: str) -> dict[int, Checked]:
    """Return each client’s number as the register last knew it; an answer that did not come changes nothing."""
    numbers = {each.id: each.vat_number for each in organisations if each.vat_number}
    asked = select(VatCheck).where(VatCheck.organisation_id.in_(numbers)).order_by(VatCheck.id)
    found: dict[int, Checked] = {}
    for check in session.scalars(asked) if numbers else ():
        if check.number != numbers[check.organisation_id] or check.answer is VatAnswer.UNKNOWN:
            continue
        if check.answer is VatAnswer.VALID:
            found[check.organisation_id] = Checked(check.number, local(check.at, ZoneInfo(zone)).date())
        else:
            found.pop(check.organisation_id, None)
    return found
