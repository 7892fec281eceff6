"""Commands about blobs: from one store to another, while the desk is in use."""

from collections.abc import Iterator

import click
from flask import Flask, current_app
from sqlalchemy import select, union

from projectie.commands.answers import FAILED, WRONG_USE, may_wait, say, stop
from projectie.commands.named_blobs import NAMED
from projectie.commands.ready import needs_desk
from projectie.database import db
from projectie.mail.blob_stores import store_at
from projectie.mail.blobs import BlobStore

_STEP = 500  # hashes asked for at once


def add(app: Flask) -> None:
    """Add the commands."""
    app.cli.add_command(blobs)


@click.group()
def blobs() -> None:
    """Raw mails and attachments, where they lie."""


@blobs.command("copy")
@click.option("--to", "address", required=True, help="a folder, or s3://… as in BLOB_URL")
@may_wait
@needs_desk
def copy(address: str) -> None:
    """Copy everything to another store; what is there already is left alone, and nothing here is removed."""
    try:
        target = store_at(address)
    except ValueError as error:
        stop(f"--to {error}", WRONG_USE)
    source: BlobStore = current_app.extensions["projectie.blobs"]
    done = [_copied(source, target, digest) for digest in _named()]
    say({"copied": done.count("copied"), "there": done.count("there"), "missing": done.count("missing")})
    if "missing" in done:
        stop("Some files are missing here; `integrity` names them.", FAILED)


def _named() -> Iterator[str]:
    """Yield the hash of everything a row names, a few hundred at a time: others go on writing meanwhile."""
    last = ""
    while True:
        rows = union(*(select(model.sha256).where(model.sha256 > last) for model in NAMED))
        step = list(db.session.scalars(rows.order_by("sha256").limit(_STEP)))
        db.session.rollback()
        if not step:
            return
        yield from step
        last = step[-1]


def _copied(source: BlobStore, target: BlobStore, digest: str) -> str:
    try:
        if target.size(digest) == source.size(digest):
            return "there"
    except FileNotFoundError:
        pass
    try:
        target.take(source.get(digest))
    except FileNotFoundError:
        return "missing"
    return "copied"
