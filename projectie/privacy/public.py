"""What this desk does with data, cookies, accessibility and energy: with the figures of the running desk (P8)."""

from typing import Any

from flask import Response, current_app

from projectie import weight
from projectie.database import db
from projectie.doors import public
from projectie.language import COOKIE
from projectie.pages import page
from projectie.people.lifetimes import IDLE, LONGEST
from projectie.people.models import Role
from projectie.privacy.retention import days_of
from projectie.privacy.words import KIND_WORDS, YEARS

OWN = ("style.css", "live.js", "keys.js", "vendor/htmx.min.js", "vendor/icons.svg")


@public.bilingual(nl="/nl/privacy", en="/en/privacy")
def privacy() -> Response:
    """Say what is kept of whom, why, for how long, and how to get or erase it."""
    settings = current_app.config["SETTINGS"]
    return page(
        "privacy/policy.html",
        days=days_of(db.session()),
        kinds=KIND_WORDS,
        years=YEARS,
        online=bool(settings.mollie_api_key),
        elsewhere=bool(settings.blob_url),
    )


@public.bilingual(nl="/nl/cookies", en="/en/cookies")
def cookies() -> Response:
    """Say which cookies there are, and why nobody is asked about them."""
    return page(
        "privacy/cookies.html",
        session_cookie=current_app.config["SESSION_COOKIE_NAME"],
        language_cookie=COOKIE,
        idle=IDLE[Role.CLIENT].days,
        longest=LONGEST[Role.CLIENT].days,
    )


@public.bilingual(nl="/nl/toegankelijkheid", en="/en/accessibility")
def accessibility() -> Response:
    """Say what was done so that everybody can use it, how that is checked, and what is not proved."""
    return page("privacy/accessibility.html")


@public.bilingual(nl="/nl/duurzaam", en="/en/sustainability")
def sustainability() -> Response:
    """Say what a page weighs and how that is counted."""
    return page("privacy/sustainability.html", parts=_parts(), figures=weight)


def _parts() -> list[dict[str, Any]]:
    return [{"name": name, "size": weight.static_size(name)} for name in OWN]
