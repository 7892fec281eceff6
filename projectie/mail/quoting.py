"""What someone wrote this time: the text without the quote and the signature (R30, shown folded).

Only a quote at the end or at the very start is cut; answers between quoted lines keep them, for
they mean nothing without. What is cut stays one click away, so a doubtful line is kept.
"""

import re
from collections.abc import Sequence

from projectie.mail.attribution import (
    attributions,
    forwarded_from,
    header_blocks,
    is_plain_attribution,
    is_quoted,
    originals,
)

MARKERS = {  # our letters carry one on top; whatever comes below it is ours
    "nl": "--- Antwoord boven deze regel ---",
    "en": "--- Reply above this line ---",
}
_MARKER = re.compile(
    r"^[ \t*_]*-{2,3}[ \t]*(?:Antwoord boven deze regel|Reply above this line)[ \t]*-{2,3}", re.MULTILINE
)
_DEVICE = re.compile(
    r"\s*(?:(?:Sent|Verstuurd|Verzonden|Gesendet|Envoyé)\s.{0,40}\b(?:my|mijn|meinem|mon|Mail|Outlook|iPhone|iPad"
    r"|Samsung|Galaxy|Android|Yahoo|Proton|Huawei|Gmail)\b.{0,80}"
    r"|Von meinem .{2,40} gesendet"
    r"|.{0,20}\bOutlook (?:for|voor|für|pour) (?:iOS|Android|Mac)\b.{0,80})\Z",
    re.IGNORECASE,
)
_LONGEST_PLAIN_SIGNATURE = 15  # lines below a "--" without its space
_MOST_LAYERS = 10  # signature, quote, list footer …


def reply_text(text: str, *, forwarded: bool = False) -> str:
    """Return the text without quote and signature; the whole text where nothing else would be left.

    `forwarded`: the mail passes another one on, so a header block in it begins its content.
    """
    lines = text.split("\n")
    passed_on = forwarded_from(text)
    if forwarded and passed_on is None:  # whose own signature stands above what they pass on
        passed_on = next(iter(header_blocks(lines, text)), None)
    cut = _first_cut(lines, text, forwarded=forwarded)
    if passed_on is not None and passed_on < (len(lines) if cut is None else cut):
        return text.strip()
    kept = _without_tail(lines if cut is None else lines[:cut])
    return "\n".join(_without_leading_quote(kept)).strip() or text.strip()


def own_words(text: str) -> str:
    """Return the text without the signatures at its end, also where nothing else would be left."""
    lines: Sequence[str] = text.strip().split("\n")
    for _ in range(_MOST_LAYERS):
        while lines and not lines[-1].strip():
            lines = lines[:-1]
        end = _above_signature(lines)
        if end == len(lines):
            break
        lines = lines[:end]
    return "\n".join(lines).strip()


def _first_cut(lines: Sequence[str], text: str, *, forwarded: bool) -> int | None:
    """Return the first line below which all is quoted without quote marks."""
    cuts = [text.count("\n", 0, found.start()) for found in _MARKER.finditer(text)][:1]
    if not forwarded:
        cuts += header_blocks(lines, text) + originals(text)
    cuts += [start for start, end in attributions(lines, text) if not _quote_follows(lines, end)]
    for cut in sorted(cuts):
        above = _end_of_own(lines, cut)
        if _has_words(lines[:above]):
            return above
    return None


def _quote_follows(lines: Sequence[str], at: int) -> bool:
    below = next((line for line in lines[at:] if line.strip()), None)
    return below is None or is_quoted(below)


def _without_tail(lines: Sequence[str]) -> Sequence[str]:
    """Cut quotes and signatures off the end, as long as words are left."""
    for _ in range(_MOST_LAYERS):
        end = _end_of_own(lines, len(lines))
        end = _above_signature(lines[:end])
        if end == len(lines) or not _has_words(lines[:end]):
            break
        lines = lines[:end]
    return lines


def _end_of_own(lines: Sequence[str], end: int) -> int:
    """Return where the quote begins that ends at `end`, with the line that introduces it."""
    top = end
    while top > 0 and (not lines[top - 1].strip() or is_quoted(lines[top - 1])):
        top -= 1
    quoted = any(is_quoted(line) for line in lines[top:end])
    own = lines[max(top - 5, 0) : top]
    for start, stop in attributions(own, "\n".join(own)):
        if stop == len(own):
            return top - len(own) + start
    return top - 1 if quoted and top and is_plain_attribution(lines[top - 1]) else top


def _above_signature(lines: Sequence[str]) -> int:
    """Return where a signature at the end begins; the length where there is none."""
    end = len(lines)
    if end and len(lines[-1]) <= 160 and _DEVICE.match(lines[-1]):
        return end - 1
    for at in range(end - 1, -1, -1):
        line = lines[at]
        if is_quoted(line):
            break
        if line == "-- " or (line.rstrip() == "--" and end - at <= _LONGEST_PLAIN_SIGNATURE):
            return at
    return end


def _without_leading_quote(lines: Sequence[str]) -> Sequence[str]:
    """Cut the one quote above an answer; where answers alternate with quotes, nothing."""
    quoted = [at for at, line in enumerate(lines) if is_quoted(line)]
    if not quoted:
        return lines
    last = quoted[-1] + 1
    between = {at for at in range(quoted[0], last) if lines[at].strip()} - set(quoted)
    if between or _end_of_own(lines, last) > 0 or not _has_words(lines[last:]):
        return lines
    return lines[last:]


def _has_words(lines: Sequence[str]) -> bool:
    return any(line.strip() for line in lines)
