"""What can be done and gone to from anywhere: deeds on a ticket, pages, views, clients and tickets that fit."""

from collections.abc import Iterator
from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from projectie.context import zone
from projectie.people.models import Organisation, Person, Role
from projectie.search.asked import understood
from projectie.search.finding import find
from projectie.search.number import number_in
from projectie.tickets.filters import folded
from projectie.tickets.models import Ticket
from projectie.tickets.views import views_of

MOST_TICKETS, MOST_CLIENTS = 8, 4


@dataclass(frozen=True, slots=True)
class Offer:
    """A place to go: what it is, its name, and its address; `name_of_theirs`: not a word of ours.

    `keys` do the same; `deed` is the one that does it to a card.
    """

    kind: str
    name: str
    address: str
    name_of_theirs: bool = True
    keys: tuple[str, ...] = ()
    deed: str = ""


def offers(session: Session, text: str, reader: Person, ticket: int | None = None) -> list[Offer]:
    """Return what fits, as far as that person may see it: the ticket of a number alone.

    Else what can be done to the ticket that was before the reader, then pages, views, clients and tickets.
    """
    number = number_in(session, text, reader)
    if number is not None:
        subject = session.get_one(Ticket, number).subject
        return [Offer(_("Ticket"), f"#{number} {subject}", url_for("desk.ticket", ticket=number))]
    known = ticket is not None and session.get(Ticket, ticket) is not None
    ours = [*(_deeds(ticket) if known and ticket else ()), *_pages(reader)]
    return [
        *(offer for offer in ours if folded(text) in folded(offer.name)),
        *_views(session, text, reader),
        *_clients(session, text),
        *_tickets(session, text, reader),
    ]


def _deeds(ticket: int) -> Iterator[Offer]:
    page = url_for("desk.ticket", ticket=ticket)
    whose = url_for("desk.edit", ticket=ticket, part="assignee")
    deeds = (
        (_("Move"), url_for("desk.placement", ticket=ticket), "m"),
        (_("Assign"), whose, "a"),
        (_("Assign to me"), whose, "i"),
        (_("Set priority"), url_for("desk.edit", ticket=ticket, part="priority"), "p"),
        (_("Open the ticket"), page, ""),
        (_("Reply"), f"{page}#body", ""),
        (_("Internal note"), f"{page}#note", ""),
    )
    for name, address, key in deeds:
        keys = (key,) if key else ()
        yield Offer(f"#{ticket}", name, address, name_of_theirs=False, keys=keys, deed=key)


def _pages(reader: Person) -> Iterator[Offer]:
    pages: list[tuple[str, str, tuple[str, ...]]] = [
        ("desk.first_page", _("Today"), ()),
        ("desk.board", _("Board"), ("g", "b")),
        ("desk.triage", _("Triage"), ("g", "t")),
        ("desk.new_ticket", _("New ticket"), ()),
        ("desk.mail", _("Mail"), ()),
        ("desk.planning", _("Planning"), ()),
        ("desk.search", _("Search"), ("/",)),
        ("desk.outages", _("Outages"), ()),
        ("desk.outbox", _("Outgoing mail"), ()),
        ("desk.profile", _("Profile"), ()),
        ("desk.keys", _("Keyboard shortcuts"), ("?",)),
    ]
    if reader.role is Role.MANAGER:
        pages += [("manage.first_page", _("Manage"), ()), ("manage.organisations", _("Clients"), ("g", "k"))]
    for endpoint, name, keys in pages:
        yield Offer(_("Page"), name, url_for(endpoint), name_of_theirs=False, keys=keys)


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
