"""A mail that passes another one on: who wrote that, and what (R33); it never raises, whatever the text says.

Mail programs write the other mail's header above it: Outlook a bare block, Gmail and Thunderbird a line of
dashes and the block, Apple a sentence and the block with quote marks; or they attach the mail as it was.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from projectie.mail.addresses import read_addresses
from projectie.mail.attribution import forwarded_line
from projectie.mail.letter import Address, Letter
from projectie.mail.parse import parse
from projectie.mail.quoting import own_words
from projectie.mail.subject import display_subject, is_forward

_FIELD = re.compile(
    r"[ \t>]*[*_]{0,2}(?:(?P<from_>From|Van|Von|De|Afzender)|(?P<date>Sent|Date|Verzonden|Verstuurd|Datum|Gesendet|Envoyé(?: le)?)"
    r"|(?P<to>To|Aan|An|À|A|Pour)|(?P<cc>Cc|Kopie|Copie(?: à)?)|(?P<subject>Subject|Onderwerp|Betreff|Objet|Sujet)"
    r"|(?P<other>Reply-To|Antwoord aan|Antwort an|Répondre à|Importance|Urgentie|Prioriteit|Wichtigkeit|Importance"
    r"|Attachments|Bijlagen?|Anlagen?|Pièces jointes|Bcc))[*_]{0,2}[ \t\xa0]{0,3}:[*_]{0,2}[ \t\xa0]*(?P<value>.*)",
    re.IGNORECASE | re.DOTALL,
)
_MARKS = re.compile(r"(?:[ \t]*>)*")
_ADDRESS = re.compile(r"[^\s<>\[\]()\"';:,|]{1,64}@[^\s<>\[\]()\"';:,|]{1,189}")
_NAME_ENDS = re.compile(r"<|\[mailto:|\(|\[")
_RULE = re.compile(r"[ \t>]*(?:[_-]{10,}|-{2,10}[ \t]*.{3,60}?-{2,10})[ \t]*\Z")
_LONGEST_RULE = 200
_LONGEST = 40  # lines of one block, folded ones too
_MOST_BLOCKS = 50
_MOST_ATTACHED = 5
_DEEPEST = 3  # mails attached to attached mails


@dataclass(frozen=True, slots=True)
class Forwarded:
    """A mail that was passed on; its sender is who the text says it is, which nothing proves."""

    above: str  # what stands before it: written by whoever passed it on
    from_: Address
    subject: str
    text: str  # all of it, what it passes on itself too


@dataclass(slots=True)
class _Block:
    """The header of another mail, as a program wrote it into the text."""

    start: int
    end: int = 0
    fields: dict[str, str] = field(default_factory=dict)

    @property
    def is_header(self) -> bool:
        return "from_" in self.fields and len(self.fields.keys() & {"date", "to", "subject"}) >= 2


def forwarded_in(letter: Letter, depth: int = _DEEPEST) -> tuple[Forwarded, ...]:
    """Return the mails a letter passes on, from the outermost inwards; those without a sender's address are left out."""
    return tuple(_written(letter)) or tuple(_attached(letter, depth))


def _written(letter: Letter) -> Iterator[Forwarded]:
    """Yield what stands in the text; a header block alone is a reply's quote, unless the subject says forward."""
    lines = letter.body_text.split("\n")
    said, first = is_forward(letter.subject), None
    for block in _blocks(lines):
        said = said or _is_marked(lines, block.start)
        if not said:
            return
        top = _top(lines, block.start)
        first = top if first is None else first
        from_ = _sender(block.fields["from_"])
        if from_ is not None:
            text, below = _content(lines, block)
            above = (own_words(_plain(lines[:first])), _plain(lines[first:top]), own_words(below))
            subject = display_subject(block.fields.get("subject") or letter.subject)
            yield Forwarded("\n\n".join(part for part in above if part), from_, subject, text)


def _attached(letter: Letter, depth: int) -> Iterator[Forwarded]:
    mails = [each for each in letter.attachments if each.content_type == "message/rfc822"]
    for each in mails[:_MOST_ATTACHED] if depth else ():
        inner = parse(each.content)
        own = own_words(letter.body_text)
        if inner.from_ is not None and inner.from_.address:
            yield Forwarded(own, inner.from_, display_subject(inner.subject), inner.body_text)
        for deeper in forwarded_in(inner, depth - 1):
            above = "\n\n".join(text for text in (own, deeper.above) if text)
            yield Forwarded(above, deeper.from_, deeper.subject, deeper.text)


