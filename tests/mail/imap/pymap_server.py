"""pymap as a process of its own: everybody has a mailbox, and one password (or the token of the moment) opens all."""

import argparse
import asyncio
import ssl
from pathlib import Path
from typing import Any

from proxyprotocol.reader import ProxyProtocolReader
from proxyprotocol.sock import SocketInfo
from pymap.backend.dict import Config, DictBackend, Identity, Login
from pymap.exceptions import InvalidAuth
from pymap.imap import IMAPServer
from pymap.user import UserMetadata
from pysasl import SASLAuth
from pysasl.creds.external import ExternalCredentials
from pysasl.creds.plain import PlainCredentials

PASSWORD = "geheim wóórd"
arguments = argparse.ArgumentParser()
arguments.add_argument("port", type=int)
arguments.add_argument("--certificate", type=Path, help="TLS from the first byte, or by STARTTLS")
arguments.add_argument("--starttls", action="store_true", help="no password in the open")
arguments.add_argument("--token", type=Path, help="a file with the access token that holds now")
arguments.add_argument("--no-idle", action="store_true")


class Desk(Config):
    """What the server offers."""

    @property
    def tls_auth(self) -> SASLAuth:
        """Passwords and tokens."""
        return SASLAuth.named([b"PLAIN", b"LOGIN", b"XOAUTH2"])


class Doorman(Login):
    """Lets in whoever knows the password or shows the token."""

    token: Path | None = None

    async def authenticate(self, credentials: Any) -> Identity:
        """Return who that is; raise InvalidAuth."""
        if isinstance(credentials, ExternalCredentials):
            right = self.token is not None and credentials._token == self.token.read_text()
        else:
            right = isinstance(credentials, PlainCredentials) and credentials._secret == PASSWORD
        if not right:
            raise InvalidAuth
        somebody = Identity(credentials.authzid, self, None, frozenset())
        self.users_dict.setdefault(somebody.name, UserMetadata(self.config, somebody.name))
        return somebody


async def main(chosen: argparse.Namespace) -> None:
    """Serve for ever."""
    context = None
    if chosen.certificate:
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(chosen.certificate)
    if chosen.starttls:
        setattr(SocketInfo, "from_localhost", False)  # noqa: B010 - otherwise it trusts its own machine
    given = argparse.Namespace(passlib_cfg=None, proxy_protocol=None, inherited_sockets=None, **vars(chosen))
    extra = {"demo_data": False, "demo_user": "", "demo_password": "", "disable_idle": chosen.no_idle}
    config = Desk(
        given, host="127.0.0.1", port=chosen.port, ssl_context=context, tls_enabled=chosen.starttls, **extra
    )
    config.apply_context()
    login = Doorman(config)
    login.token = chosen.token
    server = IMAPServer(DictBackend(login, config).login, config)
    answer = ProxyProtocolReader(config.proxy_protocol).get_callback(server)
    encrypted = context if not chosen.starttls else None
    async with await asyncio.start_server(answer, "127.0.0.1", chosen.port, ssl=encrypted) as opened:
        await opened.serve_forever()


if __name__ == "__main__":
    asyncio.run(main(arguments.parse_args()))
