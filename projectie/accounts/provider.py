"""The studio's own accounts (OpenID Connect, such as Google Workspace): who the provider says somebody is.

Authlib checks state, nonce, PKCE, signature, issuer, audience and time; this file checks whom it lets in.
"""

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from flask import Flask, Response, current_app
from sqlalchemy import select

from projectie.config import Settings
from projectie.database import db
from projectie.people.models import Person, Role


class RefusedError(Exception):
    """The provider vouches for nobody we let in, or could not be asked."""

    def __init__(self, why: str, *, known: bool = False) -> None:
        super().__init__(why)
        self.known = known  # the provider knows them, we do not


def is_there() -> bool:
    """Whether the desk has a provider."""
    settings = _settings()
    return bool(settings.oidc_issuer and settings.oidc_client_id)


def departure(back: str) -> Response:
    """Return the way to the provider; raise RefusedError when it cannot be asked."""
    sent: Response = _asked(lambda known: known.authorize_redirect(back, prompt="select_account"))
    return sent


def arrival() -> Person:
    """Return the colleague the provider's answer vouches for; raise RefusedError for anybody else."""
    token = _asked(lambda known: known.authorize_access_token())
    return person_of(token.get("userinfo") or {})


def _asked(what: Callable[[Any], Any]) -> Any:
    from authlib.common.errors import AuthlibBaseError  # few pages need it
    from joserfc.errors import JoseError
    from requests import RequestException

    try:
        return what(_client(current_app._get_current_object(), _settings()))  # type: ignore[attr-defined]  # noqa: SLF001 - the app itself
    except (AuthlibBaseError, JoseError, RequestException, KeyError, ValueError, RuntimeError) as error:
        raise RefusedError(type(error).__name__) from error


@lru_cache(maxsize=8)
def _client(app: Flask, settings: Settings) -> Any:
    from authlib.integrations.flask_client import OAuth

    known = OAuth(app)
    known.register(
        "studio",
        client_id=settings.oidc_client_id,
        client_secret=settings.oidc_client_secret or None,
        server_metadata_url=f"{settings.oidc_issuer.rstrip('/')}/.well-known/openid-configuration",
        client_kwargs={"scope": "openid email", "code_challenge_method": "S256", "timeout": 10},
    )
    return known.create_client("studio")


def person_of(claims: dict[str, Any]) -> Person:
    """Return the colleague the provider vouches for; raise RefusedError for anybody else."""
    domain = _settings().oidc_domain
    email = str(claims.get("email", "")).lower()
    if claims.get("email_verified") is not True or (domain and str(claims.get("hd", "")).lower() != domain):
        raise RefusedError("unverified", known=True)
    query = select(Person).where(Person.email == email, Person.active.is_(True), Person.role != Role.CLIENT)
    person = db.session.scalars(query).first()
    if person is None:
        raise RefusedError("unknown", known=True)
    return person


def _settings() -> Settings:
    found: Settings = current_app.config["SETTINGS"]
    return found
