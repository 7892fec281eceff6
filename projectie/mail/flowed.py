"""Format=flowed: lines that were broken for travelling are one again (RFC 3676)."""

import re

_QUOTES = re.compile(r">*")
_SIGNATURE = "-- "


def unflowed(text: str, *, delete_space: bool) -> str:
    """Return the text with its soft line breaks joined; quote marks become `> ` each line.

    `delete_space`: the space that marks a soft break is no part of the text (DelSp=yes).
    """
    out: list[str] = []
    paragraph: list[str] = []  # the lines that are one so far
    open_depth = -1  # of a paragraph that goes on in the next line
    for line in text.split("\n"):
        depth = _depth(line)
        words = line[depth:].removeprefix(" ")
        if depth != open_depth or words == _SIGNATURE:
            out.append("".join(paragraph))
            paragraph = [">" * depth + " "] if depth else []
        elif delete_space:
            paragraph[-1] = paragraph[-1][:-1]
        paragraph.append(words)
        open_depth = depth if words.endswith(" ") and words != _SIGNATURE else -1
    return "\n".join((*out[1:], "".join(paragraph)))


def _depth(line: str) -> int:
    quotes = _QUOTES.match(line)
    return quotes.end() if quotes else 0
