"""What a ticket shows of its coverage and of who does what (R4, R5)."""

from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from sqlalchemy.orm import Session

from projectie.context import zone
from projectie.contracts.coverage import Finding
from projectie.contracts.duties import touched
from projectie.contracts.models import Doer
from projectie.contracts.queries import TaskRow, tasks_of
from projectie.contracts.words import DOERS, DUTIES
from projectie.people.models import Hosting
from projectie.tickets.coverage_forms import CoverageForm, RequestForm
from projectie.tickets.coverage_words import DECIDED, FACT_MET, FACT_NOT_MET, FOLLOWS, NEXT
from projectie.tickets.covered import covered, covered_by
from projectie.tickets.forwarding import Forward, forward_to, in_words
from projectie.tickets.panels import Facts, hang
from projectie.tickets.ticket_page import TicketPage
from projectie.tickets.words import COVERAGE

AFTER_PROPERTIES = 20


@dataclass(frozen=True, slots=True)
class NotOurs:
    """Duties the request touches that one other does, not the studio, and what to send to a provider."""

    duties: str
    task: TaskRow  # the first of them
    forward: Forward | None


@hang("tickets/_coverage.html", place=AFTER_PROPERTIES)
def coverage_panel(session: Session, shown: TicketPage, now: datetime) -> Facts:
    """Return what the contract says and what follows, what was decided, and who does what."""
    ticket = shown.ticket
    known, today = shown.known, now.astimezone(zone()).date()
    found = (
        covered_by(session, ticket, known.tier, known.matrix, shown.done)
        if known
        else covered(session, ticket, today)
    )
    tasks = _tasks(session, shown)
    return {
        "covered": found,
        "says": COVERAGE[found.verdict.finding],
        "follows": NEXT.get(found.verdict.finding, FOLLOWS[found.consequence]),
        "decided": DECIDED[found.deviation.consequence] if found.deviation else None,
        "fact": {Finding.CONDITION_MET: FACT_MET, Finding.CONDITION_NOT_MET: FACT_NOT_MET}.get(
            found.verdict.finding
        ),
        "on_request": found.verdict.finding is Finding.ON_REQUEST,
        "tasks": tasks,
        "not_ours": _not_ours(shown, tasks),
        "duties": DUTIES,
        "doers": DOERS,
        "form": CoverageForm(formdata=None),
        "request_form": RequestForm(formdata=None, data={"asked_by": ticket.requester_name}),
    }


def _tasks(session: Session, shown: TicketPage) -> tuple[TaskRow, ...]:
    organisation = shown.organisation
    if organisation is None or organisation.hosting is not Hosting.SELF:
        return ()
    return tasks_of(session, organisation.id)


def _not_ours(shown: TicketPage, tasks: tuple[TaskRow, ...]) -> tuple[NotOurs, ...]:
    ticket = shown.ticket
    wanted = touched(ticket.service, ticket.kind.value if ticket.kind else None, ticket.subject)
    theirs = [task for task in tasks if task.duty in wanted and task.doer is not Doer.STUDIO]
    by_doer = groupby(sorted(theirs, key=_who), key=_who)
    return tuple(_line(list(same), shown) for _key, same in by_doer)


def _who(task: TaskRow) -> tuple[str, str]:
    return task.doer.value, task.contact


def _line(tasks: list[TaskRow], shown: TicketPage) -> NotOurs:
    forward = forward_to(tasks, shown) if tasks[0].doer is Doer.PROVIDER else None
    return NotOurs(in_words(tasks), tasks[0], forward)
