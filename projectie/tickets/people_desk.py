"""People on the ticket page: who takes part, whose ticket it is, and for whom a mail was passed on."""

from dataclasses import replace

from flask import Response, abort, flash, request
from flask_babel import gettext as _
from flask_login import current_user

from projectie.clock.now import now
from projectie.database import db
from projectie.doors import desk
from projectie.people.queries import organisation_names
from projectie.tickets import forwards, participants, properties
from projectie.tickets.changed import Changed
from projectie.tickets.people_forms import AssignForm, ParticipantForm
from projectie.tickets.people_models import Standing
from projectie.tickets.staying import ClientStays
from projectie.tickets.ticket_shown import again, found, said

DECISIONS = {each.value: each for each in participants.FROM}


@desk.post("/tickets/<int:ticket>/participants", endpoint="add_participant")
def add_participant(ticket: int) -> Response:
    """Let somebody take part in a ticket."""
    form = ParticipantForm()
    if not form.validate_on_submit():
        return again(ticket, participant_form=form)
    address, name = form.reader_address.data, form.reader_name.data or ""
    try:
        participants.add(ticket, address, name, current_user.id, now())
    except participants.NotTaking:
        form.reader_address.errors = [_("Not added: this is no address of somebody outside the studio.")]
        return again(ticket, participant_form=form)
    except participants.AlreadyThere:
        form.reader_address.errors = [_("Not added: this address takes part already.")]
        return again(ticket, participant_form=form)
    return said(ticket)


@desk.post("/tickets/<int:ticket>/participants/<int:participant>", endpoint="decide_participant")
def decide_participant(ticket: int, participant: int) -> Response:
    """Let somebody in who was proposed, decline, or take somebody off; nothing is mailed (R30)."""
    standing = DECISIONS.get(request.form.get("standing", "")) or abort(404)
    participants.decide(ticket, participant, Standing(standing), current_user.id, now())
    return said(ticket)


@desk.post("/tickets/<int:ticket>/client", endpoint="assign_client")
def assign_client(ticket: int) -> Response:
    """Say whose a ticket of an unknown sender is."""
    shown = found(ticket)
    form = AssignForm().offer(organisation_names(db.session()).items())
    if not form.validate_on_submit() or not form.as_of.data.isdigit():
        return again(ticket, assign_form=form)
    wanted = replace(properties.properties_of(shown.ticket), organisation_id=int(form.client.data))
    try:
        properties.decide(ticket, wanted, int(form.as_of.data), current_user.id, now())
    except Changed:
        form.client.errors = [
            _("Not saved: a colleague changed this ticket meanwhile. Check it, then save again.")
        ]
        return again(ticket, 409, assign_form=form)
    return said(ticket)


@desk.post("/tickets/<int:ticket>/forwards/<int:message>", endpoint="turn_forward")
def turn_forward(ticket: int, message: int) -> Response:
    """Make a ticket the colleague's own who passed a mail on, or the client's again (R33)."""
    try:
        forwards.turn(ticket, message, current_user.id, now(), taken=request.form.get("taken") == "1")
    except ClientStays as stays:
        flash(stays.why, "error")
    return said(ticket)
