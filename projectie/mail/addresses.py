"""Address fields: text → mailboxes (RFC 5322, 3.4), as lenient as mail programs are careless.

A flat scan instead of the grammar: comments and quotes nest without recursion, and each
character is looked at a bounded number of times.
"""

import re
from collections.abc import Iterator

from projectie.mail.letter import Address
from projectie.mail.words import decode_words, one_line

_TOKEN = re.compile(
    r"(?P<word>=\?[^?\s]{1,60}\?[bBqQ]\?[^?]*\?=)"  # whole: careless programs leave commas inside
    r'|"(?P<quoted>(?:[^"\\]|\\(?:.|\Z))*)"?'
    r"|<(?P<angle>[^<>]*)>?"
    r"|(?P<end>[,;])|(?P<group>:)|(?P<comment>\()"
    r'|(?P<atom>[^\s"<>,;:()=]+|=)',
    re.DOTALL,
)
_COMMENT = re.compile(r"[()]|\\.", re.DOTALL)
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_SPACE = re.compile(r"\s+")
_LONGEST = 254  # RFC 5321, 4.5.3.1.3 without brackets


def read_addresses(text: str, most: int) -> tuple[tuple[Address, ...], bool]:
    """Return at most `most` mailboxes of an address field, and whether there were more.

    One that is only a name has an empty address.
    """
    found: list[Address] = []
    for address in _mailboxes(text):
        if len(found) == most:
            return tuple(found), True
        found.append(address)
    return tuple(found), False


def _mailboxes(text: str) -> Iterator[Address]:
    if text.count('"') % 2:  # one quote too many would swallow the address
        text = text.replace('"', " ")
    box = _Box()
    at = 0
    while (token := _TOKEN.search(text, at)) is not None:
        at = token.end()
        match token.lastgroup:
            case "end" if box.is_empty():
                continue
            case "end":
                yield from box.mailbox()
                box = _Box()
            case "group":
                box = box if box.has_address() else _Box()
            case "comment":
                end = _comment_end(text, at)
                box.comments.append(text[at : end - 1])
                at = end
            case "angle":
                box.angle = token["angle"].strip() or box.angle
            case "quoted":
                box.add(token["quoted"], token.start(), at, quoted=True)
            case _:
                box.add(token[0], token.start(), at, quoted=False)
    yield from box.mailbox()


def _comment_end(text: str, at: int) -> int:
    depth = 1
    for found in _COMMENT.finditer(text, at):
        depth += {"(": 1, ")": -1}.get(found[0], 0)
        if depth == 0:
            return found.end()
    return len(text) + 1


class _Box:
    """One mailbox while its tokens are read."""

    def __init__(self) -> None:
        self.words: list[str] = []
        self.comments: list[str] = []
        self.angle = ""
        self._end = -1
        self._quoted = False

    def add(self, word: str, start: int, end: int, *, quoted: bool) -> None:
        """Add a word of the name or of a bare address; words that touch are one."""
        if quoted:
            word = _ESCAPED.sub(r"\1", word)
        if start == self._end and self.words and not word.startswith("=?"):
            last = f'"{self.words[-1]}"' if self._quoted and word.startswith("@") else self.words[-1]
            self.words[-1] = last + word
        else:
            self.words.append(word)
        self._end = end
        self._quoted = quoted

    def is_empty(self) -> bool:
        """Return whether no token came yet."""
        return not (self.words or self.angle or self.comments)

    def has_address(self) -> bool:
        """Return whether an address was among the tokens."""
        return bool(self.angle) or any("@" in word for word in self.words)

    def mailbox(self) -> Iterator[Address]:
        """Yield what the tokens make up: a mailbox, a name without one, or nothing."""
        address = _usable(self.angle) or self._bare()
        name = one_line(decode_words(" ".join(self.words) or " ".join(self.comments) or self._no_address()))
        if address or name:
            yield Address(name.strip("'") if name.startswith("'") else name, address)

    def _no_address(self) -> str:
        return "" if _usable(self.angle) else self.angle

    def _bare(self) -> str:
        for index, word in enumerate(self.words):
            if address := _usable(word):
                del self.words[index]
                return address
        if address := _usable("".join(self.words)):
            self.words = []
        return address


def _usable(text: str) -> str:
    """Return an address, or nothing where `text` is none: something, an at sign, something."""
    address = one_line(text).removeprefix("mailto:")
    if '"' not in address:
        address = _SPACE.sub("", address)
    if address.startswith("@"):  # a route of relays (RFC 5322, 4.4)
        address = address.rpartition(":")[2]
    local, at, domain = address.rpartition("@")
    return address if local and at and domain and len(address) <= _LONGEST else ""
