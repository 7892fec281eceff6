"""What can be gone to from anywhere: tickets, clients and pages that what was typed fits."""

from collections.abc import Iterator
from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from projectie.context import zone
from projectie.people.models import Organisation, Person
from projectie.search.asked import understood
from projectie.search.finding import find
from projectie.search.number import number_in
from projectie.tickets.filters import folded
from projectie.tickets.models import Ticket
from projectie.tickets.views import views_of

MOST_TICKETS, MOST_CLIENTS = 8, 4


@dataclass(frozen=True, slots=True)
class Offer:
    """A place to go: what it is, its name, and its address; `name_of_theirs`: not a word of ours."""

    kind: str
    name: str
    address: str
    name_of_theirs: bool = True


def offers(session: Session, text: str, reader: Person) -> list[Offer]:
    """Return what fits, as far as that person may see it: the ticket of a number first, then pages, clients, tickets."""
    number = number_in(session, text, reader)
    if number is not None:
        subject = session.get_one(Ticket, number).subject
        return [Offer(_("Ticket"), f"#{number} {subject}", url_for("desk.ticket", ticket=number))]
    pages = [offer for offer in _pages() if folded(text) in folded(offer.name)]
    return [
        *pages,
        *_views(session, text, reader),
        *_clients(session, text),
        *_tickets(session, text, reader),
    ]


def _pages() -> Iterator[Offer]:
    names = {
        "desk.first_page": _("Today"),
        "desk.board": _("Board"),
        "desk.triage": _("Triage"),
        "desk.new_ticket": _("New ticket"),
        "desk.mail": _("Mail"),
        "desk.search": _("Search"),
        "desk.outbox": _("Outgoing mail"),
        "desk.profile": _("Profile"),
        "desk.keys": _("Keyboard shortcuts"),
    }
    for endpoint, name in names.items():
        yield Offer(_("Page"), str(name), url_for(endpoint), name_of_theirs=False)


def _views(session: Session, text: str, reader: Person) -> list[Offer]:
    seen = views_of(session, reader.id)
    return [
        Offer(_("View of the board"), view.name, url_for("desk.view", view=view.id))
        for view in seen
        if folded(text) in folded(view.name)
    ]


def _clients(session: Session, text: str) -> list[Offer]:
    if not text:
        return []
    rows = session.execute(select(Organisation.id, Organisation.name).order_by(Organisation.name))
    fits = [row for row in rows if folded(text) in folded(row.name)][:MOST_CLIENTS]
    return [Offer(_("Client on the board"), row.name, url_for("desk.board", client=row.id)) for row in fits]


def _tickets(session: Session, text: str, reader: Person) -> list[Offer]:
    asked = understood(text)
    rows = () if asked.empty else find(session, asked, reader, zone()).rows[:MOST_TICKETS]
    return [
        Offer(_("Ticket"), f"#{row.number} {row.subject}", url_for("desk.ticket", ticket=row.number))
        for row in rows
    ]
