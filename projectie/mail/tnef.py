"""winmail.dat → files and text: what Outlook packs into one part (MS-OXTNEF), within limits.

tnefparse knows the format but trusts every length and count in it: it is handed one object at a time, and bytes
that refuse to be read too often or past their end.
"""

import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from struct import error as StructError  # noqa: N812 (an exception)
from typing import Any

from tnefparse import properties as mapi
from tnefparse.mapi import decode_mapi
from tnefparse.tnef import TNEF, TNEFObject
from tnefparse.util import uint32

from projectie.mail.attachments import type_by_name
from projectie.mail.tnef_message import PackedFile, PackedMessage, as_mail, codec_at, note, text_in
from projectie.mail.words import one_line

SIGNATURE = b"\x78\x9f\x3e\x22"
_FRONT = 6  # bytes before the first object
_FRAME = 11  # bytes of an object that are not its content
_MOST_OBJECTS = 20_000
_MOST_PROPERTIES = 50_000
_MOST_READS = 200_000  # of properties and their values
_PADDING = 3  # a value fills up four bytes
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

    def read(self, data: bytes, depth: int) -> PackedMessage:
        """Return the message in these bytes and gather its files."""
        message = PackedMessage()
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

    def _take(self, each: TNEFObject, message: PackedMessage) -> None:
        match each.name:
            case TNEF.ATTOEMCODEPAGE:
                message.codec = codec_at(uint32(each.data))
            case TNEF.ATTSUBJECT:
                message.subject = message.subject or text_in(each.data, message.codec)
            case TNEF.ATTBODY:
                message.body = message.body or text_in(each.data, message.codec)
            case TNEF.ATTMAPIPROPS:
                self._take_properties(each.data, message)
            case TNEF.ATTATTACHRENDDATA:
                message.files.append(PackedFile())
            case _ if each.level == TNEF.LVL_ATTACHMENT:
                self._take_file(each, message)

    def _take_file(self, each: TNEFObject, message: PackedMessage) -> None:
        if not message.files:
            message.files.append(PackedFile())
        file = message.files[-1]
        if each.name == TNEF.ATTATTACHTITLE:
            file.short_name = each.data
        elif each.name == TNEF.ATTATTACHDATA:
            file.content = each.data
        elif each.name == TNEF.ATTATTACHMENT:
            for name, value in self._properties(each.data, message.codec):
                note(file, name, value, message.codec)

    def _take_properties(self, data: bytes, message: PackedMessage) -> None:
        for name, value in self._properties(data, message.codec):
            if name == mapi.MAPI_INTERNET_CODEPAGE and isinstance(value, bytes):
                message.web_codec = codec_at(uint32(value))
            elif name in {mapi.MAPI_BODY, mapi.MAPI_UNCOMPRESSED_BODY}:
                message.body = text_in(value, message.codec) or message.body
            elif name == mapi.MAPI_BODY_HTML:
                message.markup = value
            elif name == mapi.MAPI_RTF_COMPRESSED and isinstance(value, bytes):
                message.rich = value
            elif name == mapi.MAPI_SUBJECT:
                message.subject = text_in(value, message.codec) or message.subject

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

    def _hand_over(self, file: PackedFile, codec: str, depth: int) -> None:
        place = len(self.files)
        name = file.name or text_in(file.short_name, codec)
        if file.message is not None and depth < _DEEPEST:
            message = self.read(file.message, depth + 1)
            title = one_line(message.subject) or file.name
            self._add(place, f"{title}.eml" if title else "", "message/rfc822", as_mail(message))
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
