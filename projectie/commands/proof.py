"""Commands about proof: what must be true is, and what the desk holds in one hash a table."""

import click
from flask import Flask, current_app
from sqlalchemy import inspect
from sqlalchemy.exc import DatabaseError, OperationalError

from projectie.clock.now import now
from projectie.commands.answers import FAILED, may_wait, say, stop
from projectie.commands.fingerprint import business_tables, fingerprints
from projectie.commands.invariants.desk import Desk
from projectie.commands.invariants.proof import Proof, prove
from projectie.commands.snapshot import snapshot
from projectie.database import db


def add(app: Flask) -> None:
    """Add the commands."""
    app.cli.add_command(integrity)
    app.cli.add_command(fingerprint)


@click.command()
@click.option("--json", "as_json", is_flag=True, help="as JSON")
@may_wait
def integrity(as_json: bool) -> None:
    """Prove that what must be true is; exit 1 and say which is not."""
    found = proofs()
    if as_json:
        checks = {name: {"ok": proof.ok, "wrong": list(proof.wrong)} for name, proof in found.items()}
        say({"ok": all(proof.ok for proof in found.values()), "checks": checks})
    else:
        _tell(found)
    if failed := [name for name, proof in found.items() if not proof.ok]:
        stop(f"Not everything is as it must be: {', '.join(failed)}.", FAILED)


def proofs() -> dict[str, Proof]:
    """Return what each part of the desk at hand proved."""
    settings, blobs = current_app.config["SETTINGS"], current_app.extensions["projectie.blobs"]
    try:
        _must_have_tables()
        with snapshot() as session:
            return prove(Desk(session, now(), blobs, settings.data_dir))
    except OperationalError:
        raise  # locked or away: ask again
    except DatabaseError as error:
        return {"database": Proof((f"cannot be read ({type(error.orig).__name__})",))}


@click.command("fingerprint")
@click.option("--json", "as_json", is_flag=True, help="as JSON")
@may_wait
def fingerprint(as_json: bool) -> None:
    """Show one hash per business table: the same data, the same hash."""
    _must_have_tables()
    with snapshot() as session:
        hashes = fingerprints(session)
    if as_json:
        say(hashes)
        return
    for name, hashed in hashes.items():
        click.echo(f"{hashed}  {name}")


def _must_have_tables() -> None:
    missing = {table.name for table in business_tables()} - set(inspect(db.engine).get_table_names())
    if missing:
        stop(f"There is no desk here: the database lacks {len(missing)} tables.", FAILED)


def _tell(proofs: dict[str, Proof]) -> None:
    for name, proof in proofs.items():
        click.echo(f"{'ok   ' if proof.ok else 'WRONG'} {name}")
        for sentence in proof.wrong:
            click.echo(f"      {sentence}")
