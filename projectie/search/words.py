"""Text as a search compares it: without case and accents, and every word in its Dutch and English form.

One analysis for both databases: their own Dutch dictionaries disagree. A stem is marked, so that it never meets a word
that happens to read the same, and stems lie behind all words, so that they never stand within a phrase.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from threading import Lock
from typing import Any

STEM = "~"  # before a stem; alone it parts two texts
LONGEST_WORD = 64
MOST_LETTERS = 250_000  # of one document: more than PostgreSQL can hold in one vector is not looked in

_WORD = re.compile(r"[^\W_]+")
_stemming = Lock()  # a stemmer holds the word in hand


@lru_cache(maxsize=65_536)
def folded(word: str) -> str:
    """Return a word without case, accents and anything that is no letter or digit."""
    letters = unicodedata.normalize("NFKD", word.casefold())
    return "".join(letter for letter in letters if letter.isalnum())[:LONGEST_WORD]


@lru_cache(maxsize=65_536)
def stems(word: str) -> tuple[str, ...]:
    """Return the stems of a folded word, Dutch and English, each once and marked."""
    with _stemming:
        found = {stemmer.stemWord(word) for stemmer in _stemmers()}
    return tuple(sorted(f"{STEM}{stem}" for stem in found if stem))


@lru_cache(maxsize=1)
def _stemmers() -> tuple[Any, ...]:
    import snowballstemmer  # only who searches needs it

    return tuple(snowballstemmer.stemmer(language) for language in ("dutch", "english"))


def places(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield where each word of a text stands, and the word as it is compared."""
    for found in _WORD.finditer(text):
        if word := folded(found.group()):
            yield *found.span(), word


def words(text: str) -> list[str]:
    """Return the words of a text as they are compared, in their order."""
    return [word for _start, _end, word in places(unicodedata.normalize("NFC", text))]


def document(texts: Iterable[str]) -> str:
    """Return all texts as one document to look in: their words, then their stems; what comes first is never cut."""
    said: list[str] = []
    letters = 0
    for text in texts:
        for word in words(text[: MOST_LETTERS - letters]):
            said.append(word)
            letters += len(word) + 1
        said.append(STEM)
        if letters >= MOST_LETTERS:
            break
    meant = sorted({stem for word in said if word != STEM for stem in stems(word)})
    return " ".join([*said, *meant])


def vector(written: str) -> str:
    """Return a document as PostgreSQL reads a vector: every word with its places."""
    found: dict[str, list[str]] = {}
    for place, word in enumerate(written.split(" "), 1):
        if word and word != STEM:
            found.setdefault(word, []).append(str(min(place, 16_383)))
    return " ".join(f"'{word}':{','.join(dict.fromkeys(where))}" for word, where in found.items())
