"""The hours and leave of one colleague as a page, for that colleague and for managers (R9)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from flask import Response, abort, flash
from flask_babel import gettext as _
from flask_babel import ngettext as _n
from sqlalchemy.orm import Session

from projectie.clock.now import now
from projectie.context import today
from projectie.database import MissingError, db
from projectie.pages import page, see
from projectie.planning import hours
from projectie.planning.breaking import touched_by
from projectie.planning.capacity import Colleague
from projectie.planning.cards import Card, cards_of
from projectie.planning.forms import HoursForm, LeaveForm
from projectie.planning.reading import colleague_names, desk_at, hours_of, leave_of, office_minutes
from projectie.planning.words import FAULTS, cause_in_words, days_in_words, long_in_words, short_of
from projectie.terms.in_force import in_force


@dataclass(frozen=True, slots=True)
class Place:
    """Whose page it is, where it stands, and who looks."""

    person: int
    by: int
    address: str
    leave_address: str
    withdrawal: Callable[[int], str]
    own: bool


def show(
    place: Place,
    hours_form: HoursForm | None = None,
    leave_form: LeaveForm | None = None,
    touched: tuple[Card, ...] = (),
) -> Response:
    """Show the page; a form that was typed in stands in for the fresh one."""
    session = db.session()
    name = colleague_names(session).get(place.person) or abort(404)
    kept = hours_of(session, place.person)
    office = office_minutes(in_force(session, today()).terms.figures)
    wrong = next((form for form in (hours_form, leave_form) if form is not None and form.errors), None)
    return page(
        "planning/hours.html",
        422 if wrong else 200,
        place=place,
        name=name,
        kept=bool(kept),
        hours_form=hours_form or HoursForm.filled(kept or dict(enumerate(office))),
        leave_form=leave_form or LeaveForm(formdata=None),
        leave=leave_of(session, place.person, today()),
        touched=touched,
        wrong_form=wrong,
        has_errors=bool(wrong),
        days=days_in_words,
        long=long_in_words,
        cause=cause_in_words,
        short=short_of,
    )


def keep_hours(place: Place) -> Response:
    """Keep the hours that were typed."""
    form = HoursForm()
    if not form.validate_on_submit():
        return show(place, hours_form=form)
    _known(lambda: hours.keep_hours(place.person, form.minutes(), place.by, now()))
    flash(_("The hours have been saved."), "ok")
    return see(place.address)


def take_leave(place: Place) -> Response:
    """Keep the leave; first show which promises hang on it (R9)."""
    form = LeaveForm()
    if not form.validate_on_submit():
        return show(place, leave_form=form)
    away, at = form.away(), now()
    fault = hours.faults_of(away.leave, today())
    if fault:
        field, sentence = FAULTS[fault]
        form[field].errors = [str(sentence)]
        return show(place, leave_form=form)
    touched = _touched(db.session(), place.person, away, at)
    seen = ",".join(str(card.number) for card in touched)
    if seen != (form.seen.data or ""):
        form.seen.data, form.seen.raw_data = seen, None
        return show(place, leave_form=form, touched=touched)
    _known(lambda: hours.take_leave(place.person, away, today(), place.by, at))
    flash(_("The leave has been saved."), "ok")
    if touched:
        hang = _n(
            "%(num)s promise hangs on it: it stays under Today until it is moved.",
            "%(num)s promises hang on it: they stay under Today until they are moved.",
            len(touched),
        )
        flash(hang, "warning")
    return see(place.address)


def withdraw_leave(place: Place, leave: int) -> Response:
    """Let the colleague work after all."""
    _known(lambda: hours.withdraw_leave(place.person, leave, place.by, now()))
    flash(_("The leave has been removed: these days count again."), "ok")
    return see(place.address)


def _touched(session: Session, person: int, away: hours.Away, at: datetime) -> tuple[Card, ...]:
    """Return the tickets whose promise would break by that leave."""
    desk = desk_at(session, at)
    after = [
        Colleague(one.id, one.hours, (*one.leave, away.leave)) if one.id == person else one
        for one in desk.outlook.colleagues
    ]
    breaks = touched_by(desk.outlook, desk.outlook.with_colleagues(after))
    cards = cards_of(session, [each.work.ticket for each in breaks], desk, breaks)
    return tuple(cards[each.work.ticket] for each in breaks)


def _known(deed: Callable[[], object]) -> None:
    try:
        deed()
    except MissingError:
        abort(404)
