"""Mail for tests: letters as they come over the wire, and a way to post them."""

import itertools
from datetime import datetime

from flask import Flask

from projectie.clock.now import now
from projectie.mail.models import Mailbox
from projectie.tickets.filing import Intake
from projectie.tickets.intake import Received
from projectie.tickets.intake import receive as take_in

_count = itertools.count(1)
SERVER = "mx.projectie.example"


def letter(
    *,
    from_: str = "Somebody <somebody@elsewhere.example>",
    to: str = "support@projectie.com",
    subject: str = "Vraag",
    body: str = "Dag, een vraag.",
    proven: bool = False,
    **headers: str,
) -> bytes:
    """Return a plain mail; `proven` adds our own server's word that the sender is who it says (R32)."""
    head = {
        "From": from_,
        "To": to,
        "Subject": subject,
        "Message-ID": f"<test-{next(_count)}@elsewhere.example>",
        "Date": "Mon, 23 Nov 2026 10:00:00 +0100",
        "Content-Type": "text/plain; charset=utf-8",
    }
    if proven:
        head = {
            "Authentication-Results": f"{SERVER}; dmarc=pass header.from={from_.rpartition('@')[2].strip('>')}",
            **head,
        }
    head |= {name.replace("_", "-"): value for name, value in headers.items()}
    return (
        "".join(f"{name}: {value}\r\n" for name, value in head.items()).encode()
        + b"\r\n"
        + body.encode()
        + b"\r\n"
    )


def intake(app: Flask) -> Intake:
    """Return the intake of an app whose mail server is SERVER."""
    return Intake(app.extensions["projectie.blobs"], app.config["SECRET_KEY"], SERVER)


def receive(
    app: Flask, raw: bytes, mailbox: Mailbox = Mailbox.SUPPORT, at: datetime | None = None
) -> Received:
    """Take a mail in."""
    return take_in(raw, mailbox, intake(app), at or now())
