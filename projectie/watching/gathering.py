"""The figures a monitor reads: how the desk stands, in a fixed number of statements.

Nothing of complaints and of mail to info@, not even a count (R27), and no name of a client.
"""

import platform
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Select, case, func, literal, select, union_all
from sqlalchemy.orm import Session

from projectie.clock.zone import local
from projectie.credits.proving import last_proof
from projectie.job_runs import job_runs
from projectie.mail.models import FetchState, LetterState, OutgoingLetter
from projectie.terms.in_force import studio_facts
from projectie.tickets.columns import OPEN
from projectie.tickets.mail_sum import OPEN_MAILBOXES
from projectie.tickets.models import Column, Direction, Fate, Message, Ticket
from projectie.watching.openmetrics import Labels, Metric

SOON = timedelta(days=1)
_HIDDEN = "confidential"  # jobs about what is sealed


def gathered(session: Session, now: datetime) -> list[Metric]:
    """Return every figure of the database at that moment."""
    return [
        _database(session),
        Metric("projectie_tickets", "Tickets by column.", _by(session, Ticket.column, Column)),
        Metric(
            "projectie_mails", "Mails received to support and urgent, by fate.", _fates(session), "counter"
        ),
        Metric(
            "projectie_letters", "Outgoing letters by state.", _by(session, OutgoingLetter.state, LetterState)
        ),
        Metric("projectie_promises", "Promises due within a day, and overdue.", _promises(session, now)),
        *_mailboxes(session, now),
        *_jobs(session, now),
        *_ledger(session, now),
    ]


def _database(session: Session) -> Metric:
    kind = session.get_bind().dialect.name
    shown = {"kind": kind, "python": platform.python_version()}
    return Metric("projectie_database", "What the desk runs on.", [(shown, 1)], "info")


def _by(session: Session, column: Any, members: Any) -> list[tuple[Labels, float]]:
    rows = session.execute(select(column, func.count()).group_by(column))
    counts = {value: count for value, count in rows}  # noqa: C416 - rows are no pairs to a type checker
    name = "column" if members is Column else "state"
    return [({name: member.value}, counts.get(member, 0)) for member in members]


def _fates(session: Session) -> list[tuple[Labels, float]]:
    mine = (Message.direction == Direction.IN, Message.mailbox.in_(OPEN_MAILBOXES))
    rows = session.execute(select(Message.fate, func.count()).where(*mine).group_by(Message.fate))
    counts = {fate: count for fate, count in rows}  # noqa: C416
    return [({"fate": fate.value}, counts.get(fate, 0)) for fate in Fate]


def _promises(session: Session, now: datetime) -> list[tuple[Labels, float]]:
    """Count what is promised and not done: first answers (R6) and planned work (R9); one statement beside the zone."""
    today = local(now, ZoneInfo(studio_facts(session).zone)).date()
    open_ = Ticket.column.in_(OPEN)
    answer = (open_, Ticket.answered_at.is_(None), Ticket.response_by <= now + SOON)
    work = (open_, Ticket.planned_until <= today)
    found = session.execute(
        union_all(
            _standing("response", Ticket.response_by < now, *answer),
            _standing("planning", Ticket.planned_until < today, *work),
        )
    ).all()
    return [
        ({"kind": row.kind, "state": state}, count or 0)
        for row in found
        for state, count in (("due", row.standing - (row.late or 0)), ("overdue", row.late))
    ]


def _standing(kind: str, late: ColumnElement[bool], *where: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    counts = (func.count().label("standing"), func.sum(case((late, 1), else_=0)).label("late"))
    return select(literal(kind).label("kind"), *counts).select_from(Ticket).where(*where)


def _mailboxes(session: Session, now: datetime) -> list[Metric]:
    states = session.scalars(select(FetchState).order_by(FetchState.mailbox)).all()
    ages: list[tuple[Labels, float]] = [
        ({"mailbox": state.mailbox.value}, (now - (state.last_success_at or state.since)).total_seconds())
        for state in states
    ]
    return [Metric("projectie_mailbox_age_seconds", "Since each mailbox was last read completely.", ages)]


def _jobs(session: Session, now: datetime) -> list[Metric]:
    runs = [run for run in job_runs(session) if not run.name.startswith(_HIDDEN)]
    ages: list[tuple[Labels, float]] = [
        ({"job": run.name}, (now - run.ran_at).total_seconds()) for run in runs
    ]
    failing: list[tuple[Labels, float]] = [({"job": run.name}, int(run.error is not None)) for run in runs]
    return [
        Metric("projectie_job_age_seconds", "Since each job of the worker last ran.", ages),
        Metric("projectie_job_failing", "Whether the last run of a job failed.", failing),
    ]


def _ledger(session: Session, now: datetime) -> list[Metric]:
    proof = last_proof(session)
    right: list[tuple[Labels, float]] = [({}, int(proof.right))] if proof else []
    age: list[tuple[Labels, float]] = [({}, (now - proof.at).total_seconds())] if proof else []
    return [
        Metric("projectie_ledger_right", "Whether the last proof of the ledger found nothing wrong.", right),
        Metric("projectie_ledger_proof_age_seconds", "Since the ledger was last proved.", age),
    ]
