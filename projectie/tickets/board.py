"""The board as somebody sees it: its columns, and in each the cards that the filters leave."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from projectie.tickets.cards import CARDS, NEVER, Card, card_of, traits_of
from projectie.tickets.filters import Filters, folded
from projectie.tickets.models import Column
from projectie.tickets.priority import Priority
from projectie.tickets.tag_models import tagged

SHOWN_DONE = timedelta(days=7)  # a finished ticket stays in sight that long
LARGE = 500  # cards; a studio has a few hundred


@dataclass(frozen=True, slots=True)
class BoardColumn:
    """A column with the cards that the filters leave in it."""

    key: Column
    cards: tuple[Card, ...]
    total: int = 0  # with those that the filters hide

    def before(self, number: int) -> int | None:
        """Return the card that stands right before that one; None when it is the first."""
        numbers = [card.number for card in self.cards]
        place = numbers.index(number)
        return numbers[place - 1] if place else None

    def place(self, number: int) -> int | None:
        """Return the place of a card, counted from one; None when it is not shown."""
        return next((place for place, card in enumerate(self.cards, 1) if card.number == number), None)


@dataclass(frozen=True, slots=True)
class Board:
    """What is shown: the columns in their order, and how many cards there are in all."""

    columns: tuple[BoardColumn, ...]
    critical: tuple[
        Card, ...
    ] = ()  # whatever the filters leave out: what is critical goes first for everybody
    urgent: tuple[Card, ...] = ()  # agreed to be urgent (R12), besides what is critical

    @property
    def found(self) -> int:
        """How many cards are shown."""
        return sum(len(column.cards) for column in self.columns)

    @property
    def is_large(self) -> bool:
        """Whether a browser is spared what takes it longer for every card there is."""
        return self.found > LARGE

    def __getitem__(self, key: Column) -> BoardColumn:
        """Return a column."""
        return next(column for column in self.columns if column.key is key)

    def column_of(self, number: int) -> BoardColumn | None:
        """Return the column in which a card is shown; None when the filters hide it or it is long done."""
        return next((column for column in self.columns if column.place(number)), None)


def read(
    session: Session, filters: Filters, today: date, now: datetime, only: Collection[Column] = tuple(Column)
) -> Board:
    """Return the board (or some columns of it) under those filters, in one select; `today` is the studio's."""
    critical: list[Card] = []
    urgent: list[Card] = []
    with_tag = tagged(session, folded(filters.tag)) if filters.tag else None
    shown: dict[str, list[Card]] = {column.value: [] for column in Column if column in only}
    total = Counter[str]()
    asked = {
        "today": today,
        "open": [column for column in shown if column != Column.DONE],
        "done_since": now - SHOWN_DONE if Column.DONE in only else NEVER,
    }
    for row in session.connection().execute(CARDS, asked):
        total[row.column] += 1
        has_tag = with_tag is None or row.number in with_tag
        if not filters.active or (has_tag and filters.admits(traits_of(row))):
            shown[row.column].append(card_of(tuple(row)))
        if row.priority == Priority.CRITICAL and row.column != Column.DONE:
            critical.append(card_of(tuple(row)))
        elif row.urgent_by is not None and row.column != Column.DONE:
            urgent.append(card_of(tuple(row)))
    columns = tuple(BoardColumn(Column(key), tuple(cards), total[key]) for key, cards in shown.items())
    return Board(columns, tuple(critical), tuple(sorted(urgent, key=_ready_by)))


def _ready_by(card: Card) -> tuple[datetime, int]:
    return card.urgent_by or NEVER, card.number
