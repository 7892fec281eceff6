"""A proof behind its link: whoever has it looks and answers; opening it changes nothing, whoever opens it (R35)."""

from flask import Response, abort, current_app, url_for

from projectie.clock.now import now
from projectie.database import db
from projectie.doors import public
from projectie.pages import page, see
from projectie.proofs.forms import AnswerForm
from projectie.proofs.page import answered, file_of, private, shown
from projectie.proofs.queries import ProofRow, proof_behind

NL, EN = "/nl/drukproef/<token>", "/en/proof/<token>"


@public.bilingual(nl=NL, en=EN)
def proof(token: str) -> Response:
    """Show a proof."""
    found = _behind(token)
    return shown(found, _urls(token), portal=False) if found else closed()


@public.bilingual(nl=f"{NL}/bestand", en=f"{EN}/file")
def proof_file(token: str) -> Response:
    """Hand out its file."""
    return file_of(_behind(token) or abort(404))


@public.bilingual(nl=NL, en=EN, endpoint="answer_proof", methods=["POST"])
def answer_proof(token: str) -> Response:
    """Keep what is said of it."""
    found = _behind(token)
    if found is None:
        return closed()
    form = AnswerForm()
    if not form.validate_on_submit():
        return shown(found, _urls(token), form, 422, portal=False)
    if refusal := answered(form, found):
        form.verdict.errors = [refusal]
        return shown(_behind(token) or found, _urls(token), form, 409, portal=False)
    return see(url_for("public.proof", token=token))


def closed() -> Response:
    """Answer a link that is wrong or old: each gets the same page."""
    return private(page("proofs/closed.html", 404))


def _behind(token: str) -> ProofRow | None:
    return proof_behind(db.session(), token, current_app.config["SECRET_KEY"], now())


def _urls(token: str) -> tuple[str, str]:
    return url_for("public.proof_file", token=token), url_for("public.answer_proof", token=token)
