"""Who takes part in a ticket, as its page and a reply need them: with whether they are of the ticket's organisation."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from projectie.tickets.letters import Addressee
from projectie.tickets.models import Ticket
from projectie.tickets.naming import named
from projectie.tickets.people_models import Came, Participant, Standing


@dataclass(frozen=True, slots=True)
class Taking:
    """A participant; from `outside` they get no page of the client's, and are chosen by hand for each reply."""

    id: int
    name: str
    address: str
    came: Came
    standing: Standing
    outside: bool

    @property
    def shown(self) -> str:
        """How the desk names them."""
        return self.name or self.address


class NotTaking(Exception):  # noqa: N818 (a refusal that the page words)
    """Somebody a reply was for takes no part any more; nothing was sent."""


_PARTICIPANTS = select(
    Participant.id, Participant.name, Participant.address, Participant.came, Participant.standing
)


def taking_part(session: Session, ticket: Ticket) -> tuple[Taking, ...]:
    """Return everybody who was ever named on a ticket beside its requester, in the order in which they came."""
    others = (Participant.ticket_number == ticket.number, Participant.address != ticket.requester_address)
    rows = session.execute(_PARTICIPANTS.where(*others).order_by(Participant.id)).all()
    whose = {each.address: each.organisation for each in named(session, {row.address: "" for row in rows})}
    return tuple(
        Taking(*row, outside=ticket.organisation_id is None or whose[row.address] != ticket.organisation_id)
        for row in rows
    )


def readers(people: Collection[Taking]) -> list[Taking]:
    """Return those who can get a reply."""
    return [each for each in people if each.standing is Standing.TAKES_PART]


def usual(people: Collection[Taking], kept: Collection[str] | None) -> list[int]:
    """Return who gets a reply unless somebody says otherwise; `kept` are the addresses a kept reply was for."""
    return [
        each.id
        for each in readers(people)
        if (each.address in kept if kept is not None else not each.outside)
    ]


def chosen(session: Session, ticket: Ticket, ids: Collection[int]) -> list[Addressee]:
    """Return the participants a reply is for, in the order in which they came; raise NotTaking."""
    if not ids:
        return []
    found = {each.id: each for each in readers(taking_part(session, ticket))}
    if not set(ids) <= set(found):
        raise NotTaking
    return [
        Addressee(each.name, each.address, participant=each.id, outside=each.outside)
        for each in found.values()
        if each.id in ids
    ]
