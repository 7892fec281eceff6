"""Several cards at once: moved, assigned, given a priority; with a script and without."""

from collections.abc import Callable
from typing import Any

from flask import Response, flash, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from projectie.clock.now import now
from projectie.database import db
from projectie.doors import desk
from projectie.pages import changed, refused
from projectie.tickets.filters import number_of
from projectie.tickets.priority import Priority
from projectie.tickets.selection import Deed, Outcome, Pick, assigning, do_all, moving, picks_of, prioritising
from projectie.tickets.selection_words import report, why
from projectie.tickets.sight import kept, look


class Unclear(ValueError):  # noqa: N818 (a refusal that the page words)
    """What was asked cannot be done to any ticket; carries what is missing."""


@desk.post("/board/selection", endpoint="change_selection")
def change_selection() -> Response:
    """Do one thing to all cards that were picked, and say what became of each."""
    picks = picks_of(request.form.getlist("ticket"))
    try:
        outcome = do_all(picks, _deed(picks))
    except Unclear as unclear:
        return _again(picks, str(unclear))
    said, left = report(outcome), _left(outcome)
    back = url_for("desk.board", **kept() | {"select": "1", "pick": [number for number, _why in left]})
    flash_ = " ".join([said, *(text for _number, text in left)])
    return changed(
        "tickets/selection.reply.html",
        back=_flashed(back, flash_, left),
        context=lambda: _shown(outcome, said, left),
    )


def _deed(picks: list[Pick]) -> Deed:
    """Return what is to be done to each; raise Unclear when that is not clear."""
    if not picks:
        raise Unclear(_("Select a card first"))
    makers: dict[str, Callable[[list[Pick]], Deed]] = {
        "move": _move,
        "assign": _assign,
        "prioritise": _prioritise,
    }
    maker = makers.get(request.form.get("do", ""))
    if maker is None:
        raise Unclear(_("Choose what to do with them"))
    return maker(picks)


def _move(picks: list[Pick]) -> Deed:
    column, after = request.form.get("column", ""), request.form.get("after", "")
    if column not in {key.value for key in look(now()).names}:
        raise Unclear(_("Choose a column"))
    return moving(db.session(), picks, column, after, current_user.id, now())


def _assign(_picks: list[Pick]) -> Deed:
    chosen = request.form.get("assignee", "")
    person = number_of(chosen)
    if chosen != "none" and person not in look(now()).known.options.staff:
        raise Unclear(_("Choose a colleague"))
    return assigning(db.session(), person, current_user.id, now())


def _prioritise(_picks: list[Pick]) -> Deed:
    priority = next((each for each in Priority if each == request.form.get("priority")), None)
    because = " ".join(request.form.get("because", "").split())[:500]
    if priority is None:
        raise Unclear(_("Choose a priority"))
    if not because:
        raise Unclear(_("Write down why: another priority than the rule gives needs a reason"))
    return prioritising(priority, because, current_user.id, now())


def _left(outcome: Outcome) -> list[tuple[int, str]]:
    column = request.form.get("column", "")
    return [
        (number, f"#{number}: {why(refusal, current_user.id, column)}") for number, refusal in outcome.kept
    ]


def _shown(outcome: Outcome, said: str, left: list[tuple[int, str]]) -> dict[str, Any]:
    sight = look(now())
    numbers = [*outcome.done, *(number for number, _refusal in outcome.kept)]
    return {"sight": sight, "spots": sight.spots(numbers), "said": said, "left": left}


def _again(picks: list[Pick], problem: str) -> Response:
    """Say what is missing; the cards stay picked."""
    sight = look(now(), picked=frozenset(pick.number for pick in picks))
    context = {"sight": sight, "spots": [], "said": problem, "problem": problem, "left": []}
    return refused("tickets/selection.reply.html", page="tickets/board.html", status=422, **context)


def _flashed(back: str, text: str, left: list[tuple[int, str]]) -> str:
    flash(text, "warning" if left else "ok")
    return back
