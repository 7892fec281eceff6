"""What goes wrong, said to a person: what happened, what was kept, what to do next."""

import logging
from collections.abc import Sequence

from flask import Flask, Response, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException, SecurityError

from projectie.database import MissingError, db
from projectie.extensions import login
from projectie.keeping import KEPT, kept
from projectie.kept_forms import Kept, keep, sent_here
from projectie.mail.blobs import StoreAwayError
from projectie.pages import page, refused, wants_fragment
from projectie.too_large import typed as typed_before_files

log = logging.getLogger(__name__)

# status: (what happened, what to do next)
SENTENCES = {
    400: (
        _l("We could not read that request"),
        _l("Nothing was changed. Go back, reload the page and try again."),
    ),
    403: (
        _l("You may only read here"),
        _l("Nothing was changed. Ask whoever looks after your organisation’s account for more."),
    ),
    404: (
        _l("This page does not exist"),
        _l("Perhaps the address has a typing error, or the page is not for this account."),
    ),
    405: (_l("That is not possible here"), _l("Nothing was changed. Go back to the page you came from.")),
    409: (
        _l("Somebody else was just ahead of you"),
        _l("Nothing was changed. Reload the page to see how it stands now."),
    ),
    413: (_l("That is too large"), _l("Nothing was changed. Send a smaller file or less text.")),
    410: (
        _l("This is no longer kept"),
        _l("It was erased: because of its age, or because somebody asked us to. Nothing else was changed."),
    ),
    415: (
        _l("We could not read that request"),
        _l("Nothing was changed. Go back, reload the page and try again."),
    ),
    422: (_l("That cannot be done"), _l("Nothing was changed. Go back and check what you filled in.")),
    429: (_l("Too many attempts"), _l("Wait a few minutes and try again.")),
    500: (
        _l("Something went wrong on our side"),
        _l("Go back: what you typed is still in the form. Try again later, or call us."),
    ),
    503: (_l("The desk is busy right now"), _l("Nothing was changed. Go back and try again in a moment.")),
}


def init(app: Flask) -> None:
    """Answer every error with a page of our own, in the reader's language."""
    app.register_error_handler(CSRFError, _csrf)
    app.register_error_handler(SecurityError, _foreign_host)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(MissingError, _missing)
    app.register_error_handler(OperationalError, _database)
    app.register_error_handler(StoreAwayError, _store)
    app.register_error_handler(Exception, _unexpected)


def _csrf(error: CSRFError) -> Response:
    del error
    happened = _("This form is no longer valid")
    again = _("Nothing was changed. Go back, reload the page and send it again.")
    response = _telling_kept(400, happened, again)
    form = None if KEPT in response.headers else sent_here()
    return response if form is None else _to_send_again(form, happened, again)


def _to_send_again(form: Kept, happened: str, again: str) -> Response:
    """Give back a form whose session is over, to be read once more and sent: nothing that was typed is lost with it."""
    if wants_fragment():
        response = answer(400, happened, again)
        if current_user.is_authenticated and keep():
            response.headers["HX-Redirect"] = url_for("account.kept")
        return response
    earlier = _("It is of an earlier visit, so nothing was sent. Read it once more, and send it now.")
    response = page("error.html", 400, happened=happened, next_step=earlier, kept=form)
    response.headers["Cache-Control"] = "no-store"
    return response


def _foreign_host(error: SecurityError) -> Response:
    """Asked under a name that is not ours: no page, since every link on it would lead to that name."""
    del error
    return Response("This address is not served here.\n", 400, mimetype="text/plain")


def _http(error: HTTPException) -> Response:
    if error.response is not None or error.code is None or error.code < 400:
        return error.get_response()  # type: ignore[return-value]  # redirects of the router
    own = {404: _not_there, 413: too_large}.get(error.code)
    response = own() if own else answer(error.code)
    for name, value in error.get_headers():
        if name in {"Allow", "Retry-After"}:
            response.headers[name] = value
    return response


def too_large() -> Response:
    """Give back what was typed in a form whose files were not read."""
    if request.content_length is None or request.content_length <= (request.max_content_length or 0):
        return answer(413)  # the text itself is too long, and was read in part
    texts = typed_before_files(request)
    again = _("Nothing was sent. Go back and choose smaller files, or send large ones by a private link.")
    response = answer(413, next_step=again if texts else None, typed=texts)
    response.headers["Cache-Control"] = "no-store"
    return response


def _missing(error: MissingError) -> Response:
    del error
    return _not_there()


def _not_there() -> Response:
    """Give back what was typed for what is not there (any more), the same whatever was there: nobody learns anything."""
    form = sent_here() if request.method == "POST" and request.endpoint else None
    response = answer(404, typed=form.texts if form else ())
    if form:
        response.headers["Cache-Control"] = "no-store"
    return response


def _database(error: OperationalError) -> Response:
    db.session.rollback()
    log.error("database not available: %s", type(error.orig).__name__)
    response = answer(503)
    response.headers["Retry-After"] = "5"
    return response


def _store(error: StoreAwayError) -> Response:
    db.session.rollback()
    log.error("the store of mails and files is not available: %s", error)
    happened = _("Mails and files cannot be fetched right now")
    response = answer(503, happened, _("Nothing was lost. Go back and try again in a moment."))
    response.headers["Retry-After"] = "30"
    return response


def _unexpected(error: Exception) -> Response:
    db.session.rollback()
    log.error("unexpected error", exc_info=error)
    return _telling_kept(500)


def _telling_kept(status: int, happened: str | None = None, next_step: str | None = None) -> Response:
    """Return the error page; what was typed is kept where a room can do that, and the page says so."""
    if kept() is None:
        return answer(status, happened, next_step)
    said = _("What you typed has been kept. Open the page again to see how it stands.")
    response = answer(status, happened, said)
    response.headers[KEPT] = "1"
    return response


def answer(
    status: int,
    happened: str | None = None,
    next_step: str | None = None,
    typed: Sequence[str] = (),
    there: tuple[str, str] | None = None,
) -> Response:
    """Return the error page (to htmx: its sentence, for the status line); `there` is where it can be done, with its name."""
    known = SENTENCES.get(status, SENTENCES[500 if status >= 500 else 400])
    if status >= 500:
        login._update_request_context_with_user()  # noqa: SLF001  (nobody: the database may be away)
    return refused(
        "error.reply.html",
        page="error.html",
        status=status,
        happened=happened or known[0],
        next_step=next_step or known[1],
        address=request.path,
        typed=typed,
        there=there,
    )
