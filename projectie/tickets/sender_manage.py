"""Managers make an unknown sender last: a contact of a client, or a client of its own (desk.md, section 8)."""

from flask import Response, abort, flash, url_for
from flask_babel import gettext as _
from flask_login import current_user

from projectie.clock.now import now
from projectie.context import studio
from projectie.database import db
from projectie.doors import manage
from projectie.pages import page, see
from projectie.people.addresses import domain_of, kept_address
from projectie.people.faults import Fault, PeopleError
from projectie.people.organisation_forms import country_of
from projectie.people.queries import organisation_names
from projectie.people.sentences import at_field, sentence
from projectie.tickets import sender_actions as actions
from projectie.tickets.likeness import name_from
from projectie.tickets.models import Ticket
from projectie.tickets.sender_forms import ContactForm, NewClientForm
from projectie.tickets.unknown import Unknown, unknown_sender


@manage.get("/tickets/<int:ticket>/contact")
def new_contact(ticket: int) -> Response:
    """Ask of which client the sender is a contact."""
    of, sender = _asked(ticket)
    given = of.organisation_id or next((each.id for each in sender.likely), 0)
    return _ask_contact(
        ContactForm(organisation=given, contact=sender.name, language=of.language), of, sender
    )


@manage.post("/tickets/<int:ticket>/contact")
def add_contact(ticket: int) -> Response:
    """Make the sender a contact of a client, and the ticket that client's."""
    of, sender = _asked(ticket)
    form = ContactForm().offer(organisation_names(db.session()))
    if not form.validate_on_submit():
        return _ask_contact(form, of, sender)
    who = actions.Contact(form.contact.data, form.language.data, form.organisation.data)
    try:
        actions.make_contact(ticket, who, current_user.id, now())
    except PeopleError as error:
        form.contact.errors = [sentence(error)]
        return _ask_contact(form, of, sender)
    flash(
        _("%(name)s is a contact now: further mail from this address is this client's.", name=who.name), "ok"
    )
    return see(url_for("desk.ticket", ticket=ticket))


@manage.get("/tickets/<int:ticket>/client")
def new_client(ticket: int) -> Response:
    """Ask what is to be kept of a new client, filled in from the sender."""
    of, sender = _asked(ticket)
    form = NewClientForm(
        name=name_from(sender.address, sender.name),
        country=country_of(studio().zone),
        language=of.language,
        domains=domain_of(sender.address),
        contact=sender.name,
    )
    return _ask_client(form, of, sender)


@manage.post("/tickets/<int:ticket>/client")
def add_client(ticket: int) -> Response:
    """Keep a new client with the sender as its contact, and give it the ticket."""
    of, sender = _asked(ticket)
    form = NewClientForm()
    if not form.validate_on_submit():
        return _ask_client(form, of, sender)
    try:
        actions.make_client(ticket, form.facts(), form.contact.data, current_user.id, now())
    except PeopleError as error:
        _refuse(form, error)
        return _ask_client(form, of, sender)
    flash(
        _("%(name)s has been added, and this ticket is theirs. Add a contract next.", name=form.name.data),
        "ok",
    )
    return see(url_for("desk.ticket", ticket=ticket))


def _asked(number: int) -> tuple[Ticket, Unknown]:
    """Return a ticket whose sender is no contact yet, and can be one; else answer 404."""
    ticket = db.session.get(Ticket, number, populate_existing=True) or abort(404)
    sender = unknown_sender(db.session(), ticket)
    if sender is None or kept_address(sender.address) is None:
        abort(404)
    return ticket, sender


def _refuse(form: NewClientForm, error: PeopleError) -> None:
    if error.fault is Fault.ADDRESS_TAKEN:
        form.contact.errors = [sentence(error)]
    else:
        at_field(form, error)


def _ask_contact(form: ContactForm, of: Ticket, sender: Unknown) -> Response:
    form.offer(organisation_names(db.session()))
    return page("tickets/new_contact.html", 422 if form.errors else 200, form=form, ticket=of, sender=sender)


def _ask_client(form: NewClientForm, of: Ticket, sender: Unknown) -> Response:
    return page("tickets/new_client.html", 422 if form.errors else 200, form=form, ticket=of, sender=sender)
