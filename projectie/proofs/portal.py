"""Proofs in the portal: those of the reader's organisation."""

from flask import Response, abort, url_for
from flask_login import current_user

from projectie.database import db
from projectie.doors import portal
from projectie.pages import page, see
from projectie.proofs.forms import AnswerForm
from projectie.proofs.page import answered, file_of, shown
from projectie.proofs.queries import ProofRow, proof_for, proofs_for


@portal.get("/proofs")
def proofs() -> Response:
    """Show every proof, what waits for an answer first."""
    found = proofs_for(db.session(), current_user)
    return page("proofs/proofs.html", proofs=sorted(found, key=lambda one: not one.waits))


@portal.get("/proofs/<int:proof>")
def proof(proof: int) -> Response:
    """Show a proof."""
    return shown(_found(proof), _urls(proof), portal=True)


@portal.get("/proofs/<int:proof>/file")
def proof_file(proof: int) -> Response:
    """Hand out its file."""
    return file_of(_found(proof))


@portal.post("/proofs/<int:proof>", endpoint="answer_proof")
def answer_proof(proof: int) -> Response:
    """Keep what is said of it."""
    found, form = _found(proof), AnswerForm()
    if not form.validate_on_submit():
        return shown(found, _urls(proof), form, 422, portal=True)
    if refusal := answered(form, found):
        form.verdict.errors = [refusal]
        return shown(_found(proof), _urls(proof), form, 409, portal=True)
    return see(url_for("portal.proof", proof=proof))


def _found(proof: int) -> ProofRow:
    return proof_for(db.session(), proof, current_user) or abort(404)


def _urls(proof: int) -> tuple[str, str]:
    return url_for("portal.proof_file", proof=proof), url_for("portal.answer_proof", proof=proof)
