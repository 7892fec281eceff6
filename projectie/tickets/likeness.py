"""Which client an unknown address resembles: a proposal for staff, never a decision (R32). Pure."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher
from unicodedata import combining, normalize

from projectie.people.addresses import domain_of

LIKE_ENOUGH = 0.8
MOST = 3
_SHORTEST = 5  # letters: what is shorter is part of many a name
_SECOND_LEVEL = frozenset(("co", "com", "org", "net", "ac", "gov", "edu", "or"))  # of .uk, .au, .jp …
_LEGAL = frozenset(("bv", "nv", "vof", "gmbh", "ag", "ltd", "llc", "inc", "sarl", "sa", "srl", "co", "cv"))
_SIGNS = re.compile(r"[^0-9a-z]+")


@dataclass(frozen=True, slots=True)
class Known:
    """A client, as far as an address can resemble it."""

    id: int
    name: str
    domains: tuple[str, ...]


def likely(address: str, name: str, clients: Iterable[Known]) -> tuple[Known, ...]:
    """Return the clients that address and name resemble, the most alike first."""
    sought = _sought(address, name)
    scored = [(_likeness(sought, each), each) for each in clients]
    found = sorted((one for one in scored if one[0] >= LIKE_ENOUGH), key=lambda one: (-one[0], one[1].name))
    return tuple(each for _score, each in found[:MOST])


def name_from(address: str, name: str) -> str:
    """Return what an organisation is called by its domain ("bakkerij-smit.nl": Bakkerij Smit); else its writer's name."""
    domain = domain_of(address)
    words = _core(domain).replace("_", "-").split("-") if domain else []
    return " ".join(word[:1].upper() + word[1:] for word in words if word) or name


def _sought(address: str, name: str) -> set[str]:
    domain = domain_of(address)
    texts = (_core(domain),) if domain else (address.partition("@")[0], name)
    return {plain for text in texts if len(plain := _plain(text)) >= _SHORTEST}


def _likeness(sought: Collection[str], client: Known) -> float:
    names = {_plain(client.name), *(_plain(_core(domain)) for domain in client.domains)}
    return max(
        (_alike(one, other) for one in sought for other in names if len(other) >= _SHORTEST), default=0
    )


def _alike(one: str, other: str) -> float:
    if one == other:
        return 1.0
    if one in other or other in one:
        return 0.9
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    return matcher.ratio() if matcher.real_quick_ratio() >= LIKE_ENOUGH else 0


def _core(domain: str) -> str:
    """Return the part of a domain that names its owner."""
    labels = domain.split(".")[:-1]
    if len(labels) > 1 and labels[-1] in _SECOND_LEVEL:
        labels = labels[:-1]
    return labels[-1] if labels else domain


def _plain(text: str) -> str:
    bare = "".join(sign for sign in normalize("NFKD", text.casefold()) if not combining(sign))
    words = _SIGNS.sub(" ", bare.replace(".", "")).split()
    return "".join(word for word in words if word not in _LEGAL)
