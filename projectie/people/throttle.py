"""Brakes on guessing: failures are counted per account and per address, in windows of time."""

import hashlib
import hmac
from datetime import datetime, timedelta

from sqlalchemy import delete, or_
from sqlalchemy.orm import Session

from projectie.people.models import SignInCount

WINDOW = timedelta(minutes=15)
PER_ACCOUNT = 10  # a person who mistypes gets on; a guesser does not
PER_ADDRESS = 50  # an office shares one address


def keys(
    secret: str, account: str, address: str, most: tuple[int, int] = (PER_ACCOUNT, PER_ADDRESS)
) -> tuple[tuple[str, int], tuple[str, int]]:
    """Return what to count under and how often it may fail; hashed, so that no address is kept."""
    return (key_of(secret, f"account:{account}"), most[0]), (key_of(secret, f"address:{address}"), most[1])


def spent(session: Session, key: str, amount: int, most: int, lasts: timedelta, now: datetime) -> bool:
    """Take that much out of what there is in a window of that length; return False, and take nothing, when it is too much."""
    row = session.get(SignInCount, key, with_for_update=True)
    if row is None:
        row = SignInCount(key=key, window_start=now, failures=0, until=now + lasts)
        session.add(row)
    elif row.until is None or row.until <= now:
        row.window_start, row.failures, row.until = now, 0, now + lasts
    if row.failures + amount > most:
        return False
    row.failures += amount
    return True


def key_of(secret: str, text: str) -> str:
    """Return under which that is counted: nobody can tell what it is."""
    return hmac.new(secret.encode(), text.encode(), hashlib.sha256).hexdigest()


def wait_seconds(session: Session, counted: tuple[tuple[str, int], ...], now: datetime) -> int:
    """Return how many seconds to wait before another try; 0 when it may be tried now."""
    waits = [0]
    for key, most in counted:
        row = session.get(SignInCount, key)
        if row is not None and row.failures >= most:
            waits.append(int((row.window_start + WINDOW - now).total_seconds()) + 1)
    return max(waits)


def failed(session: Session, counted: tuple[tuple[str, int], ...], now: datetime) -> bool:
    """Count one more failure, in a new window when the old one is over; return whether it closes the account."""
    for key, _most in counted:
        row = session.get(SignInCount, key, with_for_update=True)
        if row is None:
            session.add(SignInCount(key=key, window_start=now, failures=1))
        elif row.window_start + WINDOW <= now:
            row.window_start, row.failures = now, 1
        else:
            row.failures += 1
    account, most = counted[0]
    closed = session.get(SignInCount, account)
    return closed is not None and closed.failures == most


def succeeded(session: Session, counted: tuple[tuple[str, int], ...]) -> None:
    """Forget the failures of this account; those of the address stay, or one account would free them all."""
    session.execute(delete(SignInCount).where(SignInCount.key == counted[0][0]))


def sweep(session: Session, now: datetime) -> int:
    """Remove windows that are over; return how many."""
    usual = SignInCount.until.is_(None) & (SignInCount.window_start <= now - WINDOW)
    over = delete(SignInCount).where(or_(usual, SignInCount.until <= now)).returning(SignInCount.key)
    return len(session.scalars(over).all())
