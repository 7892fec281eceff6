"""The credits of a client: balance, every entry, how long it lasts, and who is told when it runs low (R23)."""

from flask import Response, flash, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from projectie.clock.now import now
from projectie.context import today, zone
from projectie.credits import notices, statement
from projectie.credits.balance import balance_of
from projectie.credits.beside import beside
from projectie.credits.entries import Asked, page_of
from projectie.credits.forms import NoticeForm
from projectie.credits.place import OWN, client_ticket_page
from projectie.credits.standing import standing_of
from projectie.credits.words import KINDS
from projectie.credits.worth import credits_in_words
from projectie.database import db
from projectie.doors import portal
from projectie.listing import page_number
from projectie.pages import page, see


@portal.get("/credits", endpoint="credits")
def credits_page() -> Response:
    """Show the balance and the ledger."""
    kept = notices.notice_of(db.session(), current_user)
    return _shown(NoticeForm(formdata=None, threshold=kept.threshold))


@portal.post("/credits/notice", endpoint="set_notice")
def set_notice() -> Response:
    """Switch the notification on with a threshold, or off."""
    if request.form.get("switch") == "off":
        notices.set_notice(current_user.id, None, now())
        flash(_("You get no more mail about your balance."), "ok")
        return see(url_for("portal.credits"))
    form = NoticeForm()
    if not form.validate_on_submit():
        return _shown(form)
    notices.set_notice(current_user.id, form.threshold.data, now())
    flash(_noticed(form.threshold.data), "ok")
    return see(url_for("portal.credits"))


@portal.get("/credits.csv", endpoint="credits_csv")
def csv() -> Response:
    """Hand out the ledger for a spreadsheet."""
    asked = Asked.of(request.args)
    return statement.csv(db.session(), current_user, current_user.organisation_id, asked)


@portal.get("/credits.pdf", endpoint="credits_pdf")
def pdf() -> Response:
    """Hand out the ledger on paper."""
    asked = Asked.of(request.args)
    return statement.paper(db.session(), current_user, current_user.organisation_id, asked)


def _shown(form: NoticeForm) -> Response:
    session, own, asked = db.session(), current_user.organisation_id, Asked.of(request.args)
    return page(
        "credits/credits.html",
        422 if form.errors else 200,
        standing=standing_of(session, own, today()),
        listing=page_of(session, current_user, own, asked, zone(), page_number(request.args.get("page"))),
        asked=asked,
        notice=notices.notice_of(session, current_user),
        form=form,
        kinds=KINDS,
        place=OWN,
        ticket_page=client_ticket_page(),
        **beside(session, current_user),
    )


def _noticed(threshold: int) -> str:
    balance = balance_of(db.session(), current_user.organisation_id)
    if balance < threshold:
        return str(
            _(
                "Saved. Your balance is below %(credits)s already: we mail you the next time it falls below.",
                credits=credits_in_words(threshold),
            )
        )
    return str(
        _(
            "Saved. We mail you when your balance falls below %(credits)s.",
            credits=credits_in_words(threshold),
        )
    )
