"""Staff keep their own hours and leave (R9)."""

from flask import Response, url_for
from flask_login import current_user

from projectie.doors import desk
from projectie.planning import hours_page
from projectie.planning.hours_page import Place


@desk.get("/hours")
def hours() -> Response:
    """Show my hours and leave."""
    return hours_page.show(_mine())


@desk.post("/hours", endpoint="keep_hours")
def keep_hours() -> Response:
    """Keep my hours."""
    return hours_page.keep_hours(_mine())


@desk.post("/hours/leave", endpoint="take_leave")
def take_leave() -> Response:
    """Keep when I am away; first show which promises hang on it."""
    return hours_page.take_leave(_mine())


@desk.post("/hours/leave/<int:leave>/withdrawal", endpoint="withdraw_leave")
def withdraw_leave(leave: int) -> Response:
    """Let me work on those days after all."""
    return hours_page.withdraw_leave(_mine(), leave)


def _mine() -> Place:
    return Place(
        person=current_user.id,
        by=current_user.id,
        address=url_for("desk.hours"),
        leave_address=url_for("desk.take_leave"),
        withdrawal=lambda leave: url_for("desk.withdraw_leave", leave=leave),
        own=True,
    )
