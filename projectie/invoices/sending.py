"""Sending: a letter in the client's language with the paper and the UBL file; reminders by hand (R24, R34)."""

from datetime import datetime

from flask_babel import force_locale
from sqlalchemy import select
from sqlalchemy.orm import Session

from projectie import history
from projectie.context import StudioInWords, euros, long_day
from projectie.database import MissingError, transaction
from projectie.invoices.files import files_of
from projectie.invoices.issuing import InvoiceError
from projectie.invoices.models import Invoice, InvoiceKind, InvoiceLetter, InvoicePayment, LetterKind
from projectie.invoices.recipients import Recipient, recipients_of
from projectie.invoices.standing import Standing, State, standing_of
from projectie.language import LOCALES
from projectie.links import link_to
from projectie.mail.models import LetterFile
from projectie.mail.notices import written
from projectie.mail.outbox import Draft, queue
from projectie.people.models import Organisation
from projectie.terms.in_force import studio_facts, today
from projectie.terms.studio import StudioFacts

ASKED = {State.OPEN, State.PARTLY, State.OVERDUE}


class NobodyError(InvoiceError):
    """Nobody to mail it to."""


class NotSendableError(InvoiceError):
    """A draft, one whose files are still to be made, or a reminder of what need not be paid."""


def send(invoice_id: int, kind: LetterKind, after: int, by: int | None, now: datetime) -> None:
    """Queue the letter; `after` is the last letter that whoever sends has seen, so that the same form sends once.

    Raise MissingError, NobodyError or NotSendableError.
    """
    with transaction() as session:
        invoice = session.get(Invoice, invoice_id, with_for_update={"key_share": True})
        if invoice is None:
            raise MissingError("invoice")
        if last_letter(session, invoice_id) != after:
            return
        standing = standing_now(session, invoice, now)
        if not files_of(session, invoice) or (kind is LetterKind.REMINDER and standing.state not in ASKED):
            raise NotSendableError("There is nothing to send.")
        organisation = session.get_one(Organisation, invoice.organisation_id)
        recipients = recipients_of(session, organisation)
        if not recipients:
            raise NobodyError("Nobody to mail it to.")
        facts = studio_facts(session)
        for recipient in recipients:
            letter = queue(session, _letter(facts, invoice, kind, recipient, standing, after), now)
            _enclose(session, invoice, letter.id)
            row = InvoiceLetter(invoice_id=invoice_id, letter_id=letter.id, kind=kind, at=now, by_id=by)
            session.add(row)
        session.flush()
        of, details = ("invoice", invoice_id), {"number": invoice.number, "letters": len(recipients)}
        deed = "invoice.sent" if kind is LetterKind.INVOICE else "invoice.reminded"
        history.record(session, at=now, by=by, deed=deed, of=of, details=details)


def last_letter(session: Session, invoice_id: int) -> int:
    """Return the id of the newest letter about an invoice; 0 where there is none."""
    newest = select(InvoiceLetter.id).where(InvoiceLetter.invoice_id == invoice_id)
    return session.scalar(newest.order_by(InvoiceLetter.id.desc()).limit(1)) or 0


def standing_now(session: Session, invoice: Invoice, now: datetime) -> Standing:
    """Return how an invoice stands at that moment."""
    paid = session.scalars(select(InvoicePayment.cents).where(InvoicePayment.invoice_id == invoice.id))
    credited = select(Invoice.id).where(Invoice.credits_id == invoice.id)
    return standing_of(
        is_issued=invoice.number is not None,
        credit_note=invoice.kind is InvoiceKind.CREDIT_NOTE,
        due_on=invoice.due_on,
        including=invoice.including_cents,
        paid=sum(paid),
        credited=session.scalar(credited) is not None,
        today=today(session, now),
    )


def _enclose(session: Session, invoice: Invoice, letter: int) -> None:
    for file in files_of(session, invoice):
        row = LetterFile(
            letter_id=letter,
            filename=file.filename,
            content_type=file.content_type,
            sha256=file.sha256,
            size=file.size,
        )
        session.add(row)


def _letter(
    facts: StudioFacts, invoice: Invoice, kind: LetterKind, to: Recipient, standing: Standing, after: int
) -> Draft:
    language = invoice.language
    assert invoice.due_on
    with force_locale(LOCALES[language]):
        left, due = euros(max(standing.left, 0)), long_day(invoice.due_on)
    words = written(
        f"invoices/{kind.value}",
        language,
        studio=StudioInWords(facts),
        name=to.name,
        number=invoice.number,
        is_note=invoice.kind is InvoiceKind.CREDIT_NOTE,
        asks=standing.state in ASKED,
        late=standing.days_late,
        left=left,
        due=due,
        iban=invoice.parties["bank"]["iban"],
        account=invoice.parties["bank"]["account_name"],
        address=link_to("portal.invoice", invoice=invoice.id),
    )
    return Draft(
        key=f"invoice:{invoice.id}:{kind.value}:{after}:{to.address}",
        from_name=facts.name[:200],
        from_address=facts.support_address,
        to_name=to.name,
        to_address=to.address,
        subject=words.subject,
        body_text=words.text,
        body_html=words.html,
        language=language,
        headers={"Reply-To": facts.invoice_address or facts.support_address},
    )
