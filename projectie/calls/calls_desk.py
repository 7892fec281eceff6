"""Staff propose moments for a call, book one for the client, cancel it, and note that it was held (R11)."""

import secrets
from datetime import datetime

from flask import Response, abort, current_app, flash, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from projectie.calls import changing
from projectie.calls.booking import Wanted, book
from projectie.calls.changing import Mover, Over
from projectie.calls.choices import by_day, choice
from projectie.calls.forms import CallForm, HeldForm, ProposalForm, StaffCallForm, moment_in
from projectie.calls.held import NotCounted, TooEarly, held
from projectie.calls.judging import NotFree
from projectie.calls.proposing import Proposed, propose
from projectie.calls.queries import Shown, appointment
from projectie.calls.reading import Ground, ground_at, takers
from projectie.calls.slots import Moment
from projectie.calls.words import OVER
from projectie.clock.now import now
from projectie.context import studio
from projectie.database import db
from projectie.doors import desk
from projectie.pages import page, see
from projectie.tickets.conversation import NobodyToAnswer
from projectie.tickets.merged import MergedAway
from projectie.tickets.merged_words import goes_on
from projectie.tickets.models import Ticket


@desk.get("/tickets/<int:ticket>/calls/proposal")
def propose_call(ticket: int) -> Response:
    """Ask which moments to propose."""
    form = ProposalForm(formdata=None, data={"topic": _ticket(ticket).subject})
    return _ask_proposal(ticket, form, ())


@desk.post("/tickets/<int:ticket>/calls/proposal", endpoint="send_call_proposal")
def send_call_proposal(ticket: int) -> Response:
    """Mail them to the client."""
    form, chosen = ProposalForm(), tuple(filter(None, map(moment_in, request.form.getlist("starts"))))
    form.offer(takers(db.session()))
    if not form.validate_on_submit():
        return _ask_proposal(ticket, form, chosen)
    try:
        proposed = Proposed(chosen, _number(form.preferred.data), form.topic.data)
        propose(ticket, proposed, current_user, _key(), now())
    except NotFree as refused:
        form.refuse(refused)
        return _ask_proposal(ticket, form, chosen, refused.nearest)
    except (NobodyToAnswer, MergedAway) as away:
        form.topic.errors = [_in_vain(away)]
        return _ask_proposal(ticket, form, chosen)
    except ValueError:
        form.starts.errors = [_("Choose two or three moments")]
        return _ask_proposal(ticket, form, chosen)
    return see(url_for("desk.ticket", ticket=ticket))


@desk.get("/tickets/<int:ticket>/calls/new", endpoint="new_call")
def new_call(ticket: int) -> Response:
    """Ask when the client is to be phoned."""
    filled = {"key": secrets.token_urlsafe(12), "topic": _ticket(ticket).subject}
    return _ask_call(ticket, StaffCallForm(formdata=None, data=filled))


@desk.post("/tickets/<int:ticket>/calls/new", endpoint="book_call")
def book_call(ticket: int) -> Response:
    """Book it for the client."""
    form = StaffCallForm().offer(takers(db.session()), {})
    if not form.validate_on_submit():
        return _ask_call(ticket, form)
    try:
        book(_wanted(ticket, form), current_user, _key(), now())
    except NotFree as refused:
        form.refuse(refused)
        return _ask_call(ticket, form, refused.nearest)
    except MergedAway as away:
        form.topic.errors = [_in_vain(away)]
        return _ask_call(ticket, form)
    return see(url_for("desk.ticket", ticket=ticket))


@desk.post("/calls/<int:appointment>/cancellation", endpoint="cancel_call")
def cancel_call(appointment: int) -> Response:
    """Cancel a call."""
    ticket = _ticket_of(appointment)
    try:
        changing.cancel(appointment, Mover(current_user.id, staff=True), _key(), now())
    except Over:
        flash(OVER, "error")
    return see(url_for("desk.ticket", ticket=ticket))


@desk.post("/calls/<int:appointment>/minutes", endpoint="note_call")
def note_call(appointment: int) -> Response:
    """Note how long the call took."""
    ticket, form = _ticket_of(appointment), HeldForm()
    if not form.validate_on_submit():
        return page("calls/held.html", 422 if form.errors else 200, form=form, shown=_shown(appointment))
    try:
        held(appointment, int(form.minutes.data), current_user, now())
    except Over:
        flash(OVER, "error")
    except TooEarly:
        flash(_("This call is still ahead. Nothing was changed."), "error")
    except NotCounted as refused:
        form.minutes.errors = [str(refused)]
        return page("calls/held.html", 422, form=form, shown=_shown(appointment))
    return see(url_for("desk.ticket", ticket=ticket))


def _in_vain(why: Exception) -> str:
    """Return why nothing was sent; what was typed is on the page."""
    if isinstance(why, MergedAway):
        return goes_on(why)
    return str(_("Not sent: this ticket has no email address to answer to."))


def _ask_proposal(
    ticket: int, form: ProposalForm, chosen: tuple[datetime, ...], near: list[Moment] | None = None
) -> Response:
    ground = ground_at(db.session(), now())
    form.offer(ground.names)
    shown = _moments(ground, near) | {"chosen": {each.isoformat() for each in chosen}}
    return page("calls/propose.html", 422 if form.errors else 200, form=form, ticket=_ticket(ticket), **shown)


def _ask_call(ticket: int, form: CallForm, near: list[Moment] | None = None) -> Response:
    ground = ground_at(db.session(), now())
    form.offer(ground.names, {})
    status = 422 if form.errors else 200
    return page("calls/book.html", status, form=form, ticket=_ticket(ticket), **_moments(ground, near))


def _moments(ground: Ground, near: list[Moment] | None) -> dict[str, object]:
    zone = studio().zone
    days = by_day(ground.without_notice.moments(now()), zone, zone)
    return {"days": days, "nearest": [choice(each.starts, zone, zone) for each in near or ()]}


def _wanted(ticket: int, form: CallForm) -> Wanted:
    return Wanted(
        topic=form.topic.data,
        starts=form.starts.moment,
        preferred=_number(form.preferred.data),
        phone=form.phone.data,
        zone=studio().zone,
        ticket=ticket,
        key=(form.key.data or secrets.token_urlsafe(12))[:60],
    )


def _ticket(number: int) -> Ticket:
    return db.session.get(Ticket, number) or abort(404)


def _shown(number: int) -> Shown:
    return appointment(db.session(), number) or abort(404)


def _ticket_of(number: int) -> int:
    return _shown(number).ticket.number


def _number(chosen: str | None) -> int | None:
    return int(chosen) if chosen else None


def _key() -> str:
    key: str = current_app.config["SECRET_KEY"]
    return key
