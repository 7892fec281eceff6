"""What is not shown as body, with a name that is safe to write on any disk."""

import re
import unicodedata

from projectie.mail.findings import Findings
from projectie.mail.letter import Attachment
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
_READ = 1_000  # characters of a name
_LONGEST = 150  # bytes; 255 is what disks take
_UNSAFE = ("Cc", "Cs", "Zl", "Zp")
_HIDDEN = frozenset(
    "\u00ad\u061c\u200b\u200e\u200f\u2060\ufeff\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
)


def attachment(part: Part, number: int, findings: Findings) -> Attachment:
    """Return a part as an attachment; `number` counts from 1 and names it where the sender did not."""
    content_id = one_line(part.head.field(b"content-id")).strip("<> ")
    inline = part.disposition == "inline" or (part.disposition != "attachment" and bool(content_id))
    return Attachment(
        filename=safe_filename(part.filename)
        or f"attachment-{number}.{_ENDINGS.get(part.content_type, 'bin')}",
        content_type=part.content_type,
        content=decoded(part.content, part.encoding, findings),
        inline=inline,
        content_id=content_id[:900] or None,
    )


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
