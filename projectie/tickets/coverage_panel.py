"""What a ticket shows of its coverage and of who does what (R4, R5)."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from projectie.context import zone
from projectie.contracts.coverage import Finding
from projectie.contracts.duties import touched
from projectie.contracts.models import Doer, Duty
from projectie.contracts.queries import TaskRow, tasks_of
from projectie.contracts.words import DOERS, DUTIES
from projectie.people.models import Hosting
from projectie.tickets.coverage_forms import CoverageForm, RequestForm
from projectie.tickets.coverage_words import DECIDED, FACT_MET, FACT_NOT_MET, FOLLOWS, NEXT
from projectie.tickets.covered import covered
from projectie.tickets.forwarding import Forward, forward_to
from projectie.tickets.panels import Facts, hang
from projectie.tickets.ticket_page import TicketPage
from projectie.tickets.words import COVERAGE

AFTER_CLOCKS = 50


@dataclass(frozen=True, slots=True)
class NotOurs:
    """A duty the request touches that the studio does not do, and what to send to who does it."""

    duty: Duty
    task: TaskRow
    forward: Forward | None


@hang("tickets/_coverage.html", place=AFTER_CLOCKS)
def coverage_panel(session: Session, shown: TicketPage, now: datetime) -> Facts:
    """Return what the contract says and what follows, what was decided, and who does what."""
    ticket = shown.ticket
    found = covered(session, ticket, now.astimezone(zone()).date())
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
    return tuple(
        NotOurs(task.duty, task, forward_to(task, shown) if task.doer is Doer.PROVIDER else None)
        for task in tasks
        if task.duty in wanted and task.doer is not Doer.STUDIO
    )
