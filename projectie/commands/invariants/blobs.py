"""Bytes: what a row names is there and unchanged, and nothing lies there that no row names."""

import hashlib
from collections.abc import Iterator

from sqlalchemy import String, literal, select, union_all

from projectie.commands.invariants.desk import Desk
from projectie.commands.named_blobs import NAMED
from projectie.database import db

SHELVES = tuple(f"{number:02x}" for number in range(256))  # a 256th of all blobs is looked at in one go


def blobs(desk: Desk) -> Iterator[str]:
    """Name bytes that are missing, changed, or that no row names."""
    filled = desk.blobs.shelves()
    for shelf in sorted({*SHELVES, *filled}):
        named = _named(desk, shelf)
        yield from _missing_or_changed(desk, named)
        if shelf in filled:  # in an object store each look is a question over the line
            yield from _nameless(desk, shelf, named)


def _named(desk: Desk, shelf: str) -> dict[str, int]:
    """Return the hashes that rows of that shelf name, and the sizes they say."""
    rows = union_all(
        *(select(m.sha256, m.size).where(m.sha256.startswith(shelf, autoescape=True)) for m in NAMED)
    )
    return dict(desk.session.execute(rows).all())


def _missing_or_changed(desk: Desk, named: dict[str, int]) -> Iterator[str]:
    for digest, size in sorted(named.items()):
        try:
            found, length = _read(desk.blobs.chunks(digest))
        except FileNotFoundError:
            yield f"blob {digest} is missing"
            continue
        if found != digest:
            yield f"blob {digest} holds other bytes"
        elif length != size:
            yield f"blob {digest} has {length} bytes, its row says {size}"


def _nameless(desk: Desk, shelf: str, named: dict[str, int]) -> Iterator[str]:
    for lying in desk.blobs.shelf(shelf):
        known = lying.in_place and (lying.name in named or _came_meanwhile(lying.name))
        if not known:
            yield f"file {shelf}/{lying.name} belongs to no row"


def _came_meanwhile(digest: str) -> bool:
    """Whether a row names it by now: others go on working while we read."""
    name = literal(digest, String)
    rows = union_all(*(select(m.sha256).where(m.sha256 == name) for m in NAMED))
    with db.engine.connect() as connection:
        return connection.execute(rows.limit(1)).first() is not None


def _read(chunks: Iterator[bytes]) -> tuple[str, int]:
    digest, length = hashlib.sha256(), 0
    for chunk in chunks:
        digest.update(chunk)
        length += len(chunk)
    return digest.hexdigest(), length
