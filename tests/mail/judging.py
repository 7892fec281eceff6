"""What holds for every letter, whatever bytes it came from."""

import unicodedata
import warnings
from collections.abc import Iterator

import html5lib

from projectie.mail.html import ATTRIBUTES, TAGS
from projectie.mail.letter import AutoReason, Letter

_XHTML = "{http://www.w3.org/1999/xhtml}"
_OURS = {"a": {"rel", "title"}, "img": {"data-src"}}
_MOST_JUDGED = 100_000  # characters; the judging parser is slow
_OVERRIDES = set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def judge(letter: Letter) -> Letter:
    """Return the letter after making sure that the desk can store and show it."""
    for text in _texts(letter):
        assert "\0" not in text
        text.encode()  # no lone surrogate
    for line in _lines(letter):
        assert not any(unicodedata.category(each) in {"Cc", "Zl", "Zp"} for each in line)
        assert not _OVERRIDES & set(line)
    for attachment in letter.attachments:
        assert attachment.filename.strip(" .")
        assert not set("/\\") & set(attachment.filename)
        assert attachment.content_type.count("/") == 1
    assert bool(letter.reply_text) == bool(letter.body_text.strip())
    assert letter.auto == (letter.auto_reason is not AutoReason.NONE)
    assert letter.is_bounce == (letter.bounce is not None)
    if letter.body_html is not None and len(letter.body_html) < _MOST_JUDGED:
        judge_html(letter.body_html)
    return letter


def _texts(letter: Letter) -> Iterator[str]:
    yield from (letter.body_text, letter.body_html or "", letter.reply_text)
    yield from _lines(letter)


def _lines(letter: Letter) -> Iterator[str]:
    yield from (letter.subject, letter.message_id or "", letter.in_reply_to or "", letter.return_path or "")
    yield from (*letter.references, *letter.delivered_to)
    for address in (letter.from_, *letter.to, *letter.cc, *letter.reply_to):
        if address:
            yield from (address.name, address.address)
    for attachment in letter.attachments:
        yield from (attachment.filename, attachment.content_type, attachment.content_id or "")
    for delivery in letter.bounce.deliveries if letter.bounce else ():
        yield from (delivery.address, delivery.action, delivery.status)


def judge_html(markup: str) -> None:
    """Make sure, with a parser that is not the sanitiser's, that nothing but the allowed is in it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        tree = html5lib.parseFragment(markup)
    for element in tree.iter():
        if element is tree:
            continue
        assert isinstance(element.tag, str), "a comment"
        name = element.tag.removeprefix(_XHTML)
        assert name in TAGS
        allowed = ATTRIBUTES.get(name, set()) | ATTRIBUTES["*"] | _OURS.get(name, set())
        assert set(element.attrib) <= allowed
        _judge_addresses(name, dict(element.attrib))


def _judge_addresses(name: str, attributes: dict[str, str]) -> None:
    if "src" in attributes:
        assert attributes["src"].startswith("cid:")
    if "data-src" in attributes:
        assert attributes["data-src"].lower().startswith(("http:", "https:"))
    if "href" in attributes:
        assert attributes["href"].lower().startswith(("http:", "https:", "mailto:"))
        assert attributes["title"] == attributes["href"]
    if name == "a":
        assert attributes["rel"] == "noopener noreferrer nofollow"
