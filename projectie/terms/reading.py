"""Strict reading of JSON-like data: what is not exactly as expected is refused, with its path."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import time
from enum import StrEnum
from typing import TypeVar

Choice = TypeVar("Choice", bound=StrEnum)
Value = TypeVar("Value")


class UnreadableError(ValueError):
    """The data cannot be read; `path` names the place, `expected` says what should stand there."""

    def __init__(self, path: str, expected: str) -> None:
        super().__init__(f"{path or 'the whole'}: expected {expected}")
        self.path = path
        self.expected = expected


@dataclass(frozen=True, slots=True)
class Node:
    """A value and the path that leads to it, such as `figures.phone_opens` or `prose[3].title`."""

    value: object
    path: str = ""

    def refuse(self, expected: str) -> UnreadableError:
        """Return the error that says what should have stood here."""
        return UnreadableError(self.path, expected)

    def fields(self) -> dict[str, "Node"]:
        """Return every field of an object by name."""
        if not isinstance(self.value, dict) or not all(isinstance(name, str) for name in self.value):
            raise self.refuse("an object")
        return {name: Node(value, self._below(name)) for name, value in self.value.items()}

    def record(self, names: Collection[str], optional: Collection[str] = ()) -> dict[str, "Node"]:
        """Return the fields of an object that has exactly these names, the optional ones perhaps."""
        fields = self.fields()
        for name in names:
            if name not in fields:
                raise UnreadableError(self._below(name), "a value, but it is missing")
        for name in fields:
            if name not in names and name not in optional:
                raise UnreadableError(self._below(name), "nothing: this name is not known")
        return fields

    def rows(self) -> list["Node"]:
        """Return the items of a list."""
        if not isinstance(self.value, list):
            raise self.refuse("a list")
        return [Node(value, f"{self.path}[{index}]") for index, value in enumerate(self.value)]

    def text(self) -> str:
        """Return a text; it may be empty."""
        if not isinstance(self.value, str):
            raise self.refuse("a text")
        return self.value

    def whole(self) -> int:
        """Return a whole number a database can hold; true and 1.0 are none."""
        if not isinstance(self.value, int) or isinstance(self.value, bool) or abs(self.value) >= 2**31:
            raise self.refuse("a whole number")
        return self.value

    def clock(self) -> time:
        """Return a time of day, written `HH:MM`."""
        text = self.text()
        try:
            moment = time.fromisoformat(text)
        except ValueError:
            raise self.refuse("a time like 09:30") from None
        if text != moment.strftime("%H:%M"):
            raise self.refuse("a time like 09:30")
        return moment

    def choice(self, choices: type[Choice]) -> Choice:
        """Return one of a fixed set of words."""
        try:
            return choices(self.text())
        except ValueError as error:
            if isinstance(error, UnreadableError):
                raise
            raise self.refuse("one of " + ", ".join(choices)) from None

    def maybe(self, read: Callable[["Node"], Value]) -> Value | None:
        """Return what `read` makes of this, or nothing where null stands."""
        return None if self.value is None else read(self)

    def _below(self, name: str) -> str:
        return f"{self.path}.{name}" if self.path else name
