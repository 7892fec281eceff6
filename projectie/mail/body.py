"""What a person reads in a mail: its parts → text, safe HTML, and everything else as attachments."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from projectie.mail.attachments import attachment, filename
from projectie.mail.charsets import decode, storable
from projectie.mail.findings import Findings
from projectie.mail.flowed import unflowed
from projectie.mail.html import cids, from_text, sanitised, without_data
from projectie.mail.html_text import text_of
from projectie.mail.letter import Attachment, Limits, Problem
from projectie.mail.parts import Part
from projectie.mail.tnef import SIGNATURE, Unpacked, unpacked
from projectie.mail.transfer import decoded

_SHOWN = ("text/plain", "text/html")
_WINMAIL = ("application/ms-tnef", "application/vnd.ms-tnef")
_READABLE_ALONE = ("text/enriched", "text/richtext", "text/markdown", "text/x-markdown")


@dataclass(frozen=True, slots=True)
class Body:
    """The readable whole of a mail; `html` is safe, None where no part has any."""

    text: str
    html: str | None
    attachments: tuple[Attachment, ...]


@dataclass(frozen=True, slots=True)
class _Section:
    """One thing to read, as text, as HTML, or as both."""

    text: str = ""
    html: str = ""


def read_body(root: Part, limits: Limits, findings: Findings, *, cut_at: int | None = None) -> Body:
    """Return all that can be read in a mail, in its own order, and all that cannot as attachments.

    `cut_at`: the mail goes on there, unread; a part that runs up to it is half a file, and none is better.
    """
    reader = _Reader(limits, findings, cut_at)
    sections = reader.sections(root, alone=True)
    if not any(section.text.strip() or section.html for section in sections):
        sections = reader.packed
    texts = [section.text if section.text.strip() else text_of(section.html) for section in sections]
    html = _html(sections)
    shown = cids(html) if html else frozenset()
    attachments = tuple(
        replace(each, inline=True) if each.content_id in shown else each for each in reader.attachments
    )
    return Body("\n\n".join(text for text in texts if text.strip()), html, attachments)


def _html(sections: Sequence[_Section]) -> str | None:
    if not any(section.html for section in sections):
        return None
    return "\n".join(section.html or from_text(section.text) for section in sections)


class _Reader:
    """Goes through the parts once, from top to bottom."""

    def __init__(self, limits: Limits, findings: Findings, cut_at: int | None) -> None:
        self._cut_at = cut_at
        self._text_left = limits.body_bytes
        self._markup_left = limits.markup_bytes
        self._most = limits.parts
        self._findings = findings
        self.attachments: list[Attachment] = []
        self.packed: list[_Section] = []  # what Outlook put into a winmail.dat

    def sections(self, part: Part, *, alone: bool = False) -> list[_Section]:
        """Return what is to be read in a part; `alone`: it is the whole mail."""
        if part.children:
            sections = [section for child in part.children for section in self.sections(child)]
            return _one_of(sections) if part.content_type == "multipart/alternative" else sections
        if part.undivided:  # shown as it stands
            return [self._text(part)]
        if _is_shown(part, alone=alone):
            return [self._html(part) if part.content_type == "text/html" else self._text(part)]
        self._attach(part)
        return []

    def _attach(self, part: Part) -> None:
        if part.end == self._cut_at:
            return
        found = attachment(part, len(self.attachments) + 1, self._findings)
        if found.content_type in _WINMAIL or found.content.startswith(SIGNATURE):
            self._unpack(found)
        else:
            self.attachments.append(found)

    def _unpack(self, winmail: Attachment) -> None:
        """Attach the files of a winmail.dat; itself where not all of it, or nothing in it, could be read."""
        inside = unpacked(winmail.content, max(self._most - len(self.attachments), 0))
        shown = self._packed(inside)
        if not inside.whole:
            self._findings.add(Problem.WINMAIL)
        if not inside.whole or not (shown or inside.files):
            self.attachments.append(winmail)
        for file in inside.files:
            name = filename(file.name, file.content_type, len(self.attachments) + 1)
            content_id = file.content_id or None
            self.attachments.append(
                Attachment(name, file.content_type, file.content, content_id is not None, content_id)
            )

    def _packed(self, inside: Unpacked) -> bool:
        text, html = inside.text.strip("\n").rstrip(), sanitised(inside.html[: self._markup_left])
        inside.whole = inside.whole and len(inside.html) <= self._markup_left and len(text) <= self._text_left
        section = _Section(text[: self._text_left], html)
        self._text_left -= len(section.text)
        self._markup_left = max(self._markup_left - len(inside.html), 0)
        self.packed.append(section)
        return bool(section.text or section.html)

    def _text(self, part: Part) -> _Section:
        data = decoded(part.content, part.encoding, self._findings, text=True)
        text = self._read(part, data, self._text_left)
        self._text_left = max(self._text_left - len(data), 0)
        if part.params.get("format", "").lower() == "flowed":
            text = unflowed(text, delete_space=part.params.get("delsp", "").lower() == "yes")
        return _Section(text=text.strip("\n").rstrip())

    def _html(self, part: Part) -> _Section:
        data = without_data(decoded(part.content, part.encoding, self._findings, text=True))
        html = self._read(part, data, self._markup_left)
        self._markup_left = max(self._markup_left - len(data), 0)
        return _Section(html=sanitised(html))

    def _read(self, part: Part, data: bytes, most: int) -> str:
        """Return the content as text; of too much only the beginning, and all of it as an attachment."""
        cut = len(data) > most
        if cut:
            data = data[:most]
            self._findings.add(Problem.BODY)
            self._attach(part)
        text, honest = decode(data, part.params.get("charset"), cut=cut)
        if not honest:
            self._findings.add(Problem.CHARSET)
        return storable(text)


def _one_of(sections: list[_Section]) -> list[_Section]:
    """Alternatives say the same: one section with the text of the one and the HTML of the other."""
    text = "\n\n".join(section.text for section in sections if section.text.strip())
    html = "\n".join(section.html for section in sections if section.html)
    return [_Section(text, html)]


def _is_shown(part: Part, *, alone: bool) -> bool:
    if part.disposition == "attachment":
        return False
    if alone:
        return part.content_type in _SHOWN or part.content_type in _READABLE_ALONE
    return part.content_type in _SHOWN and not part.filename
