"""What a check looks at, and what it answers."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy.orm import Session

from projectie.mail.blobs import BlobStore


@dataclass(frozen=True, slots=True)
class Desk:
    """The desk at one moment: what its database says, its bytes, and its keys."""

    session: Session
    now: datetime
    blobs: BlobStore
    data_dir: Path


Check = Callable[[Desk], Iterator[str]]  # yields a sentence for each thing that is wrong
