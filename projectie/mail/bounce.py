"""Delivery reports: what did not arrive, and at whom (RFC 3464; by flufl.bounce what is none)."""

import logging
import re
from collections.abc import Iterator, Mapping, Sequence
from email import message_from_bytes

from projectie.mail.addresses import read_addresses
from projectie.mail.findings import Findings
from projectie.mail.headers import Head, read_head
from projectie.mail.letter import Address, Attachment, Bounce, Delivery, Limits
from projectie.mail.stamps import read_id
from projectie.mail.words import one_line

_SENDERS = ("mailer-daemon", "mail-daemon", "mailerdaemon", "postmaster", "double-bounce")
_SUBJECT = re.compile(
    r"undeliver|delivery (?:status notification|failure|has failed|report)|returned mail|mail delivery|failure notice"
    r"|could not be delivered|onbestelbaar|niet (?:bezorgd|afgeleverd|bestelbaar)|bezorging|unzustellbar"
    r"|non remis|échec de",
    re.IGNORECASE,
)
_ORIGINALS = ("message/rfc822", "text/rfc822-headers", "message/rfc822-headers", "message/global-headers")
_WRITTEN_ID = re.compile(r"^[> \t]*Message-I[dD]:[ \t]*(<[^<>\s]{3,900}>)", re.MULTILINE)
_BLANK_LINE = re.compile(rb"\n\r?\n")
_MOST_RECIPIENTS = 500
_ASCII = bytes(byte if byte < 128 else 63 for byte in range(256))  # its patterns expect nothing else
logging.getLogger("flufl.bounce").setLevel(logging.CRITICAL)  # it would log the mail's own words
_MOST_READ_BY_FLUFL = 16_000  # bytes; some of its patterns are quadratic, and addresses stand at the top


def is_suspect(head: Head, from_: Address | None, return_path: str | None, subject: str) -> bool:
    """Return whether the header is that of a delivery report, though it may lack the standard's form."""
    local = from_.address.partition("@")[0].lower() if from_ else ""
    if head.raw(b"x-failed-recipients") is not None or local.startswith(_SENDERS[:3]):
        return True
    return (return_path == "" or local in _SENDERS) and _SUBJECT.search(subject) is not None


def is_report(content_type: str, params: Mapping[str, str]) -> bool:
    """Return whether a mail calls itself a delivery report, as RFC 3464 has it."""
    return content_type == "multipart/report" and params.get("report-type", "").lower() == "delivery-status"


def read_bounce(raw: bytes, head: Head, attachments: Sequence[Attachment], body_text: str) -> Bounce:
    """Return what a delivery report says, as far as it can be made out."""
    deliveries = [each for part in attachments if _is_status(part) for each in _deliveries(part.content)]
    if not deliveries:
        named = head.field(b"x-failed-recipients") or ", ".join(_flufl(raw))
        failed, _ = read_addresses(named, _MOST_RECIPIENTS)
        deliveries = [Delivery(each.address, "failed", "") for each in failed if each.address]
    return Bounce(_original_id(attachments, body_text), tuple(deliveries[:_MOST_RECIPIENTS]))


def _is_status(part: Attachment) -> bool:
    return part.content_type in {"message/delivery-status", "message/global-delivery-status"}


def _deliveries(content: bytes) -> Iterator[Delivery]:
    for block in _BLANK_LINE.split(content, _MOST_RECIPIENTS):
        fields = read_head(block, 0, len(block), Limits(), Findings())
        recipient = fields.field(b"final-recipient") or fields.field(b"original-recipient")
        if recipient:
            action = fields.text(b"action").split()
            status = fields.text(b"status").split()
            address = one_line(recipient.rpartition(";")[2]).strip("<> ")
            yield Delivery(
                address[:320], (action[0].lower() if action else "failed"), status[0] if status else ""
            )


def _flufl(raw: bytes) -> list[str]:
    from flufl.bounce import all_failures  # twenty modules for a rare mail

    try:
        temporary, permanent = all_failures(message_from_bytes(raw[:_MOST_READ_BY_FLUFL].translate(_ASCII)))
    except Exception:  # noqa: BLE001  # a library of old patterns, on bytes from anyone: it may fail in any way
        return []
    return sorted(address.decode(errors="replace") for address in temporary | permanent)


def _original_id(attachments: Sequence[Attachment], body_text: str) -> str | None:
    for part in attachments:
        if part.content_type in _ORIGINALS:
            head = read_head(part.content, 0, len(part.content), Limits(), Findings())
            if found := read_id(head.field(b"message-id")):
                return found
    written = _WRITTEN_ID.search(body_text)
    return written[1] if written else None
