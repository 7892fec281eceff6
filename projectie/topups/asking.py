"""The worker asks the provider about payments that nobody told us of: a lost webhook loses nothing (R22)."""

from datetime import datetime, timedelta

from flask import current_app
from sqlalchemy import select, update

from projectie.database import db, transaction
from projectie.topups.models import TopUp
from projectie.topups.mollie import ProviderAwayError, ProviderRefusedError, provider_by
from projectie.topups.rules import UNDECIDED, TopUpState, Way, ask_again
from projectie.topups.settling import settle

NEVER_BEGUN = timedelta(days=1)  # an order whose payment could not even be begun
AT_ONCE = 100


def ask_open(now: datetime) -> int:
    """Ask about every payment that is due to be asked about; return how many. A provider that is away ends the round."""
    _give_up(now)
    provider = provider_by(current_app.config["SETTINGS"])
    if provider is None:
        return 0
    asked = 0
    for number in _due(now):
        try:
            settle(number, provider, now)
        except ProviderRefusedError:
            _unknown_there(number, now)
        except ProviderAwayError:
            break
        asked += 1
    return asked


def _due(now: datetime) -> list[int]:
    waiting = (
        select(TopUp.id, TopUp.created_at, TopUp.asked_at)
        .where(TopUp.state.in_(UNDECIDED), TopUp.provider_id.is_not(None))
        .order_by(TopUp.asked_at.is_not(None), TopUp.asked_at, TopUp.id)
    )
    rows = db.session.execute(waiting).all()
    db.session.rollback()
    return [row.id for row in rows if ask_again(row.created_at, row.asked_at, now)][:AT_ONCE]


def _unknown_there(number: int, now: datetime) -> None:
    """The provider does not know it, by this key: ask no more often than any other."""
    with transaction() as session:
        session.execute(update(TopUp).where(TopUp.id == number).values(asked_at=now))


def _give_up(now: datetime) -> None:
    """An order that has no payment at the provider can never be paid there."""
    stale = (
        TopUp.way == Way.ONLINE,
        TopUp.state == TopUpState.OPEN,
        TopUp.provider_id.is_(None),
        TopUp.created_at < now - NEVER_BEGUN,
    )
    if db.session.scalar(select(TopUp.id).where(*stale).limit(1)) is None:
        db.session.rollback()
        return
    with transaction() as session:
        session.execute(update(TopUp).where(*stale).values(state=TopUpState.EXPIRED, state_at=now))
