"""How a letter leaves: over SMTP, or not at all while no server is set (then it stays in the local outbox)."""

import contextlib
import smtplib
import ssl
from collections.abc import Callable
from dataclasses import dataclass, field
from email.errors import MessageError
from typing import Protocol, Self
from urllib.parse import unquote, urlsplit

from projectie.config import Settings
from projectie.mail.account import way_in
from projectie.mail.delivery import WRITTEN, Delivery, address_of
from projectie.mail.oauth import TokenError, Tokens
from projectie.mail.token_sign_in import TokenSignIn

STEP = 30  # seconds a server may take over each step
SIGN_IN = frozenset({530, 534, 535, 538})  # the server wants us to sign in: our fault, not the letter's


class Unreachable(Exception):  # noqa: N818 (a state of the line, not a mistake)
    """The server did not take it now; try again later."""


class Away(Unreachable):
    """The server is not there, does not let us in, or says nothing more: it takes no other letter now either."""


class Refused(Exception):  # noqa: N818 (an answer, not a mistake)
    """The server will never take it."""


class Transport(Protocol):
    """Something that can deliver a letter."""

    def deliver(self, delivery: Delivery) -> None:
        """Hand it over; raise Unreachable (Away where no other letter can go either) or Refused."""


@dataclass(frozen=True, slots=True)
class Smtp:
    """A mail server by its address: smtp:// (STARTTLS where offered) or smtps://.

    It is entered by the password in the address, or as `sign_in` does it.
    """

    url: str
    sign_in: Callable[[smtplib.SMTP], None] | None = field(default=None, repr=False)

    @classmethod
    def of(cls, settings: Settings, tokens: Tokens) -> Self:
        """Return the mail server of these settings, entered by token where they say so (XOAUTH2)."""
        user, _password, grant = way_in(urlsplit(settings.smtp_url), settings)
        return cls(settings.smtp_url, TokenSignIn(user, grant, tokens) if grant else None)

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
        except (smtplib.SMTPException, OSError, UnicodeError, TokenError) as error:
            raise Away(_said(error)) from error  # whatever it says here, it says about us
        try:
            _hand_over(server, written)
        finally:
            _hang_up(server)

    def try_out(self) -> None:
        """Go to the server, sign in and leave, with no letter; raise Away when that fails."""
        try:
            server = self._connected()
        except (smtplib.SMTPException, OSError, UnicodeError, TokenError) as error:
            raise Away(_said(error)) from error
        _hang_up(server)

    def _connected(self) -> smtplib.SMTP:
        parts = urlsplit(self.url)
        host = parts.hostname or ""
        if parts.scheme == "smtps":
            server: smtplib.SMTP = smtplib.SMTP_SSL(host, parts.port or 465, timeout=STEP, context=_tls())
        else:
            server = smtplib.SMTP(host, parts.port or 587, timeout=STEP)
        try:
            server.ehlo_or_helo_if_needed()
            if parts.scheme == "smtp" and server.has_extn("starttls"):
                server.starttls(context=_tls())
            if self.sign_in:
                self.sign_in(server)
            elif parts.username:
                server.login(unquote(parts.username), unquote(parts.password or ""))
        except BaseException:
            server.close()
            raise
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
    sender = address_of("", delivery.from_address).addr_spec
    recipient = address_of("", delivery.to_address).addr_spec
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
    except (smtplib.SMTPServerDisconnected, OSError) as error:
        raise Away(_said(error)) from error
    except smtplib.SMTPException as error:
        raise Unreachable(_said(error)) from error


def _hang_up(server: smtplib.SMTP) -> None:
    """End the session politely; whatever the server says to that, the letter's fate is known."""
    with contextlib.suppress(smtplib.SMTPException, OSError):
        server.quit()
    server.close()


def _said(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        return f"{type(error).__name__} {error.smtp_code}"
    if isinstance(error, TokenError):
        return f"{type(error).__name__} {error}"
    return type(error).__name__


def _verdict(code: int, text: bytes | str) -> Exception:
    said = f"{code} {text.decode('utf-8', 'replace') if isinstance(text, bytes) else text}"
    return Refused(said) if 500 <= code < 600 and code not in SIGN_IN else Unreachable(said)
