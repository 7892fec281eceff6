"""Commands about complaints: change to a new key, look at the keys, go on without one that is lost."""

import click
from flask import Flask, current_app

from projectie.commands.answers import FAILED, may_wait, say, stop
from projectie.complaints import keys_kept
from projectie.complaints.erasing import erased
from projectie.complaints.keyring import folder_in, is_held
from projectie.complaints.keys_kept import KeyMissingError
from projectie.complaints.scrubbing import forgetting, scrub
from projectie.database import db, transaction


def add(app: Flask) -> None:
    """Add the commands."""
    app.cli.add_command(complaints)


@click.group()
def complaints() -> None:
    """What is sealed, and its keys; nothing of it is shown."""


@complaints.command("rotate-key")
@click.option(
    "--destroy-old", is_flag=True, help="destroy the old keys: what older backups hold is lost for good"
)
@may_wait
def rotate_key(destroy_old: bool) -> None:
    """Make a new key and seal everything anew under it."""
    try:
        done = keys_kept.rotate(current_app.config["SETTINGS"].data_dir, destroy=destroy_old)
    except KeyMissingError as error:
        stop(str(error), FAILED)
    with transaction() as session:
        forgetting(session)  # what the old keys sealed
    scrub()
    say(done)
    if done["left"]:
        stop(
            "Some cases need a key that is not here: they were left as they are. See `complaints keys`.",
            FAILED,
        )


@complaints.command("keys")
@may_wait
def show_keys() -> None:
    """Name the keys, what a missing one alone opens, and how many cases were erased."""
    try:
        ring = keys_kept.ring_of(current_app.config["SETTINGS"].data_dir)
    except KeyMissingError as error:
        stop(str(error), FAILED)
    missing = keys_kept.missing(db.session(), ring)
    say(
        {
            "keys": sorted(ring.keys),
            "missing": missing,
            "lost": sorted(keys_kept.lost_in(ring.folder)),
            "erased": len(erased(ring)),
        }
    )


@complaints.command("lost")
@click.argument("key")
@may_wait
def give_up(key: str) -> None:
    """Go on without a key that is lost; what it sealed stays where it is, unread."""
    folder = folder_in(current_app.config["SETTINGS"].data_dir)
    if is_held(folder, key) or key not in keys_kept.needed(db.session()):
        stop(f"Nothing here waits for a key of the name {key}.", FAILED)
    keys_kept.give_up(folder, key)
    say({"lost": sorted(keys_kept.lost_in(folder))})
