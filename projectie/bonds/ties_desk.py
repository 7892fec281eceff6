"""Merging, splitting and undoing it, for staff: first what it comes to, then the deed."""

from typing import Any

from flask import Response, abort, flash, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from projectie.bonds import foreseeing, merging, splitting, undoing
from projectie.bonds.faults import BondRefused, NoBond
from projectie.bonds.forms import MergeForm, SplitForm
from projectie.bonds.models import Bond
from projectie.bonds.undoing import UNDO_FOR
from projectie.bonds.words import refused, undone_in_words
from projectie.clock.now import now
from projectie.context import moment
from projectie.database import db
from projectie.doors import desk
from projectie.pages import page, see
from projectie.tickets.bond_effects import Effect, Tie, TieDeed, foreseen, offered
from projectie.tickets.changed import Changed
from projectie.tickets.merged import MergedAway
from projectie.tickets.models import Ticket

ASKING = {"csrf": False}  # a form that changes nothing lives in the address


@desk.get("/tickets/<int:ticket>/merge", endpoint="merge")
def ask_to_merge(ticket: int) -> Response:
    """Ask into which ticket it goes, and show what that comes to."""
    form = MergeForm(formdata=request.args if "into" in request.args else None, meta=ASKING)
    asked = "into" in request.args and form.validate()
    return _ask_merge(ticket, form, into=int(form.into.data) if asked else None)


@desk.post("/tickets/<int:ticket>/merge", endpoint="do_merge")
def merge(ticket: int) -> Response:
    """Merge a ticket into another."""
    form = MergeForm()
    if not form.validate_on_submit():
        return _ask_merge(ticket, form)
    into = int(form.into.data)
    try:
        merging.merge(merging.Pair(into, ticket, _versions(form.versions.data)), current_user.id, now())
    except Changed:
        form.into.errors = [_("Not merged: one of the tickets changed meanwhile. Check it, then merge.")]
        return _ask_merge(ticket, form, 409, into=into)
    except (BondRefused, MergedAway) as error:
        form.into.errors = [refused(error.reason if isinstance(error, BondRefused) else NoBond.AWAY)]
        return _ask_merge(ticket, form)
    flash(_("#%(number)s goes on here.", number=ticket), "ok")
    return see(url_for("desk.ticket", ticket=into))


@desk.get("/tickets/<int:ticket>/split", endpoint="split")
def ask_to_split(ticket: int) -> Response:
    """Ask which messages become a ticket of their own, and show what that comes to."""
    form = SplitForm(formdata=request.args if "subject" in request.args else None, meta=ASKING)
    return _ask_split(ticket, form, asked="subject" in request.args and form.validate())


@desk.post("/tickets/<int:ticket>/split", endpoint="do_split")
def split(ticket: int) -> Response:
    """Make a ticket of those messages."""
    form = SplitForm()
    if not form.validate_on_submit():
        return _ask_split(ticket, form)
    try:
        new, _bond = splitting.split(form.cut_of(ticket), current_user.id, now())
    except BondRefused as error:
        form.message.errors = [refused(error.reason)]
        return _ask_split(ticket, form)
    flash(_("This was split off #%(number)s.", number=ticket), "ok")
    return see(url_for("desk.ticket", ticket=new))


@desk.get("/bonds/<int:bond>/undo", endpoint="ask_undo_bond")
def ask_to_undo(bond: int) -> Response:
    """Show what undoing comes to."""
    return _ask_undo(bond)


@desk.post("/bonds/<int:bond>/undo", endpoint="undo_bond")
def undo(bond: int) -> Response:
    """Undo a merge or a split."""
    try:
        undone = undoing.undo(bond, current_user.id, now())
    except BondRefused as error:
        return _ask_undo(bond, 409, refusal=refused(error.reason))
    flash(undone_in_words(undone), "ok")
    there = undone.other if undone.tie is Tie.MERGE or undone.goes_on else undone.kept
    return see(url_for("desk.ticket", ticket=there))


def _ask_merge(ticket: int, form: MergeForm, status: int = 422, into: int | None = None) -> Response:
    """Ask again, with what it comes to when the other ticket is known; another client's is as good as absent."""
    this = db.session.get(Ticket, ticket) or abort(404)
    outlook = foreseeing.of_merge(db.session(), into, ticket, current_user.id, now()) if into else None
    why = _against(this, into, outlook) if into else None
    if why is not None and not form.into.errors:
        form.into.errors, outlook = [refused(why)], None
        status = 404 if why is NoBond.UNKNOWN else 422
    form.versions.data = outlook.versions if outlook else ""
    shown: dict[str, Any] = {"ticket": this, "form": form, "outlook": outlook, "undo_days": UNDO_FOR.days}
    return page("bonds/merge.html", status if form.errors else 200, **shown)


def _against(this: Ticket, into: int, outlook: foreseeing.Outlook | None) -> NoBond | None:
    if into == this.number:
        return NoBond.ITSELF
    if outlook is None:
        return NoBond.UNKNOWN
    return NoBond.AWAY if outlook.kept.merged_into or outlook.other.merged_into else None


def _ask_split(ticket: int, form: SplitForm, *, asked: bool = False) -> Response:
    this = db.session.get(Ticket, ticket) or abort(404)
    session, cut = db.session(), form.cut_of(ticket)
    messages, notes = (
        foreseeing.messages_to_choose(session, ticket),
        foreseeing.notes_to_choose(session, ticket),
    )
    form.offer(message=[(one.id, _label(one)) for one in messages], piece=offered(session, ticket))
    form.offer(note=[(one.id, _label(one)) for one in notes])
    effects = _split_effects(form, cut, this) if asked else None
    shown: dict[str, Any] = {"ticket": this, "form": form, "effects": effects, "cut": cut}
    return page("bonds/split.html", 422 if form.errors else 200, **shown, undo_days=UNDO_FOR.days)


def _split_effects(form: SplitForm, cut: splitting.Cut, ticket: Ticket) -> list[Effect] | None:
    """Return what it comes to in credits; None, with the reason at the form, where it cannot be done."""
    try:
        splitting.chosen_of(db.session(), cut)
    except BondRefused as error:
        form.message.errors = [refused(error.reason)]
        return None
    whose, by = ticket.organisation_id, current_user.id
    deed = TieDeed(Tie.SPLIT, cut.ticket, None, cut.messages, whose, by, now(), pieces=cut.pieces)
    return foreseen(db.session(), deed)


def _ask_undo(number: int, status: int = 200, refusal: str = "") -> Response:
    bond = db.session.get(Bond, number) or abort(404)
    kept, other = (db.session.get_one(Ticket, one) for one in (bond.kept, bond.other))
    why = undoing.against(bond, kept, other, now())
    deed = undoing.deed_of(db.session(), bond, current_user.id, now())
    effects = foreseen(db.session(), deed) if why is None else []
    shown: dict[str, Any] = {"bond": bond, "effects": effects, "until": bond.at + UNDO_FOR}
    return page("bonds/undo.html", status, **shown, refusal=refusal or (refused(why) if why else ""))


def _label(message: Any) -> str:
    who = message.from_name or message.from_address  # of a note: who wrote it, always named
    return f"{who} · {moment(message.received_at)} · {' '.join(message.beginning.split())[:90]}"


def _versions(text: str | None) -> tuple[int, int]:
    """Return the versions of both tickets that were on screen; what is none was never on screen."""
    first, _dash, second = (text or "").partition("-")
    known = first.isdecimal() and second.isdecimal() and len(first + second) < 16
    return (int(first), int(second)) if known else (0, 0)
