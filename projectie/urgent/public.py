"""A quote behind the link of somebody who may agree to costs; and whether an agreement is ours (R15, R35)."""

import re

from flask import Response, abort, current_app, url_for

from projectie.database import db
from projectie.doors import public
from projectie.pages import page, see
from projectie.people.models import Person
from projectie.urgent.forms import AgreeForm
from projectie.urgent.models import ConsentWay
from projectie.urgent.page_of import Urls, agreed, declined, private, proof, shown
from projectie.urgent.queries import Shown, consent_by, quote_behind

NL, EN = "/nl/spoedofferte/<token>", "/en/urgent-quote/<token>"
DIGEST = re.compile(r"[0-9a-f]{64}")


@public.bilingual(nl=NL, en=EN)
def quote(token: str) -> Response:
    """Show a quote."""
    found = _behind(token)
    return shown(*found, _urls(token), portal=False) if found else closed()


@public.bilingual(nl=NL, en=EN, endpoint="agree_quote", methods=["POST"])
def agree_quote(token: str) -> Response:
    """Agree to it."""
    found, form = _behind(token), AgreeForm()
    if found is None:
        return closed()
    if not form.validate_on_submit():
        return shown(*found, _urls(token), form, 422, portal=False)
    if refusal := agreed(*found, form, ConsentWay.LINK):
        return shown(*(_behind(token) or found), _urls(token), form, 409, refusal=refusal, portal=False)
    return see(url_for("public.quote", token=token))


@public.bilingual(nl=f"{NL}/afwijzen", en=f"{EN}/decline", endpoint="decline_quote", methods=["POST"])
def decline_quote(token: str) -> Response:
    """Decline it: the normal promise holds."""
    found = _behind(token)
    if found is None:
        return closed()
    if refusal := declined(*found):
        return shown(*(_behind(token) or found), _urls(token), None, 409, refusal=refusal, portal=False)
    return see(url_for("public.quote", token=token))


@public.bilingual(nl=f"{NL}/bewijs", en=f"{EN}/proof", endpoint="quote_proof")
def quote_proof(token: str) -> Response:
    """Hand out the proof of the agreement."""
    found = _behind(token)
    return (proof(found[0]) if found else None) or abort(404)


@public.bilingual(nl="/nl/akkoord/<digest>", en="/en/agreement/<digest>", endpoint="verify_consent")
def verify_consent(digest: str) -> Response:
    """Say whether an agreement with that hash is kept here, and from when; nothing else of it."""
    found = consent_by(db.session(), digest) if DIGEST.fullmatch(digest) else None
    consent, quote = found or (None, None)
    answer = page(
        "urgent/verify.html", 200 if found else 404, consent=consent, quote=quote, digest=digest[:64]
    )
    return private(answer)


def closed() -> Response:
    """Answer a link that is wrong or old: each gets the same page."""
    return private(page("proofs/closed.html", 404))


def _behind(token: str) -> tuple[Shown, Person] | None:
    return quote_behind(db.session(), token, current_app.config["SECRET_KEY"])


def _urls(token: str) -> Urls:
    return Urls(
        *(url_for(f"public.{name}", token=token) for name in ("agree_quote", "decline_quote", "quote_proof"))
    )
