"""What rooms do once a backup is back: whoever must not let something of the past return hangs a deed here."""

from collections.abc import Callable
from datetime import datetime

AFTER_RESTORE: list[Callable[[datetime], None]] = []


def after_restore(deed: Callable[[datetime], None]) -> Callable[[datetime], None]:
    """Have that done after every restore, with the tables up to date and before anybody enters; must be safe to repeat."""
    AFTER_RESTORE.append(deed)
    return deed
