"""What could not be read of a mail, in the words people read on the message."""

from collections.abc import Iterable
from typing import Any

from flask_babel import lazy_gettext as _l

from projectie.mail.letter import Problem

UNREAD = "unread"  # a mail that killed its reader
PROBLEMS = {
    Problem.SIZE: _l("This mail is larger than we read: what stands at its end is not shown."),
    Problem.PARTS: _l("It has more parts than we read."),
    Problem.DEPTH: _l("Its parts are nested deeper than we read."),
    Problem.HEADERS: _l("Its header is longer than we read."),
    Problem.HEADER_LENGTH: _l("A line of its header is longer than we read."),
    Problem.ADDRESSES: _l("It names more addresses or earlier mails than we read."),
    Problem.BODY: _l("Its text is longer than we show."),
    Problem.EMPTY: _l("This mail is empty."),
    Problem.NO_HEADERS: _l("It has no header: who sent it, and when, is not known."),
    Problem.BROKEN_HEADERS: _l("A part of its header cannot be read."),
    Problem.REPEATED_FROM: _l("It names its sender more than once."),
    Problem.BOUNDARY: _l("Its parts are not marked off properly."),
    Problem.TRANSFER: _l("A part of it is damaged, or not encoded as it says."),
    Problem.CHARSET: _l("Some letters may look wrong: it does not say properly how it is written."),
    Problem.DATE: _l("Its date cannot be read."),
    Problem.WINMAIL: _l("Not everything in its winmail.dat could be read."),
    UNREAD: _l("This mail could not be read."),
}


def said_of(problems: Iterable[str]) -> list[Any]:
    """Return a sentence for each problem that was noted."""
    return [PROBLEMS[each] for each in problems if each in PROBLEMS]
