"""The page of an outage as an answer: whole, or with what was refused and all that was typed."""

from typing import Any

from flask import Response, abort

from projectie.database import db
from projectie.outages.forms import TicketsForm, UpdateForm
from projectie.outages.outage_page import OutagePage, outage_page
from projectie.outages.progress import State
from projectie.outages.words import SEVERITIES, STATES
from projectie.pages import page


def found(outage_id: int) -> OutagePage:
    """Return the outage, or answer 404."""
    return outage_page(db.session(), outage_id) or abort(404)


def shown(outage_id: int, status: int = 200, refusal: str | None = None, **forms: Any) -> Response:
    """Show an outage; a form that was typed in stands in for the fresh one."""
    outage = found(outage_id)
    numbers = [ticket.number for ticket in outage.tickets]
    fresh = {"state": _following(outage.outage.state), "seen": outage.newest}
    given = {
        "update_form": UpdateForm.about(numbers, formdata=None, data=fresh),
        "tickets_form": TicketsForm(formdata=None),
    }
    return page(
        "outages/outage.html",
        status,
        shown=outage,
        refusal=refusal,
        states=STATES,
        severities=SEVERITIES,
        **(given | forms),
    )


def asked_again(outage_id: int, refusal: str | None = None, status: int = 422, **forms: Any) -> Response:
    """Show it again with what is wrong."""
    wrong = next(iter(forms.values()), None)
    is_wrong = refusal is not None or bool(wrong and wrong.errors)
    return shown(outage_id, status, refusal, has_errors=is_wrong, wrong_form=wrong, **forms)


def _following(state: State) -> str:
    """Return the state that usually comes next."""
    order = list(State)
    return order[min(order.index(state) + 1, len(order) - 1)].value
