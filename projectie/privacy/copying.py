"""A copy of data as a zip: a JSON file for each table, and the files themselves (experience.md 3.9)."""

import json
import re
from collections.abc import Callable, Iterator
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from sqlalchemy import ColumnElement, LargeBinary, func, not_, select
from sqlalchemy.orm import Session

from projectie.mail.blobs import BlobStore
from projectie.privacy.holding import Holding, Subject, of_organisation, of_person
from projectie.privacy.registry import HOLDINGS

Told = Callable[[int, int], None]
_SAFE = re.compile(r"[^\w.() -]+")
_BATCH = 500


def written(session: Session, blobs: BlobStore, subject: Subject, path: Path, told: Told) -> None:
    """Write the copy; `told` hears how many steps are done of how many."""
    parts = [held for held in HOLDINGS if _any_of(session, held, subject)]
    total = len(parts) + sum(_many(session, held, subject) for held in parts if held.filename)
    done, missing = 0, list[str]()
    kept = set(session.scalars(subject.kept())) if subject.reader else set[int]()
    with ZipFile(path, "w", ZIP_DEFLATED) as copy:
        for held in parts:
            name = held.table.name
            rows = list(_rows(session, held, subject))
            shown = [_shown(held, row, kept) for row in rows]
            copy.writestr(f"data/{name}.json", json.dumps(shown, ensure_ascii=False, indent=1))
            done += 1
            for row in rows if held.filename else ():
                missing += _file(copy, blobs, held, row)
                done += 1
                told(done, total)
            told(done, total)
        about = {"tables": [held.table.name for held in parts], "files_no_longer_kept": missing}
        copy.writestr("about.json", json.dumps(about, ensure_ascii=False, indent=1))


def _condition(held: Holding, subject: Subject) -> ColumnElement[bool]:
    whose = of_organisation(held, subject) if subject.organisation else of_person(held, subject, acts=True)
    return whose if held.unless is None else whose & not_(held.unless())


def _any_of(session: Session, held: Holding, subject: Subject) -> bool:
    return (
        session.execute(select(1).select_from(held.table).where(_condition(held, subject)).limit(1)).first()
        is not None
    )


def _many(session: Session, held: Holding, subject: Subject) -> int:
    return session.scalar(select(func.count()).select_from(held.table).where(_condition(held, subject))) or 0


def _rows(session: Session, held: Holding, subject: Subject) -> Iterator[dict[str, Any]]:
    found = select(held.table).where(_condition(held, subject)).order_by(*held.table.primary_key.columns)
    for row in session.execute(found.execution_options(yield_per=_BATCH)):
        yield dict(row._mapping)  # noqa: SLF001 - SQLAlchemy's own name for it


def _shown(held: Holding, row: dict[str, Any], kept: set[int]) -> dict[str, Any]:
    columns = held.table.c
    if held.masked and row["ticket_number"] in kept:
        row |= dict.fromkeys(held.masked)
    return {
        name: _plain(value)
        for name, value in row.items()
        if name not in held.hidden and not isinstance(columns[name].type, LargeBinary)
    }


def _plain(value: Any) -> Any:
    if isinstance(value, StrEnum):
        return value.value
    return value.isoformat() if isinstance(value, date) else value  # moments too


def _file(copy: ZipFile, blobs: BlobStore, held: Holding, row: dict[str, Any]) -> list[str]:
    """Put a file in the copy; return its name when its bytes are no longer kept."""
    assert held.filename is not None
    name = f"files/{held.table.name}/{_SAFE.sub('_', held.filename(row))[:150]}"
    try:
        if not row["sha256"]:
            return [name]
        chunks = blobs.chunks(row["sha256"])
    except FileNotFoundError:
        return [name]
    with copy.open(name, "w", force_zip64=True) as file:
        for chunk in chunks:
            file.write(chunk)
    return []
