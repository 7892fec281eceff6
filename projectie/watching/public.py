"""`/metrics`: the figures of the desk for a monitor that has the token; to anybody else the page does not exist."""

import hmac
import os

from flask import Response, abort, current_app, request

from projectie.clock.now import now
from projectie.database import db
from projectie.doors import public
from projectie.watching.gathering import gathered
from projectie.watching.openmetrics import TYPE, written


@public.get("/metrics")
def metrics() -> Response:
    """Answer with every figure, as OpenMetrics text."""
    if not _is_monitor():
        abort(404)
    tally = current_app.extensions["projectie.tally"].histogram(str(os.getpid()))
    return Response(written([*gathered(db.session(), now()), tally]), content_type=TYPE)


def _is_monitor() -> bool:
    """Whether the token is the one that is set; compared in the same time whatever it is."""
    token: str = current_app.config["SETTINGS"].metrics_token
    scheme, _, given = request.headers.get("Authorization", "").partition(" ")
    same = hmac.compare_digest(given.strip().encode(), token.encode())
    return bool(token) and scheme.lower() == "bearer" and same
