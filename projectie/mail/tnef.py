"""winmail.dat → files and text: what Outlook packs into one part (MS-OXTNEF), within limits.

tnefparse knows the format but trusts every length and count in it: it is handed one object at a time, and bytes
that refuse to be read too often or past their end.
"""

import logging
import re
from base64 import encodebytes
from collections.abc import Iterator
from dataclasses import dataclass, field
from struct import error as StructError  # noqa: N812 (an exception)
from typing import Any

from tnefparse import properties as mapi
from tnefparse.codepage import Codepage
from tnefparse.mapi import IMESSAGE_SIG, decode_mapi
from tnefparse.tnef import TNEF, TNEFObject
from tnefparse.util import uint32

from projectie.mail.attachments import type_by_name
from projectie.mail.charsets import codec_of, decode, storable
from projectie.mail.rtf import decompressed, read_rtf
from projectie.mail.words import one_line

SIGNATURE = b"\x78\x9f\x3e\x22"
_FRONT = 6  # bytes before the first object
_FRAME = 11  # bytes of an object that are not its content
_MOST_OBJECTS = 20_000
_MOST_PROPERTIES = 50_000
_MOST_READS = 200_000  # of properties and their values
_PADDING = 3  # a value fills up four bytes
_MOST_TEXT = 500_000  # bytes of rich text
_DEEPEST = 5
_TYPE = re.compile(r"[a-z0-9!#$&^_.+-]{1,80}/[a-z0-9!#$&^_.+-]{1,80}\Z")
logging.getLogger("tnefparse").setLevel(logging.CRITICAL)  # it would log the mail's own words


@dataclass(frozen=True, slots=True)
class Packed:
    """A file that was in it; its name is as written, not yet safe."""

    name: str
    content_type: str
    content: bytes
    content_id: str


@dataclass(slots=True)
class Unpacked:
    """What was in it; not `whole`: not all of it could be read."""

    text: str = ""
    html: str = ""  # not yet safe
    files: list[Packed] = field(default_factory=list)
    whole: bool = True


def unpacked(data: bytes, most_files: int) -> Unpacked:
    """Return what is in a winmail.dat, as far as it can be read; any bytes, never an error."""
    unpacker = _Unpacker(most_files)
    message = unpacker.read(data, depth=1)
    return Unpacked(message.text, message.html, unpacker.files, unpacker.whole)


@dataclass(slots=True)
class _File:
    name: str = ""
    short_name: bytes = b""
    content_type: str = ""
    content: bytes | None = None
    content_id: str = ""
    message: bytes | None = None  # packed the same way


@dataclass(slots=True)
class _Message:
    codec: str = "cp1252"
    web_codec: str = "utf_8"
    subject: str = ""
    body: str = ""
    markup: bytes | str = b""
    rich: bytes = b""
    files: list[_File] = field(default_factory=list)

    @property
    def _from_rich(self) -> tuple[str, bool]:
        return read_rtf(decompressed(self.rich, _MOST_TEXT)) if self.rich else ("", False)

    @property
    def text(self) -> str:
        """The text; from the rich text where nothing else says it."""
        if self.body.strip("\0 \n") or self.markup:
            return storable(self.body)
        text, is_html = self._from_rich
        return "" if is_html else storable(text)

    @property
    def html(self) -> str:
        """The HTML, also where it was written down as rich text."""
        if self.markup:
            markup = self.markup
            return storable(markup if isinstance(markup, str) else decode(markup, self.web_codec)[0])
        text, is_html = ("", False) if self.body.strip("\0 \n") else self._from_rich
        return storable(text) if is_html else ""


class _CutError(Exception):
    """A length or count says more than there is, or than is read."""


@dataclass(slots=True)
class _Budget:
    objects: int = _MOST_OBJECTS
    properties: int = _MOST_PROPERTIES
    reads: int = _MOST_READS
    overdrawn: bool = False


class _Counted(bytes):
    """Bytes that count how often they are read; tnefparse swallows what they raise, and stops."""

    budget: _Budget

    def __getitem__(self, key: Any) -> Any:
        self.budget.reads -= 1
        past = isinstance(key, slice) and (key.stop or 0) > len(self) + _PADDING
        if past or self.budget.reads < 0:
            self.budget.overdrawn = True
            raise _CutError
        return super().__getitem__(key)


