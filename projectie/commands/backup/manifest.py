"""What a backup says of itself: what is in it, of which moment, and the checksum of every file. A pure rule."""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

FORMAT = 1
NAME, SEAL = "manifest.json", "seal.sha256"
_OURS = re.compile(r"database/[a-z][a-z0-9_.]*|blobs/[0-9a-f]{2}/[0-9a-f]{2}/[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Piece:
    """One file of a backup."""

    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Manifest:
    """All of it."""

    program: str  # version that made it
    made_at: str  # ISO 8601, UTC
    database: str  # sqlite or postgresql
    revision: str  # of the tables
    pieces: Mapping[str, Piece] = field(default_factory=dict)
    columns: Mapping[str, list[str]] = field(default_factory=dict)  # of each table, where tables are files
    sequences: Mapping[str, int] = field(default_factory=dict)  # the last number each gave out
    missing: tuple[str, ...] = ()  # blobs that were missing or damaged when it was made

    def to_json(self) -> bytes:
        """Return it as written into the backup."""
        return json.dumps({"format": FORMAT, **asdict(self)}, indent=1, sort_keys=True).encode()

    @property
    def blobs(self) -> Iterable[str]:
        """The hashes of the blobs in it."""
        return (name.rpartition("/")[2] for name in self.pieces if name.startswith("blobs/"))


def from_json(content: bytes) -> Manifest:
    """Return the manifest; raise ValueError when it is none, or of a format this program does not know."""
    try:
        data: dict[str, Any] = json.loads(content)
        if data.pop("format") != FORMAT:
            raise ValueError("format")
        pieces = {name: Piece(**piece) for name, piece in data.pop("pieces").items()}
        return Manifest(pieces=pieces, missing=tuple(data.pop("missing")), **data)
    except (KeyError, TypeError, AttributeError, UnicodeDecodeError) as error:
        raise ValueError("no manifest") from error


def is_ours(name: str) -> bool:
    """Whether a backup may hold a file of that name: nothing leads out of it."""
    return bool(_OURS.fullmatch(name))


def blob_name(digest: str) -> str:
    """Return the name a blob has in a backup."""
    return f"blobs/{digest[:2]}/{digest[2:4]}/{digest}"
