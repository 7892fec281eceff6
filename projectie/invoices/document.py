"""An invoice as it is frozen on issue: the parties, the lines, the totals; PDF and UBL are made of it alone."""

from dataclasses import asdict, dataclass, fields
from datetime import date
from typing import Any, Self

from projectie.invoices.models import Invoice, InvoiceKind
from projectie.invoices.totals import Line, VatRow, rows_of
from projectie.invoices.vat import Treatment


@dataclass(frozen=True, slots=True)
class Party:
    """A seller or buyer, with all that the law and the network ask."""

    name: str
    street: str  # lines
    postcode: str
    city: str
    country: str
    vat_number: str
    kvk: str
    email: str
    phone: str = ""


@dataclass(frozen=True, slots=True)
class Bank:
    """Where the money goes; without an account number nothing can be paid by it."""

    iban: str
    bic: str
    account_name: str


@dataclass(frozen=True, slots=True)
class Paper:
    """Who sells to whom, where the money goes, and what the VAT rests on."""

    seller: Party
    buyer: Party
    bank: Bank
    checked_on: str = ""  # when the buyer's VAT number was found (ISO), where that decides
    paid_on: str = ""  # of a sale: it was paid before (ISO)
    credits_number: str = ""  # of a credit note: what it undoes
    credits_on: str = ""

    def data(self) -> dict[str, Any]:
        """Return it as the row keeps it."""
        return asdict(self)

    @classmethod
    def of(cls, data: dict[str, Any]) -> Self:
        """Return what a row keeps."""
        plain = {f.name: data[f.name] for f in fields(cls) if f.name not in {"seller", "buyer", "bank"}}
        return cls(
            seller=Party(**data["seller"]), buyer=Party(**data["buyer"]), bank=Bank(**data["bank"]), **plain
        )


@dataclass(frozen=True, slots=True)
class Document:
    """An issued invoice or credit note, whole."""

    number: str
    kind: InvoiceKind
    language: str
    issued_on: date
    due_on: date
    reference: str
    treatment: Treatment
    paper: Paper
    lines: tuple[Line, ...]
    rows: tuple[VatRow, ...]
    excluding: int
    vat: int
    why: str

    @property
    def including(self) -> int:
        """What is to be paid; of a credit note below zero."""
        return self.excluding + self.vat

    @property
    def supplied(self) -> tuple[date, date]:
        """The first and last day of what was done."""
        return min(line.first for line in self.lines), max(line.last for line in self.lines)


def document_of(invoice: Invoice) -> Document:
    """Return an issued invoice as the document it is."""
    assert invoice.number is not None
    assert invoice.issued_on is not None
    assert invoice.due_on is not None
    assert invoice.treatment is not None
    lines = tuple(Line.of(line) for line in invoice.lines)
    return Document(
        number=invoice.number,
        kind=invoice.kind,
        language=invoice.language,
        issued_on=invoice.issued_on,
        due_on=invoice.due_on,
        reference=invoice.reference,
        treatment=invoice.treatment,
        paper=Paper.of(invoice.parties),
        lines=lines,
        rows=rows_of(lines),
        excluding=invoice.excluding_cents,
        vat=invoice.vat_cents,
        why=invoice.why,
    )
