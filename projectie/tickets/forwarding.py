"""What to send to a provider whose work a request is (R5): a text to copy, or a mail that opens with it."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from babel.lists import format_list
from flask_babel import force_locale
from flask_babel import gettext as _

from projectie.context import studio
from projectie.contracts.queries import TaskRow
from projectie.contracts.words import DUTIES
from projectie.language import LOCALES, language
from projectie.tickets.letters import subject_line
from projectie.tickets.ticket_page import TicketPage

_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")


@dataclass(frozen=True, slots=True)
class Forward:
    """A text for the provider, and the address that opens it in a mail program (empty: no address is known)."""

    text: str
    mailto: str


def forward_to(tasks: Sequence[TaskRow], shown: TicketPage) -> Forward:
    """Return what to send, in the language of the ticket: whose site, what is the matter, and our reference."""
    ticket, client = shown.ticket, shown.organisation.name if shown.organisation else ""
    with force_locale(LOCALES[ticket.language]):
        subject = _(
            "%(subject)s (our reference #%(number)s)", subject=subject_line(ticket), number=ticket.number
        )
        text = _(
            "Hello,\n\nWe look after the website of %(client)s, and you do this part of the work: %(duty)s. "
            "They report:\n\n%(subject)s\n\nCan you look at it, and tell us when it is done? "
            "Please mention #%(number)s.\n\nKind regards,\n%(studio)s",
            client=client,
            duty=in_words(tasks),
            subject=subject_line(ticket),
            number=ticket.number,
            studio=studio().name,
        )
    found = _ADDRESS.search(tasks[0].contact)
    mailto = f"mailto:{found[0]}?subject={quote(subject)}&body={quote(text)}" if found else ""
    return Forward(str(text), mailto)


def in_words(tasks: Iterable[TaskRow]) -> str:
    """Return the duties by name, in the language that is being written."""
    return format_list([str(DUTIES[task.duty]) for task in tasks], locale=LOCALES[language()])
