"""Codes of an app (TOTP) and codes on paper: which are right, and which were used before."""

import hashlib
import re
import secrets

import pyotp

STEP = 30  # seconds
DRIFT = 1  # steps that a clock may be off, either way
MANY = 10
_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"  # none that look alike
_LENGTH = 16


def new_secret() -> str:
    """Return a secret for an app."""
    return pyotp.random_base32()


def step_of(typed: str, secret: str, seconds: int, last_step: int) -> int | None:
    """Return the step of a right code that is later than the last one used; None for any other."""
    code = re.sub(r"\s", "", typed)
    if not re.fullmatch(r"[0-9]{6}", code):
        return None
    app, this = pyotp.TOTP(secret, interval=STEP), seconds // STEP
    for step in range(this - DRIFT, this + DRIFT + 1):
        if step > last_step and secrets.compare_digest(app.at(step * STEP), code):
            return step
    return None


def address_of(secret: str, account: str, issuer: str) -> str:
    """Return what an app reads from the picture."""
    return pyotp.TOTP(secret, interval=STEP).provisioning_uri(name=account, issuer_name=issuer)


def new_codes() -> tuple[str, ...]:
    """Return fresh codes for paper, in groups of four."""
    return tuple(_grouped("".join(secrets.choice(_ALPHABET) for _ in range(_LENGTH))) for _ in range(MANY))


def code_hash(typed: str) -> str:
    """Return what is kept of a code on paper, however it was typed; 79 bits of chance need no slow hash."""
    bare = re.sub(r"[\s-]", "", typed).lower()
    return hashlib.sha256(bare.encode("utf-8", "surrogatepass")).hexdigest()


def _grouped(code: str) -> str:
    return "-".join(code[i : i + 4] for i in range(0, len(code), 4))
