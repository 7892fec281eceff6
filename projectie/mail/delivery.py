"""A letter as it is written for the wire, free of the database (RFC 5322)."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from email.headerregistry import Address, BaseHeader, HeaderRegistry, UnstructuredHeader
from email.message import EmailMessage
from email.policy import SMTP, Policy
from email.utils import format_datetime
from typing import Self

from projectie.mail.models import LetterFile, OutgoingLetter


class _MessageIds(UnstructuredHeader, BaseHeader):
    """Message-IDs, one a line: the library would encode those longer than a line, and threads would break."""

    def fold(self, *, policy: Policy) -> str:
        """Return the header as it is sent; what is no id in ASCII is left out."""
        ids = [one for one in str(self).split() if one.isascii() and len(one) < 900]
        return f"{self.name}: " + f"{policy.linesep} ".join(ids) + policy.linesep


_headers = HeaderRegistry()
for _name in ("in-reply-to", "references"):
    _headers.map_to_type(_name, _MessageIds)
WRITTEN = SMTP.clone(header_factory=_headers)


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A file that goes along; its bytes are read when the letter is written."""

    filename: str
    content_type: str
    sha256: str
    content: bytes = b""

    def kind(self) -> list[str]:
        """Return as what it goes along: a mail in a mail, or parts in a part, would be read as part of the letter."""
        main, _, sub = self.content_type.partition("/")
        known = main in {"application", "audio", "font", "image", "model", "text", "video"} and sub
        return [main, sub] if known else ["application", "octet-stream"]


@dataclass(frozen=True, slots=True)
class Delivery:
    """A letter as the transport needs it, free of the database."""

    letter_id: int
    message_id: str
    from_name: str
    from_address: str
    to_name: str
    to_address: str
    subject: str
    body_text: str
    body_html: str | None
    headers: dict[str, str]
    language: str
    created_at: datetime
    files: tuple[Enclosure, ...] = ()
    calendar: str | None = None

    @classmethod
    def of(cls, letter: OutgoingLetter, files: Iterable[LetterFile] = ()) -> Self:
        """Return the delivery of that row; nothing in it is judged yet."""
        return cls(
            letter_id=letter.id,
            message_id=letter.message_id,
            from_name=letter.from_name,
            from_address=letter.from_address,
            to_name=letter.to_name,
            to_address=letter.to_address,
            subject=letter.subject,
            body_text=letter.body_text,
            body_html=letter.body_html,
            headers=dict(letter.headers),
            language=letter.language,
            created_at=letter.not_before or letter.created_at,
            files=tuple(Enclosure(one.filename, one.content_type, one.sha256) for one in files),
            calendar=letter.calendar,
        )

    def filled(self, contents: Callable[[str], bytes]) -> Self:
        """Return it with the bytes of its files; raises OSError where they cannot be had now."""
        files = (replace(one, content=contents(one.sha256)) for one in self.files)
        return replace(self, files=tuple(files)) if self.files else self

    def as_message(self) -> EmailMessage:
        """Return it as RFC 5322 says; raises ValueError (also as UnicodeError) when that cannot be."""
        message = EmailMessage(policy=WRITTEN)
        message["From"] = address_of(self.from_name, self.from_address)
        # Of a letter to several the field names whom it is written to; each gets a copy of their own.
        message["To"] = self.headers.get("To") or address_of(self.to_name, self.to_address)
        message["Subject"] = self.subject
        message["Date"] = format_datetime(self.created_at)
        message["Message-ID"] = self.message_id
        for name, value in self.headers.items():
            if name != "To":
                message[name] = value
        message.set_content(self.body_text, cte="quoted-printable")
        if self.body_html:
            message.add_alternative(self.body_html, subtype="html", cte="quoted-printable")
        if self.calendar:  # last of the alternatives: what a mail program can, it does (RFC 6047)
            said = {"method": _method_of(self.calendar)}
            message.add_alternative(self.calendar, subtype="calendar", cte="base64", params=said)
        for file in self.files:
            main, sub = file.kind()
            message.add_attachment(file.content, main, sub, filename=file.filename)
        message["Content-Language"] = self.language  # last: content that is set clears what stood about it
        return message


def _method_of(calendar: str) -> str:
    """Return what the calendar asks for, which the part must say too."""
    said = (line.partition(":")[2] for line in calendar.splitlines() if line.startswith("METHOD:"))
    return next(said, "PUBLISH").strip()


def address_of(name: str, address: str) -> Address:
    """Return a mail address with its name; raises ValueError when it is none."""
    local, _, domain = address.rpartition("@")
    if not (local and domain):
        raise ValueError("no address")
    return Address(display_name=" ".join(name.split()), username=local, domain=domain)
