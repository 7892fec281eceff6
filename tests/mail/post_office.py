"""A real mail server for the tests, that takes, delays or refuses as it is told."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any, cast

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import Envelope

from tests.process import free_port


@dataclass(slots=True)
class PostOffice:
    """What arrived, and what to answer at each step (empty: as usual)."""

    port: int = 0
    at_rcpt: str = ""
    at_data: str = ""
    arrived: list[Envelope] = field(default_factory=list)

    @property
    def url(self) -> str:
        """The address of the server, as SMTP_URL."""
        return f"smtp://127.0.0.1:{self.port}"

    def letters(self) -> list[EmailMessage]:
        """Return what arrived, read by the library."""
        return [message_from_bytes(cast("bytes", one.content), policy=default) for one in self.arrived]

    async def handle_RCPT(self, *given: Any) -> str:  # noqa: N802 - aiosmtpd's own spelling
        """Take a recipient, or answer as told."""
        _server, _session, envelope, address, _options = given
        if not self.at_rcpt:
            envelope.rcpt_tos.append(address)
        return self.at_rcpt or "250 OK"

    async def handle_DATA(self, *given: Any) -> str:  # noqa: N802
        """Take a letter, or answer as told; told to break off, keep it and answer nothing."""
        server, _session, envelope = given
        if self.at_data in {"", "break"}:
            self.arrived.append(envelope)
        if self.at_data == "break":
            server.transport.abort()
        return self.at_data or "250 OK"


@contextmanager
def post_office(**options: Any) -> Iterator[PostOffice]:
    """A post office that is open until the block ends."""
    office = PostOffice(free_port())
    controller = Controller(office, hostname="127.0.0.1", port=office.port, enable_SMTPUTF8=True, **options)
    controller.start()
    try:
        yield office
    finally:
        controller.stop()
