"""What a reply is stopped for once: it may be meant, so whoever sends it again means it."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from enum import StrEnum


class Doubt(StrEnum):
    """Why somebody is asked whether a reply is meant so."""

    LANGUAGE = "language"  # the text is in another language than the client's
    SIGNATURE = "signature"  # what stands under it is
    VARIABLE = "variable"  # a variable of a snippet stands in it
    CLOSED = "closed"  # the account of whom it is for was closed


@dataclass(frozen=True, slots=True)
class Written:
    """A reply as far as it may be doubted."""

    text: str
    signature: str
    language: str  # the client's
    reader_is_there: bool  # the requester's account is not closed


def doubts(
    written: Written, guess: Callable[[str], str | None], left_open: Callable[[str], Collection[str]]
) -> tuple[str, ...]:
    """Return what to ask about, each with what it is about: `language:en`. What is asked again is another question."""
    found = []
    for doubt, text in ((Doubt.LANGUAGE, written.text), (Doubt.SIGNATURE, written.signature)):
        said = guess(text)
        if said is not None and said != written.language:
            found.append(f"{doubt}:{said}")
    found.extend(f"{Doubt.VARIABLE}:{name}" for name in left_open(written.text))
    if not written.reader_is_there:
        found.append(f"{Doubt.CLOSED}:")
    return tuple(found)


def to_ask(found: Collection[str], asked: Collection[str]) -> tuple[str, ...]:
    """Return what was not asked before."""
    return tuple(one for one in found if one not in asked)
