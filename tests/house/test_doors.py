"""Nobody enters where no door lets them in: every address, every method, every role."""

from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from werkzeug.routing import IntegerConverter, Rule

from projectie.doors import access
from tests.visitor import Visitor, db_name

WHO = {None: "anonymous", "lotte": "client", "daan": "staff", "mara": "manager"}
INVENTED = 987_654


def _routes(app: Flask) -> Iterator[tuple[Rule, str]]:
    for rule in app.url_map.iter_rules():
        if rule.endpoint != "static":
            for method in sorted((rule.methods or set()) & {"GET", "POST"}):
                yield rule, method


def _path(app: Flask, rule: Rule) -> str:
    values = {
        name: INVENTED if isinstance(c, IntegerConverter) else "invented"
        for name, c in rule._converters.items()
    }
    built = app.url_map.bind("localhost").build(
        rule.endpoint, {**values, **(rule.defaults or {})}, method=None
    )
    return str(built)


def test_every_route_is_named_and_closed_unless_named(app: Flask) -> None:
    table = access(app)
    assert set(table) == {rule.endpoint for rule in app.url_map.iter_rules()}
    assert [endpoint for endpoint, entry in table.items() if not entry["roles"]] == []
    for endpoint, entry in table.items():
        door = endpoint.partition(".")[0]
        allowed = {"portal": {"client"}, "desk": {"staff", "manager"}, "manage": {"manager"}}.get(door)
        assert allowed is None or set(entry["roles"]) <= allowed, endpoint


@pytest.mark.parametrize("name", WHO)
def test_the_guard_enforces_what_access_says(
    app: Flask, visit: Callable[..., Visitor], name: str | None
) -> None:
    visitor, role, table = visit(name, most_statements=40), WHO[name], access(app)
    for rule, method in _routes(app):
        if rule.endpoint in {"public.sign_out", "account.events"}:
            continue
        allowed = role in table[rule.endpoint]["roles"]
        if not allowed and db_name(app) != "sqlite":
            continue  # whoever is refused is before anything of the page is read
        path = _path(app, rule)
        page = visitor.get(path, follow=False) if method == "GET" else visitor.post(path, {})
        where = f"{role} {method} {path}: {page.status}"
        assert page.status < 500, where
        if allowed:
            assert not page.location.startswith("/login?"), where
        elif role == "anonymous":
            assert page.status == 302, where
            assert page.location.startswith("/login?next="), where
        else:
            assert page.status == 404, where


def test_an_unsafe_method_without_the_right_token_is_400(app: Flask, visit: Callable[..., Visitor]) -> None:
    visitor = visit("mara")
    for rule, method in _routes(app):
        if method == "POST" and "manager" in access(app)[rule.endpoint]["roles"]:
            page = visitor.post(_path(app, rule), {}, token="not this one")
            assert page.status == 400, f"{rule.rule}: {page.status}"


def test_a_foreign_host_is_refused(visit: Callable[..., Visitor]) -> None:
    assert visit().get("/login", headers={"Host": "evil.example"}).status == 400


@pytest.mark.parametrize("path", ["/login", "/desk/tickets/1001/notes", "/logout"])
def test_the_wrong_method_is_405(visit: Callable[..., Visitor], path: str) -> None:
    visitor = visit("daan")
    page = visitor.client.open(path, method="PATCH", headers={"X-CSRFToken": visitor.token})
    assert page.status_code in {400, 405}
