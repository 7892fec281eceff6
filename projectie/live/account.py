"""The event stream, and the same by asking, for whoever is signed in."""

from flask import Response, abort, current_app, g, jsonify, request
from flask_login import current_user

from projectie.database import db
from projectie.doors import account
from projectie.live.audience import Audience
from projectie.live.hub import Ear, Hub, hub_of
from projectie.live.line import hung_up
from projectie.live.missed import missed
from projectie.live.stream import frames, told

LARGEST = 2**31 - 1  # id a database can hold
RETRY_AFTER = 20  # seconds; the page asks /events/recent at this pace meanwhile


@account.get("/events")
def events() -> Response:
    """Open the stream of what changes, from the event the page was made after; it ends after some minutes."""
    after = _after()
    if request.method == "HEAD":
        return Response(mimetype="text/event-stream")
    hub = hub_of(current_app._get_current_object())  # type: ignore[attr-defined]  # noqa: SLF001 - the app itself
    ear = hub.join(Audience.of(current_user, g.browser.id))
    return _stream(hub, ear, after) if ear else _busy()


@account.get("/events/recent")
def recent_events() -> Response:
    """Answer what changed since then, for a page without a stream."""
    news = missed(db.session(), current_user, _after())
    person: int = current_user.id
    return jsonify(
        last=news.last,
        reset=news.lost,
        events=[{"id": one.id, "event": one.kind, **told(one, person)} for one in news.signals],
    )


def _after() -> int:
    """Return the last event this browser knows: of the stream it lost, else of its page, else of this moment."""
    text = request.headers.get("Last-Event-ID") or request.args.get("after") or str(g.last_event_id)
    if not (text.isascii() and text.isdigit() and len(text) <= 10 and int(text) <= LARGEST):
        abort(400)
    return int(text)


def _stream(hub: Hub, ear: Ear, after: int) -> Response:
    try:
        # The transaction of this request began before the ear did; on SQLite it would see nothing newer.
        db.session.remove()
        # And given back at once: a stream holds a thread, never a connection to the database.
        with hub.engine.connect() as reader:
            news = missed(reader, current_user, after)
        response = Response(frames(hub, ear, news, hung_up(request.environ)), mimetype="text/event-stream")
    except BaseException:
        hub.leave(ear)
        raise
    response.call_on_close(lambda: hub.leave(ear))
    response.headers["Cache-Control"] = "no-cache"
    response.headers["X-Accel-Buffering"] = "no"
    return response


def _busy() -> Response:
    response = jsonify(error="streams")
    response.status_code = 503
    response.headers["Retry-After"] = str(RETRY_AFTER)
    return response
