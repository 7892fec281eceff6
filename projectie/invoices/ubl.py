"""An invoice as a UBL 2.1 file by Peppol BIS Billing 3 (R24): the same document, for a machine.

A client whose numbers name no place on that network gets the same file by the European norm alone (EN 16931).

Amounts go from cents to text without floating point. A credit note is a document of its own, its amounts positive.
"""

from collections.abc import Iterator
from xml.etree.ElementTree import Element, SubElement, indent, register_namespace, tostring

from projectie.invoices.document import Document, Party
from projectie.invoices.models import InvoiceKind
from projectie.invoices.network import KVK, address_of
from projectie.invoices.totals import Line, LineKind, VatRow

ROOT = "urn:oasis:names:specification:ubl:schema:xsd:"
CAC, CBC = f"{ROOT}CommonAggregateComponents-2", f"{ROOT}CommonBasicComponents-2"
register_namespace("cac", CAC)
register_namespace("cbc", CBC)
NORM = "urn:cen.eu:en16931:2017"
PEPPOL = f"{NORM}#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0"
PROFILE = "urn:fdc:peppol.eu:2017:poacc:billing:01:1.0"
REASONS = {
    "AE": ("VATEX-EU-AE", {"nl": "Btw verlegd", "en": "Reverse charge"}),
    "K": ("VATEX-EU-IC", {"nl": "Intracommunautaire levering", "en": "Intra-Community supply"}),
    "G": ("VATEX-EU-G", {"nl": "Uitvoer buiten de EU", "en": "Export outside the EU"}),
    "O": ("VATEX-EU-O", {"nl": "Geen Nederlandse btw", "en": "Not subject to VAT"}),
}
TRANSFER, AGREED = "58", "57"  # means of payment (UNCL 4461): SEPA credit transfer; as was agreed


def ubl_of(document: Document) -> bytes:
    """Return the document as a UBL file."""
    return _Writer(document).written()


