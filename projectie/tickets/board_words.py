"""What the board says: of a move, of a refusal, of its filters."""

from collections.abc import Iterator

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from projectie.tickets.board import Board
from projectie.tickets.column_figures import Head
from projectie.tickets.filters import NOBODY, Filters, Options
from projectie.tickets.placement import Placed, Reason, Stale
from projectie.tickets.truth import Truth
from projectie.tickets.words import COLUMNS, PRIORITIES

REFUSED = {
    Reason.COLUMN: _l("The board has no such column"),
    Reason.SELF: _l("A card cannot stand behind itself"),
    Reason.NOTHING: _l("There is no move of yours left to undo"),
}


def moved(placed: Placed, board: Board) -> str:
    """Return where a card went, for whoever cannot see it."""
    about = {**_place_in(placed, board), "was": COLUMNS[placed.from_column]}
    if placed.column is placed.from_column:
        return str(_("#%(number)s %(subject)s is in %(column)s, position %(place)s of %(count)s.", **about))
    return str(
        _(
            "#%(number)s %(subject)s moved from %(was)s to %(column)s, position %(place)s of %(count)s.",
            **about,
        )
    )


def undone(placed: Placed, board: Board) -> str:
    """Return where a card is back."""
    about = _place_in(placed, board)
    return str(_("Undone. #%(number)s is back in %(column)s, position %(place)s of %(count)s.", **about))


def with_over(said: str, head: Head, placed: Placed) -> str:
    """Return what is said of a move, and once that its column is over its bound by it (nothing is blocked)."""
    if placed.column is placed.from_column or not head.just_over:
        return said
    about = {"column": COLUMNS[placed.column], "count": head.total, "most": head.most}
    over = _("%(column)s is full: %(count)s of %(most)s.", **about)
    return f"{said} {over}"


def stale(refusal: Stale, reader: int, wanted: str) -> str:
    """Return why a move was not made, and how it stands really; `wanted` is the column it was meant for."""
    truth = refusal.truth
    if refusal.neighbour is not None:
        gone = _(
            "Not moved. #%(number)s is not in %(column)s any more.", number=refusal.neighbour, column=wanted
        )
        return f"{gone} {_stands(truth)}"
    not_moved = _("Not moved.")
    return f"{not_moved} {_meanwhile(truth, reader)}"


def not_undone(refusal: Stale, reader: int) -> str:
    """Return why a move was not taken back, and how it stands really."""
    refused_ = _("Not undone.")
    return f"{refused_} {_meanwhile(refusal.truth, reader)}"


def refused(reason: Reason) -> str:
    """Return why a move makes no sense."""
    return str(REFUSED[reason])


def found(board: Board) -> str:
    """Return how many tickets a filter leaves."""
    return str(ngettext("%(num)d ticket found.", "%(num)d tickets found.", board.found))


def in_words(filters: Filters, options: Options, reader: int) -> Iterator[str]:
    """Return the filters as the parts of a sentence that begins with “Tickets”."""
    if filters.client is not None:
        yield _("from %(client)s", client=options.clients[filters.client])
    if filters.priority:
        yield _("priority %(priority)s", priority=str(PRIORITIES[filters.priority]).lower())
    if filters.tier:
        yield _("on %(tier)s", tier=options.tiers[filters.tier])
    if filters.assignee == NOBODY:
        yield _("assigned to nobody")
    elif isinstance(filters.assignee, int):
        name = options.staff[filters.assignee]
        yield _("assigned to me") if filters.assignee == reader else _("assigned to %(name)s", name=name)
    if filters.tag:
        yield _("tagged %(tag)s", tag=filters.tag)
    if filters.q:
        yield _("with “%(words)s”", words=filters.q)


def _place_in(placed: Placed, board: Board) -> dict[str, object]:
    column = board[placed.column]
    return {
        "number": placed.number,
        "subject": placed.subject or _("(no subject)"),
        "column": COLUMNS[placed.column],
        "place": column.place(placed.number) or "–",  # the filters hide it
        "count": len(column.cards),
    }


def _meanwhile(truth: Truth, reader: int) -> str:
    about = {"number": truth.number, "column": COLUMNS[truth.column], "name": truth.name}
    if truth.by is None:
        changed = _("#%(number)s was changed in the meantime.", **about)
    elif truth.by == reader:
        changed = _("You changed #%(number)s in the meantime.", **about)
    elif truth.moved:
        return str(_("%(name)s has moved #%(number)s to %(column)s in the meantime.", **about))
    else:
        changed = _("%(name)s changed #%(number)s in the meantime.", **about)
    return f"{changed} {_stands(truth)}"


def _stands(truth: Truth) -> str:
    return str(_("#%(number)s is in %(column)s now.", number=truth.number, column=COLUMNS[truth.column]))
