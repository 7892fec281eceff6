"""Commands about mail: taking it in, sending it, and showing what there is."""

import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import click
from flask import current_app
from sqlalchemy.exc import OperationalError

from projectie.clock.now import now
from projectie.commands.answers import NOT_NOW, NUMBER, WRONG_USE, may_wait, reason, say, stop
from projectie.commands.ready import needs_desk
from projectie.commands.sending import transport
from projectie.complaints import sealing
from projectie.database import db, transaction
from projectie.mail.models import Mailbox
from projectie.mail.outbox import Draft, queue, send_due
from projectie.terms.in_force import studio_facts
from projectie.tickets.deliveries import tell_of_loss
from projectie.tickets.filing import Intake
from projectie.tickets.intake import Received, receive
from projectie.tickets.mail_report import dump_lines, outbox_letters, raw_of, stats

MAILBOXES = click.Choice([mailbox.value for mailbox in Mailbox])


@click.group()
def mail() -> None:
    """Mail in and out."""


@mail.command("receive")
@click.option("--mailbox", type=MAILBOXES, default=Mailbox.SUPPORT.value, help="which mailbox it came to")
@click.option(
    "--dir",
    "folder",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="every file of a folder",
)
@needs_desk
def receive_mail(mailbox: str, folder: Path | None) -> None:
    """Store a raw mail from standard input (or every file of a folder) and say what became of it."""
    failed = False
    for name, raw in _given(folder):
        try:
            received = taken_in(raw, Mailbox(mailbox))
        except (OperationalError, OSError, sealing.KeyMissingError) as error:
            db.session.rollback()
            failed = True
            why = str(error) if isinstance(error, sealing.KeyMissingError) else reason(error)
            click.echo(
                f"{name or 'mail'}: could not be stored now ({why}); nothing was changed, try again.",
                err=True,
            )
            continue
        say({"file": name, "status": received.status, "ticket": received.ticket, "message": received.message})
    if failed:
        raise SystemExit(NOT_NOW)


def _given(folder: Path | None) -> Iterator[tuple[str | None, bytes]]:
    if folder is None:
        yield None, sys.stdin.buffer.read()
        return
    for path in sorted(p for p in folder.iterdir() if p.is_file()):
        yield path.name, path.read_bytes()


def taken_in(raw: bytes, mailbox: Mailbox, at: datetime | None = None, origin: str | None = None) -> Received:
    """Take in one mail, that arrived at that moment or now; one to info@ is sealed before anybody reads it (R26a).

    `origin` is which mail of a mailbox it is, where it was fetched.
    """
    if mailbox is Mailbox.INFO:
        seal = sealing.seal_in(current_app.config["SETTINGS"].data_dir)
        fresh = sealing.receive(raw, seal, at or now(), origin)
        return Received("sealed" if fresh else "duplicate", None, None)
    return receive(raw, mailbox, intake(), at or now(), origin)


def intake() -> Intake:
    """Return what the intake of this app works with."""
    settings = current_app.config["SETTINGS"]
    blobs = current_app.extensions["projectie.blobs"]
    return Intake.by(settings, blobs)


@mail.command("queue")
@click.option("--to", "to", required=True, help="address")
@click.option("--subject", required=True)
@may_wait
@needs_desk
def queue_letter(to: str, subject: str) -> None:
    """Queue a plain letter; its text comes from standard input."""
    if "@" not in to or any(c in to for c in "\r\n "):
        stop("--to must be one email address.", WRONG_USE)
    text = "" if sys.stdin.isatty() else sys.stdin.read()
    with transaction() as session:
        facts = studio_facts(session)
        draft = Draft(
            key=f"plain:{now().isoformat()}:{to}",
            from_name=facts.name,
            from_address=facts.support_address,
            to_name="",
            to_address=to,
            subject=subject,
            body_text=text or "\n",
            language="nl",
        )
        letter = queue(session, draft, now())
        answer: dict[str, Any] = {"id": letter.id, "message_id": letter.message_id}
    say(answer)


@mail.command("send")
@click.option("--now", "impatient", is_flag=True, help="also what waits for its next try")
@may_wait
@needs_desk
def send_letters(impatient: bool) -> None:
    """Send what is due in the outbox, one round."""
    server = transport()
    if server is None:
        stop("SMTP_URL is not set: letters stay in the local outbox.", WRONG_USE)
    contents = current_app.extensions["projectie.blobs"].get
    say({"sent": send_due(server, now(), impatient=impatient, lost=tell_of_loss, contents=contents)})


@mail.command("outbox")
@click.option("--json", "as_json", is_flag=True, help="as JSON")
@may_wait
@needs_desk
def show_outbox(as_json: bool) -> None:
    """Show every letter queued or sent, with body and state."""
    letters = outbox_letters(db.session())
    if as_json:
        say(letters)
        return
    for letter in letters:
        click.echo(f"{letter['id']:6} {letter['state']:9} {letter['to']}  {letter['subject']}")


@mail.command("stats")
@click.option("--json", "as_json", is_flag=True, help="as JSON")
@may_wait
@needs_desk
def show_stats(as_json: bool) -> None:
    """Count tickets, incoming messages, letters and fates."""
    counted = stats(db.session())
    if as_json:
        say(counted)
    else:
        for name, value in counted.items():
            click.echo(f"{name}: {value}")


@mail.command("dump")
@click.option("--json", "as_json", is_flag=True, help="as JSON, a line each")
@may_wait
@needs_desk
def dump(as_json: bool) -> None:
    """Show every incoming message in id order; sealed ones are left out."""
    del as_json  # JSON lines are the only form
    for line in dump_lines(db.session()):
        say(line)


@mail.command("raw")
@click.argument("message", type=NUMBER)
@may_wait
@needs_desk
def raw(message: int) -> None:
    """Write a mail exactly as it came in."""
    digest = raw_of(db.session(), message)
    if digest is None:
        stop(f"There is no incoming message {message}.", 1)
    sys.stdout.buffer.write(current_app.extensions["projectie.blobs"].get(digest))
