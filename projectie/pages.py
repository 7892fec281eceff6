"""How an answer leaves the desk: a whole page, or the fragments that changed.

The only module that asks whether the request is htmx.
"""

from collections.abc import Callable
from typing import Any

from flask import Response, make_response, redirect, render_template, request

from projectie.extensions import htmx


def wants_fragment() -> bool:
    """Whether htmx asked for a part of a page (a restored history entry wants the whole)."""
    return (
        bool(htmx) and not htmx.history_restore_request and request.headers.get("HX-Request-Type") != "full"
    )


def page(template: str, status: int = 200, **context: Any) -> Response:
    """Return a whole page."""
    return _answer(template, status, context)


def fragment(template: str, *, page: str, status: int = 200, address: str = "", **context: Any) -> Response:
    """Return one fragment to htmx, and the page that holds it to everybody else.

    `address` is what the browser shows from then on, for a page that has one of its own.
    """
    response = _answer(template if wants_fragment() else page, status, context)
    if address and wants_fragment():
        response.headers["HX-Push-Url"] = address
    return response


def changed(reply: str, *, back: str, context: Callable[[], dict[str, Any]] = dict) -> Response:
    """After a deed: the fragments that changed to htmx, a redirect back (303) to everybody else.

    `context` is asked only when fragments are rendered.
    """
    return _answer(reply, 200, context()) if wants_fragment() else see(back)


def nothing(back: str) -> Response:
    """Where there is nothing to ask or to show: no content to htmx, and back for everybody else."""
    return _varying(make_response("", 204)) if wants_fragment() else see(back)


def refused(reply: str, *, page: str, status: int, **context: Any) -> Response:
    """After a refusal: the fragments that say so to htmx, else the page that says so; what was typed is in both."""
    return _answer(reply if wants_fragment() else page, status, context)


def see(address: str) -> Response:
    """Send the reader on to another page; htmx follows as a browser does."""
    if wants_fragment():
        response = make_response("", 200)
        response.headers["HX-Redirect"] = address
        return response
    return _varying(make_response(redirect(address, 303)))


def _answer(template: str, status: int, context: dict[str, Any]) -> Response:
    return _varying(make_response(render_template(template, **context), status))


def _varying(response: Response) -> Response:
    response.vary.add("HX-Request")
    return response
