"""The calls of a colleague as their calendar feed shows them."""

from datetime import datetime
from typing import TYPE_CHECKING

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from projectie.calls.invitation import Side, event_of
from projectie.calls.queries import Shown, of_colleague
from projectie.links import link_to
from projectie.people.models import Person
from projectie.terms.studio import StudioFacts

if TYPE_CHECKING:
    from icalendar import Event


def calls_of(
    session: Session, person: Person, facts: StudioFacts, since: datetime, *, shows_subjects: bool
) -> "list[Event]":
    """Return what that colleague takes from a moment on, in the language of the moment; one statement."""
    return [
        event_of(each.call, _side(each, person, facts, shows_subjects=shows_subjects), each.call.booked_at)
        for each in of_colleague(session, person.id, since)
    ]


def _side(shown: Shown, person: Person, facts: StudioFacts, *, shows_subjects: bool) -> Side:
    number = shown.ticket.number
    client = shown.organisation or shown.call.name
    summary = (
        _("Call: %(client)s, #%(number)s", client=client, number=number)
        if shows_subjects
        else (_("Call, #%(number)s", number=number))
    )
    words = f"{shown.call.topic}\n{shown.call.phone}" if shows_subjects else ""
    organizer, own = (facts.name, facts.support_address), (person.name, person.email)
    return Side(organizer, own, summary, words, link_to("desk.ticket", ticket=number))
