"""Does a mail hold a password? Words that announce one, followed by what looks like one (Dutch and English).

Values in, decision out. It would rather miss a password than mark every mail that is about one.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

MASK = "••••••"
MOST = 50_000  # characters of a mail that are looked at
SHORTEST, LONGEST = 4, 200  # characters of a password; shorter ones are found anywhere in a text

_WORD = (
    r"(?:wacht\s?woord(?:en)?|ww|pass\s?word|passwd|pass\s?code|pass\s?phrase|pwd|pw|inlogcode|toegangscode|"
    r"pin\s?code|api[\s_-]?(?:key|sleutel|token)|access[\s_-]?(?:key|token)|secret[\s_-]?(?:key)?|"
    r"geheime\s(?:sleutel|code))"
)
_PAIR = r"(?:inlog\s?gegevens|login\s?gegevens|toegangsgegevens|credentials|log[\s-]?in(?:\sdetails)?|inlog)"
_OF = r"(?:\s(?:voor|van|for|of|to|on|op|bij)\s[^\n:=]{1,40})?"
_TOKEN = r"(?P<token>[^\s<>]{%d,%d})" % (SHORTEST, LONGEST)  # noqa: UP031 (braces are the pattern's own)
_MARKED = re.compile(rf"(?i)\b{_WORD}{_OF}\s*(?:is\s*)?(?:[:=]|->|→)\s*{_TOKEN}(?P<rest>[^\n]*)")
_SAID = re.compile(rf"(?i)\b{_WORD}{_OF}\s+(?:is|was|wordt|luidt|zijn|are|will be)\s+(?:nu\s|now\s)?{_TOKEN}")
_PAIRED = re.compile(rf"(?i)\b{_PAIR}{_OF}\s*:?\s+[^\s/<>]{{2,80}}\s?/\s?{_TOKEN}")
_QUICK = (
    "wacht", "ww", "pass", "pwd", "pw", "inlog", "login", "log in", "log-in", "toegang", "pin", "api", "access",
    "secret", "geheime", "credentials",
)  # fmt: skip
_ORDINARY = frozenset(
    re.findall(
        r"\w+",
        """
        vergeten kwijt reset resetten gereset gewijzigd veranderd aangepast wijzigen veranderen volgt hieronder
        onderstaand bijgevoegd bijlage onbekend verlopen hetzelfde dezelfde zelfde telefonisch apart separaat
        geblokkeerd verplicht nodig leeg graag kunnen kunt sturen opvragen instellen werkt doet niet geen
        forgotten forgot lost changed change changing follows below above attached unknown expired same
        separately phone blocked locked required needed empty please could would cannot works does wrong
        incorrect invalid onjuist ongeldig fout hidden verborgen protected manager reminder policy beleid
        """,
    )
)
_ADDRESS = re.compile(r"(?i)(?:https?://|www\.|mailto:)|^[^@\s]+@[^@\s]+\.[a-z]{2,}$")
_FIGURE = re.compile(r"[\d.,:/%€$-]+$")
_EDGES = "\"'`‘’“”«»()[]{}*,;"


@dataclass(frozen=True, slots=True)
class Found:
    """A password as it seems, where it stands, and the line it stands in."""

    token: str
    start: int
    end: int
    line: str


def found(text: str) -> list[Found]:
    """Return what seems to be passwords in a text, in order; each token once."""
    text = text[:MOST]
    small = text.lower()
    if not any(word in small for word in _QUICK):
        return []
    seen: dict[str, Found] = {}
    for start, token in sorted(_candidates(text)):
        seen.setdefault(token, Found(token, start, start + len(token), _line(text, start)))
    return list(seen.values())


def masked(text: str, tokens: Iterable[str]) -> str:
    """Return the text with every one of these tokens covered, the longest first, wherever it stands."""
    for token in sorted(set(tokens), key=len, reverse=True):
        text = text.replace(token, MASK)
    return text


def _candidates(text: str) -> Iterator[tuple[int, str]]:
    for match in _MARKED.finditer(text):
        token, start = _trimmed(match)
        alone = not match["rest"].strip(" .") and len(token) >= 6  # the last word of its line
        if _is_secret(token) or (alone and _may_be_word(token)):
            yield start, token
    for pattern in (_SAID, _PAIRED):
        for match in pattern.finditer(text):
            token, start = _trimmed(match)
            if _is_secret(token):
                yield start, token


def _trimmed(match: re.Match[str]) -> tuple[str, int]:
    """Return the token without quotes around it or the full stop behind it, and where it begins."""
    raw = match["token"]
    left = raw.lstrip(_EDGES)
    token = left.rstrip(_EDGES).rstrip(".:")
    return token.rstrip(_EDGES), match.start("token") + len(raw) - len(left)


def _is_secret(token: str) -> bool:
    """Whether it looks made up: letters with figures, signs or capitals inside; no address, date or amount."""
    if not _may_be_word(token) or _FIGURE.fullmatch(token):
        return False
    inside = token[1:-1]
    kinds = (
        any(c.isdigit() for c in token),
        any(not c.isalnum() and c not in "-'’/.,?!…" for c in inside),
        any(c.isupper() for c in token[1:]) and any(c.islower() for c in token),
    )
    return any(c.isalpha() for c in token) and any(kinds)


def _may_be_word(token: str) -> bool:
    return (
        len(token) >= SHORTEST
        and not _ADDRESS.search(token)
        and MASK[0] not in token
        and token.lower().strip("?!.") not in _ORDINARY
        and any(c.isalnum() for c in token)
    )


def _line(text: str, at: int) -> str:
    begins = text.rfind("\n", 0, at) + 1
    ends = text.find("\n", at)
    return text[begins : ends if ends >= 0 else len(text)].strip()
