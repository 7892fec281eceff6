"""The provider tells that something happened to a payment: an id, never a state; we ask it ourselves (R22)."""

from flask import Response, current_app, request

from projectie.clock.now import now
from projectie.database import db
from projectie.doors import ANONYMOUS, exempt_from_csrf, public
from projectie.extensions import csrf
from projectie.topups.mollie import ProviderAwayError, ProviderRefusedError, provider_by
from projectie.topups.queries import by_provider_id
from projectie.topups.settling import settle

LONGEST = 64


@public.post("/payments/mollie", endpoint="payment_told", roles=(ANONYMOUS,))
@csrf.exempt  # type: ignore[untyped-decorator]
def payment_told() -> Response:
    """Ask how that payment stands. An unknown id gets the same answer as a known one; 503 asks to be told again."""
    number = _known(request.form.get("id", ""))
    provider = provider_by(current_app.config["SETTINGS"])
    if number is None or provider is None:
        return _answer(200)
    try:
        settle(number, provider, now())
    except ProviderAwayError:
        return _answer(503)
    except ProviderRefusedError:
        return _answer(200)
    return _answer(200)


def _known(provider_id: str) -> int | None:
    if not 0 < len(provider_id) <= LONGEST or "\0" in provider_id:
        return None
    return by_provider_id(db.session(), provider_id)


def _answer(status: int) -> Response:
    return Response("", status, mimetype="text/plain")


exempt_from_csrf(
    "public.payment_told",
    "the payment provider has no session: the call names a payment, and its state is fetched from the provider",
)