class _Writer:
    """Writes one document; the order of its parts is the schema's."""

    def __init__(self, document: Document) -> None:
        self._it = document
        self._is_note = document.kind is InvoiceKind.CREDIT_NOTE
        self._sign = -1 if self._is_note else 1

    def written(self) -> bytes:
        kind = "CreditNote" if self._is_note else "Invoice"
        root = Element(f"{{{ROOT}{kind}-2}}{kind}")
        self._head(root)
        self._party(_group(root, "AccountingSupplierParty"), self._it.paper.seller, is_seller=True)
        self._party(_group(root, "AccountingCustomerParty"), self._it.paper.buyer, is_seller=False)
        self._delivery(root)
        self._payment(root)
        self._totals(root)
        for place, line in enumerate(self._it.lines, 1):
            self._line(root, place, line)
        register_namespace("", f"{ROOT}{kind}-2")
        indent(root)
        body: bytes = tostring(root, encoding="utf-8")
        return b'<?xml version="1.0" encoding="UTF-8"?>\n' + body + b"\n"

    def _head(self, root: Element) -> None:
        it = self._it
        first, last = it.supplied
        on_network = all(address_of(party) for party in (it.paper.seller, it.paper.buyer))
        _text(root, "CustomizationID", PEPPOL if on_network else NORM)
        if on_network:
            _text(root, "ProfileID", PROFILE)
        _text(root, "ID", it.number)
        _text(root, "IssueDate", it.issued_on.isoformat())
        if not self._is_note:
            _text(root, "DueDate", it.due_on.isoformat())
        _text(
            root,
            "CreditNoteTypeCode" if self._is_note else "InvoiceTypeCode",
            "381" if self._is_note else "380",
        )
        if it.why:
            _text(root, "Note", it.why)
        _text(root, "DocumentCurrencyCode", "EUR")
        _text(root, "BuyerReference", it.reference or it.paper.buyer.name)
        period = _group(root, "InvoicePeriod")
        _text(period, "StartDate", first.isoformat())
        _text(period, "EndDate", last.isoformat())
        if it.paper.credits_number:
            before = _group(root, "BillingReference", "InvoiceDocumentReference")
            _text(before, "ID", it.paper.credits_number)
            _text(before, "IssueDate", it.paper.credits_on)

    def _party(self, parent: Element, party: Party, *, is_seller: bool) -> None:
        node = _group(parent, "Party")
        where = address_of(party)
        if where:
            _text(node, "EndpointID", where.number, schemeID=where.scheme)
        _text(_group(node, "PartyName"), "Name", party.name)
        _address(node, party)
        if party.vat_number and self._names_vat_numbers():
            scheme = _group(node, "PartyTaxScheme")
            _text(scheme, "CompanyID", party.vat_number)
            _text(_group(scheme, "TaxScheme"), "ID", "VAT")
        entity = _group(node, "PartyLegalEntity")
        _text(entity, "RegistrationName", party.name)
        if party.kvk:
            _text(entity, "CompanyID", party.kvk, schemeID=KVK)
        if is_seller:
            contact = _group(node, "Contact")
            _text(contact, "Name", party.name)
            _text(contact, "Telephone", party.phone)
            _text(contact, "ElectronicMail", party.email)

    def _names_vat_numbers(self) -> bool:
        """What lies outside VAT names no number of it (BR-O-02)."""
        return all(line.category != "O" for line in self._it.lines)

    def _delivery(self, root: Element) -> None:
        """Say to which country goods were sent where no VAT is charged for that (BR-IC-12)."""
        if any(line.goods and line.category != "S" for line in self._it.lines):
            where = _group(root, "Delivery", "DeliveryLocation", "Address", "Country")
            _text(where, "IdentificationCode", self._it.paper.buyer.country)

    def _payment(self, root: Element) -> None:
        it, bank = self._it, self._it.paper.bank
        means = _group(root, "PaymentMeans")
        _text(means, "PaymentMeansCode", TRANSFER if bank.iban else AGREED)
        _text(means, "PaymentID", it.number)
        if bank.iban:
            account = _group(means, "PayeeFinancialAccount")
            _text(account, "ID", bank.iban)
            _text(account, "Name", bank.account_name)
            if bank.bic:
                _text(_group(account, "FinancialInstitutionBranch"), "ID", bank.bic)

    def _totals(self, root: Element) -> None:
        it, sign = self._it, self._sign
        total = _group(root, "TaxTotal")
        _money(total, "TaxAmount", sign * it.vat)
        for row in it.rows:
            self._rate(total, row)
        sums = _group(root, "LegalMonetaryTotal")
        paid = it.including if it.paper.paid_on else 0
        _money(sums, "LineExtensionAmount", sign * it.excluding)
        _money(sums, "TaxExclusiveAmount", sign * it.excluding)
        _money(sums, "TaxInclusiveAmount", sign * it.including)
        if paid:
            _money(sums, "PrepaidAmount", sign * paid)
        _money(sums, "PayableAmount", sign * (it.including - paid))

    def _rate(self, total: Element, row: VatRow) -> None:
        node = _group(total, "TaxSubtotal")
        _money(node, "TaxableAmount", self._sign * row.base)
        _money(node, "TaxAmount", self._sign * row.vat)
        category = _category(node, "TaxCategory", row.category, row.percent)
        if row.category in REASONS:
            code, words = REASONS[row.category]
            _text(category, "TaxExemptionReasonCode", code)
            _text(category, "TaxExemptionReason", words[self._it.language])
        _text(_group(category, "TaxScheme"), "ID", "VAT")

    def _line(self, root: Element, place: int, line: Line) -> None:
        node = _group(root, "CreditNoteLine" if self._is_note else "InvoiceLine")
        _text(node, "ID", str(place))
        quantity = "CreditedQuantity" if self._is_note else "InvoicedQuantity"
        unit = "C62" if line.kind is LineKind.EUROS else "E48"  # one; service unit
        _text(node, quantity, str(self._sign * line.quantity), unitCode=unit)
        _money(node, "LineExtensionAmount", self._sign * line.cents)
        period = _group(node, "InvoicePeriod")
        _text(period, "StartDate", line.first.isoformat())
        _text(period, "EndDate", line.last.isoformat())
        item = _group(node, "Item")
        _text(item, "Name", line.text[:100])
        category = _category(item, "ClassifiedTaxCategory", line.category, line.percent)
        _text(_group(category, "TaxScheme"), "ID", "VAT")
        _money(_group(node, "Price"), "PriceAmount", line.unit_cents)


def _group(parent: Element, *names: str) -> Element:
    for name in names:
        parent = SubElement(parent, f"{{{CAC}}}{name}")
    return parent


def _text(parent: Element, name: str, text: str, **attributes: str) -> None:
    SubElement(parent, f"{{{CBC}}}{name}", attributes).text = text


def _money(parent: Element, name: str, cents: int) -> None:
    whole, rest = divmod(abs(cents), 100)
    _text(parent, name, f"{'-' if cents < 0 else ''}{whole}.{rest:02d}", currencyID="EUR")


def _category(parent: Element, name: str, code: str, percent: int) -> Element:
    category = _group(parent, name)
    _text(category, "ID", code)
    if code != "O":  # what lies outside VAT has no rate (BR-O-05)
        _text(category, "Percent", str(percent))
    return category


def _address(node: Element, party: Party) -> None:
    address = _group(node, "PostalAddress")
    lines = list(_street(party))
    for name, line in zip(("StreetName", "AdditionalStreetName"), lines, strict=False):
        _text(address, name, line)
    if party.city:
        _text(address, "CityName", party.city)
    if party.postcode:
        _text(address, "PostalZone", party.postcode)
    for line in lines[2:3]:
        _text(_group(address, "AddressLine"), "Line", line)
    _text(_group(address, "Country"), "IdentificationCode", party.country)


def _street(party: Party) -> Iterator[str]:
    first, *more = party.street.splitlines() or [""]
    if first:
        yield first
    yield from more[:1]
    if more[1:]:
        yield ", ".join(more[1:])
