"""A local stand-in for Mollie: what its documentation says of creating and reading payments, over real HTTP."""

import json
from dataclasses import dataclass, field
from typing import Any

from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

KEY = "test_dHar4XY7LxsDOtmnkVtjNVWXLSlXsM"
HAL = "application/hal+json"


@dataclass(slots=True)
class Mollie:
    """Payments by id; `down` answers everything with 503."""

    server: HTTPServer
    payments: dict[str, dict[str, Any]] = field(default_factory=dict)
    by_key: dict[str, str] = field(default_factory=dict)
    asked: list[dict[str, Any]] = field(default_factory=list)
    fetched: int = 0
    down: bool = False

    @property
    def url(self) -> str:
        """Where it listens."""
        return self.server.url_for("")

    def listen(self) -> None:
        """Answer as the documentation says."""
        self.server.expect_request("/v2/payments", method="POST").respond_with_handler(self._create)
        self.server.expect_request("/v2/methods", method="GET").respond_with_handler(self._methods)
        handler = self.server.expect_request(_Below("/v2/payments/"), method="GET")
        handler.respond_with_handler(self._get)

    def say(self, status: str, number: str = "tr_1", **more: Any) -> None:
        """Let a payment stand so from now on."""
        self.payments[number] |= {"status": status, **more}

    def _create(self, request: Request) -> Response:
        if self.down:
            return _problem(503)
        assert request.headers["Authorization"] == f"Bearer {KEY}"
        key, asked = request.headers["Idempotency-Key"], json.loads(request.get_data())
        self.asked.append(asked)
        number = self.by_key.setdefault(key, f"tr_{len(self.by_key) + 1}")
        self.payments.setdefault(
            number,
            {
                "resource": "payment",
                "id": number,
                "status": "open",
                "amount": asked["amount"],
                "method": asked.get("method"),
                "_links": {"checkout": {"href": f"https://pay.example/{number}", "type": "text/html"}},
            },
        )
        return _said(self.payments[number], 201)

    def _get(self, request: Request) -> Response:
        if self.down:
            return _problem(503)
        self.fetched += 1
        found = self.payments.get(request.path.rpartition("/")[2])
        return _said(found) if found else _problem(404)

    def _methods(self, request: Request) -> Response:
        if self.down:
            return _problem(503)
        assert request.args["amount[currency]"] == "EUR"
        names = {
            "ideal": "iDEAL | Wero",
            "creditcard": "Kaart" if request.args["locale"] == "nl_NL" else "Card",
        }
        methods = [{"resource": "method", "id": key, "description": name} for key, name in names.items()]
        return _said({"count": len(methods), "_embedded": {"methods": methods}})


class _Below(str):
    """Matches every path below this one."""

    __slots__ = ()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, str) and other.startswith(str(self))

    __hash__ = str.__hash__


def _said(body: dict[str, Any], status: int = 200) -> Response:
    return Response(json.dumps(body), status, content_type=HAL)


def _problem(status: int) -> Response:
    said = {"status": status, "title": "Problem", "detail": "Something is the matter"}
    return Response(json.dumps(said), status, content_type=HAL)
