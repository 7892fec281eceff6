"""The page of a piece of time: what was typed, and what it would cost."""

from typing import Any

from flask import Response, abort
from flask_login import current_user
from sqlalchemy import func, select

from projectie.context import today
from projectie.database import db
from projectie.pages import page
from projectie.people.models import Person, Role
from projectie.tickets.models import Ticket
from projectie.work.consents import may_be_urgent
from projectie.work.forms import RemovalForm, TimeForm
from projectie.work.pieces import Booked, revisions_of
from projectie.work.previewing import Preview, preview
from projectie.work.words import credits_in_words, lines_of, refusal


def show(
    number: int,
    form: TimeForm,
    shown: Preview | None = None,
    piece: Booked | None = None,
    removal: RemovalForm | None = None,
) -> Response:
    """Show the page, with the form as it was typed."""
    typed = RemovalForm(formdata=None, data={"removed_seen": str(piece.revision) if piece else ""})
    wrong = removal if removal and removal.errors else form
    return page(
        "work/time.html",
        422 if wrong.errors else 200,
        ticket=_ticket(number),
        form=form.offer(colleagues()),
        wrong_form=wrong,
        has_errors=bool(wrong.errors),
        preview=shown,
        piece=piece,
        revisions=revisions_of(db.session(), piece.entry) if piece else (),
        removal=removal or typed,
        **words(),
    )


def words() -> dict[str, Any]:
    """Return what the fragment with the cost reads."""
    said: dict[str, Any] = {"credits": credits_in_words, "lines_of": lines_of, "refusal": refusal}
    return said | {"may_be_urgent": may_be_urgent()}


def previewed(number: int, form: TimeForm, piece: Booked | None = None) -> Preview:
    """Return what the form would cost."""
    own = piece.person if piece else current_user.id
    return preview(db.session(), _ticket(number), form.wanted(own), current_user, today(), piece)


def colleagues() -> dict[int, str]:
    """Return whose time may be booked: a manager also books a colleague's."""
    if current_user.role is not Role.MANAGER:
        return {current_user.id: current_user.name}
    staff = select(Person.id, Person.name).where(Person.role != Role.CLIENT, Person.active.is_(True))
    return dict(db.session.execute(staff.order_by(func.lower(Person.name), Person.id)).all())


def _ticket(number: int) -> Ticket:
    return db.session.get(Ticket, number) or abort(404)
