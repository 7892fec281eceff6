"""The life of an invoice: drafted, issued, mailed with its files, paid, reminded of (R24, R34)."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask, current_app
from sqlalchemy import select

from projectie.database import db, transaction
from projectie.invoices import drafting, paying
from projectie.invoices.drafting import ApartError, DraftFacts, HandLine, IssuedError, StaleError
from projectie.invoices.issuing import NothingToInvoiceError
from projectie.invoices.models import Invoice, InvoiceLetter, LetterKind
from projectie.invoices.rates import Rate
from projectie.invoices.sending import NobodyError, NotSendableError, last_letter, send, standing_now
from projectie.invoices.standing import State, standing_of
from projectie.mail.delivery import Delivery
from projectie.mail.models import OutgoingLetter
from projectie.mail.outbox import send_due
from projectie.people.models import Person
from tests.commands.desks import wrong
from tests.invoices.money import DAY, NOW, balance, charged, content, issued, moved, ready
from tests.town import Town
from tests.visitor import Visitor

PRINT = DraftFacts("INK-9", with_shortage=True, lines=(HandLine("Boekje", 500, 185, Rate.REDUCED, DAY),))


class Kept:
    """A mail server that keeps what it takes."""

    def __init__(self) -> None:
        self.taken: list[Delivery] = []

    def deliver(self, delivery: Delivery) -> None:
        self.taken.append(delivery)


def _state(invoice: Invoice, days: int = 0) -> tuple[State, int]:
    standing = standing_now(db.session(), invoice, NOW + timedelta(days=days))
    return standing.state, standing.left


def test_r24_a_draft_with_print_work_is_issued_with_what_is_short(app: Flask, town: Town) -> None:
    ready(town)
    draft = drafting.start_draft(town.leiden.id, town.mara.id, NOW)
    drafting.change_draft(draft, PRINT, 0, town.mara.id, NOW)
    with pytest.raises(StaleError):
        drafting.change_draft(draft, PRINT, 0, town.mara.id, NOW)
    charged(town.leiden, 4, "work")
    drafting.issue_draft(draft, 1, town.mara.id, NOW)
    drafting.issue_draft(draft, 1, town.mara.id, NOW)
    invoice = db.session.get_one(Invoice, draft)
    assert (invoice.number, invoice.excluding_cents, invoice.vat_cents) == (
        "2026-0001",
        11_250 + 92_500,
        2363 + 8325,
    )
    assert (balance(town.leiden), invoice.settled_credits) == (0, 5)
    with pytest.raises(IssuedError):
        drafting.change_draft(draft, PRINT, 1, town.mara.id, NOW)
    with pytest.raises(IssuedError):
        drafting.discard_draft(draft, town.mara.id, NOW)
    assert set(wrong(app)) <= {"invoice_files"}


def test_r24_a_draft_that_cannot_be_issued_says_so_and_a_thrown_one_uses_no_number(
    app: Flask, town: Town, visit: Callable[..., Visitor]
) -> None:
    ready(town)
    draft = drafting.start_draft(town.leiden.id, town.mara.id, NOW)
    with pytest.raises(NothingToInvoiceError):
        drafting.issue_draft(draft, 0, town.mara.id, NOW)
    moved(town.leiden, "GB")
    charged(town.leiden, 4, "work")
    sent = HandLine("Boekje", 500, 185, Rate.REDUCED, DAY, goods=True)
    drafting.change_draft(draft, DraftFacts("", with_shortage=True, lines=(sent,)), 0, town.mara.id, NOW)
    with pytest.raises(ApartError):
        drafting.issue_draft(draft, 1, town.mara.id, NOW)
    page = visit("mara").get(f"/manage/invoices/{draft}")
    assert "twee facturen" in page.text
    assert "uitvoer, zonder btw" in page.text
    drafting.discard_draft(draft, town.mara.id, NOW)
    assert issued(town.leiden, "k").number == "2026-0001"


def test_r24_the_letter_carries_both_files_in_the_clients_language_once(app: Flask, town: Town) -> None:
    ready(town)
    charged(town.leiden, 4, "work")
    invoice, office = issued(town.leiden, "k"), Kept()
    for _ in range(2):
        send(invoice.id, LetterKind.INVOICE, 0, town.mara.id, NOW)
    assert send_due(office, NOW, contents=current_app.extensions["projectie.blobs"].get) == 1
    (letter,) = office.taken
    message = letter.as_message()
    assert letter.to_address == town.lotte.email
    assert letter.subject == "Factuur 2026-0001"
    assert "136,13" in letter.body_text
    files = {part.get_filename(): part.get_content() for part in message.iter_attachments()}
    assert set(files) == {"2026-0001.pdf", "2026-0001.xml"}
    assert files["2026-0001.pdf"] == content(invoice, "pdf")
    assert bytes(files["2026-0001.xml"]) == content(invoice, "ubl")


def test_r34_a_letter_waits_while_its_files_cannot_be_had(app: Flask, town: Town) -> None:
    ready(town)
    charged(town.leiden, 4, "work")
    invoice = issued(town.leiden, "k")
    send(invoice.id, LetterKind.INVOICE, 0, None, NOW)

    def away(digest: str) -> bytes:
        raise OSError(digest)

    assert send_due(Kept(), NOW, contents=away) == 0
    letter = db.session.scalars(select(OutgoingLetter)).one()
    assert (letter.state.value, letter.attempts) == ("queued", 1)


def test_r24_paid_in_parts_late_and_reminded(app: Flask, town: Town) -> None:
    ready(town)
    charged(town.leiden, 4, "work")
    invoice = issued(town.leiden, "k")
    assert _state(invoice) == (State.OPEN, 13_613)
    assert _state(invoice, 31) == (State.OVERDUE, 13_613)
    for _ in range(2):
        paying.record_payment(invoice.id, paying.Payment("one", 10_000, DAY, "bank"), None, NOW)
    assert _state(invoice) == (State.PARTLY, 3613)
    send(
        invoice.id, LetterKind.REMINDER, last_letter(db.session(), invoice.id), None, NOW + timedelta(days=40)
    )
    letter = db.session.scalars(select(OutgoingLetter).join(InvoiceLetter)).one()
    assert letter.subject == "Herinnering aan factuur 2026-0001"
    assert "36,13" in letter.body_text
    paying.record_payment(invoice.id, paying.Payment("two", 3613, DAY, ""), None, NOW)
    assert _state(invoice, 99) == (State.PAID, 0)
    with pytest.raises(NotSendableError):
        send(invoice.id, LetterKind.REMINDER, last_letter(db.session(), invoice.id), None, NOW)


def test_without_anybody_to_mail_nothing_is_sent(app: Flask, town: Town) -> None:
    invoice = issued(town.leiden, "k")
    with transaction() as session:
        session.get_one(Person, town.lotte.id).may_agree = False
    with pytest.raises(NobodyError):
        send(invoice.id, LetterKind.INVOICE, 0, None, NOW)


@pytest.mark.parametrize(
    ("paid", "credited", "state", "left"),
    [
        (0, False, State.OPEN, 100),
        (100, False, State.PAID, 0),
        (130, False, State.REFUND, -30),
        (0, True, State.CREDITED, 0),
        (60, True, State.REFUND, -60),
    ],
)
def test_how_an_invoice_stands(paid: int, credited: bool, state: State, left: int) -> None:
    standing = standing_of(
        is_issued=True, credit_note=False, due_on=DAY, including=100, paid=paid, credited=credited, today=DAY
    )
    assert (standing.state, standing.left) == (state, left)
