"""The page on which a client looks at a proof and answers, the same behind a link and in the portal."""

from flask import Response, current_app, request
from flask_login import current_user

from projectie.clock.now import now
from projectie.pages import page
from projectie.proofs import answering
from projectie.proofs.forms import AnswerForm
from projectie.proofs.models import ProofVerdict
from projectie.proofs.queries import ProofRow
from projectie.proofs.words import REFUSALS
from projectie.tickets.handing_out import INLINE, handed_out, kind_of

PICTURES = INLINE - {"text/plain"}


def shown(
    proof: ProofRow, urls: tuple[str, str], form: AnswerForm | None = None, status: int = 200, *, portal: bool
) -> Response:
    """Return the page; `urls` are those of the file and of the answer."""
    known = current_user.name if current_user.is_authenticated else ""
    fresh = form or AnswerForm(formdata=None, sha256=proof.sha256, name=known)
    fresh.sha256.data = proof.sha256
    file_url, answer_url = urls
    name = "proofs/portal_proof.html" if portal else "proofs/public_proof.html"
    is_picture = proof.content_type in PICTURES
    context = {"proof": proof, "form": fresh, "file_url": file_url, "answer_url": answer_url}
    return private(page(name, status, **context, is_picture=is_picture))


def answered(form: AnswerForm, proof: ProofRow) -> str:
    """Keep the answer that was typed; return why it was not kept, or nothing."""
    said = answering.Said(
        sha256=form.sha256.data,
        verdict=ProofVerdict(form.verdict.data),
        words=form.words.data or "",
        person=current_user.id if current_user.is_authenticated else None,
        name=form.name.data,
        address=request.remote_addr or "",
        device=request.user_agent.string,
    )
    try:
        answering.answer(proof.id, said, now())
    except answering.AnswerRefused as refused:
        return str(REFUSALS[refused.reason])
    return ""


def file_of(proof: ProofRow) -> Response:
    """Hand the file out; anything a browser might run is a download."""
    kind, inline = kind_of(proof.content_type)
    blobs = current_app.extensions["projectie.blobs"]
    return handed_out(blobs, proof.sha256, kind, proof.filename, inline=inline)


def private(response: Response) -> Response:
    """Return an answer that no browser keeps."""
    response.headers["Cache-Control"] = "no-store"
    return response
