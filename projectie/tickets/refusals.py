"""Tickets that take no more words: rooms above say which and why (a merged one), so that a ticket need not know them."""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy.orm import Session

from projectie.tickets.models import Ticket


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Why nothing is said here any more, as a sentence in the reader's language, and the ticket that goes on."""

    why: str
    ticket: int | None = None


class SaidElsewhere(Exception):  # noqa: N818 (a refusal that the page words)
    """Nothing is said on this ticket any more; nothing was sent or kept, and the text comes back."""

    def __init__(self, elsewhere: Elsewhere) -> None:
        super().__init__("said elsewhere")
        self.elsewhere = elsewhere


Rule = Callable[[Session, Ticket], Elsewhere | None]
_rules: list[Rule] = []


def hang_refusal(rule: Rule) -> Rule:
    """Hang a rule that is asked before a reply or a note is put on a ticket that is held; None lets it through."""
    _rules.append(rule)
    return rule


def open_for_words(session: Session, ticket: Ticket) -> None:
    """Raise SaidElsewhere when some rule refuses words on that ticket."""
    for rule in _rules:
        elsewhere = rule(session, ticket)
        if elsewhere is not None:
            raise SaidElsewhere(elsewhere)
