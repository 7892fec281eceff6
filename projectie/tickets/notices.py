"""The letters the desk writes about a ticket: received, asked to be urgent, a promise made or moved."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from flask_babel import force_locale
from flask_babel import gettext as _

from projectie.contracts.coverage import ClientFacts
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
from projectie.tickets.promise_words import PromiseWords, day_in_words, promise_in_words
from projectie.tickets.promises import ResponsePromise
from projectie.tickets.words import COVERAGE

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


@dataclass(frozen=True, slots=True)
class Planned:
    """When work is done: a week, named by its first day, or a day (R9)."""

    day: date
    whole_week: bool


@dataclass(frozen=True, slots=True)
class Moved:
    """A promise that moved: from what, to what, and why, in the requester's language (R9)."""

    before: Planned
    after: Planned
    reason: str


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
) -> Draft:
    """Return what confirms a mail: the promise for that moment, what it costs at least, how to go on (R25).

    `promised`: a first answer is still to come. The fixed one holds nothing of the sender's (R31): no name, no subject, no text.
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
        promise=_promise(ticket, ground) if promised else None,
    )


def promise_made(
    ticket: Ticket, planned: Planned, ground: Ground, thread: Thread, author: str, line: int
) -> Draft:
    """Return what tells the requester when the work is done (R9); `line` of history is its cause."""
    with force_locale(LOCALES[ticket.language]):
        when = _when(planned)
    return _promise_letter(ticket, "promise_made", ground, thread, author, line, when=when)


def promise_moved(
    ticket: Ticket, moved: Moved, ground: Ground, thread: Thread, author: str, line: int
) -> Draft:
    """Return what tells the requester that a promise moved, from what to what and why (R9)."""
    with force_locale(LOCALES[ticket.language]):
        said = {"before": _when(moved.before), "when": _when(moved.after), "reason": moved.reason}
    return _promise_letter(ticket, "promise_moved", ground, thread, author, line, **said)


def _promise_letter(
    ticket: Ticket, template: str, ground: Ground, thread: Thread, author: str, line: int, **said: str
) -> Draft:
    return letter_about(
        ticket,
        template,
        Addressee(ticket.requester_name, ticket.requester_address),
        ground,
        cause=f"{template}:{line}",
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


@lru_cache(maxsize=16)
def _least(figures: Figures, language: str) -> str:
    return money(value_of(figures.minimum_credits, figures.credit_price_cents), language)


def _requests(client: Client) -> str:
    return link_to("portal.first_page") if client.signs_in else ""


def _when(planned: Planned) -> str:
    day = day_in_words(planned.day)
    return str(_("the week of %(day)s", day=day)) if planned.whole_week else day
