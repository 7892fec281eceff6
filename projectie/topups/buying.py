"""Asking for credits: the order is kept first, then a payment is begun for it, once for each key (R22)."""

from dataclasses import dataclass
from datetime import datetime

from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import Session

from projectie import history
from projectie.config import Settings
from projectie.credits.posting import hold
from projectie.database import MissingError, db, transaction
from projectie.links import link_to
from projectie.people.billing_actions import Address, keep_address
from projectie.people.models import Organisation, Person
from projectie.terms.in_force import in_force, studio_facts, today
from projectie.topups.models import TopUp
from projectie.topups.mollie import Order, Provider
from projectie.topups.offer import priced
from projectie.topups.rules import UNDECIDED, TopUpState, Way

HOME = "NL"  # where credits are bought online or by transfer (R22)
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


class AddressMissing(MissingError):  # noqa: N818 (its form asks for it; this is the lock behind)
    """The invoice of the sale has to name an address (R24), and none is known: nothing was ordered."""


class PriceChanged(ValueError):  # noqa: N818 (a refusal that the page words)
    """The terms changed since the price was shown: nothing was ordered."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody wants to buy: how many, how it is paid, and the amount that was shown."""

    credits: int
    way: Way
    key: str
    shown_cents: int
    method: str = ""
    address: Address | None = None  # of a buyer whose address was not known


def buyer_of(session: Session, person: Person) -> Organisation:
    """Return whom that person buys for."""
    return session.get_one(Organisation, person.organisation_id)


def buys_here(session: Session, person: Person) -> bool:
    """Whether that person's organisation buys online and by transfer; abroad it is arranged (R22)."""
    country = select(Organisation.country).where(Organisation.id == person.organisation_id)
    return session.scalar(country) == HOME


def order(person: Person, wanted: Wanted, now: datetime) -> int:
    """Keep an order and return its id; the same key again is the same order.

    Raise MissingError, PriceChanged, AddressMissing.
    """
    with transaction() as session:
        hold(session, person.organisation_id or 0)  # a double click waits for the first
        known = session.scalar(select(TopUp).where(TopUp.key == wanted.key))
        if known is not None:
            return _own(known, person)
        if not person.may_pay or not buys_here(session, person):
            raise MissingError("top-up")
        return ordered(session, person, wanted, now).id


def ordered(
    session: Session, person: Person, wanted: Wanted, now: datetime, ticket: int | None = None
) -> TopUp:
    """Keep an order; part of a deed that is open. Raise PriceChanged, AddressMissing."""
    terms = in_force(session, today(session, now))
    price = priced(wanted.credits, terms.terms.figures)
    if price.total.including != wanted.shown_cents:
        raise PriceChanged
    buyer = buyer_of(session, person)
    if wanted.address is not None:
        keep_address(session, buyer, wanted.address, person.id, now)
    if not buyer.is_addressed:
        raise AddressMissing
    made = TopUp(
        key=wanted.key,
        organisation_id=buyer.id,
        by_id=person.id,
        way=wanted.way,
        credits=wanted.credits,
        price_cents=price.price_cents,
        vat_percent=price.vat_percent,
        excluding_cents=price.total.excluding,
        vat_cents=price.total.vat,
        terms_number=terms.number,
        state=TopUpState.OPEN,
        created_at=now,
        state_at=now,
        checkout_url="",
        method=wanted.method,
        ticket_number=ticket,
    )
    session.add(made)
    session.flush()
    note(session, made, person.id, "topup.ordered", now)
    return made


def begin(number: int, provider: Provider, language: str, now: datetime) -> str:
    """Begin the payment of an order and return the address where it is paid.

    The provider is asked between two deeds, so that nobody waits for it; its idempotency key makes a second try
    the same payment. Raise MissingError, ProviderAwayError, ProviderRefusedError.
    """
    topup = db.session.get(TopUp, number)
    if topup is None or topup.way is not Way.ONLINE or topup.state not in UNDECIDED:
        raise MissingError("top-up")
    if topup.provider_id is not None:
        return topup.checkout_url
    wanted = _order(db.session(), topup, language)
    db.session.rollback()
    begun = provider.begin(wanted)
    with transaction() as session:
        kept = session.get_one(TopUp, number, with_for_update=True, populate_existing=True)
        if kept.provider_id is None:
            kept.provider_id, kept.checkout_url = begun.provider_id, begun.checkout_url
            note(session, kept, kept.by_id, "topup.begun", now)
        return kept.checkout_url


def cancel(number: int, by: int, now: datetime) -> bool:
    """Take an order back that nobody paid; False when it is too late, or the provider has it in hand."""
    with transaction() as session:
        topup = session.get(TopUp, number, with_for_update=True, populate_existing=True)
        if topup is None:
            raise MissingError("top-up")
        if topup.state is not TopUpState.OPEN or topup.provider_id is not None:
            return False
        topup.state, topup.state_at = TopUpState.CANCELLED, now
        note(session, topup, by, "topup.cancelled", now)
        return True


def note(session: Session, topup: TopUp, by: int | None, deed: str, now: datetime) -> None:
    """Write the line of a deed on a top-up."""
    details = {
        "organisation": topup.organisation_id,
        "credits": topup.credits,
        "cents": topup.total.including,
        "state": topup.state.value,
    }
    history.record(session, at=now, by=by, deed=deed, of=("top_up", topup.id), details=details)


def _own(known: TopUp, person: Person) -> int:
    if known.organisation_id != person.organisation_id:
        raise MissingError("top-up")
    return known.id


def _order(session: Session, topup: TopUp, language: str) -> Order:
    settings: Settings = current_app.config["SETTINGS"]
    # The provider refuses addresses it cannot reach; on a machine of one's own the worker asks instead.
    reachable = settings.base_host not in LOOPBACK or bool(settings.mollie_api_url)
    return Order(
        key=topup.key,
        cents=topup.total.including,
        description=f"{studio_facts(session).name} {topup.reference}",
        back=link_to("portal.topup", topup=topup.id),
        webhook=settings.base_url + "/payments/mollie" if reachable else "",
        language=language,
        method=topup.method,
    )
