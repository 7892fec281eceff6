"""A question or suggestion that is no complaint goes to the desk (R26a), as a mail of whoever sent it in."""

from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from sqlalchemy.orm import Session

from projectie.complaints import cases
from projectie.complaints.access import for_manager
from projectie.complaints.case import Outcome, Side, Sort
from projectie.complaints.cases import Held
from projectie.complaints.handling import Handler, NotNow, deed, end
from projectie.complaints.keyring import Ring
from projectie.complaints.keys_kept import ring as ring_here
from projectie.complaints.letters import Letter
from projectie.complaints.telling import tell_complainant
from projectie.database import db
from projectie.mail.models import Mailbox
from projectie.terms.in_force import studio_facts
from projectie.tickets.filing import Intake
from projectie.tickets.intake import receive


def release(number: int, intake: Intake, by: Handler) -> int | None:
    """Hand it to the desk, close it here, and return the ticket; raise NotNow for one without an address.

    Killed in between, it is handed over again and recognised: never lost, never doubled.
    """
    keys, reading = ring_here(), db.session()
    held = for_manager(reading, keys, number, by.id)
    if held.case.is_closed or not held.case.address:
        raise NotNow
    received = receive(_as_mail(reading, keys, held), Mailbox.INFO, intake, by.at)
    with deed(number, by) as (session, ring, held):
        end(session, held, Outcome.RELEASED, by)
        held.case.answered_at = held.case.answered_at or by.at
        tell_complainant(session, ring, held, Letter.NEWS, by.at)
    return received.ticket


def _as_mail(session: Session, ring: Ring, held: Held) -> bytes:
    case, facts = held.case, studio_facts(session)
    local, _, domain = case.address.rpartition("@")
    mail = EmailMessage(policy=SMTP)
    mail["From"] = Address(" ".join(case.name.split()), local, domain)
    mail["To"] = facts.info_address
    mail["Subject"] = " ".join(case.subject.split())
    mail["Date"] = format_datetime(case.received_at)
    mail["Message-ID"] = (
        f"<{ring.named(f'released:{held.number}')[:32]}@{facts.info_address.rpartition('@')[2]}>"
    )
    entries = cases.lines(session, held)
    told = [line.text for line in entries if line.sort is Sort.SAID and line.side is Side.COMPLAINANT]
    mail.set_content("\n\n".join(told) or "\n")
    for line in entries:
        if line.sort is Sort.FILE and line.content_type != "message/rfc822":
            content = cases.file_in(session, held, line.number)[1]
            mail.add_attachment(content, "application", "octet-stream", filename=line.name)
    return mail.as_bytes()
