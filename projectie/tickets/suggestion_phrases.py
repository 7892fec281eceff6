"""The phrases that suggest something, read once from the file beside this one."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

FILE = Path(__file__).with_suffix(".toml")


@dataclass(frozen=True, slots=True)
class Book:
    """Phrases by the value they speak for, in all languages together, and what takes their sense away."""

    kinds: Mapping[str, tuple[str, ...]]
    impacts: Mapping[str, tuple[str, ...]]
    urgencies: Mapping[str, tuple[str, ...]]
    negations: tuple[str, ...]
    over: tuple[str, ...]


@cache
def book() -> Book:
    """Return the phrases."""
    read = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return Book(
        kinds=_together(read["kind"]),
        impacts=_together(read["impact"]),
        urgencies=_together(read["urgency"]),
        negations=tuple(read["negations"]),
        over=tuple(read["over"]),
    )


def _together(by_value: Mapping[str, Mapping[str, Any]]) -> dict[str, tuple[str, ...]]:
    return {
        value: tuple(phrase for phrases in languages.values() for phrase in phrases)
        for value, languages in by_value.items()
    }
