"""Proofs for staff: put up beside a ticket, shown there with what the client said."""

from datetime import datetime

from flask import Response, abort, current_app
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy.orm import Session

from projectie.clock.now import now
from projectie.database import db
from projectie.doors import desk
from projectie.mail.blobs import BlobStore
from projectie.proofs.forms import ProofForm
from projectie.proofs.page import file_of
from projectie.proofs.queries import proof_for, proofs_of
from projectie.proofs.showing import File, put_up
from projectie.tickets.conversation import NobodyToAnswer
from projectie.tickets.panels import Facts, hang
from projectie.tickets.ticket_page import TicketPage
from projectie.tickets.ticket_shown import again, said


@hang("proofs/_panel.html", place=36)
def proofs_beside(session: Session, shown: TicketPage, at: datetime) -> Facts | None:
    """Return the proofs of a ticket; no statement where there never was one."""
    del at
    if shown.ticket.merged_into is not None:
        return None
    there = proofs_of(session, shown.ticket.number) if "ticket.proof_sent" in shown.done else []
    return {"proofs": there, "form": ProofForm(formdata=None)}


@desk.post("/tickets/<int:ticket>/proofs", endpoint="put_proof_up")
def put_proof_up(ticket: int) -> Response:
    """Put a file up for approval."""
    form = ProofForm()
    if not form.validate_on_submit():
        return again(ticket, proof_form=form)
    try:
        put_up(ticket, _file(form), _blobs(), current_user, current_app.config["SECRET_KEY"], now())
    except NobodyToAnswer:
        form.proof_file.errors = [_("Not sent: this ticket has no email address to answer to.")]
        return again(ticket, proof_form=form)
    return said(ticket)


@desk.get("/proofs/<int:proof>/file", endpoint="proof_file")
def proof_file(proof: int) -> Response:
    """Hand out the file of a proof."""
    return file_of(proof_for(db.session(), proof, current_user) or abort(404))


def _file(form: ProofForm) -> File:
    file = form.proof_file.data
    name = file.filename.replace("\\", "/").rpartition("/")[2][:200]
    kind = file.mimetype or "application/octet-stream"
    return File(name, kind, file.stream.read(), form.proof_piece.data, (form.proof_words.data or "").strip())


def _blobs() -> BlobStore:
    store: BlobStore = current_app.extensions["projectie.blobs"]
    return store
