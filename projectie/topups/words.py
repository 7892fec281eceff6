"""How a top-up stands, in words for whoever pays and for whoever watches over it."""

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from projectie.topups.rules import TopUpState, Way

STATES = {
    TopUpState.OPEN: _l("waiting for payment"),
    TopUpState.PENDING: _l("the bank is processing it"),
    TopUpState.PAID: _l("paid"),
    TopUpState.FAILED: _l("failed"),
    TopUpState.EXPIRED: _l("expired"),
    TopUpState.CANCELLED: _l("cancelled"),
    TopUpState.MISMATCHED: _l("another amount was paid"),
    TopUpState.REFUNDED: _l("paid, refunded later"),
    TopUpState.CHARGED_BACK: _l("paid, charged back later"),
}
CHIPS = {  # which mark a state gets
    TopUpState.OPEN: "waiting",
    TopUpState.PENDING: "waiting",
    TopUpState.PAID: "ok",
    TopUpState.FAILED: "failed",
    TopUpState.MISMATCHED: "failed",
    TopUpState.REFUNDED: "failed",
    TopUpState.CHARGED_BACK: "failed",
}
RETURNED = _l("paid, taken back later")  # by a credit note


def said(state: TopUpState, *, returned: bool) -> LazyString:
    """Return how a top-up stands."""
    return RETURNED if returned and state is TopUpState.PAID else STATES[state]


def chip(state: TopUpState, *, returned: bool) -> str:
    """Return its mark: none where nothing was done any more."""
    return "" if returned and state is TopUpState.PAID else CHIPS.get(state, "")


WAYS = {
    Way.ONLINE: _l("Online"),
    Way.TRANSFER: _l("Bank transfer"),
    Way.ARRANGED: _l("By arrangement"),
}
