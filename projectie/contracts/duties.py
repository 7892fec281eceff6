"""Which duties of a running site a request touches, so that nobody is paid twice for them (R5)."""

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from projectie.contracts.models import Duty

DATA = Path(__file__).with_name("duties.toml")


@dataclass(frozen=True, slots=True)
class Touch:
    """What gives a duty away: the services and kinds of a request by key, and beginnings of words."""

    services: frozenset[str]
    kinds: frozenset[str]
    words: tuple[str, ...]


def touched(service: str | None, kind: str | None, subject: str) -> tuple[Duty, ...]:
    """Return the duties that a request touches, in their order."""
    text = _plain(subject)
    return tuple(
        duty
        for duty, touch in _touches().items()
        if service in touch.services
        or kind in touch.kinds
        or any(re.search(rf"\b{re.escape(word)}", text) for word in touch.words)
    )


@cache
def _touches() -> Mapping[Duty, Touch]:
    told = tomllib.loads(DATA.read_text(encoding="utf-8"))
    return {duty: _touch(told.get(duty.value, {})) for duty in Duty}


def _touch(told: Mapping[str, list[str]]) -> Touch:
    services, kinds = frozenset(told.get("services", ())), frozenset(told.get("kinds", ()))
    return Touch(services, kinds, tuple(_plain(word) for word in told.get("words", ())))


def _plain(text: str) -> str:
    letters = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in letters if not unicodedata.combining(letter))
