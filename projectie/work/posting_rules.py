"""What has to be posted so that the ledger says what a ticket costs (R17, R18)."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from projectie.credits.rules import Standing, given_back


class Account(StrEnum):
    """The kinds of entry that say what a ticket costs; the values are those of the ledger."""

    CHARGE = "charge"
    URGENT_CHARGE = "urgent_charge"
    LENIENCY = "leniency"

    @property
    def sign(self) -> int:
        """A charge takes from the balance, a gift adds to it."""
        return 1 if self is Account.LENIENCY else -1


Owed = Mapping[Account, int]  # credits of each kind, above zero or nothing


@dataclass(frozen=True, slots=True)
class Posted:
    """An entry of the ledger for a ticket."""

    id: int
    client: int
    account: Account
    credits: int  # as the ledger has them
    price_cents: int
    day: date
    reverses: int | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """An entry to post; a removal says what it undoes, and has its price and day."""

    client: int
    account: Account
    credits: int
    reverses: int | None = None
    price_cents: int | None = None  # none: that of the day that caused it
    day: date | None = None


def changes(posted: Iterable[Posted], owed: Owed, client: int | None) -> Iterator[Change]:
    """Yield what makes the entries of a ticket add up to what it costs, for the client whose ticket it is.

    What another client was charged, for the ticket was theirs before, is given back first. A rise is a new entry;
    a removal reverses the entries it undoes, newest first (R18).
    """
    known = list(posted)
    others = {each.client for each in known} - {client}
    for whose in (*sorted(others), *(() if client is None else (client,))):
        for account in Account:
            of = [each for each in known if (each.client, each.account) == (whose, account)]
            yield from _changes(of, owed.get(account, 0) if whose == client else 0, whose, account)


def standing(posted: Iterable[Posted]) -> Iterator[Standing]:
    """Yield what of each entry has not been undone yet, in their order."""
    known = sorted(posted, key=_id)
    for entry in known:
        if entry.reverses is None:
            back = sum(each.credits for each in known if each.reverses == entry.id)
            yield Standing(entry.id, abs(entry.credits + back), entry.price_cents)


def owed_to(posted: Iterable[Posted], client: int | None) -> Owed:
    """Return what the entries for that client say a ticket costs."""
    known = [each for each in posted if each.client == client]
    return {
        account: account.sign * sum(each.credits for each in known if each.account is account)
        for account in Account
    }


def _changes(of: list[Posted], wanted: int, client: int, account: Account) -> Iterator[Change]:
    stands = list(standing(of))
    difference = wanted - sum(each.credits for each in stands)
    if difference > 0:
        yield Change(client, account, account.sign * difference)
    days = {each.id: each.day for each in of}
    for giving in given_back(stands, -difference):
        credits_, undone = -account.sign * giving.credits, giving.reverses_id
        yield Change(client, account, credits_, undone, giving.price_cents, days[undone])


def _id(entry: Posted) -> int:
    return entry.id
