"""Who the studio is: facts that stand in the terms and letters, and are data like the figures (R1)."""

import re
from dataclasses import dataclass
from zoneinfo import available_timezones

from projectie.terms.figures import Text
from projectie.terms.reading import Node

INVOICE_DAYS = 30  # what the law takes for agreed where nothing was


@dataclass(frozen=True, slots=True)
class StudioFacts:
    """The company behind this desk; another studio fills in its own."""

    name: str
    address: tuple[str, ...]  # lines
    kvk: str
    vat_id: str | None
    site: str | None
    phone: str  # for urgent requests, as it is shown: +31 (0)71 513 89 85
    support_address: str
    urgent_address: str
    info_address: str
    tagline: Text
    zone: str  # IANA name
    iban: str = ""  # compact; empty: an invoice cannot be paid by it, and says so to managers
    bic: str = ""
    account_name: str = ""  # empty: the name
    invoice_address: str = ""  # for questions about invoices; empty: as requests
    invoice_days: int = INVOICE_DAYS  # within which an invoice is to be paid

    @property
    def dial(self) -> str:
        """The phone number as a telephone dials it; the (0) is for callers at home."""
        return re.sub(r"[^+\d]", "", self.phone.replace("(0)", ""))


_TEXTS = ("name", "kvk", "phone")
_ADDRESSES = ("support_address", "urgent_address", "info_address")
_OPTIONAL = ("vat_id", "site")
BILLING = ("iban", "bic", "account_name", "invoice_address", "invoice_days")  # a studio that begins has none


def studio_from_data(data: object) -> StudioFacts:
    """Return the studio in that data; raise UnreadableError with the path of the first wrong value."""
    parts = Node(data).record((*_TEXTS, *_ADDRESSES, *_OPTIONAL, "address", "tagline", "zone"))
    tagline = parts["tagline"].record(("nl", "en"))
    return StudioFacts(
        name=_filled(parts["name"]),
        kvk=_filled(parts["kvk"]),
        phone=_filled(parts["phone"]),
        support_address=_mail_address(parts["support_address"]),
        urgent_address=_mail_address(parts["urgent_address"]),
        info_address=_mail_address(parts["info_address"]),
        vat_id=parts["vat_id"].maybe(_filled),
        site=parts["site"].maybe(_filled),
        address=tuple(_filled(line) for line in parts["address"].rows()),
        tagline=Text(_filled(tagline["nl"]), _filled(tagline["en"])),
        zone=_zone(parts["zone"]),
    )


def _filled(node: Node) -> str:
    text = node.text()
    if not text.strip() or not text.isprintable():
        raise node.refuse("a line of text")
    return text


def _mail_address(node: Node) -> str:
    text = _filled(node)
    if not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", text):
        raise node.refuse("a mail address")
    return text


def _zone(node: Node) -> str:
    if node.text() not in available_timezones():
        raise node.refuse("a time zone like Europe/Amsterdam")
    return node.text()
