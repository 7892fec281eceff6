"""Who may enter where: five guarded blueprints, closed to everybody a view does not name.

A view is reachable only by the roles its door (or the view itself) names; `access()` reports exactly
the table the guard enforces.
"""

from collections.abc import Callable
from functools import cache, partial
from typing import Any
from urllib.parse import urlsplit

from flask import Blueprint, Flask, Response, abort, current_app, g, make_response, redirect, request, url_for
from flask_login import current_user
from werkzeug.exceptions import HTTPException
from werkzeug.routing import IntegerConverter, Rule

from projectie import reused
from projectie.keeping import KEPT, kept
from projectie.kept_forms import keep
from projectie.pages import wants_fragment

ANONYMOUS = "anonymous"
EVERYONE = ("anonymous", "client", "staff", "manager")
SIGNED_IN = ("client", "staff", "manager")
STAFF = ("staff", "manager")

_roles: dict[str, tuple[str, ...]] = {}
_exempt: dict[str, str] = {}
_for_readers: set[str] = set()


class Door(Blueprint):
    """A blueprint whose views are open to the roles of the door, or to the fewer a view names."""

    def __init__(self, name: str, *, roles: tuple[str, ...], url_prefix: str | None = None) -> None:
        super().__init__(name, __name__, url_prefix=url_prefix)
        self.roles = roles

    def add_url_rule(
        self,
        rule: str,
        endpoint: str | None = None,
        view_func: Callable[..., Any] | None = None,
        provide_automatic_options: bool | None = None,
        *,
        roles: tuple[str, ...] | None = None,
        **options: Any,
    ) -> None:
        """Add a view; `roles` may only be fewer than the door's."""
        allowed = roles or self.roles
        if not set(allowed) <= set(self.roles):
            raise ValueError(f"{rule} would let in more than the door {self.name}")
        name = endpoint or (view_func.__name__ if view_func else "")
        _roles[f"{self.name}.{name}"] = allowed
        super().add_url_rule(rule, endpoint, view_func, provide_automatic_options, **options)

    def bilingual(
        self, *, nl: str, en: str, **options: Any
    ) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
        """Add a view under a Dutch and an English address; `url_for` picks by the reader's language."""

        def add(view: Callable[..., Any]) -> Callable[..., Any]:
            for language, rule in (("nl", nl), ("en", en)):
                self.add_url_rule(rule, view_func=view, defaults={"language": language}, **options)
            return view

        return add


public = Door("public", roles=EVERYONE)
account = Door("account", roles=SIGNED_IN)
portal = Door("portal", roles=("client",), url_prefix="/portal")
desk = Door("desk", roles=STAFF, url_prefix="/desk")
manage = Door("manage", roles=("manager",), url_prefix="/manage")
DOORS = (public, account, portal, desk, manage)


class Number(IntegerConverter):
    """An id or number in an address; one no database can hold is as good as absent (404, never 500)."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **{"max": 2**31 - 1, **options})


class Address(Rule):
    """A rule of the URL map; what builds addresses by it is made when one is asked for: a start makes eleven hundred."""

    def get_converter(self, variable_name: str, converter_name: str, *given: Any) -> Any:
        """Return what reads and writes a part of an address; numbers of tickets say whose they are."""
        ticket = variable_name == "ticket" and converter_name == "int"
        return super().get_converter(variable_name, "ticket" if ticket else converter_name, *given)

    def _compile_builder(self, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
        made = cache(partial(super()._compile_builder, append_unknown))

        def build(rule: Rule, **values: Any) -> tuple[str, str]:
            return made()(rule, **values)

        return build


def hang(app: Flask) -> None:
    """Hang the doors into the app, once all rooms have put their views in."""
    app.url_map.converters |= {"int": Number, "ticket": reused.TicketNumber}
    app.url_value_preprocessor(reused.unpack)
    app.add_template_filter(reused.named)
    app.url_rule_class = Address
    _roles["static"] = EVERYONE
    for door in DOORS:
        app.register_blueprint(door)


def role() -> str:
    """Return the role of whoever asks: anonymous, client, staff or manager."""
    return str(current_user.role.value) if current_user.is_authenticated else ANONYMOUS


def guard() -> Response | None:
    """Let in who may enter; send strangers to the sign-in; to anybody else the page does not exist."""
    if request.endpoint is None:
        return None  # no such address, or not that method: Flask answers
    allowed = _roles.get(request.endpoint, ())
    if role() in allowed:
        return _held_back(request.endpoint) or reused.guard(request.endpoint)
    return to_sign_in() if role() == ANONYMOUS and allowed else abort(404)


def may_send(address: str) -> bool:
    """Whether the reader may enter where a form goes to: one that was kept may be somebody else's."""
    routes = current_app.create_url_adapter(request)
    try:
        endpoint = routes.match(urlsplit(address).path, method="POST")[0] if routes else ""
    except HTTPException:
        return False
    return role() in _roles.get(endpoint, ())


def _held_back(endpoint: str) -> Response | None:
    """Hold back who must set up a second step first, and who reads along only (desk.md, section 8)."""
    door = endpoint.partition(".")[0]
    if getattr(g.get("browser"), "stage", None) == "bare" and door in {"portal", "desk", "manage"}:
        return sent_first("account.security")
    if (
        door == "portal"
        and request.method == "POST"
        and current_user.read_only
        and endpoint not in _for_readers
    ):
        abort(403)
    return None


def for_readers(endpoint: str) -> None:
    """Let those who read along only do this in the portal too."""
    _for_readers.add(endpoint)


def to_sign_in() -> Response:
    """Send to the sign-in page and back afterwards; never put it inside a fragment or an event stream."""
    if request.accept_mimetypes.best == "text/event-stream":
        return make_response("", 401)
    return sent_first("public.sign_in")


def sent_first(endpoint: str, *, always: bool = False) -> Response:
    """Send to a page that asks who it is, and back afterwards; what was typed is kept (`always`: whatever it was)."""
    where = kept()
    address = url_for(endpoint, next=where or _page_of_request(always=always))
    response = make_response("", 401) if wants_fragment() else make_response(redirect(address, 302))
    if wants_fragment():
        response.headers["HX-Redirect"] = address
    if where:
        response.headers[KEPT] = "1"
    return response


def _page_of_request(*, always: bool) -> str:
    """Return the address to come back to: a fragment or a deed is no page to come back to, but what it said is kept."""
    if request.method == "POST" and keep(always=always):
        return url_for("account.kept")
    return request.full_path.rstrip("?") if request.method == "GET" and not wants_fragment() else "/"


def exempt_from_csrf(endpoint: str, why: str) -> None:
    """Note that an endpoint needs no CSRF token, and why; `access()` shows it."""
    _exempt[endpoint] = why


def access(app: Flask) -> dict[str, dict[str, Any]]:
    """Return for every route who the guard lets in: `{endpoint: {"roles", "csrf", "why"}}`."""
    return {
        endpoint: {
            "roles": list(_roles.get(endpoint, ())),
            "csrf": "exempt" if endpoint in _exempt else None,
            "why": _exempt.get(endpoint),
        }
        for endpoint in sorted({rule.endpoint for rule in app.url_map.iter_rules()})
    }
