"""Issuing: the number once for each key, without gaps; the ledger settled in the same deed (R20, R21, R24)."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.exc import DatabaseError

from projectie.clock.now import now
from projectie.credits.models import EntryKind, LedgerEntry
from projectie.database import MissingError, db, transaction
from projectie.invoices import crediting
from projectie.invoices.document import document_of
from projectie.invoices.files import make_missing
from projectie.invoices.issuing import (
    IncompleteError,
    KeyElsewhereError,
    NothingToInvoiceError,
    Wanted,
    issue_shortage,
)
from projectie.invoices.models import Invoice, InvoiceFile, VatAnswer
from projectie.invoices.selling import Sold, invoice_for_sale
from projectie.invoices.vat import Treatment
from projectie.people.models import Organisation
from tests.commands.conftest import desk
from tests.commands.desks import run, told, wrong
from tests.invoices.money import DE, NOW, balance, blobs, charged, checked, issued, moved, ready
from tests.town import Town

_FIXTURES = (desk,)


def _kinds(client: int) -> list[tuple[EntryKind, int]]:
    rows = select(LedgerEntry.kind, LedgerEntry.credits).where(LedgerEntry.organisation_id == client)
    return [(row.kind, row.credits) for row in db.session.execute(rows.order_by(LedgerEntry.id))]


def test_r24_four_credits_short_and_one_for_administration_come_to_136_13(app: Flask, town: Town) -> None:
    ready(town)
    charged(town.leiden, 4, "work")
    invoice = issued(town.leiden, "k", whatever=False)
    assert (invoice.number, invoice.excluding_cents, invoice.vat_cents, invoice.including_cents) == (
        "2026-0001",
        11_250,
        2363,
        13_613,
    )
    assert (invoice.due_on - invoice.issued_on).days == 30  # type: ignore[operator]
    assert balance(town.leiden) == 0
    assert _kinds(town.leiden.id)[1:] == [(EntryKind.ADMINISTRATION, -1), (EntryKind.SETTLEMENT, 5)]
    assert wrong(app) == {}


def test_r20_each_entry_is_valued_at_its_own_price_and_the_crossing_one_is_split(
    app: Flask, town: Town
) -> None:
    charged(town.leiden, -3, "bought")
    charged(town.leiden, 5, "old", price=2000)
    charged(town.leiden, 2, "new", price=2400)
    document = document_of(issued(town.leiden, "k"))
    said = [(line.quantity, line.unit_cents, line.kind.value) for line in document.lines]
    assert said == [(2, 2000, "support"), (2, 2400, "support"), (1, 2250, "administration")]


def test_r24_the_same_key_is_the_same_invoice_and_another_clients_is_refused(app: Flask, town: Town) -> None:
    charged(town.leiden, 4, "work")
    assert issued(town.leiden, "k").id == issued(town.leiden, "k").id
    assert balance(town.leiden) == 0
    with pytest.raises(KeyElsewhereError):
        issue_shortage(Wanted(town.abroad.id, "k"), None, NOW)
    with pytest.raises(MissingError):
        issue_shortage(Wanted(9999, "x"), None, NOW)


def test_r20_nothing_short_is_nothing_to_invoice_unless_a_command_says_so(app: Flask, town: Town) -> None:
    ready(town)
    with pytest.raises(NothingToInvoiceError):
        issue_shortage(Wanted(town.leiden.id, "k"), None, NOW)
    empty = issued(town.leiden, "k")
    assert (empty.including_cents, empty.settled_credits, len(empty.lines)) == (0, 0, 1)
    assert wrong(app) == {}


def test_r24_what_the_law_asks_for_must_be_there(app: Flask, town: Town) -> None:
    charged(town.leiden, 4, "work")
    with pytest.raises(IncompleteError) as refused:
        issue_shortage(Wanted(town.leiden.id, "k"), None, NOW)
    assert set(refused.value.lacks) == {"address", "studio_vat"}
    assert balance(town.leiden) == -4


def test_r21_a_business_in_the_eu_whose_number_was_found_pays_no_vat_here(app: Flask, town: Town) -> None:
    ready(town)
    charged(town.abroad, 4, "work")
    checked(town.abroad, DE)
    checked(town.abroad, DE, VatAnswer.UNKNOWN, NOW + timedelta(hours=1))  # silence changes nothing
    found = issued(town.abroad, "a", NOW + timedelta(days=1))
    assert (found.treatment, found.vat_cents, found.excluding_cents) == (Treatment.REVERSE_CHARGE, 0, 11_250)
    assert (found.due_on - found.issued_on).days == 14  # type: ignore[operator]
    charged(town.abroad, 4, "more")
    checked(town.abroad, DE, VatAnswer.INVALID, NOW + timedelta(days=2))
    unproven = issued(town.abroad, "b", NOW + timedelta(days=3))
    assert (unproven.treatment, unproven.vat_cents) == (Treatment.EU_UNPROVEN, 2363)
    moved(town.abroad, "US")
    charged(town.abroad, 4, "yet more")
    assert issued(town.abroad, "c", NOW + timedelta(days=4)).treatment is Treatment.OUTSIDE_EU


def test_r24_an_issued_invoice_and_what_happened_to_it_cannot_be_changed(app: Flask, town: Town) -> None:
    charged(town.leiden, 4, "work")
    issued(town.leiden, "k")
    for deed in (
        "UPDATE invoice SET reference = 'x'",
        "DELETE FROM invoice",
        "UPDATE invoice_file SET size = 1",
        "DELETE FROM invoice_file",
    ):
        with pytest.raises(DatabaseError), transaction() as session:
            session.execute(text(deed))
    assert wrong(app) == {}


def test_r24_dates_never_go_backwards_and_a_year_begins_at_one(app: Flask, town: Town) -> None:
    late, early = (datetime(2026, 12, 30, hour, tzinfo=UTC) for hour in (12, 9))
    first, second = issued(town.leiden, "a", late), issued(town.leiden, "b", early)
    assert (second.number, second.issued_at) == ("2026-0002", first.issued_at)
    new_year = issued(town.leiden, "c", datetime(2026, 12, 31, 23, 30, tzinfo=UTC))  # 00:30 in Leiden
    assert (new_year.number, str(new_year.issued_on)) == ("2027-0001", "2027-01-01")


def test_r24_twenty_who_issue_at_once_leave_no_gap_and_take_none_twice(app: Flask, town: Town) -> None:
    charged(town.leiden, 40, "work", now())

    def work(place: int) -> None:
        with app.app_context():
            client = town.leiden if place % 2 else town.abroad
            for key in (f"{place}", "shared"):
                issue_shortage(Wanted(client.id, f"{key}.{client.id}", whatever=True), None, now())
            db.session.remove()

    threads = [threading.Thread(target=work, args=(place,)) for place in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    db.session.rollback()
    places = list(db.session.scalars(select(Invoice.place).order_by(Invoice.place)))
    assert places == list(range(1, 23)), "twenty keys of their own, and one that ten shared, for each client"
    assert balance(town.leiden) == 0
    assert wrong(app) == {}


def test_r24_a_credit_note_mirrors_its_invoice_and_opens_the_shortage_again(app: Flask, town: Town) -> None:
    ready(town)
    charged(town.leiden, 4, "work", price=2000)
    invoice = issued(town.leiden, "k")
    note_id = crediting.credit(invoice.id, "Dubbel.", town.mara.id, NOW)
    assert crediting.credit(invoice.id, "Nog eens.", town.mara.id, NOW) == note_id, "once"
    note = db.session.get_one(Invoice, note_id)
    assert (note.number, note.including_cents) == ("2026-0002", -invoice.including_cents)
    assert balance(town.leiden) == -4
    again = document_of(issued(town.leiden, "anew"))
    assert [(line.quantity, line.unit_cents) for line in again.lines] == [(4, 2000), (1, 2250)]
    with pytest.raises(crediting.NotCreditableError):
        crediting.credit(note_id, "x", None, NOW)
    assert list(wrong(app)) == ["invoice_files"], "the files of the note were never made"
    assert make_missing(blobs(), NOW) == 1, "the worker makes them"
    assert wrong(app) == {}


def test_r18_sold_credits_are_invoiced_with_vat_and_paid_and_touch_no_ledger(app: Flask, town: Town) -> None:
    ready(town)
    for _ in range(2):
        with transaction() as session:
            organisation = session.get_one(Organisation, town.leiden.id)
            invoice = invoice_for_sale(session, organisation, Sold(10, 2250, NOW, "tr_1"), None, NOW)
    assert (invoice.number, invoice.including_cents, invoice.due_on) == (
        "2026-0001",
        27_225,
        invoice.issued_on,
    )
    assert invoice.parties["paid_on"] == "2026-11-23"
    assert balance(town.leiden) == 0


def test_a_planted_fault_is_found(app: Flask, town: Town) -> None:
    charged(town.leiden, 4, "work")
    issued(town.leiden, "k", now() - timedelta(hours=1))
    with transaction() as session:
        on = "" if session.get_bind().dialect.name == "sqlite" else " ON invoice"
        session.execute(text(f"DROP TRIGGER keep_invoice_update{on}"))
        session.execute(text("UPDATE invoice SET number = '2026-0007', place = 7, vat_cents = 1"))
    assert len(wrong(app)["invoices"]) >= 3


def test_invoices_by_command(desk: Flask, town: Town) -> None:
    charged(town.leiden, 4, "work", now())
    issue = ("invoice", "issue", "--org", str(town.leiden.id), "--key", "k1", "--json")
    first = told(desk, *issue)
    assert told(desk, *issue) == first
    assert (first["total_cents"], first["key"]) == (13_613, "k1")
    second = told(desk, "invoice", "issue", "--org", str(town.leiden.id), "--key", "k2", "--json")
    assert second["total_cents"] == 0
    assert [(each["number"][5:], each["key"]) for each in told(desk, "invoice", "list", "--json")] == [
        ("0001", "k1"),
        ("0002", "k2"),
    ]
    assert db.session.scalars(select(InvoiceFile.kind).where(InvoiceFile.invoice_id == first["id"])).all()
    assert run(desk, "invoice", "issue", "--org", str(town.abroad.id), "--key", "k1").exit_code == 1
    assert run(desk, "invoice", "issue", "--org", "99", "--key", "x").exit_code == 1
    assert run(desk, "invoice", "issue", "--org", "1", "--key", " ").exit_code == 2