def _blocks(lines: Sequence[str]) -> Iterator[_Block]:
    at, found = 0, 0
    while at < len(lines) and found < _MOST_BLOCKS:
        block = _block(lines, at) if _FIELD.match(lines[at]) else None
        if block is not None and block.is_header:
            found += 1
            yield block
            at = block.end
        else:
            at += 1


def _block(lines: Sequence[str], start: int) -> _Block:
    """Return the fields that follow each other from that line on, also with single blank lines between them."""
    block, last = _Block(start, start), ""
    for at in range(start, min(start + _LONGEST, len(lines))):
        line = _MARKS.sub("", lines[at], count=1).strip() if lines[at].strip() else ""
        found = _FIELD.match(line) if line else None
        if found is not None and _name(found) not in block.fields.keys() - {"other"}:
            last = _name(found)
            block.fields[last] = _tidy(found["value"])
            block.end = at + 1
        elif not line:
            if not _goes_on(lines, at, block):
                break
        elif last and at == block.end and not found:  # a long list of recipients goes on here
            block.fields[last] += f" {_tidy(line)}"
            block.end = at + 1
        else:
            break
    return block


def _goes_on(lines: Sequence[str], blank: int, block: _Block) -> bool:
    """Whether the line below a blank one is another field of the same header."""
    following = lines[blank + 1] if blank + 1 < len(lines) else ""
    found = _FIELD.match(_MARKS.sub("", following, count=1).strip())
    return blank == block.end and found is not None and _name(found) not in {*block.fields, "other"}


def _name(found: re.Match[str]) -> str:
    return next(name for name, value in found.groupdict().items() if value is not None and name != "value")


def _tidy(text: str) -> str:
    return " ".join(text.replace("\xa0", " ").strip("* \t").split())


def _sender(value: str) -> Address | None:
    """Return who wrote it, `Name <address>` or as programs spell that; None without an address."""
    address = _ADDRESS.search(value.replace("mailto:", " "))
    if address is None:
        return None
    read, _more = read_addresses(address[0], 1)
    if not read or not read[0].address:
        return None
    name = _NAME_ENDS.split(value, maxsplit=1)[0].strip(" \"'*")
    return Address("" if "@" in name else name[:200], read[0].address)


def _is_marked(lines: Sequence[str], start: int) -> bool:
    """Whether a line like "Begin forwarded message:" introduces the block."""
    above = _above(lines, start)
    return above is not None and forwarded_line(lines[above])


def _top(lines: Sequence[str], start: int) -> int:
    """Return where what belongs to the block begins: the line or rule that introduces it."""
    above = _above(lines, start)
    if above is None:
        return start
    rule = len(lines[above]) <= _LONGEST_RULE and _RULE.match(lines[above]) is not None
    return above if rule or forwarded_line(lines[above]) else start


def _above(lines: Sequence[str], start: int) -> int | None:
    return next((at for at in range(start - 1, max(start - 5, -1), -1) if lines[at].strip(" \t>")), None)


def _content(lines: Sequence[str], block: _Block) -> tuple[str, str]:
    """Return what was written below the header, without the quote marks of the header, and what follows the quote."""
    depth = _depth(lines[block.start])
    if not depth:
        return "\n".join(lines[block.end :]).strip(), ""
    end = next(
        (at for at in range(block.end, len(lines)) if lines[at].strip() and _depth(lines[at]) < depth),
        len(lines),
    )
    text = "\n".join(_unquoted(line, depth) for line in lines[block.end : end])
    return text.strip(), "\n".join(lines[end:]).strip()


def _depth(line: str) -> int:
    found = _MARKS.match(line)
    return found[0].count(">") if found else 0


def _unquoted(line: str, depth: int) -> str:
    for _ in range(depth):
        line = line.lstrip(" \t").removeprefix(">")
    return line.removeprefix(" ")


def _plain(lines: Sequence[str]) -> str:
    """Return lines as text, without quote marks that nothing follows."""
    return "\n".join(lines).rstrip(" \t\n>").strip()
