"""The letters of recurring work: that it is planned, or the question whether it is wanted."""

from datetime import datetime

from flask_babel import force_locale
from sqlalchemy.orm import Session

from projectie.context import StudioInWords
from projectie.contracts.coverage import CONSEQUENCES, Finding
from projectie.language import LOCALES
from projectie.links import link_to
from projectie.mail.notices import written
from projectie.mail.outbox import Draft, queue
from projectie.people.models import Person
from projectie.recurring.models import RecurringRound, RecurringSeries
from projectie.recurring.opening import promise
from projectie.terms.figures import Text
from projectie.tickets.letters import BY_ITSELF, Addressee, Ground, Thread, letter_about
from projectie.tickets.models import Ticket
from projectie.tickets.planning_promises import Span
from projectie.tickets.planning_words import when_in_words
from projectie.tickets.promise_words import day_in_words


def planned_letter(
    session: Session, ticket: Ticket, span: Span, finding: Finding, ground: Ground, now: datetime
) -> None:
    """Tell the client that a round is planned, and keep that promise; part of a deed that is open."""
    with force_locale(LOCALES[ticket.language]):
        when = when_in_words(span) if span.first else ""
    draft = letter_about(
        ticket,
        "round_planned",
        Addressee(ticket.requester_name, ticket.requester_address),
        ground,
        cause=f"round:{ticket.number}",
        thread=Thread(),
        headers=BY_ITSELF,
        when=when,
        consequence=CONSEQUENCES[finding].value,
    )
    promise(session, ticket, span, queue(session, draft, now).id, now)


def proposal_letter(series: RecurringSeries, proposed: RecurringRound, to: Person, ground: Ground) -> Draft:
    """Return the letter that asks whether a round is wanted; its link is for reading, the page asks (R35)."""
    language, facts = to.language, ground.facts
    with force_locale(LOCALES[language]):
        day = day_in_words(proposed.due_on)
    words = written(
        "recurring/proposal",
        language,
        studio=StudioInWords(facts),
        name=to.name,
        title=Text(series.title_nl, series.title_en).in_(language),
        day=day,
        lines=[line[language] for line in series.checklist],
        figures={name: filling.text for name, filling in ground.said(language).items()},
        address=link_to("portal.rounds"),
    )
    return Draft(
        key=f"proposal:{proposed.id}",
        from_name=facts.name[:200],
        from_address=facts.support_address,
        to_name=to.name,
        to_address=to.email,
        subject=words.subject,
        body_text=words.text,
        body_html=words.html,
        language=language,
        headers=dict(BY_ITSELF),
    )
