"""`make texts`: what people read, extracted into both catalogues, and refused while anything is missing."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import click
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po
from flask import Flask

from projectie.commands.answers import FAILED, stop
from projectie.config import ROOT

METHODS = [("projectie/**.py", "python"), ("templates/**.html", "jinja2"), ("templates/**.txt", "jinja2")]
KEYWORDS = {"_": None, "_l": None, "_n": (1, 2), "gettext": None, "lazy_gettext": None, "ngettext": (1, 2)}
SAME_EVERYWHERE = datetime(
    2026, 1, 1, tzinfo=UTC
)  # no date in the catalogues: extraction alone changes nothing


def add(app: Flask) -> None:
    """Add the command."""
    app.cli.add_command(texts)


@click.command("texts")
@click.option("--check", is_flag=True, help="change nothing; fail when the catalogues are behind")
def texts(check: bool) -> None:
    """Extract all texts into both catalogues, and fail on anything missing, fuzzy or wrongly filled."""
    found = extracted(ROOT)
    behind = [
        str(path.relative_to(ROOT))
        for path, content in fresh(ROOT, found)
        if _put(path, content, check=check)
    ]
    wrong = [*(f"{name} is behind: run make texts" for name in behind if check), *problems(ROOT)]
    if wrong:
        stop("\n".join(wrong), FAILED)
    click.echo(f"{len(found)} texts, complete in Dutch and English.")


def extracted(root: Path) -> Catalog:
    """Return every text in code and templates."""
    catalogue = Catalog(project="Projectie", charset="utf-8", creation_date=SAME_EVERYWHERE)
    options = {
        pattern: {"encoding": "utf-8", "trimmed": "true", "silent": "false"} for pattern, _ in METHODS[1:]
    }
    for name, _line, message, _comments, context in extract_from_dir(
        root, METHODS, options, KEYWORDS, directory_filter=_ours
    ):
        catalogue.add(message, None, [(Path(name).as_posix(), 0)], context=context)
    return catalogue


def _ours(folder: str | Path) -> bool:
    return not any(
        part.startswith(".") or part in {"instance", "tests", "migrations"}
        for part in Path(folder).parts[-1:]
    )


def fresh(root: Path, found: Catalog) -> Iterator[tuple[Path, bytes]]:
    """Yield every catalogue file with the content it should have."""
    yield root / "translations" / "messages.pot", _written(found)
    for language in ("nl", "en"):
        path = root / "translations" / language / "LC_MESSAGES" / "messages.po"
        catalogue = _read(path, language)
        catalogue.update(found, no_fuzzy_matching=True, update_creation_date=False)
        catalogue.obsolete.clear()
        catalogue.revision_date = catalogue.creation_date = SAME_EVERYWHERE
        if language == "en":
            _same(catalogue)
        yield path, _written(catalogue)


def _same(catalogue: Catalog) -> None:
    """English texts are their own translation."""
    for message in catalogue:
        if message.id:
            message.string = message.id


def _read(path: Path, language: str) -> Catalog:
    with path.open("rb") as file:
        catalogue = read_po(file, locale=language)
    catalogue.header_comment = f"# {'Dutch' if language == 'nl' else 'English'} texts of Projectie."
    catalogue.fuzzy = False
    return catalogue


def _written(catalogue: Catalog) -> bytes:
    into = BytesIO()
    write_po(into, catalogue, width=0, sort_output=True, include_lineno=False, ignore_obsolete=True)
    return into.getvalue()


def _put(path: Path, content: bytes, *, check: bool) -> bool:
    """Write a catalogue that changed; return whether it did."""
    if path.exists() and path.read_bytes() == content:
        return False
    if not check:
        path.write_bytes(content)
    return True


def problems(root: Path) -> Iterator[str]:
    """Yield a sentence for every text that is not ready to be read."""
    for language in ("nl", "en"):
        with (root / "translations" / language / "LC_MESSAGES" / "messages.po").open("rb") as file:
            for message in read_po(file, locale=language):
                if message.id and (wrong := _wrong(message)):
                    yield f"{language}: {wrong}: {message.id!r}"


def _wrong(message: Message) -> str | None:
    given = message.string if isinstance(message.string, tuple | list) else (message.string,)
    strings = [text or "" for text in given]
    ids = message.id if isinstance(message.id, tuple | list) else (message.id,)
    if not all(strings):
        return "missing"
    if message.fuzzy:
        return "fuzzy"
    names = {name for text in ids for name in re.findall(r"%\((\w+)\)", text)}
    if any(set(re.findall(r"%\((\w+)\)", text)) - names for text in strings):
        return "a placeholder the text does not have"
    if set(re.findall(r"%\((\w+)\)", strings[-1])) != set(re.findall(r"%\((\w+)\)", ids[-1])):
        return "a placeholder is lost"
    return None
