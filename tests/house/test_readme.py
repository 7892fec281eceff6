"""What the papers at the top say of settings and commands is what the program has."""

import re
from pathlib import Path

import pytest
from click import Context, Group
from flask import Flask

from projectie.settings import SETTINGS

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text("utf-8")
PAPERS = ("README.md", "deploy/README.md", "deploy/Containerfile", "Makefile", "CHANGELOG.md")
NOT_YET = {"MOLLIE_API_URL"}  # for drills: nobody who runs a desk needs it


SECTIONS = dict(part.split("\n", 1) for part in README.split("\n## ")[1:])


def test_the_readme_tells_of_every_setting() -> None:
    rows = re.findall(r"^\| (`[A-Z].*?) \|", SECTIONS["Settings"], flags=re.MULTILINE)
    told = {name for row in rows for name in re.findall(r"`(\w+)`", row)}
    assert told == {setting.name for setting in SETTINGS} - NOT_YET


def test_the_example_of_env_offers_every_setting_and_sets_none() -> None:
    lines = (ROOT / ".env.example").read_text("utf-8").splitlines()
    offered = {found[1] for line in lines if (found := re.match(r"#([A-Z_]+)=", line))}
    assert offered == {setting.name for setting in SETTINGS} - NOT_YET
    assert all(not line or line.startswith("#") for line in lines)


@pytest.mark.parametrize("app", ["sqlite"], indirect=True)
@pytest.mark.parametrize("paper", PAPERS)
def test_no_paper_names_a_command_that_does_not_exist(paper: str, app: Flask) -> None:
    named = re.findall(r"flask --app app ([a-z]+(?: [a-z]+)?)", (ROOT / paper).read_text("utf-8"))
    assert [command for command in named if not _exists(app.cli, command)] == []


@pytest.mark.parametrize("app", ["sqlite"], indirect=True)
def test_the_table_of_commands_names_those_that_exist(app: Flask) -> None:
    rows = re.findall(r"^\| (`.+?`) \|", SECTIONS["By hand"], flags=re.MULTILINE)
    named = [command for row in rows for command in re.findall(r"`([a-z ]+)", row)]
    assert [command for command in named if not _exists(app.cli, command)] == []


def _exists(group: Group, command: str) -> bool:
    first, *rest = command.split()
    context = Context(group)
    found = group.get_command(
        context, first
    )  # as the command line does: a room is imported when it is asked for
    inside = isinstance(found, Group) and rest and found.get_command(context, rest[0]) is None
    return found is not None and not inside
