"""Commands about backups: one file that holds a whole desk, made while it runs, and put back into an empty place."""

from pathlib import Path

import click
from flask import Flask, current_app

from projectie.clock.now import now
from projectie.commands.answers import FAILED, WRONG_USE, may_wait, say, stop
from projectie.commands.backup.creating import create
from projectie.commands.backup.failing import RefusedError
from projectie.commands.backup.restoring import restore
from projectie.commands.prepare import NotPreparedError
from projectie.commands.proof import proofs

WRITTEN = click.Path(path_type=Path, dir_okay=False)
_AGAIN = "The backup itself was read and is in its place: do that, then give this same command again; until then no desk opens here."
READ = click.Path(path_type=Path, dir_okay=False, exists=True, readable=True)


def add(app: Flask) -> None:
    """Add the commands."""
    app.cli.add_command(backup)


@click.group()
def backup() -> None:
    """A whole desk in one file, made while it runs; keys apart."""


@backup.command("create")
@click.argument("path", type=WRITTEN)
@click.option("--keys", type=WRITTEN, help="also write the keys, to a file of their own")
@may_wait
def create_command(path: Path, keys: Path | None) -> None:
    """Write a backup to PATH, which must not be there yet: database, raw mails and attachments, of one moment."""
    for target in (path, keys):
        if target and target.exists():
            stop(f"{target} is there already; a backup never writes over another.", WRONG_USE)
        if target and not target.absolute().parent.is_dir():
            stop(f"There is no folder {target.absolute().parent}.", WRONG_USE)
    try:
        made = create(path, keys, now())
    except RefusedError as error:
        stop(str(error), FAILED)
    say(made)
    click.echo(_about_keys(keys), err=True)
    if made["missing"]:
        stop(
            "The backup is made, yet some files are missing or damaged on this desk: see `integrity`.", FAILED
        )


def _about_keys(keys: Path | None) -> str:
    folder = current_app.config["SETTINGS"].data_dir
    kept = (
        f"Keep {keys} apart from the backup."
        if keys
        else "No keys are in it (--keys FILE writes them apart)."
    )
    return f"{kept} The keys of complaints are never in either: copy them by themselves ({folder}/complaints.key, {folder}/keys)."


@backup.command("restore")
@click.argument("path", type=READ)
@click.option("--keys", type=READ, help="the file of keys that was made with it")
@may_wait
def restore_command(path: Path, keys: Path | None) -> None:
    """Put a backup back into an empty place, every checksum first; older ones are brought up to this version."""
    try:
        done = restore(path, keys, now())
        found = {name: list(proof.wrong) for name, proof in proofs().items() if not proof.ok}
    except RefusedError as error:
        stop(str(error), FAILED)
    except NotPreparedError as error:
        stop(f"{error} {_AGAIN}", FAILED)
    say({**done, "integrity": not found})
    if not done["keys"]:
        click.echo(
            "No keys were given: people sign in anew, and codes of apps and secrets that waited cannot be read.",
            err=True,
        )
    if found:
        stop(f"Restored, yet not everything is as it must be: {', '.join(found)}; see `integrity`.", FAILED)
