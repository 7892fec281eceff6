"""What browsers and keys say to each other, checked by the library that knows the standard (WebAuthn)."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Protocol

import webauthn
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url, exceptions
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

LONGEST = 20_000  # signs of an answer
WRONG = (exceptions.WebAuthnException, ValueError, KeyError, TypeError, AttributeError)


class Place(Protocol):
    """Where keys count."""

    @property
    def host(self) -> str:
        """The host they are made for."""

    @property
    def origin(self) -> str:
        """The address the browser must name."""


@dataclass(frozen=True, slots=True)
class Made:
    """A new key."""

    credential: str
    public_key: bytes
    sign_count: int


def to_make(
    host: str, studio: str, number: int, email: str, name: str, known: Iterable[str]
) -> tuple[str, bytes]:
    """Return what a browser needs to make a key, and the challenge in it."""
    options = webauthn.generate_registration_options(
        rp_id=host,
        rp_name=studio,
        user_id=f"projectie:{number}".encode(),
        user_name=email,
        user_display_name=name,
        exclude_credentials=[PublicKeyCredentialDescriptor(base64url_to_bytes(one)) for one in known],
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED,
            user_verification=UserVerificationRequirement.REQUIRED,
        ),
    )
    return webauthn.options_to_json(options), options.challenge


def to_sign(host: str) -> tuple[str, bytes]:
    """Return what a browser needs to sign with any key it has for us, and the challenge in it."""
    options = webauthn.generate_authentication_options(
        rp_id=host, user_verification=UserVerificationRequirement.REQUIRED
    )
    return webauthn.options_to_json(options), options.challenge


def made(answer: str, challenge: bytes, at: Place) -> Made | None:
    """Return the key a browser made for that challenge; None when anything about it is wrong."""
    try:
        key = webauthn.verify_registration_response(
            credential=_read(answer),
            expected_challenge=challenge,
            expected_rp_id=at.host,
            expected_origin=at.origin,
            require_user_verification=True,
        )
    except WRONG:
        return None
    return Made(bytes_to_base64url(key.credential_id), key.credential_public_key, key.sign_count)


def named(answer: str) -> str:
    """Return which key an answer claims to come from; empty when it is no answer."""
    try:
        return str(_read(answer)["id"])[:1400]
    except WRONG:
        return ""


def signed(answer: str, challenge: bytes, at: Place, public_key: bytes, count: int) -> int | None:
    """Return the new count of a key that signed the challenge; None when anything about it is wrong."""
    try:
        done = webauthn.verify_authentication_response(
            credential=_read(answer),
            expected_challenge=challenge,
            expected_rp_id=at.host,
            expected_origin=at.origin,
            credential_public_key=public_key,
            credential_current_sign_count=count,
            require_user_verification=True,
        )
    except WRONG:
        return None
    return done.new_sign_count


def _read(answer: str) -> dict[str, Any]:
    if len(answer) > LONGEST:
        raise ValueError("no key answers at such length")
    read = json.loads(answer)
    if not isinstance(read, dict):
        raise TypeError("a key answers with an object")
    return read
