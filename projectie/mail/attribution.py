"""The lines mail programs write above what they quote, in Dutch, English, German and French."""

import re
from collections.abc import Sequence
from itertools import islice

_VERB = re.compile(r"\b(?:wrote|schreef|geschreven|schrieb|a écrit)\b", re.IGNORECASE)
_LEAD = re.compile(r"(?:on|op|am|le)\s", re.IGNORECASE)
_ON_DATE = re.compile(r"\s(?:on|op|am|le)\s[^:]*\d", re.IGNORECASE)
_DIGIT = re.compile(r"\d")
_LONGEST = 400
_MOST = 200  # places looked at in one text

_FROM = re.compile(r"^[ \t*_]*(?:From|Van|Von|De)[ \t*_]*:", re.MULTILINE)
_SENT = re.compile(r"[ \t*_]*(?:Sent|Date|Verzonden|Verstuurd|Datum|Gesendet|Envoyé)[ \t*_]*:")
_TO = re.compile(r"[ \t*_]*(?:To|Aan|An|À|Subject|Onderwerp|Betreff|Objet|Cc)[ \t*_]*:")
_UNDERSCORES = re.compile(r"\s*(?:_{10,}|-{10,})\s*\Z")
_ORIGINAL = re.compile(
    r"^[ \t]*-{2,}[ \t]*(?:Original[ -]Message|Oorspronkelijke? bericht|Ursprüngliche Nachricht|Original-Nachricht"
    r"|Message d['’]origine|Original Appointment|Oorspronkelijke afspraak)[ \t]*-{2,}",
    re.IGNORECASE | re.MULTILINE,
)
_FORWARDED = re.compile(
    r"^[ \t]*(?:-{2,}[ \t]*(?:Forwarded message|Doorgestuurd bericht|Weitergeleitete Nachricht|Message transféré)[ \t]*-{2,}"
    r"|(?:Begin forwarded message|Begin doorgestuurd bericht|Anfang der weitergeleiteten Nachricht"
    r"|Début du message (?:réexpédié|transféré))[ \t]?:)",
    re.IGNORECASE | re.MULTILINE,
)


def is_quoted(line: str) -> bool:
    """Return whether a line carries a quote mark."""
    return line.lstrip().startswith(">")


def attributions(lines: Sequence[str], text: str) -> list[tuple[int, int]]:
    """Return where lines like "On … wrote:" begin and end, from top to bottom, wrapped ones too.

    `text` is the same as `lines`. A sentence counts only with a date or an address in it.
    """
    if not _VERB.search(text):
        return []
    verbs = [index for index, line in enumerate(lines) if _VERB.search(line) and not is_quoted(line)]
    return [found for verb in verbs[:_MOST] if (found := _around(lines, verb))]


def _around(lines: Sequence[str], verb: int) -> tuple[int, int] | None:
    ends = [end for end in range(verb, min(verb + 3, len(lines))) if lines[end].rstrip().endswith(":")]
    for end in ends[:1]:
        for start in range(verb, max(verb - 4, -1), -1):
            if _is_attribution(lines[start : end + 1], lead=True):
                return start, end + 1
        if _is_attribution(lines[verb : end + 1], lead=False):
            return verb, end + 1
    return None


def _is_attribution(lines: Sequence[str], *, lead: bool) -> bool:
    if any(not line.strip() or is_quoted(line) for line in lines) or sum(map(len, lines)) > _LONGEST:
        return False
    joined = " ".join(line.strip() for line in lines)
    if lead:
        return _LEAD.match(joined) is not None and _DIGIT.search(joined) is not None
    verb = _VERB.search(joined)
    return verb is not None and ("@" in joined or _ON_DATE.match(joined, verb.end()) is not None)


def is_plain_attribution(line: str) -> bool:
    """Return whether a line is "Someone wrote:", which only a quote right below it makes sure."""
    return len(line) <= _LONGEST and line.rstrip().endswith(":") and _VERB.search(line) is not None


def header_blocks(lines: Sequence[str], text: str) -> list[int]:
    """Return where quotes begin that repeat the mail's header (Outlook), with the rule above them."""
    starts = [text.count("\n", 0, found.start()) for found in _first(_FROM, text)]
    return [_with_rule(lines, start) for start in starts if _is_block(lines[start + 1 : start + 7])]


def _is_block(below: Sequence[str]) -> bool:
    return any(_SENT.match(line) for line in below) and any(_TO.match(line) for line in below)


def _with_rule(lines: Sequence[str], start: int) -> int:
    above = start - 1
    while above >= 0 and not lines[above].strip():
        above -= 1
    return above if above >= 0 and _UNDERSCORES.match(lines[above]) else start


def originals(text: str) -> list[int]:
    """Return the lines like "-----Original Message-----"."""
    return [text.count("\n", 0, found.start()) for found in _first(_ORIGINAL, text)]


def forwarded_from(text: str) -> int | None:
    """Return the line from which a forwarded message follows, None where none does."""
    found = _FORWARDED.search(text)
    return text.count("\n", 0, found.start()) if found else None


def forwarded_line(line: str) -> bool:
    """Return whether a line introduces a forwarded message."""
    return _FORWARDED.match(line.lstrip(" \t>")) is not None


def _first(pattern: re.Pattern[str], text: str) -> list[re.Match[str]]:
    return list(islice(pattern.finditer(text), _MOST))
