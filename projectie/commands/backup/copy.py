"""A database at one moment, as files; the same for both kinds."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Copied:
    """What was copied, and which blobs it names."""

    revision: str
    digests: list[str]
    files: Mapping[str, Path]  # by their names in a backup
    columns: Mapping[str, list[str]] = field(default_factory=dict)
    sequences: Mapping[str, int] = field(default_factory=dict)
