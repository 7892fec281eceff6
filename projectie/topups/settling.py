"""A payment is settled: what the provider or a manager says of it becomes credits, once, however often it is said (R22)."""

from dataclasses import dataclass
from datetime import date, datetime

from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from projectie.credits.models import EntryKind
from projectie.credits.posting import Posting, post
from projectie.database import MissingError, db, transaction
from projectie.language import LOCALES
from projectie.people.models import Organisation
from projectie.terms.in_force import today
from projectie.topups.buying import note
from projectie.topups.models import TopUp
from projectie.topups.mollie import Provider
from projectie.topups.rules import Reported, TopUpState, Way, credits_for, standing_after
from projectie.topups.selling import Sale, key_of, sold


@dataclass(frozen=True, slots=True)
class Received:
    """Money that a manager saw on the account; `agreed` when it is not the amount that was asked, and they know."""

    cents: int
    on: date
    agreed: bool = False


class AnotherAmount(ValueError):  # noqa: N818 (a refusal that the page words)
    """Not the amount that was asked: it pays for so many credits, and nothing was posted."""

    def __init__(self, credits_: int) -> None:
        super().__init__("another amount")
        self.credits = credits_


class SettledAlready(ValueError):  # noqa: N818 (a refusal that the page words)
    """There is nothing to confirm here, any more."""


def settle(number: int, provider: Provider, now: datetime) -> TopUpState:
    """Ask the provider how a payment stands and act on it; raise MissingError, ProviderAwayError, ProviderRefusedError."""
    topup = db.session.get(TopUp, number)
    if topup is None or topup.provider_id is None:
        raise MissingError("top-up")
    asked = topup.provider_id
    db.session.rollback()  # nothing is held while the provider thinks
    return heard(number, provider.fetch(asked), now)


def heard(number: int, report: Reported, now: datetime) -> TopUpState:
    """Act on what was reported of a payment: one deed, and the same again changes nothing."""
    with transaction() as session:
        topup = _held(session, number)
        state = standing_after(topup.state, topup.total.including, report)
        topup.asked_at, topup.method = now, report.method or topup.method
        if state is topup.state:
            return state
        topup.state_at = now
        if report.state is TopUpState.PAID:
            topup.received_cents = report.cents
            topup.received_on = topup.received_on or today(session, now)
        if state is TopUpState.PAID:
            _credit(session, topup, topup.credits, None, now)
        topup.state = state
        session.flush()
        note(session, topup, None, f"topup.{state.value}", now)
        return state


def confirm(number: int, received: Received, by: int, now: datetime) -> int:
    """Post the credits that were paid for by transfer or as arranged, and return how many.

    Raise MissingError, SettledAlready, and AnotherAmount until the manager agrees to what the amount pays for.
    """
    with transaction() as session:
        topup = _held(session, number)
        if not confirmable(topup):
            raise SettledAlready
        credits_ = _paid_for(topup, received)
        topup.received_cents, topup.received_on = received.cents, received.on
        topup.confirmed_by_id, topup.state_at = by, now
        _credit(session, topup, credits_, by, now)
        session.flush()
        note(session, topup, by, "topup.confirmed", now)
        return credits_


def confirmable(topup: TopUp) -> bool:
    """Whether a manager may say that the money came: not while the provider is to say so."""
    if topup.state is TopUpState.MISMATCHED:
        return True
    return topup.way is not Way.ONLINE and topup.state in {TopUpState.OPEN, TopUpState.CANCELLED}


def _paid_for(topup: TopUp, received: Received) -> int:
    """Return the credits; abroad the price is what was arranged, VAT or none, so the order stands."""
    if topup.way is Way.ARRANGED or received.cents == topup.total.including:
        return topup.credits
    credits_ = credits_for(received.cents, topup.price_cents, topup.vat_percent)
    if not credits_ or not received.agreed:
        raise AnotherAmount(credits_)
    return credits_


def _credit(session: Session, topup: TopUp, credits_: int, by: int | None, now: datetime) -> None:
    """Post the credits, and tell of the sale; part of the deed that is open."""
    posting = Posting(
        organisation_id=topup.organisation_id,
        kind=EntryKind.TOP_UP,
        credits=credits_,
        day=today(session, now),
        key=key_of(topup.id),
        why=_why(session, topup),
        by=by,
        ticket=topup.ticket_number,
        price_cents=topup.price_cents,
    )
    entry = post(session, posting, now)
    topup.state, topup.entry_id = TopUpState.PAID, entry.id
    sale = Sale(
        organisation_id=topup.organisation_id,
        credits=credits_,
        price_cents=topup.price_cents,
        vat_percent=topup.vat_percent,
        total=topup.total,
        paid_cents=topup.received_cents or topup.total.including,
        paid_on=topup.received_on or posting.day,
        topup_id=topup.id,
        reference=topup.reference,
        ledger_entry_id=entry.id,
        by_id=topup.by_id,
    )
    sold(session, sale, now)


def _why(session: Session, topup: TopUp) -> str:
    client = session.get_one(Organisation, topup.organisation_id)
    with force_locale(LOCALES[client.language]):
        said = {
            Way.ONLINE: _("Paid online, %(reference)s", reference=topup.reference),
            Way.TRANSFER: _("Paid by bank transfer, %(reference)s", reference=topup.reference),
            Way.ARRANGED: _("Paid as agreed, %(reference)s", reference=topup.reference),
        }
    return str(said[topup.way])


def _held(session: Session, number: int) -> TopUp:
    topup = session.get(TopUp, number, with_for_update=True, populate_existing=True)
    if topup is None:
        raise MissingError("top-up")
    return topup
