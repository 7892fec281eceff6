"""The compiled catalogues: made at start from the texts, when they are missing or older."""

import secrets
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from projectie.config import found

LANGUAGES = ("nl", "en")


def compiled(data_dir: Path) -> Path:
    """Return the folder with an up-to-date .mo per language; compile what is stale into the data folder."""
    folder = data_dir / "translations"
    for language in LANGUAGES:
        _compile(
            found("translations") / language / "LC_MESSAGES" / "messages.po",
            folder / language / "LC_MESSAGES",
        )
    return folder


def _compile(source: Path, folder: Path) -> None:
    target = folder / "messages.mo"
    if target.exists() and target.stat().st_mtime_ns >= source.stat().st_mtime_ns:
        return
    folder.mkdir(parents=True, exist_ok=True)
    with source.open("rb") as texts:
        catalogue = read_po(texts)
    fresh = target.with_suffix(
        f".{secrets.token_hex(6)}.new"
    )  # a name of our own: others may start at this moment
    with fresh.open("wb") as file:
        write_mo(file, catalogue)
    fresh.replace(target)
