"""What the mails on a ticket suggest of what staff have not decided yet (R7, R8)."""

from dataclasses import replace
from enum import StrEnum
from typing import TypeVar

from projectie.tickets.models import Direction
from projectie.tickets.properties import Properties, properties_of
from projectie.tickets.suggestion import Proposal, Suggestion, suggest
from projectie.tickets.ticket_page import TicketPage

T = TypeVar("T", bound=StrEnum)


def suggestion_for(shown: TicketPage) -> Suggestion:
    """Return what the first mail that a person wrote suggests."""
    messages = (entry.message for entry in shown.timeline if entry.message is not None)
    first = next((one for one in messages if one.direction is Direction.IN and not one.auto), None)
    return suggest(shown.ticket.subject, first.reply_text or first.body_text) if first else Suggestion()


def still_suggested(shown: TicketPage) -> Suggestion:
    """Return of that what nobody decided yet."""
    ticket, all_of_it = shown.ticket, suggestion_for(shown)
    return Suggestion(
        kind=_unless(all_of_it.kind, ticket.kind),
        impact=_unless(all_of_it.impact, ticket.impact),
        urgency=_unless(all_of_it.urgency, ticket.urgency),
    )


def taken_over(shown: TicketPage) -> Properties:
    """Return the decisions about a ticket, with what is suggested for the rest."""
    given = still_suggested(shown)
    parts = {"kind": given.kind, "impact": given.impact, "urgency": given.urgency}
    values = {name: proposal.value for name, proposal in parts.items() if proposal}
    return replace(properties_of(shown.ticket), **values)  # type: ignore[arg-type]  # a value for each name


def _unless(proposal: Proposal[T] | None, decided: T | None) -> Proposal[T] | None:
    return proposal if decided is None else None
