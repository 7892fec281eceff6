"""Mail from a mailbox over IMAP, against fetching and parsing the same mails with the standard library alone."""

import email
import email.policy
import imaplib
import tempfile
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from benchmarks.desks import opened
from benchmarks.intake import mails
from benchmarks.measure import Figure
from projectie.commands.prepare import prepare
from tests.mail.imap.pymap_server import PASSWORD
from tests.mail.imap.round import fetched
from tests.mail.imap.servers import Postbox, pymap

USER = "bench"


def figures(folder: Path) -> Iterator[Figure]:
    """Yield what a mail costs this process; the mail server is another process, and costs both the same."""
    app = opened(Path(tempfile.mkdtemp(dir=folder)))
    prepare(app)
    raws = mails()
    server = pymap(folder).ready()
    try:
        box = Postbox(server.port, USER)
        box.deliver(*raws)
        with app.app_context():
            ours, passed = _timed(lambda: _told(len(fetched(app, box.url).fates), len(raws)))
        bare, bare_passed = _timed(partial(_bare, server.port, len(raws)))
    finally:
        server.stop()
    yield Figure("mails a second over IMAP, kept, threaded, synced", len(raws) / passed, None, "/s")
    yield Figure("  against fetching and parsing them alone, wall", passed / bare_passed, None)
    yield Figure("  CPU of one mail over IMAP, mean", 1000 * ours / len(raws), None, "ms")
    yield Figure("  against fetching and parsing them alone, CPU", ours / bare, None)


def _timed(work: partial[None] | object) -> tuple[float, float]:
    """Return the CPU seconds of this process and the seconds that passed."""
    assert callable(work)
    cpu, wall = time.process_time(), time.perf_counter()
    work()
    return time.process_time() - cpu, time.perf_counter() - wall


def _told(count: int, expected: int) -> None:
    assert count == expected, f"{count} of {expected} mails came in"


def _bare(port: int, expected: int) -> None:
    line = imaplib.IMAP4("127.0.0.1", port)
    line.authenticate("PLAIN", lambda _: f"\0{USER}\0{PASSWORD}".encode())
    line.select("INBOX", readonly=True)
    numbers = line.uid("SEARCH", "ALL")[1][0].split()
    for number in numbers:
        raw = line.uid("FETCH", number.decode(), "(BODY.PEEK[])")[1][0][1]
        message = email.message_from_bytes(raw, policy=email.policy.default)
        assert message["Subject"]
        assert message.get_body()
    line.logout()
    assert len(numbers) == expected
