"""Private addresses: a signed token names one row and what it is for; opening one changes nothing (R35)."""

import base64
import hashlib
import hmac
import re

_FORM = re.compile(r"([1-9]\d{0,8})-([a-z2-7]{32})")


def token_for(purpose: str, number: int, nonce: str, key: str) -> str:
    """Return the token of that row; without the key nobody can make it, a copy of the database included."""
    signed = hmac.new(key.encode(), f"{purpose}:{number}:{nonce}".encode(), hashlib.sha256).digest()
    return f"{number}-{base64.b32encode(signed[:20]).decode().lower()}"


def number_in(token: str) -> int | None:
    """Return the number of the row a token claims; None for what is no token."""
    found = _FORM.fullmatch(token)
    return int(found[1]) if found else None


def fits(token: str, purpose: str, number: int, nonce: str, key: str) -> bool:
    """Whether the token is that of this row."""
    return hmac.compare_digest(token, token_for(purpose, number, nonce, key))
