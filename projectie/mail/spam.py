"""Whether our own mail server takes a mail for spam: by its verdict header, as the setting names it.

Anyone can write such a header. Where Authentication-Results of our server tell which part of the header it
wrote (the same part as for R32), only that part counts. Where nothing tells, every such header counts: whoever
forges one harms only their own mail, and a mail that is taken for spam stays in sight, a click from a ticket.
"""

import re
from collections.abc import Iterator

from projectie.mail.authentication import top_part
from projectie.mail.headers import Head, unfolded
from projectie.mail.ours import SpamSign
from projectie.mail.words import one_line

_PIECES = re.compile(r"[;,]")
_LONGEST = 200  # of a mark, as it is shown


def spam_mark(head: Head, signs: tuple[SpamSign, ...], authserv_id: str | None) -> str | None:
    """Return the verdict that makes this mail suspected spam, as it is written; None where there is none."""
    if not signs:
        return None
    for name, value in _trusted(head, authserv_id):
        if any(sign.name == name and _says(value, sign.value) for sign in signs):
            return one_line(f"{name.decode('ascii', 'replace')}: {value}")[:_LONGEST]
    return None


def _trusted(head: Head, authserv_id: str | None) -> Iterator[tuple[bytes, str]]:
    own = top_part(head, authserv_id) if authserv_id else None
    yield from ((name, unfolded(value)) for name, value in (head.fields if own is None else own))


def _says(value: str, wanted: str) -> bool:
    """Whether the value, or a piece of it behind `;` or `,`, begins with what is wanted, as a whole word.

    So `yes` is said by `Yes, score=7.2`, not by `No, yesterday`; `SFV:SPM` by Microsoft's list; five stars by six.
    """
    return any(_begins(piece.strip().lower(), wanted) for piece in (value, *_PIECES.split(value)))


def _begins(piece: str, wanted: str) -> bool:
    behind = piece[len(wanted) : len(wanted) + 1]
    return piece.startswith(wanted) and not (wanted[-1].isalnum() and behind.isalnum())
