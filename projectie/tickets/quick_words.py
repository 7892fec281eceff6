"""What is said of a line that makes no ticket, and of one that did."""

from flask_babel import gettext as _

from projectie.tickets.models import Ticket
from projectie.tickets.quick_line import Fault, LineError
from projectie.tickets.words import COLUMNS


def sentence(error: LineError) -> str:
    """Return why a line makes no ticket, and what to do."""
    about = {"word": error.token, "names": ", ".join(error.names)}
    match error.fault:
        case Fault.EMPTY:
            said = _("Enter what it is about")
        case Fault.TWICE:
            said = _("“%(word)s” is one too many of its kind. Leave one", **about)
        case Fault.NOBODY:
            said = _("No colleague is called “%(word)s”. Check the name after @", **about)
        case Fault.COLLEAGUES:
            said = _("“%(word)s” fits %(names)s. Type more of the name", **about)
        case Fault.PRIORITY:
            said = _("“%(word)s” is no priority. Use !critical, !high, !normal or !low", **about)
        case Fault.NO_CLIENT:
            said = _("No client is called “%(word)s”. Check the name after client:", **about)
        case Fault.CLIENTS:
            said = _(
                "“%(word)s” fits %(names)s. Type more of the name, between quotes if it has spaces", **about
            )
    return str(said)


def added(ticket: Ticket) -> str:
    """Return what was made, for whoever cannot see it."""
    about = {"number": ticket.number, "subject": ticket.subject, "column": COLUMNS[ticket.column]}
    return str(_("Added #%(number)s %(subject)s to %(column)s.", **about))
