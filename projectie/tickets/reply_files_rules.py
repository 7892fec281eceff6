"""What may go along with a reply: how large, how many, which kinds."""

from dataclasses import dataclass
from enum import StrEnum

from projectie.mail.programs import begins_as_program, is_program


@dataclass(frozen=True, slots=True)
class FileLimits:
    """How much one reply carries; a mail grows by a third on its way, and most servers stop at 25 MB or somewhat more."""

    total: int = 20_000_000  # bytes, of all files of a reply together
    files: int = 20


class FileRefusal(StrEnum):
    """Why a file does not go along."""

    NO_NAME = "no_name"
    EMPTY = "empty"
    FORBIDDEN = "forbidden"
    TOO_LARGE = "too_large"  # by itself
    TOO_MUCH = "too_much"  # with what is there already
    TOO_MANY = "too_many"


def refused(
    name: str, size: int, head: bytes, beside: int, files: int, limits: FileLimits
) -> FileRefusal | None:
    """Return why a file is refused beside so many bytes in so many files; None: it goes along."""
    if not name:
        return FileRefusal.NO_NAME
    if size <= 0:
        return FileRefusal.EMPTY
    if is_program(name) or begins_as_program(head):
        return FileRefusal.FORBIDDEN
    if size > limits.total:
        return FileRefusal.TOO_LARGE
    if files >= limits.files:
        return FileRefusal.TOO_MANY
    return FileRefusal.TOO_MUCH if beside + size > limits.total else None
