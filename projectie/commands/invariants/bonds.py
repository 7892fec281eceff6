"""Ties between tickets: what was merged is off the board and empty, lists count right, answers are about their file."""

from collections.abc import Iterator

from sqlalchemy import and_, exists, func, or_, select, union_all
from sqlalchemy.orm import aliased

from projectie.bonds.models import ChecklistItem
from projectie.commands.invariants.desk import Desk
from projectie.proofs.models import Proof, ProofAnswer
from projectie.recurring.models import RecurringRound, RoundItem
from projectie.tickets.merged import LONGEST_WAY
from projectie.tickets.models import Column, Message, Ticket


def merged(desk: Desk) -> Iterator[str]:
    """Name merged tickets that are still open, hold something, or lead round in a ring (R17a)."""
    away = Ticket.merged_into.is_not(None)
    holds = exists().where(Message.ticket_number == Ticket.number)
    wrong = select(Ticket.number).where(away, or_(Ticket.column != Column.DONE, holds))
    for number in desk.session.scalars(wrong.order_by(Ticket.number)):
        yield f"ticket {number} was merged into another and is not off the board, or holds messages"
    rows = desk.session.execute(select(Ticket.number, Ticket.merged_into).where(away))
    leads: dict[int, int | None] = {row.number: row.merged_into for row in rows}
    for number in sorted(leads):
        at: int | None = number
        for _step in range(LONGEST_WAY):
            at = leads.get(at) if at is not None else None
        if at is not None:
            yield f"ticket {number} leads round in a ring"


def checklists(desk: Desk) -> Iterator[str]:
    """Name tickets whose card says another number of lines than their list has."""
    own = select(ChecklistItem.ticket_number.label("ticket"), ChecklistItem.done_at.label("done"))
    of_rounds = select(RecurringRound.ticket_number, RoundItem.done_at).join(
        RecurringRound, RecurringRound.id == RoundItem.round_id
    )
    rows = union_all(own, of_rounds.where(RecurringRound.ticket_number.is_not(None))).subquery()
    counted = (
        select(rows.c.ticket, func.count().label("lines"), func.count(rows.c.done).label("done"))
        .group_by(rows.c.ticket)
        .subquery()
    )
    lines, done = func.coalesce(counted.c.lines, 0), func.coalesce(counted.c.done, 0)
    wrong = select(Ticket.number).outerjoin(counted, counted.c.ticket == Ticket.number)
    wrong = wrong.where(or_(Ticket.lines != lines, Ticket.lines_done != done))
    for number in desk.session.scalars(wrong.order_by(Ticket.number)):
        yield f"the list of ticket {number} has other lines than its card says"


def proofs(desk: Desk) -> Iterator[str]:
    """Name answers about another file than that of their proof, and answers given after a newer version was there."""
    newer = aliased(Proof)
    overtaken = exists().where(
        and_(newer.ticket_number == Proof.ticket_number, newer.piece == Proof.piece),
        and_(newer.version > Proof.version, newer.at < ProofAnswer.at),
    )
    wrong = select(ProofAnswer.id).join(Proof, Proof.id == ProofAnswer.proof_id)
    for number in desk.session.scalars(wrong.where(or_(ProofAnswer.sha256 != Proof.sha256, overtaken))):
        yield f"answer {number} is not about the file of its proof, or came after a newer version"
