"""What a client may do for their organisation: four steps, each with all of the next (desk.md, section 8)."""

from dataclasses import dataclass
from enum import StrEnum


class Right(StrEnum):
    """What a client may do, the most first."""

    AGREE = "agree"  # to costs; and buy credits
    BUY = "buy"  # credits
    WRITE = "write"  # requests and replies
    READ = "read"


@dataclass(frozen=True, slots=True)
class Flags:
    """The same as a person's row keeps it."""

    may_agree: bool
    may_buy: bool
    read_only: bool


def right_of(flags: Flags) -> Right:
    """Return the step of a row."""
    if flags.may_agree:
        return Right.AGREE
    if flags.may_buy:
        return Right.BUY
    return Right.READ if flags.read_only else Right.WRITE


def flags_of(right: Right) -> Flags:
    """Return what a row keeps of a step."""
    return Flags(right is Right.AGREE, right in {Right.AGREE, Right.BUY}, right is Right.READ)
