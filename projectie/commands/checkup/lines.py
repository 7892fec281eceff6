"""The lines to other machines: mail out and in, and the desk at its own address. Nothing is sent, nothing is fetched."""

import http.client
import urllib.error
import urllib.request
from collections.abc import Iterator

from flask import current_app

from projectie.clock.now import now
from projectie.commands.checkup.finding import Finding, ok, warning, wrong
from projectie.commands.fetch import WHY
from projectie.commands.sending import tokens, transport
from projectie.config import Settings
from projectie.database import db
from projectie.home.silence import silent_mailboxes
from projectie.mail.account import accounts
from projectie.mail.imap import Line
from projectie.mail.line_error import LineError
from projectie.mail.transport import Away

PATIENCE = 5  # seconds


def lines(settings: Settings) -> Iterator[Finding]:
    """Yield how each line stands."""
    yield from _out()
    yield from _in(settings)
    yield from _silent()
    yield _own_address(settings)


def _out() -> Iterator[Finding]:
    server = transport()
    if server is None:
        return  # said of the setting already
    try:
        server.try_out()
    except Away as error:
        yield wrong(
            "mail out", f"the mail server does not let us in ({error}).", "Check SMTP_URL and the server."
        )
    else:
        yield ok("mail out", "the mail server lets us in")


def _in(settings: Settings) -> Iterator[Finding]:
    for mailbox, account in accounts(settings).items():
        name = f"mail in: {mailbox.value}"
        try:
            with Line.open(account, tokens) as line:
                line.look()
        except LineError as error:
            yield wrong(name, f"{WHY[error.reason]}.", "Check the address of the mailbox, and the server.")
        else:
            yield ok(name, "the mail server lets us in, and the folder is there")


def _silent() -> Iterator[Finding]:
    for silent in silent_mailboxes(db.session(), now()):
        yield wrong(
            f"mailbox: {silent.mailbox.value}",
            f"has not been read since {silent.since:%Y-%m-%d %H:%M} UTC.",
            "Start the worker (`worker`), and see the lines above.",
        )
    db.session.rollback()


def _own_address(settings: Settings) -> Finding:
    asked = urllib.request.Request(f"{settings.base_url}/healthz")  # noqa: S310 - http or https, by the settings
    try:
        with urllib.request.urlopen(asked, timeout=PATIENCE) as answer:  # noqa: S310
            served = answer.headers.get_content_type() == "application/json"
    except urllib.error.HTTPError as error:
        served = error.code == 503 and error.headers.get_content_type() == "application/json"
    except (OSError, http.client.HTTPException, ValueError) as error:
        return warning(
            "address",
            f"{settings.base_url} does not answer from this machine ({type(error).__name__}).",
            "Start the web server; if it runs, check DNS, proxy and certificate.",
        )
    if served:
        return ok("address", f"{settings.base_url} is this desk")
    return wrong(
        "address", f"at {settings.base_url} something else answers.", "Check BASE_URL and the proxy."
    )


def store_works() -> Finding:
    """Say whether the store of raw mails and attachments takes, gives and lets go of bytes."""
    blobs = current_app.extensions["projectie.blobs"]
    content = f"doctor {now().isoformat()}".encode()
    try:
        digest = blobs.take(content)
        same = blobs.get(digest) == content
        blobs.remove(digest)
    except OSError as error:
        return wrong(
            "files", f"the store cannot be used ({type(error).__name__}).", "Check BLOB_URL and its rights."
        )
    if not same:
        return wrong("files", "the store gives back other bytes.", "Check the disk or the bucket.")
    return ok("files", "raw mails and attachments can be written, read and removed")
