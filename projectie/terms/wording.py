"""What a text of the terms may say: both languages, known placeholders, no figure of its own (R1, R2).

A digit, or any other character that is a number, is refused wherever figures are explained: titles, bodies,
notes and the legend, link addresses among them. There are no exceptions. Names of services and tiers
are names: they may hold a digit and no placeholder. Numbers in words are the manager's to watch.
"""

from collections.abc import Iterator

from projectie.terms.figures import LANGUAGES, Text
from projectie.terms.placeholders import NAMES, PLACEHOLDER
from projectie.terms.problem import Fault, Problem


def name_problems(text: Text, path: str) -> Iterator[Problem]:
    """Yield what is wrong with a name: it must stand in both languages, without placeholders."""
    yield from _missing(text, path)
    for language in LANGUAGES:
        if set(text.in_(language)) & set("{}"):
            yield Problem(f"{path}.{language}", Fault.STRAY_BRACE)


def text_problems(text: Text, path: str) -> Iterator[Problem]:
    """Yield what is wrong with a text in which figures are explained."""
    yield from _missing(text, path)
    for language in LANGUAGES:
        yield from _language_problems(text.in_(language), f"{path}.{language}")
    if text.nl.strip() and text.en.strip():
        yield from _uneven(text, path)


def _missing(text: Text, path: str) -> Iterator[Problem]:
    for language in LANGUAGES:
        if not text.in_(language).strip():
            yield Problem(f"{path}.{language}", Fault.MISSING_TEXT)


def _language_problems(text: str, path: str) -> Iterator[Problem]:
    for name in _names(text):
        if name not in NAMES:
            yield Problem(path, Fault.UNKNOWN_PLACEHOLDER, {"name": name})
    rest = PLACEHOLDER.sub("", text)
    if set(rest) & set("{}"):
        yield Problem(path, Fault.STRAY_BRACE)
    if figure := _first_figure(rest):
        yield Problem(path, Fault.LITERAL_FIGURE, {"figure": figure})


def _uneven(text: Text, path: str) -> Iterator[Problem]:
    """A figure that only one language states is a promise that only one reader gets."""
    names = {language: _names(text.in_(language)) for language in LANGUAGES}
    for language, other in (LANGUAGES, LANGUAGES[::-1]):
        for name in names[other]:
            if name not in names[language]:
                yield Problem(f"{path}.{language}", Fault.ONE_LANGUAGE_ONLY, {"name": name})


def _names(text: str) -> list[str]:
    return list(dict.fromkeys(PLACEHOLDER.findall(text)))


def _first_figure(text: str) -> str | None:
    words = (word for word in text.split() if any(map(str.isnumeric, word)))
    return next(words, None)
