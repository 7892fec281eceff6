"""The payment provider: begins a payment, says how one stands, names its methods. The only module that speaks to it (R22)."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any, TypeVar

from projectie.config import Settings
from projectie.language import LOCALES
from projectie.topups.rules import Reported, TopUpState

log = logging.getLogger(__name__)
R = TypeVar("R")
PATIENCE = (2, 8)  # seconds to connect, to answer: somebody waits
TOO_MANY, OUR_FAULT_FROM, OUR_FAULT_TO = 429, 400, 500
STATES = {
    "open": TopUpState.OPEN,
    "pending": TopUpState.PENDING,
    "authorized": TopUpState.PENDING,
    "paid": TopUpState.PAID,
    "failed": TopUpState.FAILED,
    "canceled": TopUpState.CANCELLED,
    "expired": TopUpState.EXPIRED,
}


class ProviderAwayError(Exception):
    """The provider cannot be reached, is busy, or says what cannot be read: ask again later."""


class ProviderRefusedError(Exception):
    """The provider does not want this payment, or does not know it: asking again is of no use."""


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be paid."""

    key: str  # the same key again is the same payment, at the provider too
    cents: int
    description: str
    back: str  # where the payer returns to
    webhook: str  # empty: the provider cannot reach us
    language: str
    method: str  # empty: chosen there


@dataclass(frozen=True, slots=True)
class Begun:
    """A payment that can be made now."""

    provider_id: str
    checkout_url: str


@dataclass(frozen=True, slots=True)
class Method:
    """A way to pay, under the provider's own name for it."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Provider:
    """Mollie, by key; at another address in drills."""

    api_key: str
    api_url: str = ""

    def begin(self, order: Order) -> Begun:
        """Begin a payment; raise ProviderAwayError or ProviderRefusedError."""
        asked: dict[str, Any] = {
            "amount": _amount(order.cents),
            "description": order.description,
            "redirectUrl": order.back,
            "locale": LOCALES[order.language],
            "metadata": {"key": order.key},
        }
        asked |= {"webhookUrl": order.webhook} if order.webhook else {}
        asked |= {"method": order.method} if order.method else {}
        payment = self._ask(lambda client: client.payments.create(asked, idempotency_key=order.key))
        number, address = payment.get("id"), _link(payment, "checkout")
        if not isinstance(number, str) or not address.startswith(("https://", "http://")):
            raise ProviderAwayError("a payment without an id or a page")
        return Begun(number, address)

    def fetch(self, provider_id: str) -> Reported:
        """Return how a payment stands; raise ProviderAwayError or ProviderRefusedError."""
        payment = self._ask(lambda client: client.payments.get(provider_id))
        state = STATES.get(str(payment.get("status")))
        if state is None or payment.get("id") != provider_id:
            raise ProviderAwayError("an answer about nothing we asked")
        return Reported(
            state=state,
            cents=_cents(payment.get("amount")),
            refunded=bool(_cents(payment.get("amountRefunded"))),
            charged_back=bool(_cents(payment.get("amountChargedBack"))),
            method=str(payment.get("method") or "")[:40],
        )

    def methods(self, cents: int, language: str) -> tuple[Method, ...]:
        """Return what that amount can be paid by; raise ProviderAwayError or ProviderRefusedError."""
        asked = {"amount": _amount(cents), "locale": LOCALES[language]}
        listed = self._ask(lambda client: client.methods.list(**asked))
        found = (listed.get("_embedded") or {}).get("methods") or ()
        return tuple(Method(str(each["id"]), str(each["description"])) for each in found)

    def _ask(self, asked: Callable[[Any], R]) -> Any:
        """Ask in a connection of our own: the client is not made for several threads."""
        from mollie.api.client import Client  # slow to load, and most commands never pay
        from mollie.api.error import Error, ResponseError

        client = Client(api_endpoint=self.api_url, timeout=PATIENCE, retry=1)
        try:
            client.set_api_key(self.api_key)
            return asked(client)
        except ResponseError as error:
            status = int(error.status or 0)
            log.warning("the payment provider answered %s", status)
            if OUR_FAULT_FROM <= status < OUR_FAULT_TO and status not in {401, 403, 409, TOO_MANY}:
                raise ProviderRefusedError(str(status)) from error
            raise ProviderAwayError(str(status)) from error
        except Error as error:
            log.warning("the payment provider cannot be reached: %s", type(error).__name__)
            raise ProviderAwayError(type(error).__name__) from error


def provider_by(settings: Settings) -> Provider | None:
    """Return the provider of these settings; None without a key: then nothing is paid online."""
    return Provider(settings.mollie_api_key, settings.mollie_api_url) if settings.mollie_api_key else None


def _amount(cents: int) -> dict[str, str]:
    return {"currency": "EUR", "value": f"{cents // 100}.{cents % 100:02d}"}


def _cents(amount: Any) -> int | None:
    if not isinstance(amount, dict) or amount.get("currency") != "EUR":
        return None
    try:
        return int((Decimal(str(amount.get("value"))) * 100).to_integral_exact())
    except (InvalidOperation, ValueError, OverflowError):
        return None


def _link(payment: Any, name: str) -> str:
    link = (payment.get("_links") or {}).get(name)
    return str(link.get("href") or "") if isinstance(link, dict) else ""
