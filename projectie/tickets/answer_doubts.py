"""A reply is stopped once where it may not be meant: another language than the client's, a variable left open, nobody there."""

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from projectie.mail.language import guessed
from projectie.people.models import Person
from projectie.people.signature import signature_of
from projectie.snippets.rules import left_open
from projectie.tickets.asked_once_rules import Doubt, Written, doubts, to_ask
from projectie.tickets.forms import ReplyForm
from projectie.tickets.models import Ticket


def stopped_once(session: Session, number: int, form: ReplyForm, by: Person) -> bool:
    """Return whether a reply is stopped for something it was not stopped for before; the form says for what."""
    found = select(Ticket.language, Ticket.requester_name, Ticket.requester_address, Person.active)
    row = session.execute(
        found.outerjoin(Person, Person.id == Ticket.requester_id).where(Ticket.number == number)
    ).first()
    if row is None:
        return False
    there = row.active is not False or not row.requester_address  # without an address it is refused anyway
    written = Written(form.body.data or "", signature_of(by, row.language), row.language, there)
    known = [one for one in (form.asked.data or "").split(",") if one]
    new = to_ask(doubts(written, guessed, left_open), known)
    if new:
        form.asked.data = ",".join([*known, *new])
        form.body.errors = [
            " ".join([*(_words(one, row.language, row.requester_name) for one in new), _again()])
        ]
    return bool(new)


def _again() -> str:
    return str(_("Change it, or send it once more if you mean it so."))


def _words(doubt: str, language: str, name: str) -> str:
    kind, _colon, about = doubt.partition(":")
    match Doubt(kind):
        case Doubt.LANGUAGE if language == "nl":
            return str(_("Not sent yet: this looks English, and the client reads Dutch."))
        case Doubt.LANGUAGE:
            return str(_("Not sent yet: this looks Dutch, and the client reads English."))
        case Doubt.SIGNATURE if language == "nl":
            return str(_("Not sent yet: your Dutch signature looks English."))
        case Doubt.SIGNATURE:
            return str(_("Not sent yet: your English signature looks Dutch."))
        case Doubt.VARIABLE:
            return str(_("Not sent yet: %(variable)s still has to be filled in.", variable="{" + about + "}"))
        case Doubt.CLOSED:
            return str(_("Not sent yet: the account of %(name)s was closed.", name=name))
