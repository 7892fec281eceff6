"""Password hashes; a wrong address costs the same time as a wrong password."""

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

_hasher = PasswordHasher()
_nobody: str | None = None


def use(hasher: PasswordHasher) -> None:
    """Hash with other costs from now on (tests use cheap ones)."""
    global _hasher, _nobody
    _hasher, _nobody = hasher, None


def hashed(password: str) -> str:
    """Return the hash to keep."""
    return _hasher.hash(password)


def fits(password: str, kept: str | None) -> bool:
    """Whether the password fits; without a kept hash the same work is done and the answer is no."""
    global _nobody  # noqa: PLW0603 (made once, on first need)
    if kept is None:
        _nobody = _nobody or _hasher.hash("nobody has this password")
    try:
        _hasher.verify(kept or _nobody or "", password)
    except (VerifyMismatchError, InvalidHashError):
        return False
    return kept is not None
