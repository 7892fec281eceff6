"""Access tokens for mail servers that take no password (OAuth 2.0, as Google Workspace wants it)."""

import json
import threading
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from http.client import HTTPException

_TIMEOUT = 30  # seconds
_MARGIN = timedelta(minutes=1)  # a token that ends while we sign in is of no use
_USUAL = 3600  # seconds a token holds, where the answer does not say
_LONGEST_ANSWER = 100_000  # bytes


class TokenError(Exception):
    """No access token could be had; the message is the provider's own code, without secrets."""


@dataclass(frozen=True, slots=True)
class Grant:
    """What the studio was given once, in exchange for which tokens are handed out."""

    token_url: str
    client_id: str
    client_secret: str
    refresh_token: str


@dataclass(frozen=True, slots=True)
class _Token:
    word: str
    until: datetime


class Tokens:
    """Hands out access tokens, asking for a new one only when the last is nearly over; safe between threads."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._held: dict[Grant, _Token] = {}
        self._lock = threading.Lock()

    def token(self, grant: Grant) -> str:
        """Return a token that still holds; raise TokenError."""
        with self._lock:
            held = self._held.get(grant)
            if held is None or held.until <= self._clock():
                held = self._held[grant] = _asked(grant, self._clock())
            return held.word

    def forget(self, grant: Grant, refused: str) -> None:
        """Drop a token that a server refused: it ended before its time."""
        with self._lock:
            held = self._held.get(grant)
            if held is not None and held.word == refused:
                del self._held[grant]


def _asked(grant: Grant, now: datetime) -> _Token:
    answer = _answer(grant)
    word = answer.get("access_token")
    if not isinstance(word, str) or not word.isascii() or not word.isprintable() or not word:
        raise TokenError("no token in the answer")
    return _Token(word, now + _lifetime(answer.get("expires_in")))


def _lifetime(seconds: object) -> timedelta:
    try:
        return timedelta(seconds=float(str(seconds))) - _MARGIN
    except (ValueError, OverflowError):
        return timedelta(seconds=_USUAL) - _MARGIN


def _answer(grant: Grant) -> dict[str, object]:
    form = {
        "grant_type": "refresh_token",
        "client_id": grant.client_id,
        "client_secret": grant.client_secret,
        "refresh_token": grant.refresh_token,
    }
    asked = urllib.parse.urlencode({name: value for name, value in form.items() if value}).encode()
    try:
        # The address is a setting, checked to be http or https.
        with urllib.request.urlopen(grant.token_url, asked, timeout=_TIMEOUT) as response:  # noqa: S310
            answer = json.loads(response.read(_LONGEST_ANSWER))
    except urllib.error.HTTPError as error:
        with error:
            raise TokenError(_code(error)) from None
    except (OSError, HTTPException, ValueError) as error:
        raise TokenError(type(error).__name__) from error
    if not isinstance(answer, dict):
        raise TokenError("no token in the answer")
    return answer


def _code(error: urllib.error.HTTPError) -> str:
    """Return the code the provider gives, such as invalid_grant: the grant was withdrawn (RFC 6749, 5.2)."""
    try:
        code = json.loads(error.read(_LONGEST_ANSWER)).get("error")
    except (OSError, HTTPException, ValueError, AttributeError):
        code = None
    return code if isinstance(code, str) and code.isidentifier() else f"status {error.code}"
