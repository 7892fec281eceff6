"""Signing in with the studio's own accounts, against a provider that really runs: discovery, keys, token."""

import base64
import hashlib
import json
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from flask import Flask
from joserfc import jwt
from joserfc.jwk import RSAKey
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from projectie.clock.now import now
from projectie.people.actions import set_access
from tests.town import Town
from tests.visitor import Page, Visitor

Visit = Callable[..., Visitor]
KEY, ANOTHER = (RSAKey.generate_key(2048, {"kid": kid}) for kid in ("one", "one"))
BACK = "/login/studio/back"


@dataclass
class Provider:
    """A provider of accounts: what it is asked, and what it says of whoever signs in there."""

    server: HTTPServer
    claims: dict[str, Any] = field(default_factory=dict)
    key: RSAKey = field(default_factory=lambda: KEY)
    asked: dict[str, str] = field(default_factory=dict)

    def serve(self) -> None:
        """Answer discovery, keys and token."""
        url = self.server.url_for("")
        known = {
            "issuer": url.rstrip("/"),
            "authorization_endpoint": f"{url}authorize",
            "token_endpoint": f"{url}token",
            "jwks_uri": f"{url}keys",
            "id_token_signing_alg_values_supported": ["RS256"],
        }
        self.server.expect_request("/.well-known/openid-configuration").respond_with_json(known)
        self.server.expect_request("/keys").respond_with_json({"keys": [KEY.as_dict(private=False)]})
        self.server.expect_request("/token", method="POST").respond_with_handler(self.token)

    def token(self, request: Request) -> Response:
        """Hand out a token for the code, to whoever knows what the challenge was made of (PKCE)."""
        digest = hashlib.sha256(request.form["code_verifier"].encode()).digest()
        right = base64.urlsafe_b64encode(digest).rstrip(b"=").decode() == self.asked["code_challenge"]
        if (
            not right
            or request.form["code"] != "the code"
            or request.form["redirect_uri"] != self.asked["redirect_uri"]
        ):
            return Response(json.dumps({"error": "invalid_grant"}), 400, mimetype="application/json")
        moment = int(time.time())
        claims = {
            "iss": self.server.url_for("").rstrip("/"), "aud": "desk", "sub": "1", "iat": moment,
            "exp": moment + 60, "nonce": self.asked["nonce"], "email_verified": True, **self.claims,
        }  # fmt: skip
        token = jwt.encode({"alg": "RS256", "kid": "one"}, claims, self.key)
        body = {"access_token": "x", "token_type": "Bearer", "expires_in": 60, "id_token": token}
        return Response(json.dumps(body), mimetype="application/json")

    def sign_in(self, visitor: Visitor, back: str = "", **changed: str) -> Page:
        """Go there, sign in, and come back."""
        sent = visitor.get(f"/login/studio?next={back}", follow=False)
        assert sent.status == 302
        self.asked = {name: values[0] for name, values in parse_qs(urlsplit(sent.location).query).items()}
        assert self.asked["code_challenge_method"] == "S256"
        return visitor.get(
            f"{BACK}?{urlencode({'code': 'the code', 'state': self.asked['state'], **changed})}", follow=False
        )


@pytest.fixture
def provider(app: Flask, httpserver: HTTPServer) -> Iterator[Provider]:
    """Return a provider that runs, and the desk knows."""
    usual = app.config["SETTINGS"]
    app.config["SETTINGS"] = replace(
        usual, oidc_issuer=httpserver.url_for("").rstrip("/"), oidc_client_id="desk", oidc_client_secret="s",
        oidc_domain="projectie.example",
    )  # fmt: skip
    running = Provider(httpserver, {"hd": "projectie.example"})
    running.serve()
    yield running
    app.config["SETTINGS"] = usual


def test_a_colleague_signs_in_and_comes_back_to_the_page(
    provider: Provider, visit: Visit, town: Town
) -> None:
    provider.claims["email"] = town.daan.email.title()
    daan = visit()
    assert "account van de studio" in daan.get("/login").text
    assert provider.sign_in(daan, "/desk/board").location == "/desk/board"
    assert daan.get("/desk/board", follow=False).status == 200


@pytest.mark.parametrize(
    "claims",
    [
        {"email": "nobody@projectie.example"},
        {"email": "lotte@bakkerij-leiden.example"},
        {"email": "daan@projectie.example", "email_verified": False},
        {"email": "daan@projectie.example", "email_verified": "true"},
        {"email": "daan@projectie.example", "hd": "elsewhere.example"},
        {"email": "daan@projectie.example", "hd": None},
        {"email": "daan@projectie.example", "nonce": "another"},
        {"email": "daan@projectie.example", "aud": "another desk"},
        {"email": "daan@projectie.example", "iss": "https://evil.example"},
        {"email": "daan@projectie.example", "exp": 1},
        {},
    ],
)
def test_nobody_else_gets_in(provider: Provider, visit: Visit, claims: dict[str, Any]) -> None:
    provider.claims |= claims
    visitor = visit()
    assert provider.sign_in(visitor).location == "/login"
    assert visitor.get("/desk/", follow=False).status == 302


def test_a_forged_answer_gets_nobody_in(provider: Provider, visit: Visit, town: Town) -> None:
    provider.claims["email"] = town.daan.email
    assert provider.sign_in(visit(), state="forged").location == "/login"
    assert provider.sign_in(visit(), code="another").location == "/login"
    daan = visit()
    assert provider.sign_in(daan).location == "/desk/"
    state = provider.asked["state"]
    daan.get("/login")
    daan.post("/logout")
    again = daan.get(f"{BACK}?{urlencode({'code': 'the code', 'state': state})}", follow=False)
    assert again.location == "/login"
    provider.key = ANOTHER
    assert provider.sign_in(visit()).location == "/login"
    assert visit().get(f"{BACK}?error=access_denied", follow=False).location == "/login"
    assert visit().get(BACK, follow=False).location == "/login"


def test_whoever_was_shut_out_stays_out(provider: Provider, visit: Visit, town: Town) -> None:
    provider.claims["email"] = town.daan.email
    set_access(town.daan.id, False, town.mara.id, now())
    assert provider.sign_in(visit()).location == "/login"


def test_a_provider_that_is_away_is_said(provider: Provider, visit: Visit, app: Flask) -> None:
    known = app.config["SETTINGS"]
    app.config["SETTINGS"] = replace(known, oidc_issuer=provider.server.url_for("/nowhere"))
    visitor = visit()
    page = visitor.get("/login/studio")
    assert "lukte niet" in page.text


def test_without_a_provider_there_is_no_such_page(visit: Visit) -> None:
    assert visit().get("/login/studio").status == 404
    assert visit().get(BACK).status == 404
    assert "account van de studio" not in visit().get("/login").text
