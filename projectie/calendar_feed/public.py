"""A calendar reads what a colleague promised, at an address only it knows."""

from flask import Response, abort, make_response, request
from flask_babel import force_locale
from flask_babel import gettext as _

from projectie.calendar_feed.actions import reader_of
from projectie.calendar_feed.models import CalendarFeed
from projectie.calendar_feed.promised import promised_by
from projectie.calls.feed import calls_of
from projectie.clock.now import now
from projectie.context import studio
from projectie.database import db
from projectie.doors import public
from projectie.language import LOCALES
from projectie.people.models import Person


@public.get("/calendar/<token>.ics")
def calendar_file(token: str) -> Response:
    """Give the calendar; an address that is wrong, old or revoked is as good as absent."""
    person, feed = reader_of(db.session(), token) or abort(404)
    with force_locale(LOCALES[person.language]):
        return _handed_out(_written(person, feed))


def _written(person: Person, feed: CalendarFeed) -> bytes:
    # A library of eighty modules, for calendars alone.
    from projectie.calendar_feed.ics import DAY, calendar_of

    promised = promised_by(db.session(), person.id)
    name = _("Promises of %(studio)s", studio=studio().name)
    calls = calls_of(db.session(), person, studio(), now() - DAY, shows_subjects=feed.shows_subjects)
    return calendar_of(promised, name, calls, shows_subjects=feed.shows_subjects)


def _handed_out(file: bytes) -> Response:
    response = make_response(file)
    response.mimetype = "text/calendar"
    response.headers["Cache-Control"] = "private, no-cache"  # ask each time, and hear that nothing changed
    response.headers["Content-Disposition"] = 'inline; filename="projectie.ics"'
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex"
    response.add_etag()
    response.make_conditional(request)
    return response
