"""What a board shows when it is filtered: read from an address, forgiving, and the same on both databases."""

import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, replace
from functools import lru_cache

from projectie.tickets.priority import Priority

NOBODY = "none"  # in place of a person: tickets that nobody has taken yet
LONGEST_TAG = 40
LONGEST = 100  # characters of a search that count


@dataclass(frozen=True, slots=True)
class Options:
    """What can be chosen: clients and colleagues by id, tiers by key, each with the name to show."""

    clients: Mapping[int, str]
    staff: Mapping[int, str]
    tiers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Traits:
    """What a filter looks at in a ticket."""

    number: int
    words: tuple[str, ...]  # texts that a search looks in
    client: int | None
    assignee: int | None
    tier: str | None
    priority: Priority | None


@dataclass(frozen=True, slots=True)
class Filters:
    """Which tickets to show; empty or None: all. `assignee` is a person, or NOBODY."""

    q: str = ""
    client: int | None = None
    assignee: int | str | None = None
    tier: str | None = None
    priority: Priority | None = None
    tag: str = ""  # as it was typed; which tickets have it is looked up by whoever reads the board

    @property
    def active(self) -> bool:
        """Whether anything is left out."""
        return self != _ALL

    @property
    def query(self) -> dict[str, str]:
        """The filters as an address holds them, those in use alone."""
        return {name: str(value) for name, value in asdict(self).items() if value not in {None, ""}}

    def without(self, name: str) -> "Filters":
        """Return the same without one of them."""
        return replace(self, **{name: getattr(_ALL, name)})

    def admits(self, ticket: Traits) -> bool:
        """Return whether that ticket is shown."""
        return (
            self.client in {None, ticket.client}
            and (self.assignee is None or self.assignee == (ticket.assignee or NOBODY))
            and self.tier in {None, ticket.tier}
            and self.priority in {None, ticket.priority}
            and (not self.q or _has_words(ticket, folded(self.q).split()))
        )


_ALL = Filters()


def from_address(given: Mapping[str, str], options: Options) -> Filters:
    """Return the filters an address asks for; whatever is not among the options is passed over."""
    return Filters(
        q=_words(given.get("q", "")),
        client=_one_of(given.get("client"), options.clients),
        assignee=NOBODY if given.get("assignee") == NOBODY else _one_of(given.get("assignee"), options.staff),
        tier=given["tier"] if given.get("tier") in options.tiers else None,
        priority=_priority(given.get("priority")),
        tag=_words(given.get("tag", ""))[:LONGEST_TAG],
    )


@lru_cache(maxsize=4096)
def folded(text: str) -> str:
    """Return text as it is compared: without case and accents."""
    letters = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def number_of(text: str | None) -> int | None:
    """Return a whole number as an address holds it, or None."""
    plain = text is not None and text.isascii() and text.isdigit() and len(text) <= 10
    return int(text) if plain and text else None


def _has_words(ticket: Traits, wanted: Collection[str]) -> bool:
    texts = [folded(text) for text in ticket.words]
    number = str(ticket.number)
    return all(word.lstrip("#") == number or any(word in text for text in texts) for word in wanted)


def _words(text: str) -> str:
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text[:LONGEST]).split())


def _one_of(text: str | None, known: Mapping[int, str]) -> int | None:
    number = number_of(text)
    return number if number in known else None


def _priority(text: str | None) -> Priority | None:
    return next((priority for priority in Priority if priority == text), None)
