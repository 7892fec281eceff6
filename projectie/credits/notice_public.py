"""The page behind the link in a mail about a low balance: it shows, and changes something by POST alone (R23, R35)."""

from flask import Response, abort, current_app, flash, request, url_for
from flask_babel import gettext as _

from projectie.clock.now import now
from projectie.credits import notices
from projectie.credits.forms import NoticeForm
from projectie.credits.notices import Linked
from projectie.database import db
from projectie.doors import public
from projectie.pages import page, see

NL, EN = "/nl/saldomelding/<token>", "/en/balance-notice/<token>"


@public.bilingual(nl=NL, en=EN)
def balance_notice(token: str) -> Response:
    """Show how the notification stands."""
    found = _linked(token)
    return _shown(found, NoticeForm(formdata=None, threshold=found.shown.threshold), token)


@public.bilingual(nl=NL, en=EN, endpoint="set_balance_notice", methods=["POST"])
def set_balance_notice(token: str) -> Response:
    """Switch it off, or on with another threshold."""
    found, form = _linked(token), NoticeForm()
    off = request.form.get("switch") == "off"
    if not off and not form.validate_on_submit():
        return _shown(found, form, token)
    notices.set_notice(found.person_id, None if off else form.threshold.data, now())
    flash(_("You get no more mail about your balance.") if off else _("Saved."), "ok")
    return see(url_for("public.balance_notice", token=token))


def _linked(token: str) -> Linked:
    return notices.linked(db.session(), token, current_app.config["SECRET_KEY"]) or abort(404)


def _shown(found: Linked, form: NoticeForm, token: str) -> Response:
    status = 422 if form.errors else 200
    response = page("credits/balance_notice.html", status, notice=found.shown, form=form, token=token)
    response.headers["Cache-Control"] = "no-store"
    return response
