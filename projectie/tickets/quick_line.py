"""One line that makes a ticket: words, and tokens that say who, how urgent and whose (“@anne !high client:bakery”).

Pure: the line goes in, what it says comes out; names that fit nobody or several come back as a fault.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from projectie.tickets.filters import folded
from projectie.tickets.priority import Priority

_TOKEN = re.compile(r'(?<!\S)(?:@(?P<who>[^\W\d][^\s@]*)|!(?P<how>[^\W\d]\w*)|(?:client|klant):(?:"(?P<named>[^"]+)"|(?P<whose>\S+)))(?!\S)', re.IGNORECASE)  # fmt: skip
ME = frozenset({"me", "mij", "ik"})
PRIORITIES = {
    "critical": Priority.CRITICAL, "kritiek": Priority.CRITICAL, "high": Priority.HIGH, "hoog": Priority.HIGH,
    "normal": Priority.NORMAL, "normaal": Priority.NORMAL, "low": Priority.LOW, "laag": Priority.LOW,
}  # fmt: skip


class Fault(StrEnum):
    """Why a line makes no ticket."""

    EMPTY = "empty"  # no words besides tokens
    TWICE = "twice"  # the same kind of token more than once
    NOBODY = "nobody"  # no colleague of that name
    COLLEAGUES = "colleagues"  # several
    PRIORITY = "priority"  # no such priority
    NO_CLIENT = "no_client"
    CLIENTS = "clients"


class LineError(ValueError):
    """The line makes no ticket; `token` is what was meant, `names` whom it fits."""

    def __init__(self, fault: Fault, token: str = "", names: tuple[str, ...] = ()) -> None:
        super().__init__(fault.value)
        self.fault, self.token, self.names = fault, token, names


@dataclass(frozen=True, slots=True)
class Known:
    """Who there is to name: colleagues and clients by id, and who types."""

    staff: Mapping[int, str]
    clients: Mapping[int, str]
    me: int


@dataclass(frozen=True, slots=True)
class Line:
    """What a line says."""

    subject: str
    assignee: int | None = None
    priority: Priority | None = None
    client: int | None = None


def read(text: str, known: Known) -> Line:
    """Return what the line says; raise LineError."""
    found: dict[str, str] = {}
    for token in _TOKEN.finditer(text):
        kind, word = next((kind, word) for kind, word in token.groupdict().items() if word)
        kind = "whose" if kind == "named" else kind
        if kind in found:
            raise LineError(Fault.TWICE, token[0])
        found[kind] = word
    subject = " ".join(_TOKEN.sub(" ", text).split())
    if not subject:
        raise LineError(Fault.EMPTY)
    return Line(
        subject,
        _colleague(found["who"], known) if "who" in found else None,
        _priority(found["how"]) if "how" in found else None,
        _one(found["whose"], known.clients, Fault.NO_CLIENT, Fault.CLIENTS) if "whose" in found else None,
    )


def _colleague(word: str, known: Known) -> int:
    return known.me if folded(word) in ME else _one(word, known.staff, Fault.NOBODY, Fault.COLLEAGUES)


def _priority(word: str) -> Priority:
    if folded(word) not in PRIORITIES:
        raise LineError(Fault.PRIORITY, word)
    return PRIORITIES[folded(word)]


def _one(word: str, names: Mapping[int, str], none: Fault, several: Fault) -> int:
    """Return the one whose name begins so, or has a word that does; the whole name always wins."""
    wanted = folded(word)
    whole = [id_ for id_, name in names.items() if folded(name) == wanted]
    first = [id_ for id_, name in names.items() if folded(name).startswith(wanted)]
    inside = [id_ for id_, name in names.items() if any(w.startswith(wanted) for w in folded(name).split())]
    fits = next((some for some in (whole, first, inside) if some), [])
    if len(fits) == 1:
        return fits[0]
    raise LineError(several if fits else none, word, tuple(names[id_] for id_ in fits[:3]))
