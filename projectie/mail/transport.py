"""How a letter leaves: over SMTP, or not at all while no server is set (then it stays in the local outbox)."""

import smtplib
import ssl
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime
from typing import Protocol, Self
from urllib.parse import unquote, urlsplit

from projectie.mail.models import OutgoingLetter


class Unreachable(Exception):  # noqa: N818 (a state of the line, not a mistake)
    """The server did not take it now; try again later."""


class Refused(Exception):  # noqa: N818 (an answer, not a mistake)
    """The server will never take it."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """A letter as the transport needs it, free of the database."""

    letter_id: int
    message_id: str
    sender: Address
    recipient: Address
    subject: str
    body_text: str
    body_html: str | None
    headers: dict[str, str]
    language: str
    created_at: datetime

    @classmethod
    def of(cls, letter: OutgoingLetter) -> Self:
        """Return the delivery of that row."""
        return cls(
            letter_id=letter.id,
            message_id=letter.message_id,
            sender=_address(letter.from_name, letter.from_address),
            recipient=_address(letter.to_name, letter.to_address),
            subject=letter.subject,
            body_text=letter.body_text,
            body_html=letter.body_html,
            headers=dict(letter.headers),
            language=letter.language,
            created_at=letter.created_at,
        )

    def as_message(self) -> EmailMessage:
        """Return it as RFC 5322 says."""
        message = EmailMessage()
        message["From"] = self.sender
        message["To"] = self.recipient
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
            with self._connected() as server:
                refused = server.send_message(
                    delivery.as_message(),
                    from_addr=delivery.sender.addr_spec,
                    to_addrs=[delivery.recipient.addr_spec],
                )
        except smtplib.SMTPRecipientsRefused as error:
            code, text = next(iter(error.recipients.values()))
            raise _verdict(code, text) from error
        except smtplib.SMTPResponseException as error:
            raise _verdict(error.smtp_code, error.smtp_error) from error
        except (smtplib.SMTPException, OSError) as error:
            raise Unreachable(type(error).__name__) from error
        except (UnicodeError, ValueError) as error:  # an address no server can be told
            raise Refused(type(error).__name__) from error
        assert not refused, "one recipient: taken or raised"

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


def _verdict(code: int, text: bytes | str) -> Exception:
    said = f"{code} {text.decode('utf-8', 'replace') if isinstance(text, bytes) else text}"
    return Refused(said) if 500 <= code < 600 else Unreachable(said)


def _address(name: str, address: str) -> Address:
    local, _, domain = address.rpartition("@")
    return Address(display_name=" ".join(name.split()), username=local, domain=domain)
