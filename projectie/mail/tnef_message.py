"""What is packed in a winmail.dat while it is read: a message, and the files with it."""

from base64 import encodebytes
from dataclasses import dataclass, field

from tnefparse import properties as mapi
from tnefparse.codepage import Codepage
from tnefparse.mapi import IMESSAGE_SIG

from projectie.mail.charsets import codec_of, decode, storable
from projectie.mail.rtf import decompressed, read_rtf
from projectie.mail.words import one_line

_MOST_TEXT = 500_000  # bytes of rich text


@dataclass(slots=True)
class PackedFile:
    """A file as far as it was read; `message`: a mail that is packed the same way."""

    name: str = ""
    short_name: bytes = b""
    content_type: str = ""
    content: bytes | None = None
    content_id: str = ""
    message: bytes | None = None  # packed the same way


@dataclass(slots=True)
class PackedMessage:
    """A message as far as it was read."""

    codec: str = "cp1252"
    web_codec: str = "utf_8"
    subject: str = ""
    body: str = ""
    markup: bytes | str = b""
    rich: bytes = b""
    files: list[PackedFile] = field(default_factory=list)

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


def note(file: PackedFile, name: int, value: bytes | str, codec: str) -> None:
    """Take up one property of a file."""
    match name:
        case mapi.MAPI_ATTACH_LONG_FILENAME:
            file.name = text_in(value, codec)
        case mapi.MAPI_ATTACH_FILENAME | mapi.MAPI_DISPLAY_NAME:
            file.name = file.name or text_in(value, codec)
        case mapi.MAPI_ATTACH_MIME_TAG:
            file.content_type = text_in(value, codec).lower()
        case mapi.MAPI_ATTACH_CONTENT_ID:
            file.content_id = one_line(text_in(value, codec)).strip("<> ")[:900]
        case mapi.MAPI_ATTACH_DATA_OBJ if isinstance(value, bytes):
            if value.startswith(IMESSAGE_SIG):
                file.message = value[len(IMESSAGE_SIG) :]
            else:
                file.content = file.content or value


def as_mail(message: PackedMessage) -> bytes:
    """Return a packed message as a mail that any program opens; its own files stand beside it."""
    html = message.html
    subject = encodebytes(one_line(message.subject).encode()).replace(b"\n", b"")
    return (
        b"Subject: =?utf-8?B?" + subject + b"?=\r\nMIME-Version: 1.0\r\nContent-Type: text/"
        + (b"html" if html else b"plain")
        + b"; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n"
        + encodebytes((html or message.text).encode()).replace(b"\n", b"\r\n")
    )  # fmt: skip


def codec_at(number: int) -> str:
    """Return the codec of a Windows code page."""
    guess = Codepage(number).best_guess()
    return codec_of(guess) or "cp1252" if guess else "cp1252"


def text_in(value: bytes | str, codec: str) -> str:
    """Return a value as text, without the NUL that ends it."""
    text = value if isinstance(value, str) else decode(value, codec)[0]
    return text.partition("\0")[0] if text.isascii() else text.rstrip("\0")
