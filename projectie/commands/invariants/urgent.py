"""Urgent work: the chain of consents is whole, and each urgent charge has a consent that covers it (R13, R15)."""

from collections.abc import Iterator

from projectie.commands.invariants.desk import Desk
from projectie.urgent.checking import wrong_consents, wrong_urgent


def consents(desk: Desk) -> Iterator[str]:
    """Name consents that were changed or removed, and quotes that are not what was sent."""
    yield from wrong_consents(desk.session)


def urgent_charges(desk: Desk) -> Iterator[str]:
    """Name urgent time without a consent that covers it."""
    yield from wrong_urgent(desk.session)
