"""The letters the desk writes about a ticket: received, asked to be urgent, a promise made or moved."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from flask_babel import force_locale

from projectie.contracts.coverage import ClientFacts
from projectie.contracts.priority import Priority
from projectie.contracts.sla_words import LEVELS
from projectie.language import LOCALES
from projectie.links import link_to
from projectie.mail.outbox import Draft
from projectie.money import value_of
from projectie.terms.figures import Figures
from projectie.terms.phrases import money
from projectie.tickets.confirmation import Confirmation
from projectie.tickets.contract_words import contract_in_words
from projectie.tickets.letters import AS_ANSWER, BY_ITSELF, Addressee, Ground, Thread, letter_about
from projectie.tickets.models import Ticket
from projectie.tickets.planning_promises import TO_BE_AGREED, Span
from projectie.tickets.planning_words import when_in_words
from projectie.tickets.promise_words import PromiseWords, limit_in_words, promise_in_words
from projectie.tickets.promises import ResponsePromise
from projectie.tickets.words import COVERAGE

Answers = tuple[
    tuple[Priority, datetime], ...
]  # by when an SLA promises one, for each priority it names (R10)

TEMPLATES: Mapping[Confirmation, str] = {
    Confirmation.RECEIVED: "received",
    Confirmation.URGENT: "urgent_asked",
    Confirmation.FIXED: "received_unknown",
}


@dataclass(frozen=True, slots=True)
class Client:
    """What the record of the client who wrote says; nothing of it stands in a letter to anybody unproven."""

    facts: ClientFacts
    self_hosted: bool  # R5
    signs_in: bool  # has an account, so a page to read on
    answers: Answers = ()


@dataclass(frozen=True, slots=True)
class Moved:
    """A promise that moved: from what (None: it is the first), to what, and why, in the requester's language (R9)."""

    before: Span | None
    after: Span
    reason: str

    @property
    def is_earlier(self) -> bool:
        """Whether the client has it sooner than promised."""
        before, after = self.before.last if self.before else None, self.after.last
        return bool(before and after and after < before)


NOBODY = Client(ClientFacts(None, studio_supplies_mail=False), self_hosted=False, signs_in=False)


def confirmation(
    ticket: Ticket,
    kind: Confirmation,
    thread: Thread,
    ground: Ground,
    client: Client,
    *,
    urgent: bool,
    promised: bool = True,
    page_url: str = "",
) -> Draft:
    """Return what confirms a mail: the promise for that moment, what it costs at least, how to go on (R25).

    `promised`: a first answer is still to come; `page_url`: it was sent by a form, and can be followed there. The fixed one holds nothing of the sender's (R31): no name, no subject, no text.
    """
    fixed = kind is Confirmation.FIXED
    language = ticket.language
    return letter_about(
        ticket,
        TEMPLATES[kind],
        Addressee("" if fixed else ticket.requester_name, ticket.requester_address),
        ground,
        cause=f"{kind.value}:{ticket.number}",
        thread=thread,
        headers=AS_ANSWER,
        urgent=urgent,
        least=_least(ground.terms.figures, language),
        contract=contract_in_words(ground.terms.matrix, client.facts, ground.said(language), language),
        self_hosted=client.self_hosted,
        coverage_words=COVERAGE,
        requests_url=_requests(client),
        page_url=page_url,
        promise=_promise(ticket, ground) if promised else None,
        agreed=_agreed(client.answers, ground, language),
        by_sla=ticket.by_sla,
        all_agreed=len(client.answers) == len(Priority),
    )


def promise_made(
    ticket: Ticket, span: Span, ground: Ground, thread: Thread, author: str, cause: str
) -> Draft:
    """Return what tells the requester when the work is done (R9); `cause` queues it once."""
    with force_locale(LOCALES[ticket.language]):
        when = when_in_words(span) if span.first else ""
    return _promise_letter(ticket, "promise_made", ground, thread, author, cause, when=when)


def promise_moved(
    ticket: Ticket, moved: Moved, ground: Ground, thread: Thread, author: str, cause: str
) -> Draft:
    """Return what tells the requester that a promise moved, from what to what and why (R9)."""
    with force_locale(LOCALES[ticket.language]):
        said = {"before": when_in_words(moved.before or TO_BE_AGREED), "when": when_in_words(moved.after)}
    said |= {"reason": moved.reason, "earlier": "yes" if moved.is_earlier else ""}
    return _promise_letter(ticket, "promise_moved", ground, thread, author, cause, **said)


def _promise_letter(
    ticket: Ticket, template: str, ground: Ground, thread: Thread, author: str, cause: str, **said: str
) -> Draft:
    return letter_about(
        ticket,
        template,
        Addressee(ticket.requester_name, ticket.requester_address),
        ground,
        cause=f"{template}:{cause}",
        thread=thread,
        headers=BY_ITSELF,
        author=author,
        requests_url=link_to("portal.first_page") if ticket.requester_id else "",
        **said,
    )


def _promise(ticket: Ticket, ground: Ground) -> PromiseWords | None:
    if ticket.response_from is None or ticket.response_by is None:
        return None
    promised = ResponsePromise(ticket.response_from, ticket.response_by)
    with force_locale(LOCALES[ticket.language]):
        return promise_in_words(ticket.opened_at, promised, ground.calendar)


def _agreed(answers: Answers, ground: Ground, language: str) -> list[tuple[str, str]]:
    """Return by when the SLA promises an answer, in words: for each priority its name and the limit."""
    with force_locale(LOCALES[language]):
        return [(str(LEVELS[priority]), limit_in_words(by, ground.calendar)) for priority, by in answers]


@lru_cache(maxsize=16)
def _least(figures: Figures, language: str) -> str:
    return money(value_of(figures.minimum_credits, figures.credit_price_cents), language)


def _requests(client: Client) -> str:
    return link_to("portal.first_page") if client.signs_in else ""
