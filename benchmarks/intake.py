"""Mail through the pipe against parsing the same mails with the standard library alone."""

import email
import email.policy
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from benchmarks.desks import opened
from benchmarks.measure import Figure, cpu, median
from projectie.commands.prepare import prepare
from projectie.mail.models import Mailbox

MAILS = 500


def mails() -> list[bytes]:
    """Return plain mails as clients write them."""
    return [
        (
            f"From: Client {n} <client{n}@bakery{n % 50}.example>\r\nTo: support@projectie.com\r\n"
            f"Subject: =?utf-8?q?Vraag_{n}_over_caf=C3=A9?=\r\nMessage-ID: <bench-{n}@bakery.example>\r\n"
            "Date: Mon, 23 Nov 2026 10:00:00 +0100\r\nMIME-Version: 1.0\r\n"
            "Content-Type: text/plain; charset=utf-8\r\n\r\n"
            f"Hallo,\r\n\r\nKunnen jullie kijken naar vraag {n}?\r\n\r\nGroet,\r\nKlant\r\n"
        ).encode()
        for n in range(MAILS)
    ]


def figures(folder: Path) -> Iterator[Figure]:
    """Yield what a mail costs, durably stored, threaded and (the first sixty) confirmed.

    The wall counts what the disk takes to sync four times; on a machine with other work the CPU is the steady figure.
    """
    from projectie.commands.mail import taken_in

    app = opened(folder / "intake")
    prepare(app)
    raws = mails()
    with app.app_context():
        taken_in(raws[0] + b"warm", Mailbox.SUPPORT)
        start = time.perf_counter()
        ours = [cpu(partial(taken_in, raw, Mailbox.SUPPORT)) for raw in raws]
        passed = time.perf_counter() - start
    bare = [cpu(partial(_parsed, raw)) for raw in raws]
    yield Figure("mails a second through the intake, synced", MAILS / passed, 230, "/s", at_least=True)
    yield Figure("  CPU of one mail, confirmed or not, mean", 1000 * sum(ours) / MAILS, 3.5, "ms")
    yield Figure("  CPU of one mail, median against parsing alone", median(ours) / median(bare), None)


def _parsed(raw: bytes) -> None:
    message = email.message_from_bytes(raw, policy=email.policy.default)
    assert message["Subject"]
    assert message.get_body()
