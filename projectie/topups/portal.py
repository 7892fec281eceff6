"""Clients buy credits: choose an amount, see what it costs, pay (R22)."""

import secrets
from typing import TypeVar

from flask import Response, abort, current_app, flash, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from wtforms.fields.choices import SelectChoice

from projectie.clock.now import now
from projectie.context import euros, today
from projectie.credits.worth import credits_in_words
from projectie.database import db
from projectie.doors import portal
from projectie.language import language
from projectie.pages import page, see
from projectie.people.address_form import AddressForm
from projectie.terms.in_force import in_force
from projectie.topups import arranging, buying, queries
from projectie.topups.account import bank_account
from projectie.topups.buying import PriceChanged, Wanted
from projectie.topups.forms import AmountForm, ArrangeForm, OrderForm
from projectie.topups.mollie import Provider, ProviderAwayError, ProviderRefusedError, provider_by
from projectie.topups.offer import Priced, amounts, priced
from projectie.topups.paying import Online, online
from projectie.topups.rules import Way

Asking = TypeVar("Asking", bound=AddressForm)
BY_METHOD, LONGEST_METHOD = "online:", 40


@portal.get("/credits/top-up", endpoint="top_up")
def choose() -> Response:
    """Let a client choose an amount, and show what it costs; clients abroad ask their project manager."""
    if not current_user.may_pay:
        return page("topups/who.html", names=queries.who_may_buy(db.session(), current_user))
    if not buying.buys_here(db.session(), current_user):
        return _arranged(_asking(ArrangeForm(formdata=None, key=secrets.token_hex(16))))
    form = _amount_form()
    asked = {"amount", "other"} & request.args.keys()
    if not asked or not form.validate():
        return page("topups/choose.html", 422 if form.errors else 200, form=form)
    return _summary(form.credits, _asking(OrderForm(formdata=None, key=secrets.token_hex(16))))


@portal.post("/credits/top-up", endpoint="order_top_up")
def order() -> Response:
    """Keep the order, and go on to paying it."""
    form = _offered(_asking(OrderForm()))
    if not form.validate_on_submit():
        known = form.credits.data is not None and not form.credits.errors
        return _summary(form.credits.data, form) if known else see(url_for("portal.top_up"))
    try:
        number = buying.order(current_user, _wanted(form), now())
    except PriceChanged:
        flash(_("The price has changed since you saw it. This is what it costs now."), "error")
        return _summary(form.credits.data, form)
    return _pay(number) if form.way.data.startswith(BY_METHOD) else see(_address(number))


@portal.post("/credits/arrange", endpoint="arrange_top_up")
def arrange() -> Response:
    """Ask the project manager, by a ticket."""
    form = _asking(ArrangeForm())
    if not form.validate_on_submit():
        return _arranged(form)
    made = arranging.arrange(current_user, form.credits.data, form.key.data, now(), form.address)
    return see(_address(made.topup))


@portal.post("/credits/top-ups/<int:topup>/payment", endpoint="pay_topup")
def pay(topup: int) -> Response:
    """Try again to begin the payment."""
    _own(topup)
    return _pay(topup)


@portal.post("/credits/top-ups/<int:topup>/cancel", endpoint="cancel_topup")
def cancel(topup: int) -> Response:
    """Take the order back."""
    _own(topup)
    if not buying.cancel(topup, current_user.id, now()):
        flash(_("This cannot be cancelled any more. Nothing was changed."), "error")
    return see(_address(topup))


def _pay(number: int) -> Response:
    """Begin the payment; whatever goes wrong there, the order is kept."""
    provider = provider_by(current_app.config["SETTINGS"])
    if provider is None:
        flash(_("Paying online is not possible any more. Nothing was charged."), "error")
        return see(_address(number))
    try:
        buying.begin(number, provider, language(), now())
    except (ProviderAwayError, ProviderRefusedError):
        flash(
            _("The payment page cannot be reached right now. Your order is kept and nothing was charged."),
            "error",
        )
        return see(_address(number))
    return see(url_for("portal.topup", topup=number, pay=1))


def _own(number: int) -> None:
    if not current_user.may_pay or queries.own(db.session(), current_user, number) is None:
        abort(404)


def _address(number: int) -> str:
    return url_for("portal.topup", topup=number)


def _amount_form() -> AmountForm:
    form = AmountForm(request.args if "amount" in request.args else None)
    figures = in_force(db.session(), today()).terms.figures
    offers = [priced(each, figures) for each in amounts(db.session())]
    form.offer([SelectChoice(str(each.credits), _label(each)) for each in offers])
    return form


def _label(offered: Priced) -> str:
    return str(
        _(
            "%(credits)s: %(excluding)s ex. VAT, %(including)s incl. VAT",
            credits=credits_in_words(offered.credits),
            excluding=euros(offered.total.excluding),
            including=euros(offered.total.including),
        )
    )


def _summary(credits_: int, form: OrderForm) -> Response:
    price = priced(credits_, in_force(db.session(), today()).terms.figures)
    found = online(_provider(), price.total.including, language(), now())
    form.way.choices = ways = _ways(found)
    form.way.data = ways[0].value if len(ways) == 1 else form.way.data
    form.credits.data, form.shown.data = credits_, price.total.including
    return page(
        "topups/summary.html",
        422 if form.errors else 200,
        form=form,
        price=price,
        bought=credits_in_words(credits_),
        online=found,
        ways=ways,
    )


def _ways(found: Online) -> list[SelectChoice]:
    ways = [SelectChoice(BY_METHOD + each.id, each.name) for each in found.methods]
    if bank_account(db.session()) is not None:
        by_hand = _("Transfer it yourself, with a QR code for your bank app")
        ways.append(SelectChoice(Way.TRANSFER.value, by_hand))
    return ways


def _offered(form: OrderForm) -> OrderForm:
    """Let what can be paid by be chosen; of the provider's methods it says itself which it does not take."""
    asked = form.way.data or ""
    form.way.choices = [SelectChoice(asked, asked)] if _is_way(asked) else []
    return form


def _is_way(asked: str) -> bool:
    if asked == Way.TRANSFER:
        return bank_account(db.session()) is not None
    method = asked.removeprefix(BY_METHOD)
    return method != asked and method.isalnum() and len(method) <= LONGEST_METHOD and _provider() is not None


def _wanted(form: OrderForm) -> Wanted:
    way, _colon, method = form.way.data.partition(":")
    return Wanted(form.credits.data, Way(way), form.key.data, form.shown.data, method, form.address)


def _asking(form: Asking) -> Asking:
    """Let the form ask for the address that the invoice has to name, while it is not known (R24)."""
    if not current_user.may_pay:
        abort(404)
    buyer = buying.buyer_of(db.session(), current_user)
    form.ask_in(buyer.country, known=buyer.is_addressed)
    return form


def _provider() -> Provider | None:
    return provider_by(current_app.config["SETTINGS"])


def _arranged(form: ArrangeForm) -> Response:
    return page("topups/arrange.html", 422 if form.errors else 200, form=form)
