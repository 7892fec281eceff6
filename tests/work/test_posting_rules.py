"""Whatever happens to a ticket, what is posted adds up to what it costs (R16–R18): every sequence, by property."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction

from hypothesis import settings
from hypothesis import strategies as some
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from projectie.work.posting_rules import Account, Posted, changes
from projectie.work.rules import NONE, Consent, Gift, Leniency, Piece, Rate, charge_of, waived

RATE = Rate(10, 1)
AGREED = Consent(7, Fraction(3, 2), 9)
MONDAY = date(2026, 11, 23)
A, B = 1, 2  # clients


@dataclass
class Book:
    """A ticket with its time, whose it is, and what was posted for it."""

    client: int = A
    pieces: dict[int, Piece] = field(default_factory=dict)
    posted: list[Posted] = field(default_factory=list)
    leniency: Leniency = NONE
    free: bool = False


class Desk(RuleBasedStateMachine):
    """Two tickets; time is booked, changed, removed, moved and moved back; prices change, managers are lenient."""

    @initialize()
    def begin(self) -> None:
        self.books = (Book(), Book())
        self.price, self.day, self.last = 2250, MONDAY, 0
        self.moved: list[tuple[int, int, int]] = []
        self.prices: dict[int, int] = {}

    @rule(
        of=some.integers(0, 1), minutes=some.integers(1, 90), consent=some.sampled_from([None, None, AGREED])
    )
    def book(self, of: int, minutes: int, consent: Consent | None) -> None:
        self.last += 1
        self.books[of].pieces[self.last] = Piece(minutes, consent)
        self._settle(of)

    @precondition(lambda self: any(book.pieces for book in self.books))
    @rule(data=some.data(), minutes=some.integers(0, 90))
    def change_or_remove(self, data: some.DataObject, minutes: int) -> None:
        of, which = data.draw(some.sampled_from(self._all()))
        if minutes:
            self.books[of].pieces[which] = Piece(minutes, self.books[of].pieces[which].consent)
        else:
            del self.books[of].pieces[which]
        self._settle(of)

    @rule(of=some.integers(0, 1))
    def merge(self, of: int) -> None:
        for which in list(self.books[of].pieces):
            self._move(which, of, 1 - of)
        self._settle(of)
        self._settle(1 - of)

    @precondition(lambda self: any(book.pieces for book in self.books))
    @rule(data=some.data())
    def split(self, data: some.DataObject) -> None:
        of, which = data.draw(some.sampled_from(self._all()))
        self._move(which, of, 1 - of)
        self._settle(of)
        self._settle(1 - of)

    @precondition(lambda self: self.moved)
    @rule()
    def undo(self) -> None:
        which, before, after = self.moved.pop()
        if which in self.books[after].pieces:
            self.books[before].pieces[which] = self.books[after].pieces.pop(which)
        self._settle(before)
        self._settle(after)

    @rule(price=some.integers(0, 4000))
    def change_price(self, price: int) -> None:
        self.price, self.day = price, self.day + timedelta(1)

    @rule(of=some.integers(0, 1), gift=some.sampled_from(Gift), credits_=some.integers(0, 12))
    def be_lenient(self, of: int, gift: Gift, credits_: int) -> None:
        self.books[of].leniency = Leniency(gift, credits_)
        self._settle(of)

    @rule(of=some.integers(0, 1), free=some.booleans())
    def decide_coverage(self, of: int, free: bool) -> None:
        self.books[of].free = free
        self._settle(of)

    @rule(of=some.integers(0, 1), client=some.sampled_from([A, B]))
    def give_to_client(self, of: int, client: int) -> None:
        self.books[of].client = client
        self._settle(of)

    @invariant()
    def charges_are_the_rule(self) -> None:
        for book in getattr(self, "books", ()):
            pieces = self._billable(book)
            charge = charge_of(pieces, RATE)
            for client in (A, B):
                for account, owed in (
                    (Account.CHARGE, charge.normal),
                    (Account.URGENT_CHARGE, charge.urgent),
                    (Account.LENIENCY, waived(pieces, RATE, book.leniency)),
                ):
                    found = sum(e.credits for e in book.posted if (e.client, e.account) == (client, account))
                    assert found == (account.sign * owed if client == book.client else 0)

    @invariant()
    def nothing_is_undone_twice_nor_at_another_price(self) -> None:
        for book in getattr(self, "books", ()):
            for entry in book.posted:
                back = [e for e in book.posted if e.reverses == entry.id]
                assert abs(sum(e.credits for e in back)) <= abs(entry.credits)
                assert all((e.price_cents, e.day) == (entry.price_cents, entry.day) for e in back)
                assert self.prices.setdefault(entry.id, entry.price_cents) == entry.price_cents

    def _move(self, which: int, before: int, after: int) -> None:
        self.books[after].pieces[which] = self.books[before].pieces.pop(which)
        self.moved.append((which, before, after))

    def _settle(self, of: int) -> None:
        book = self.books[of]
        pieces = self._billable(book)
        charge, gift = charge_of(pieces, RATE), waived(pieces, RATE, book.leniency)
        owed = {
            Account.CHARGE: charge.normal,
            Account.URGENT_CHARGE: charge.urgent,
            Account.LENIENCY: gift,
        }
        for each in list(changes(book.posted, owed, book.client)):
            self.last += 1
            price = self.price if each.price_cents is None else each.price_cents
            entry = Posted(
                self.last, each.client, each.account, each.credits, price, each.day or self.day, each.reverses
            )
            book.posted.append(entry)
        assert not list(changes(book.posted, owed, book.client))

    def _all(self) -> list[tuple[int, int]]:
        return [(of, which) for of, book in enumerate(self.books) for which in book.pieces]

    @staticmethod
    def _billable(book: Book) -> list[Piece]:
        return [] if book.free else list(book.pieces.values())


TestEverySequence = Desk.TestCase
TestEverySequence.settings = settings(max_examples=60, stateful_step_count=30, deadline=None)


def test_r18_a_rise_has_the_price_of_its_day_and_a_removal_that_of_what_it_undoes() -> None:
    posted = [
        Posted(1, A, Account.CHARGE, -2, 2250, MONDAY),
        Posted(2, A, Account.CHARGE, -1, 2400, MONDAY + timedelta(1)),
    ]
    (rise,) = changes(posted, {Account.CHARGE: 4}, A)
    assert (rise.credits, rise.price_cents, rise.reverses) == (-1, None, None)
    back = list(changes(posted, {Account.CHARGE: 1}, A))
    assert [(each.credits, each.reverses, each.price_cents) for each in back] == [(1, 2, 2400), (1, 1, 2250)]
