"""`doctor`: looks at everything a desk leans on and says what to do; changes nothing, sends nothing, tells no secret."""

from collections.abc import Iterator

import click
from flask import Flask, current_app

from projectie.commands.answers import FAILED, may_wait, say, stop
from projectie.commands.checkup.database import database
from projectie.commands.checkup.finding import Finding, Level
from projectie.commands.checkup.lines import lines, store_works
from projectie.commands.checkup.machine import disks, keys
from projectie.commands.checkup.settings import settings_judged
from projectie.config import Settings

MARKS = {Level.OK: "ok     ", Level.WARNING: "warning", Level.WRONG: "WRONG  "}


def add(app: Flask) -> None:
    """Add the command."""
    app.cli.add_command(doctor)


@click.command()
@click.option("--json", "as_json", is_flag=True, help="as JSON")
@may_wait
def doctor(as_json: bool) -> None:
    """Look at settings, database, mail, disks, clocks, keys and worker; exit 1 when something is wrong."""
    found = list(_findings(current_app.config["SETTINGS"]))
    wrong = [each.name for each in found if each.level is Level.WRONG]
    if as_json:
        lines_ = [{"name": f.name, "state": f.level, "said": f.said, "todo": f.todo or None} for f in found]
        say({"ok": not wrong, "findings": lines_})
    else:
        for each in found:
            click.echo(f"{MARKS[each.level]} {each.name}: {each.said}{f' {each.todo}' if each.todo else ''}")
    if wrong:
        stop(f"Not well: {', '.join(wrong)}.", FAILED)


def _findings(settings: Settings) -> Iterator[Finding]:
    yield from settings_judged(settings)
    tables = list(database())
    yield from tables
    yield from disks(settings)
    yield store_works()
    if not any(each.level is Level.WRONG and each.name in {"database", "tables"} for each in tables):
        yield from keys(settings)
        yield from lines(settings)
