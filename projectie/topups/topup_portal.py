"""The page of one top-up: where it is paid, and where the payer comes back to (R22)."""

from typing import Any

from flask import Response, abort, current_app, request
from flask_login import current_user
from markupsafe import Markup

from projectie.clock.now import now
from projectie.credits.balance import balance_of
from projectie.credits.worth import credits_in_words
from projectie.database import db
from projectie.doors import portal
from projectie.pages import page
from projectie.payment_code import Transfer, inline
from projectie.topups import queries, selling
from projectie.topups.account import BankAccount, bank_account
from projectie.topups.models import TopUp
from projectie.topups.mollie import ProviderAwayError, ProviderRefusedError, provider_by
from projectie.topups.rules import UNDECIDED, TopUpState, Way
from projectie.topups.settling import settle
from projectie.topups.words import chip, said


@portal.get("/credits/top-ups/<int:topup>", endpoint="topup")
def topup_page(topup: int) -> Response:
    """Show how a top-up stands; while that is undecided the provider is asked first."""
    found = queries.own(db.session(), current_user, topup) or abort(404)
    away = not _asked(found)
    found = queries.own(db.session(), current_user, topup) or abort(404)
    return _going(page("topups/topup.html", **_shown(found), away=away), found)


def _asked(found: TopUp) -> bool:
    """Ask the provider, where there is something to ask; False when it cannot be reached."""
    provider = provider_by(current_app.config["SETTINGS"])
    if found.state not in UNDECIDED or found.provider_id is None or "pay" in request.args:
        return True
    try:
        if provider is not None:
            settle(found.id, provider, now())
    except (ProviderAwayError, ProviderRefusedError):
        return False
    return provider is not None


def _shown(found: TopUp) -> dict[str, Any]:
    account = bank_account(db.session()) if found.way is Way.TRANSFER else None
    returned = queries.is_returned(db.session(), found.id)
    waits = account is not None and found.state is TopUpState.OPEN
    return {
        "topup": found,
        "returned": returned,
        "words": said(found.state, returned=returned),
        "chip": chip(found.state, returned=returned),
        "invoice": selling.invoice_of(db.session(), found.id),
        "account": account,
        "payable": provider_by(current_app.config["SETTINGS"]) is not None,
        "code": _code(account, found) if account and waits else "",
        "bought": credits_in_words(found.credits),
        "balance": credits_in_words(balance_of(db.session(), found.organisation_id)),
    }


def _code(account: BankAccount, found: TopUp) -> Markup:
    transfer = Transfer(account.name, account.iban, account.bic, found.total.including, found.reference)
    return inline(transfer)


def _going(response: Response, found: TopUp) -> Response:
    """Right after ordering the reader goes on to the payment page by itself.

    Not by a redirect: our policy lets no form lead to another site. The link on the page does the same.
    """
    if "pay" in request.args and found.state in UNDECIDED and found.checkout_url:
        response.headers["Refresh"] = f"0; url={found.checkout_url}"
    return response
