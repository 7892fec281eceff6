"""A mailbox at a mail server, as its address names it: imaps://user:password@host:port/FOLDER."""

import hashlib
import re
from dataclasses import dataclass, field
from typing import Self
from urllib.parse import SplitResult, unquote, urlsplit

from projectie.config import Settings
from projectie.mail.models import Mailbox
from projectie.mail.oauth import Grant

_XOAUTH2 = re.compile(r";AUTH=XOAUTH2\Z", re.IGNORECASE)  # behind the user, as RFC 5092 writes it


@dataclass(frozen=True, slots=True)
class Account:
    """Where a mailbox is and how to get in: by a password, or by tokens from a grant."""

    host: str
    port: int
    tls: bool
    user: str
    password: str = field(repr=False)
    grant: Grant | None = field(repr=False)
    folder: str
    timeout: float = 30.0  # seconds a server may keep us waiting

    @classmethod
    def of(cls, url: str, settings: Settings) -> Self:
        """Return the account of that address.

        It is entered by token when the user is followed by ;AUTH=XOAUTH2 (the password is then this account's
        own refresh token, if it has one), or when there is no password and tokens can be had.
        """
        parts = urlsplit(url)
        tls = parts.scheme == "imaps"
        user, password, grant = way_in(parts, settings)
        return cls(
            host=parts.hostname or "",
            port=parts.port or (993 if tls else 143),
            tls=tls,
            user=user,
            password=password,
            grant=grant,
            folder=unquote(parts.path.removeprefix("/")) or "INBOX",
        )

    @property
    def source(self) -> str:
        """A hash of which mailbox this is; numbers of mails mean something only within one."""
        return hashlib.sha256(
            "\n".join((self.host, str(self.port), self.user, self.folder)).encode()
        ).hexdigest()


def accounts(settings: Settings) -> dict[Mailbox, Account]:
    """Return the account of every mailbox that has an address."""
    urls = {
        Mailbox.URGENT: settings.imap_url_urgent,
        Mailbox.SUPPORT: settings.imap_url,
        Mailbox.INFO: settings.imap_url_info,
    }
    return {mailbox: Account.of(url, settings) for mailbox, url in urls.items() if url}


def way_in(parts: SplitResult, settings: Settings) -> tuple[str, str, Grant | None]:
    """Return user, password and, where the server is entered by token, the grant tokens are handed out for."""
    user, by_token = _XOAUTH2.subn("", parts.username or "")
    password = unquote(parts.password or "")
    can_have_tokens = bool(user) and not password and bool(settings.mail_oauth_token_url)
    return unquote(user), password, _grant(settings, password) if by_token or can_have_tokens else None


def _grant(settings: Settings, own_refresh_token: str) -> Grant:
    return Grant(
        token_url=settings.mail_oauth_token_url,
        client_id=settings.mail_oauth_client_id,
        client_secret=settings.mail_oauth_client_secret,
        refresh_token=own_refresh_token or settings.mail_oauth_refresh_token,
    )
