"""A client follows what they sent in by their account; to their colleagues it does not exist (R27)."""

from typing import Any

from flask import Response, request, url_for
from flask_login import current_user

from projectie.clock.now import now
from projectie.complaints.cases import Held, of_person
from projectie.complaints.ceiling import takes
from projectie.complaints.clocks import stage
from projectie.complaints.codes import As
from projectie.complaints.downloads import download
from projectie.complaints.following import counting, followed, own, shown_file, speak
from projectie.complaints.forms import SayForm, files_in
from projectie.complaints.keys_kept import ring
from projectie.complaints.words import WORDS
from projectie.database import db
from projectie.doors import portal
from projectie.pages import page, see


@portal.get("/confidence")
def own_complaints() -> Response:
    """List what this client sent in."""
    session = db.session()
    count = counting(session)
    mine = [
        (held, count(held.case), stage(held.case)) for held in of_person(session, ring(), current_user.id)
    ]
    return page("complaints/own.html", mine=mine, words=WORDS)


@portal.get("/confidence/<int:complaint>", endpoint="own_complaint")
def own_complaint(complaint: int) -> Response:
    """Show one."""
    return _shown(own(complaint, current_user.id), SayForm(formdata=None))


@portal.post("/confidence/<int:complaint>", endpoint="say_more")
def say_more(complaint: int) -> Response:
    """Keep what they write."""
    held, form = own(complaint, current_user.id), SayForm()
    if not form.validate_on_submit() or not takes(form.files, files := files_in(form.files), now()):
        return _shown(held, form, 422 if form.errors else 200)
    speak(complaint, As.COMPLAINANT, form.more.data, files, now())
    return see(url_for("portal.own_complaint", complaint=complaint, sent=1))


@portal.get("/confidence/<int:complaint>/files/<int:file>", endpoint="own_file")
def own_file(complaint: int, file: int) -> Response:
    """Hand a file over."""
    line, content = shown_file(db.session(), own(complaint, current_user.id), file)
    return download(line.name, content)


def _shown(held: Held, form: SayForm, status: int = 200) -> Response:
    context: dict[str, Any] = {"shown": followed(db.session(), held), "form": form, "words": WORDS}
    return page("complaints/own_one.html", status, sent="sent" in request.args, **context)
