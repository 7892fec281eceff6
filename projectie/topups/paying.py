"""What a top-up can be paid by at this moment: the provider's own methods by its own names, and a transfer (R22)."""

import threading
from dataclasses import dataclass
from datetime import datetime, timedelta

from projectie.topups.mollie import Method, Provider, ProviderAwayError, ProviderRefusedError

KEPT = timedelta(minutes=5)
KEPT_AWAY = timedelta(seconds=20)  # a provider that is away keeps nobody waiting at every page
MOST_KEPT = 200


@dataclass(frozen=True, slots=True)
class Online:
    """The methods of the provider; `away`: it cannot be reached right now."""

    methods: tuple[Method, ...] = ()
    away: bool = False


_kept: dict[tuple[Provider, int, str], tuple[datetime, Online]] = {}
_lock = threading.Lock()


def online(provider: Provider | None, cents: int, language: str, now: datetime) -> Online:
    """Return what that amount can be paid by online; the answer is kept for a while. Nothing without a provider."""
    if provider is None:
        return Online()
    key = (provider, cents, language)
    kept = _kept.get(key)
    if kept is not None and timedelta() <= now - kept[0] < (KEPT_AWAY if kept[1].away else KEPT):
        return kept[1]
    try:
        found = Online(provider.methods(cents, language))
    except (ProviderAwayError, ProviderRefusedError):
        found = Online(away=True)
    with _lock:
        if len(_kept) >= MOST_KEPT:
            _kept.clear()
        _kept[key] = (now, found)
    return found
