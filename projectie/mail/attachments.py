"""What is not shown as body, with a name that is safe to write on any disk."""

import re
import unicodedata

from projectie.mail.findings import Findings
from projectie.mail.headers import read_head
from projectie.mail.letter import Attachment, Limits
from projectie.mail.parts import Part
from projectie.mail.transfer import decoded
from projectie.mail.words import one_line

_ENDINGS = {
    "application/pdf": "pdf", "application/zip": "zip", "application/json": "json", "application/xml": "xml",
    "application/pkcs7-signature": "p7s", "application/x-pkcs7-signature": "p7s",
    "application/pkcs7-mime": "p7m", "application/x-pkcs7-mime": "p7m",
    "application/pgp-signature": "asc", "application/pgp-encrypted": "asc", "application/pgp-keys": "asc",
    "application/ms-tnef": "dat", "application/msword": "doc", "application/vnd.ms-excel": "xls",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": "pptx",
    "audio/mpeg": "mp3", "audio/wav": "wav", "image/png": "png", "image/jpeg": "jpg", "image/gif": "gif",
    "image/webp": "webp", "image/svg+xml": "svg", "image/heic": "heic", "image/tiff": "tif",
    "message/rfc822": "eml", "message/global": "eml", "message/delivery-status": "txt",
    "message/disposition-notification": "txt", "text/plain": "txt", "text/html": "html",
    "text/calendar": "ics", "text/csv": "csv", "text/vcard": "vcf", "text/x-vcard": "vcf",
    "text/rfc822-headers": "txt", "text/xml": "xml", "video/mp4": "mp4", "video/quicktime": "mov",
}  # fmt: skip
_HEAD = 100_000  # bytes in which an attached mail says what it is about
_READ = 1_000  # characters of a name
_LONGEST = 150  # bytes; 255 is what disks take
_UNSAFE = ("Cc", "Cs", "Zl", "Zp")
_HIDDEN = frozenset(
    "\u00ad\u061c\u200b\u200e\u200f\u2060\ufeff\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
)


_TYPES = {ending: kind for kind, ending in _ENDINGS.items()} | {
    "asc": "application/pgp-signature", "dat": "application/octet-stream", "htm": "text/html", "jpeg": "image/jpeg",
    "log": "text/plain", "p7m": "application/pkcs7-mime", "p7s": "application/pkcs7-signature", "txt": "text/plain",
    "vcf": "text/vcard", "xml": "application/xml",
}  # fmt: skip


_USUAL = {
    "application/pkcs7-mime": "smime.p7m", "application/x-pkcs7-mime": "smime.p7m",
    "application/pkcs7-signature": "smime.p7s", "application/x-pkcs7-signature": "smime.p7s",
    "application/pgp-signature": "signature.asc", "application/ms-tnef": "winmail.dat",
    "text/calendar": "invitation.ics",
}  # fmt: skip
_MAILS = ("message/rfc822", "message/global")


def attachment(part: Part, number: int, findings: Findings) -> Attachment:
    """Return a part as an attachment; `number` counts from 1 and names it where the sender did not."""
    content_id = one_line(part.head.field(b"content-id")).strip("<> ")
    inline = part.disposition == "inline" or (part.disposition != "attachment" and bool(content_id))
    content = decoded(part.content, part.encoding, findings)
    name = part.filename or (_subject(content) if part.content_type in _MAILS else "")
    return Attachment(
        filename=filename(name, part.content_type, number),
        content_type=part.content_type,
        content=content,
        inline=inline,
        content_id=content_id[:900] or None,
    )


def _subject(mail: bytes) -> str:
    """Return a name for an attached mail: what it is about."""
    subject = read_head(mail, 0, min(len(mail), _HEAD), Limits(), Findings()).text(b"subject")
    return f"{subject.replace('/', ' ').replace(chr(92), ' ')}.eml" if subject else ""


def filename(name: str, content_type: str, number: int) -> str:
    """Return the sender's name for a file made safe, or one of ours where nothing of it is left."""
    return (
        safe_filename(name)
        or _USUAL.get(content_type)
        or f"attachment-{number}.{_ENDINGS.get(content_type, 'bin')}"
    )


def type_by_name(name: str) -> str:
    """Return the content type that a file's ending stands for."""
    return _TYPES.get(name.rpartition(".")[2].lower(), "application/octet-stream")


def safe_filename(name: str) -> str:
    """Return a name without path, control characters or overrides of the writing direction.

    Letters of any script stay. Empty where nothing is left.
    """
    if not name:
        return ""
    name = re.split(r"[/\\]", name)[-1].replace("\t", " ")[:_READ]
    if not name.isascii() or not name.isprintable():
        shown = (c for c in name if c not in _HIDDEN and unicodedata.category(c) not in _UNSAFE)
        name = unicodedata.normalize("NFC", "".join(shown))
    name = name.strip().strip(".").strip()
    if len(name.encode()) <= _LONGEST:
        return name
    return _shortened(name)


def _shortened(name: str) -> str:
    stem, dot, ending = name.rpartition(".")
    if not stem or len(ending) > 12:
        stem, dot, ending = name, "", ""
    kept = stem.encode()[: _LONGEST - len(ending.encode()) - 1].decode(errors="ignore")
    return kept.rstrip(" .") + dot + ending
