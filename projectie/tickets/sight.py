"""What the reader of this request sees of the board: the same for a page, a fragment and the answer to a move."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import g, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from markupsafe import Markup

from projectie.context import zone
from projectie.database import db
from projectie.language import language
from projectie.tickets.around import Around, around
from projectie.tickets.board import Board, BoardColumn, read
from projectie.tickets.board_words import in_words
from projectie.tickets.card_face import Face, face_of, html
from projectie.tickets.cards import Card
from projectie.tickets.column_figures import Head
from projectie.tickets.filters import Filters, from_address, number_of
from projectie.tickets.lane import MOST, lane
from projectie.tickets.models import Column
from projectie.tickets.priority import Priority
from projectie.tickets.swimlanes import HOLD, LANES, By, Lane, by_of, held_last, in_lanes, key_of
from projectie.tickets.words import COLUMNS, PRIORITIES

ALL = tuple(Column)
KEPT = (
    "q",
    "client",
    "assignee",
    "tier",
    "priority",
    "tag",
    "column",
    "done",
    "lanes",
    "select",
)  # what an address says of the board
CHOSEN = ("client", "assignee")  # of these an address holds ids, which must be among the choices
PICK = '<input type="checkbox"'  # of a card
FIRST = Column.NEW  # the column a phone shows first


@dataclass(frozen=True, slots=True)
class Spot:
    """A card and where it goes: behind `after`, or first; without `html` it is not shown any more."""

    number: int
    column: Column | None = None
    after: int | None = None
    html: Markup | None = None


@dataclass(frozen=True, slots=True)
class Sight:
    """The board under the filters of the address, and what stands around it."""

    known: Around
    filters: Filters
    board: Board
    face: Face
    now: datetime
    shown: Column  # by a phone
    unfolded: bool  # the column of what is done
    peek: int | None
    names: Mapping[Column, str]  # of the columns, in the reader's language
    by: By | None = None  # what makes the lanes
    lanes: tuple[Lane, ...] = ()
    selecting: bool = False  # cards can be picked, for a deed on all of them
    picked: frozenset[int] = frozenset()

    def html(self, card: Card) -> Markup:
        """Return a card as HTML."""
        selected, credits_ = card.number == self.peek, self.known.credits.get(card.number, 0)
        group = HOLD if card.held else key_of(card, self.by) if self.by else None
        shown = html(card, self.face, self.now, selected=selected, estimated=credits_, group=group)
        # Without a script the boxes belong to the form of what is selected. A form that is out of sight owns none:
        # Chromium would look at each of thousands for what it can fill in.
        pick = (
            PICK
            + (' form="selection"' if self.selecting else "")
            + (" checked" if card.number in self.picked else "")
        )
        return shown if pick == PICK else Markup(str(shown).replace(PICK, pick))  # noqa: S704 (HTML already)

    def in_lanes(self, column: BoardColumn) -> list[tuple[Lane | None, list[Card]]]:
        """Return the cards of a column lane by lane, every lane of the board, or all in one; what is on hold last."""
        here, by = [card for card in column.cards if not card.held], self.by
        strip = (Lane(HOLD, _("On hold")), [card for card in column.cards if card.held])
        if not by:
            return [(None, here), strip]
        return [
            *((lane, [card for card in here if key_of(card, by) == lane.key]) for lane in self.lanes),
            strip,
        ]

    def head(self, column: BoardColumn) -> Head:
        """Return what the head of a column says."""
        sum_ = sum(self.known.credits.get(card.number, 0) for card in column.cards)
        return Head(len(column.cards), column.total, self.known.figures[column.key].most, sum_)

    def spots(self, numbers: Iterable[int]) -> list[Spot]:
        """Return where these cards are, in an order in which each can be put behind the one before it."""
        wanted = set(numbers)
        columns = [column for column in self.board.columns if wanted]
        there = [
            Spot(card.number, column.key, column.before(card.number), self.html(card))
            for column in columns
            for card in column.cards
            if card.number in wanted
        ]
        return [*(Spot(number) for number in sorted(wanted - {spot.number for spot in there})), *there]

    def address(self, endpoint: str = "desk.board", **values: Any) -> str:
        """Return an address that keeps the filters, and how the board is unfolded."""
        return url_for(endpoint, **{**self.query, **values})

    @property
    def lane(self) -> list[Card]:
        """The open critical tickets, the most urgent on top (R8), then what is agreed to be urgent by when it must be ready."""
        return [*lane(self.board.critical), *self.board.urgent][:MOST]

    @property
    def query(self) -> dict[str, str]:
        """What the address of this board holds beyond its path."""
        query = self.filters.query
        if self.shown is not FIRST:
            query["column"] = self.shown.value
        query |= {"lanes": self.by.value} if self.by else {}
        query |= {"select": "1"} if self.selecting else {}
        return query | ({"done": "open"} if self.unfolded else {})

    @property
    def in_view(self) -> dict[str, Any]:
        """What a view that is saved now would keep: which tickets are shown, and in which lanes."""
        return self.filters.query | ({"lanes": self.by.value} if self.by else {})

    @property
    def kinds_of_lanes(self) -> Iterable[tuple[By, Any]]:
        """Every way to make lanes, with its words."""
        return LANES.items()

    @property
    def priorities(self) -> Iterable[tuple[Priority, Any]]:
        """Every priority with its word, in the order in which work is taken up."""
        return PRIORITIES.items()

    @property
    def sentence(self) -> list[str]:
        """The filters in words."""
        return list(in_words(self.filters, self.known.options, current_user.id))


def kept() -> dict[str, Any]:
    """Return what this request's address says of the board, for the next address."""
    return {name: request.args[name] for name in KEPT if request.args.get(name)}


def look(now: datetime, only: Collection[Column] = ALL, picked: Collection[int] = ()) -> Sight:
    """Return what the reader sees at that moment, of all columns or some; `picked`: besides those the address names."""
    today = now.astimezone(zone()).date()
    choices = only == ALL or any(request.args.get(name) for name in CHOSEN)
    known = around(db.session(), g.person_id, today, zone(), language(), choices=choices)
    filters = from_address(request.args, known.options)
    by = by_of(request.args.get("lanes"))
    board = read(db.session(), filters, today, now, only)
    lanes: tuple[Lane, ...] = ()
    if by:
        board, lanes = in_lanes(board, by, known.options.tiers)
    board = held_last(board)
    return Sight(
        known=known,
        filters=filters,
        board=board,
        face=face_of(known, language()),
        now=now,
        shown=next((column for column in Column if column == request.args.get("column")), FIRST),
        unfolded=request.args.get("done") == "open",
        peek=number_of(request.args.get("peek")),
        names={column: str(name) for column, name in COLUMNS.items()},
        by=by,
        lanes=lanes,
        selecting=request.args.get("select") == "1",
        picked=frozenset(picked) | {number_of(text) or 0 for text in request.args.getlist("pick")},
    )
