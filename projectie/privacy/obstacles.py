"""What stands in the way of erasing a person: what would leave somebody without an answer, or the desk without a manager."""

from dataclasses import dataclass
from enum import StrEnum


class Obstacle(StrEnum):
    """Why somebody cannot be erased yet."""

    ERASED = "erased"
    OWN_ACCOUNT = "own_account"
    LAST_MANAGER = "last_manager"
    LAST_RESPONSIBLE = "last_responsible"
    OPEN_REQUESTS = "open_requests"
    CONTACT = "contact"  # of work that comes back


@dataclass(frozen=True, slots=True)
class Standing:
    """How somebody stands with the desk."""

    erased: bool = False
    own: bool = False  # who asks is who it is about
    manager: bool = False
    other_managers: int = 0
    responsible: bool = False
    other_responsible: int = 0
    colleagues: int = 0  # others of the organisation who can sign in
    open_requests: int = 0
    series: int = 0  # of work that comes back, not ended


def obstacles(standing: Standing) -> tuple[Obstacle, ...]:
    """Return everything that stands in the way; nothing: go on."""
    found = {
        Obstacle.ERASED: standing.erased,
        Obstacle.OWN_ACCOUNT: standing.own,
        Obstacle.LAST_MANAGER: standing.manager and not standing.other_managers,
        Obstacle.LAST_RESPONSIBLE: standing.responsible
        and bool(standing.colleagues)
        and not standing.other_responsible,
        Obstacle.OPEN_REQUESTS: bool(standing.open_requests),
        Obstacle.CONTACT: bool(standing.series),
    }
    return tuple(obstacle for obstacle, stands in found.items() if stands)
