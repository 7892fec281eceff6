"""How a letter leaves: over SMTP, or not at all while no server is set (then it stays in the local outbox)."""

import contextlib
import smtplib
import ssl
from dataclasses import dataclass
from datetime import datetime
from email.errors import MessageError
from email.headerregistry import Address, BaseHeader, HeaderRegistry, UnstructuredHeader
from email.message import EmailMessage
from email.policy import SMTP, Policy
from email.utils import format_datetime
from typing import Protocol, Self
from urllib.parse import unquote, urlsplit

from projectie.mail.models import OutgoingLetter

SIGN_IN = frozenset({530, 534, 535, 538})  # the server wants us to sign in: our fault, not the letter's


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


class Unreachable(Exception):  # noqa: N818 (a state of the line, not a mistake)
    """The server did not take it now; try again later."""


class Refused(Exception):  # noqa: N818 (an answer, not a mistake)
    """The server will never take it."""


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

    @classmethod
    def of(cls, letter: OutgoingLetter) -> Self:
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
            created_at=letter.created_at,
        )

    def as_message(self) -> EmailMessage:
        """Return it as RFC 5322 says; raises ValueError (also as UnicodeError) when that cannot be."""
        message = EmailMessage(policy=WRITTEN)
        message["From"] = _address(self.from_name, self.from_address)
        message["To"] = _address(self.to_name, self.to_address)
        message["Subject"] = self.subject
        message["Date"] = format_datetime(self.created_at)
        message["Message-ID"] = self.message_id
        message["Content-Language"] = self.language
        for name, value in self.headers.items():
            message[name] = value
        message.set_content(self.body_text, cte="quoted-printable")
        if self.body_html:
            message.add_alternative(self.body_html, subtype="html", cte="quoted-printable")
        return message


class Transport(Protocol):
    """Something that can deliver a letter."""

    def deliver(self, delivery: Delivery) -> None:
        """Hand it over; raise Unreachable or Refused."""


@dataclass(frozen=True, slots=True)
class Smtp:
    """A mail server by its address: smtp:// (STARTTLS where offered) or smtps://."""

    url: str

    def deliver(self, delivery: Delivery) -> None:
        """Hand the letter over in a session of its own; raise Unreachable or Refused."""
        try:
            written = _written(delivery)
        except (
            ValueError,
            IndexError,
            MessageError,
        ) as error:  # an address or a header no server can be told
            raise Refused(type(error).__name__) from error
        try:
            server = self._connected()
        except (smtplib.SMTPException, OSError) as error:  # whatever it says here, it says about us
            raise Unreachable(_said(error)) from error
        try:
            _hand_over(server, written)
        finally:
            _hang_up(server)

    def _connected(self) -> smtplib.SMTP:
        parts = urlsplit(self.url)
        host = parts.hostname or ""
        if parts.scheme == "smtps":
            server: smtplib.SMTP = smtplib.SMTP_SSL(host, parts.port or 465, timeout=30, context=_tls())
        else:
            server = smtplib.SMTP(host, parts.port or 587, timeout=30)
            server.ehlo()
            if server.has_extn("starttls"):
                server.starttls(context=_tls())
                server.ehlo()
        if parts.username:
            server.login(unquote(parts.username), unquote(parts.password or ""))
        return server


def _tls() -> ssl.SSLContext:
    return ssl.create_default_context()


@dataclass(frozen=True, slots=True)
class _Written:
    sender: str
    recipient: str
    content: bytes
    international: bool  # an address outside ASCII: only a server that knows SMTPUTF8 takes it


def _written(delivery: Delivery) -> _Written:
    message = delivery.as_message()
    sender = _address("", delivery.from_address).addr_spec
    recipient = _address("", delivery.to_address).addr_spec
    international = not f"{sender}{recipient}".isascii()
    content = message.as_bytes(policy=WRITTEN.clone(utf8=international))
    return _Written(sender, recipient, content, international)


def _hand_over(server: smtplib.SMTP, letter: _Written) -> None:
    """Say the letter to the server; a return means that it took it."""
    options = ("SMTPUTF8", "BODY=8BITMIME") if letter.international else ()
    try:
        if letter.international and not server.has_extn("smtputf8"):
            raise Refused("the mail server does not know SMTPUTF8")
        server.sendmail(letter.sender, [letter.recipient], letter.content, options)
    except smtplib.SMTPRecipientsRefused as error:
        code, text = next(iter(error.recipients.values()))
        raise _verdict(code, text) from error
    except smtplib.SMTPResponseException as error:
        raise _verdict(error.smtp_code, error.smtp_error) from error
    except (smtplib.SMTPException, OSError) as error:
        raise Unreachable(_said(error)) from error


def _hang_up(server: smtplib.SMTP) -> None:
    """End the session politely; whatever the server says to that, the letter's fate is known."""
    with contextlib.suppress(smtplib.SMTPException, OSError):
        server.quit()
    server.close()


def _said(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        return f"{type(error).__name__} {error.smtp_code}"
    return type(error).__name__


def _verdict(code: int, text: bytes | str) -> Exception:
    said = f"{code} {text.decode('utf-8', 'replace') if isinstance(text, bytes) else text}"
    return Refused(said) if 500 <= code < 600 and code not in SIGN_IN else Unreachable(said)


def _address(name: str, address: str) -> Address:
    local, _, domain = address.rpartition("@")
    return Address(display_name=" ".join(name.split()), username=local, domain=domain)
