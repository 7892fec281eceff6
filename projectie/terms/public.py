"""The terms, for everybody: the version in force and every other one, in one language or in both (R3)."""

from flask import Response, abort, request

from projectie.context import studio, today
from projectie.database import db
from projectie.doors import public
from projectie.language import LANGUAGES, language
from projectie.pages import page
from projectie.terms.closed_days import closed_days
from projectie.terms.figures import Terms
from projectie.terms.in_force import BEGINNING, version
from projectie.terms.paragraphs import beside
from projectie.terms.shown import Reading, reading
from projectie.terms.versions import Line, Versions, versions


@public.bilingual(nl="/nl/voorwaarden", en="/en/terms")
def terms() -> Response:
    """Show the terms in force, or the version that is asked for."""
    known = versions(db.session(), today())
    shown = _asked_for(known)
    return page(
        "terms/terms.html",
        sides=sides(version(db.session(), shown.number).terms, shown_languages()),
        shown=shown,
        known=known,
        beginning=BEGINNING,
        beside=beside,
        kept={} if shown == known.current else {"version": shown.number},
    )


def sides(terms: Terms, languages: tuple[str, ...]) -> list[Reading]:
    """Return the terms in those languages, with the closed days of this year and the next."""
    year = today().year
    closed = closed_days(db.session(), (year, year + 1))
    return [reading(terms, studio(), closed, side) for side in languages]


def shown_languages() -> tuple[str, ...]:
    """Return the languages to show: the reader's, and beside it the other where that is asked for."""
    ours = language()
    beside = tuple(other for other in LANGUAGES if other != ours)
    return (ours, *beside) if request.args.get("view") == "both" else (ours,)


def _asked_for(known: Versions) -> Line:
    """Return the version in the address; 404 when it names none that is published."""
    wanted = request.args.get("version")
    return known.current if wanted is None else known.numbered(wanted) or abort(404)
