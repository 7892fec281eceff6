"""Why a mailbox could not be read: one kind of error for every way in which a line fails."""

from enum import StrEnum


class Reason(StrEnum):
    """Why a mailbox could not be read."""

    UNREACHABLE = "unreachable"
    TOKEN = "token"  # noqa: S105 - no access token could be had
    REFUSED = "refused"  # the sign-in
    FOLDER = "folder"
    BROKE = "broke"  # the line, or the server talks nonsense
    WITHHELD = "withheld"  # a mail that is there is not handed over
    STORE = "store"  # the desk cannot keep a mail now
    FAULT = "fault"  # a fault of our own


class LineError(Exception):
    """A mailbox could not be read now, for that reason; nothing is lost, ask again."""

    def __init__(self, reason: Reason, detail: str = "") -> None:
        super().__init__(f"{reason}: {detail}" if detail else str(reason))
        self.reason = reason
