"""Triage as an answer: a ticket, the next one when a colleague was ahead, or that nothing waits."""

from typing import Any

from flask import Response, request, url_for
from flask_login import current_user

from projectie.clock.now import now
from projectie.context import studio
from projectie.database import db
from projectie.pages import page, see
from projectie.tickets import triage_words as say
from projectie.tickets.about import choices_for
from projectie.tickets.filters import number_of
from projectie.tickets.forms import PropertiesForm
from projectie.tickets.triage import Turn, before, turn
from projectie.tickets.triage_forms import DuplicateForm, SnoozeForm
from projectie.tickets.triage_queue import Queue, last_arrival, put_off
from projectie.tickets.words import COVERAGE, IMPACTS, KINDS, URGENCIES

# As triage.js knows them, by what they press.
KEYS = {"accept": "1", "duplicate": "2", "answer": "3", "later": "H", "next": "J", "previous": "K"}
WORDS = {
    "keys": KEYS,
    "coverage_words": COVERAGE,
    "kind_words": KINDS,
    "impact_words": IMPACTS,
    "urgency_words": URGENCIES,
}
HIGHEST_NUMBER = 2**31 - 1


def shown(number: int, waiting: Queue, status: int = 200, **given: Any) -> Response:
    """Show a ticket whose turn it is; a form that was typed in stands in for the fresh one."""
    at = turn(db.session(), number, waiting, current_user, studio(), now())
    version = at.about.form_values["version"]
    fresh: dict[str, Any] = {
        "form": given.pop("form", None) or _fresh(at),
        "duplicate_form": DuplicateForm(formdata=None, data={"duplicate_version": version}),
        "snooze_form": SnoozeForm(formdata=None),
        "did": None if given else _did(),
    }
    context = WORDS | fresh | given
    context["has_errors"] = status >= 400
    return page("tickets/triage.html", status, at=at, **context)


def empty(**given: Any) -> Response:
    """Say that nothing waits, when the last one came, and what was put off."""
    session = db.session()
    facts = {"arrived": last_arrival(session), "put_off": put_off(session, now()), "did": _did()}
    return page("tickets/triage_empty.html", **{**facts, **given})


def overtaken(number: int, waiting: Queue, typed: PropertiesForm | None = None) -> Response:
    """Say who was ahead and show the next ticket; what was typed can be saved all the same."""
    done = before(db.session(), number, now())
    said = say.taken(done, current_user.id) if done else ""
    given: dict[str, Any] = {"ahead": {"number": number, "said": said, "typed": typed}}
    if not waiting.numbers:
        return empty(**given)
    return shown(waiting.numbers[0], waiting, **given)


def onwards(number: int, waiting: Queue) -> Response:
    """Go to what comes next; its heading gets the focus, without a script too."""
    following = waiting.following(number)
    if following is None:
        return see(url_for("desk.triage", did=number, _anchor="page-title"))
    return see(url_for("desk.triage_ticket", ticket=following, did=number, _anchor="page-title"))


def _fresh(at: Turn) -> PropertiesForm:
    """Return the decisions as they are, with what is suggested filled in when somebody asked for that."""
    values = dict(at.about.form_values)
    if request.args.get("take"):
        proposals = {
            "kind": at.suggestion.kind,
            "impact": at.suggestion.impact,
            "urgency": at.suggestion.urgency,
        }
        values |= {name: given.value.value for name, given in proposals.items() if given}
    return PropertiesForm(formdata=None, data=values).offer(*choices_for(db.session(), at.about.current))


def _did() -> dict[str, Any] | None:
    """Return what became of the ticket before, as the address names it."""
    number = number_of(request.args.get("did"))
    done = before(db.session(), number, now()) if number and number <= HIGHEST_NUMBER else None
    return {"done": done, "said": say.became(done)} if done else None
