"""How an outage goes on, how bad it is, and whom a part of the studio's services serves."""

from enum import StrEnum


class State(StrEnum):
    """What the studio knows of an outage; the last one ends it."""

    INVESTIGATING = "investigating"
    IDENTIFIED = "identified"
    WATCHING = "watching"
    SOLVED = "solved"


class Severity(StrEnum):
    """How bad it is for whoever uses the part, the lightest first."""

    SLOW = "slow"
    PARTLY = "partly"
    DOWN = "down"


class UsedBy(StrEnum):
    """Which clients are on a part, known from the client's record."""

    EVERYONE = "everyone"
    HOSTED = "hosted"  # their site runs at the studio
    MAIL = "mail"  # the studio supplies their mail service
