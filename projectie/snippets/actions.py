"""What can be done with snippets: made, changed, removed; one line of history each."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from projectie import history
from projectie.database import MissingError, transaction
from projectie.snippets.models import Snippet


class NameTaken(ValueError):  # noqa: N818 (a refusal that the page words)
    """Another snippet is called so; nothing was saved."""


class ChangedMeanwhile(Exception):  # noqa: N818 (a refusal that the page words)
    """Somebody changed the snippet since the form was shown; nothing was overwritten. Carries its version now."""

    def __init__(self, version: int) -> None:
        super().__init__("changed since")
        self.version = version


@dataclass(frozen=True, slots=True)
class Pair:
    """A snippet as it is wanted: always both languages."""

    name: str
    nl: str
    en: str


def add_snippet(pair: Pair, by: int, now: datetime) -> int:
    """Add a snippet and return its id; raise NameTaken."""
    with transaction() as session:
        if session.scalar(select(Snippet.id).where(Snippet.name == pair.name)) is not None:
            raise NameTaken
        row = Snippet(version=1, changed_by_id=by, changed_at=now, **_columns(pair))
        session.add(row)
        session.flush()
        history.record(
            session, at=now, by=by, deed="snippet.added", of=("snippet", row.id), details=_of(pair)
        )
        return row.id


def change_snippet(snippet: int, pair: Pair, version: int, by: int, now: datetime) -> None:
    """Change a snippet; raise MissingError, NameTaken or ChangedMeanwhile."""
    with transaction() as session:
        row = session.get(Snippet, snippet, with_for_update=True, populate_existing=True)
        if row is None:
            raise MissingError(f"snippet {snippet}")
        if row.version != version:
            raise ChangedMeanwhile(row.version)
        taken = select(Snippet.id).where(Snippet.name == pair.name, Snippet.id != snippet)
        if session.scalar(taken) is not None:
            raise NameTaken
        for name, value in _columns(pair).items():
            setattr(row, name, value)
        row.version, row.changed_by_id, row.changed_at = row.version + 1, by, now
        history.record(
            session, at=now, by=by, deed="snippet.changed", of=("snippet", row.id), details=_of(pair)
        )


def remove_snippet(snippet: int, by: int, now: datetime) -> str:
    """Remove a snippet and return its name; raise MissingError. What was written with it stays."""
    with transaction() as session:
        row = session.get(Snippet, snippet, with_for_update=True, populate_existing=True)
        if row is None:
            raise MissingError(f"snippet {snippet}")
        pair = Pair(row.name, row.text_nl, row.text_en)
        history.record(
            session, at=now, by=by, deed="snippet.removed", of=("snippet", row.id), details=_of(pair)
        )
        session.delete(row)
        return pair.name


def _columns(pair: Pair) -> dict[str, str]:
    return {"name": pair.name, "text_nl": pair.nl, "text_en": pair.en}


def _of(pair: Pair) -> dict[str, str]:
    return {"name": pair.name, "nl": pair.nl, "en": pair.en}
