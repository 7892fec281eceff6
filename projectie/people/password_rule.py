"""Which passwords are refused: short ones and those everybody tries first; never a recipe of signs."""

from projectie.people.faults import PasswordFault
from projectie.people.known_passwords import KNOWN

SHORTEST = 12
LONGEST = 1000  # more is no password, but work for the server
_FEWEST_SIGNS = 5  # aaaaaaaaaaaa, 121212121212
_DIGITS = "01234567890123456789"
_RUNS = ("abcdefghijklmnopqrstuvwxyz", "qwertyuiopasdfghjklzxcvbnm", "azertyuiopqsdfghjklmwxcvbn", _DIGITS)
_TAIL = "0123456789!?.-_ "  # what is put behind a poor password to make it longer
_WORN = (  # what passwords are made of when nobody thinks
    *(
        "password",
        "wachtwoord",
        "welkom",
        "welcome",
        "qwerty",
        "azerty",
        "letmein",
        "iloveyou",
        "changeme",
        "geheim",
    ),
    *(_DIGITS[1:end] for end in range(10, 3, -1)),
)
_LEAST_LEFT = 6  # signs that have to remain without them


def password_fault(password: str, email: str) -> PasswordFault | None:
    """Return what is wrong with a password for that address, or nothing."""
    if len(password) < SHORTEST:
        return PasswordFault.TOO_SHORT
    if len(password) > LONGEST:
        return PasswordFault.TOO_LONG
    signs = password.casefold()
    if len(set(signs)) < _FEWEST_SIGNS or _is_run(signs) or _is_worn(signs) or _is_known(signs):
        return PasswordFault.WELL_KNOWN
    local, _, domain = email.casefold().partition("@")
    return PasswordFault.LIKE_ADDRESS if signs in {email.casefold(), local, domain} else None


def _is_run(signs: str) -> bool:
    """Whether it is a stretch of the alphabet or of a keyboard, either way, with or without a tail."""
    bare = signs.strip(_TAIL) or signs
    return any(bare in run or bare[::-1] in run for run in _RUNS)


def _is_worn(signs: str) -> bool:
    rest = signs
    for word in _WORN:
        rest = rest.replace(word, "")
    return rest != signs and len(rest) < _LEAST_LEFT


def _is_known(signs: str) -> bool:
    """Whether everybody knows it, with or without spaces, or with something behind it to make it longer."""
    bare = "".join(signs.split())
    return bare in KNOWN or bare.rstrip(_TAIL) in KNOWN
