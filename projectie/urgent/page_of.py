"""The page of a quote, the same behind a link and in the portal: read it, agree, decline, or ask (R14, R15, R35)."""

from dataclasses import dataclass
from typing import Any

from flask import Response, current_app, make_response, request

from projectie.clock.now import now
from projectie.context import studio
from projectie.database import db
from projectie.mail import reply_address
from projectie.pages import page
from projectie.people.models import Person
from projectie.terms.in_force import version
from projectie.urgent import agreeing, ending
from projectie.urgent.agreeing import Refused, Said
from projectie.urgent.copies import NAMES
from projectie.urgent.forms import AgreeForm
from projectie.urgent.models import ConsentWay
from projectie.urgent.paper import proof_of, verify_url
from projectie.urgent.queries import Shown, newest_of
from projectie.urgent.rules import QuoteState
from projectie.urgent.words import REFUSED, STATES, WAYS
from projectie.work.words import credits_in_words


@dataclass(frozen=True, slots=True)
class Urls:
    """Where the page's forms go, and the proof lies."""

    agree: str
    decline: str
    proof: str


def shown(
    found: Shown, reader: Person, urls: Urls, form: AgreeForm | None = None, status: int = 200, **more: Any
) -> Response:
    """Return the page; it changes nothing, however often it is opened."""
    quote, state = found.quote, found.state(now())
    fresh = form or AgreeForm(formdata=None, name=reader.name)
    fresh.html_sha256.data = quote.html_sha256
    of, key = quote.ticket_number, current_app.config["SECRET_KEY"]
    ask = reply_address.address_for(studio().support_address, of, reader.email, key, found.mark)
    answer = page(
        "urgent/portal_quote.html" if more.pop("portal") else "urgent/public_quote.html",
        status,
        found=found,
        quote=quote,
        state=state,
        waits=state is QuoteState.SENT,
        ended=state if state not in {QuoteState.SENT, QuoteState.AGREED} else None,
        words=STATES[state],
        reader=reader,
        form=fresh,
        urls=urls,
        ask_address=ask,
        consent=found.consent,
        way=WAYS[found.consent.way] if found.consent else "",
        most=credits_in_words(quote.maximum),
        verify=verify_url(found.consent, quote.language) if found.consent else "",
        newest=newest_of(db.session(), quote) if state is QuoteState.SUPERSEDED else None,
        terms=version(db.session(), quote.terms_number),
        **more,
    )
    return private(answer)


def agreed(found: Shown, reader: Person, form: AgreeForm, way: ConsentWay) -> str:
    """Keep the agreement that was typed; return why it was not kept, or nothing."""
    said = Said(
        person=reader.id,
        name=form.name.data,
        role=form.role.data,
        html_sha256=form.html_sha256.data,
        address=request.remote_addr or "",
        device=request.user_agent.string,
        way=way,
    )
    try:
        agreeing.agree(found.quote.id, said, now())
    except Refused as refused:
        return str(REFUSED[refused.reason])
    return ""


def declined(found: Shown, reader: Person) -> str:
    """Decline it; return why it was not, or nothing."""
    try:
        ending.decline(found.quote.id, reader.id, current_app.config["SECRET_KEY"], now())
    except Refused as refused:
        return str(REFUSED[refused.reason])
    return ""


def proof(found: Shown) -> Response | None:
    """Return the proof of an agreement as a PDF; None where there is none."""
    if found.consent is None:
        return None
    answer = make_response(proof_of(db.session(), found.consent))
    answer.headers["Content-Type"] = "application/pdf"
    name = NAMES[found.quote.language][0].format(found.consent.number)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return private(answer)


def private(response: Response) -> Response:
    """Return an answer that no browser keeps."""
    response.headers["Cache-Control"] = "no-store"
    return response
