"""The board of staff: see it, move a card, take a move back."""

from typing import Any

from flask import Response, abort, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from projectie.clock.now import now
from projectie.database import db
from projectie.doors import desk
from projectie.errors import answer
from projectie.pages import changed, fragment, page, refused, see
from projectie.tickets import board_words as say
from projectie.tickets.filters import number_of
from projectie.tickets.models import Column, Ticket
from projectie.tickets.peek_desk import beside
from projectie.tickets.placement import Placed, Refused, Stale, place, undo
from projectie.tickets.placement_form import PlacementForm
from projectie.tickets.sight import Sight, kept, look
from projectie.tickets.telling import ASKS
from projectie.tickets.words import COLUMNS

MOST_AT_ONCE = 200  # cards a browser asks for after a silence; more is a page


@desk.get("/board")
def board() -> Response:
    """Show the board, or to htmx what a filter changes of it."""
    sight = look(now())
    context: dict[str, Any] = {"sight": sight, "said": say.found(sight.board), **beside(sight.peek)}
    return fragment("tickets/board.reply.html", page="tickets/board.html", address=sight.address(), **context)


@desk.get("/board/cards", endpoint="board_cards")
def board_cards() -> Response:
    """Answer how some cards stand now, for a board that is on screen."""
    numbers = [number_of(text) for text in request.args.get("numbers", "").split(",")[:MOST_AT_ONCE]]
    sight = look(now())
    spots = sight.spots(number for number in numbers if number is not None)
    return fragment("tickets/cards.reply.html", page="tickets/board.html", sight=sight, spots=spots)


@desk.get("/board/critical", endpoint="board_lane")
def board_lane() -> Response:
    """Answer the critical lane, for a board on which a critical card moved."""
    return fragment("tickets/_lane.html", page="tickets/board.html", sight=look(now()))


@desk.get("/board/move", endpoint="board_move")
def board_move() -> Response:
    """Go to the page on which a card is moved without a script."""
    number = number_of(request.args.get("ticket"))
    if number is None:
        abort(404)
    return see(url_for("desk.placement", ticket=number, **kept()))


@desk.get("/tickets/<int:ticket>/placement", endpoint="placement")
def placement(ticket: int) -> Response:
    """Ask for a column and a place, without a script."""
    return page("tickets/placement.html", **_choice(ticket))


@desk.post("/tickets/<int:ticket>/placement", endpoint="place")
def place_card(ticket: int) -> Response:
    """Put a card somewhere."""
    form = PlacementForm()
    if not form.validate_on_submit():
        return answer(
            422, _("That is no place on the board"), _("Nothing was changed. Reload the board and try again.")
        )
    column, after = form.column.data, form.after.data
    try:
        placed = place(ticket, column, after, form.version.data, by=current_user.id, now=now())
    except Refused as refusal:
        return answer(422, say.refused(refusal.reason))
    except Stale as stale:
        return _behind(stale, Column(column), after)
    return _done(placed, say.moved, asks=placed.column in ASKS and placed.column is not placed.from_column)


@desk.post("/board/undo", endpoint="undo_placement")
def undo_placement() -> Response:
    """Take back the reader's last move, or the one that was offered."""
    try:
        placed = undo(by=current_user.id, now=now(), move=request.form.get("move") or None)
    except Refused as refusal:
        return answer(422, say.refused(refusal.reason))
    except Stale as stale:
        return _behind(stale)
    return _done(placed, say.undone)


def _done(placed: Placed, words: Any, *, asks: bool = False) -> Response:
    """Answer the card where it is; without a script go back to the board, or to what its new column asks."""

    def reply() -> dict[str, Any]:
        sight = look(now(), only=(placed.column,))
        return {
            "sight": sight,
            "spots": sight.spots([placed.number]),
            "said": say.with_over(words(placed, sight.board), sight.head(sight.board[placed.column]), placed),
        }

    query = (
        kept() | {"column": placed.column.value} | ({"done": "open"} if placed.column is Column.DONE else {})
    )
    back = url_for("desk.board", **query, _anchor=f"card-{placed.number}")
    back = url_for("desk.telling", ticket=placed.number, **query) if asks else back
    return changed("tickets/place.reply.html", back=back, context=reply)


def _behind(stale: Stale, column: Column | None = None, after: int | None = None) -> Response:
    """Tell the truth to somebody whose board was behind, with both choices."""
    db.session.rollback()
    wanted = COLUMNS[column] if column else ""
    said = say.stale(stale, current_user.id, wanted) if column else say.not_undone(stale, current_user.id)
    choice = _choice(stale.truth.number, column or stale.truth.column)
    sight: Sight = choice["sight"]
    still = column is not None and sight.board[column].place(after or 0) is not None
    again = {"column": column, "after": after if still else None, "name": wanted}
    context = {
        **choice,
        "said": said,
        "again": again if column else None,
        "spots": sight.spots([stale.truth.number]),
    }
    return refused("tickets/conflict.reply.html", page="tickets/placement.html", status=409, **context)


def _choice(number: int, column: Column | None = None) -> dict[str, Any]:
    """Return what a card can be moved to: the columns, and the places of one of them."""
    sight = look(now())
    ticket = db.session.get(Ticket, number) or abort(404)
    asked = next((c for c in Column if c == request.args.get("to")), None)
    return {"sight": sight, "ticket": ticket, "target": column or asked or ticket.column}