class _Unpacker:
    """Reads one winmail.dat, and those packed in it."""

    def __init__(self, most_files: int) -> None:
        self.files: list[Packed] = []
        self.whole = True
        self._most_files = most_files
        self._budget = _Budget()

    def read(self, data: bytes, depth: int) -> _Message:
        """Return the message in these bytes and gather its files."""
        message = _Message()
        try:
            for each in self._objects(data):
                self._take(each, message)
        except (_CutError, StructError, ValueError, LookupError):
            self.whole = False
        for file in message.files:
            self._hand_over(file, message.codec, depth)
        return message

    def _objects(self, data: bytes) -> Iterator[TNEFObject]:
        if not data.startswith(SIGNATURE):
            raise _CutError
        at = _FRONT
        while at + _FRAME <= len(data):
            end = at + _FRAME + uint32(data, at + 5)
            self._budget.objects -= 1
            if end > len(data) or self._budget.objects < 0:
                raise _CutError
            yield TNEFObject(data[at:end])
            at = end
        if len(data) - at > _PADDING:
            raise _CutError

    def _take(self, each: TNEFObject, message: _Message) -> None:
        match each.name:
            case TNEF.ATTOEMCODEPAGE:
                message.codec = _codec(uint32(each.data))
            case TNEF.ATTSUBJECT:
                message.subject = message.subject or _text(each.data, message.codec)
            case TNEF.ATTBODY:
                message.body = message.body or _text(each.data, message.codec)
            case TNEF.ATTMAPIPROPS:
                self._take_properties(each.data, message)
            case TNEF.ATTATTACHRENDDATA:
                message.files.append(_File())
            case _ if each.level == TNEF.LVL_ATTACHMENT:
                self._take_file(each, message)

    def _take_file(self, each: TNEFObject, message: _Message) -> None:
        if not message.files:
            message.files.append(_File())
        file = message.files[-1]
        if each.name == TNEF.ATTATTACHTITLE:
            file.short_name = each.data
        elif each.name == TNEF.ATTATTACHDATA:
            file.content = each.data
        elif each.name == TNEF.ATTATTACHMENT:
            for name, value in self._properties(each.data, message.codec):
                _note(file, name, value, message.codec)

    def _take_properties(self, data: bytes, message: _Message) -> None:
        for name, value in self._properties(data, message.codec):
            if name == mapi.MAPI_INTERNET_CODEPAGE and isinstance(value, bytes):
                message.web_codec = _codec(uint32(value))
            elif name in {mapi.MAPI_BODY, mapi.MAPI_UNCOMPRESSED_BODY}:
                message.body = _text(value, message.codec) or message.body
            elif name == mapi.MAPI_BODY_HTML:
                message.markup = value
            elif name == mapi.MAPI_RTF_COMPRESSED and isinstance(value, bytes):
                message.rich = value
            elif name == mapi.MAPI_SUBJECT:
                message.subject = _text(value, message.codec) or message.subject

    def _properties(self, data: bytes, codec: str) -> Iterator[tuple[int, bytes | str]]:
        """Yield name and first value of each property; notes when there are fewer than there should be."""
        count = uint32(data)
        self._budget.properties -= count
        if count > len(data) // 4 or self._budget.properties < 0:
            raise _CutError
        counted = _Counted(data)
        counted.budget = self._budget
        found = decode_mapi(counted, codec)  # what it cannot read ends it, without a word
        self.whole = self.whole and len(found) >= count and not self._budget.overdrawn
        for each in found:
            raw = each.raw_data
            value = (raw[0] if raw else b"") if isinstance(raw, list) else raw
            if isinstance(value, bytes | str):
                yield each.name, value

    def _hand_over(self, file: _File, codec: str, depth: int) -> None:
        place = len(self.files)
        name = file.name or _text(file.short_name, codec)
        if file.message is not None and depth < _DEEPEST:
            message = self.read(file.message, depth + 1)
            title = one_line(message.subject) or file.name
            self._add(place, f"{title}.eml" if title else "", "message/rfc822", _as_mail(message))
        elif file.message is not None:
            self._add(place, "winmail.dat", "application/ms-tnef", file.message)
        elif file.content is not None:
            kind = file.content_type if _TYPE.match(file.content_type) else type_by_name(name)
            self._add(place, name, kind, file.content, file.content_id)
        else:
            self.whole = False

    def _add(self, place: int, name: str, content_type: str, content: bytes, content_id: str = "") -> None:
        """Put a file in its place: a mail stands before the files that are packed in it."""
        if len(self.files) < self._most_files:
            self.files.insert(place, Packed(name, content_type, content, content_id))
        else:
            self.whole = False


def _note(file: _File, name: int, value: bytes | str, codec: str) -> None:
    match name:
        case mapi.MAPI_ATTACH_LONG_FILENAME:
            file.name = _text(value, codec)
        case mapi.MAPI_ATTACH_FILENAME | mapi.MAPI_DISPLAY_NAME:
            file.name = file.name or _text(value, codec)
        case mapi.MAPI_ATTACH_MIME_TAG:
            file.content_type = _text(value, codec).lower()
        case mapi.MAPI_ATTACH_CONTENT_ID:
            file.content_id = one_line(_text(value, codec)).strip("<> ")[:900]
        case mapi.MAPI_ATTACH_DATA_OBJ if isinstance(value, bytes):
            if value.startswith(IMESSAGE_SIG):
                file.message = value[len(IMESSAGE_SIG) :]
            else:
                file.content = file.content or value


def _as_mail(message: _Message) -> bytes:
    """Return a packed message as a mail that any program opens; its own files stand beside it."""
    html = message.html
    subject = encodebytes(one_line(message.subject).encode()).replace(b"\n", b"")
    return (
        b"Subject: =?utf-8?B?" + subject + b"?=\r\nMIME-Version: 1.0\r\nContent-Type: text/"
        + (b"html" if html else b"plain")
        + b"; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n"
        + encodebytes((html or message.text).encode()).replace(b"\n", b"\r\n")
    )  # fmt: skip


def _codec(number: int) -> str:
    guess = Codepage(number).best_guess()
    return codec_of(guess) or "cp1252" if guess else "cp1252"


def _text(value: bytes | str, codec: str) -> str:
    text = value if isinstance(value, str) else decode(value, codec)[0]
    return text.partition("\0")[0] if text.isascii() else text.rstrip("\0")
