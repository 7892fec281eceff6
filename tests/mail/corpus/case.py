"""One letter of the corpus: its bytes, and the reading expected of it, written down here and not computed."""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

OURS = "mx.studio.example"  # the name our own mail server writes into Authentication-Results
WORDS = "X-Spam-Flag: YES; X-Forefront-Antispam-Report: SFV:SPM"  # verdicts of that server that are obeyed
LISTS = "support.studio.example"  # a list that is a mailbox of ours
TEXT = "Hallo,\n\nHet inloggen op de website lukt niet. Kunnen jullie ernaar kijken?\n\nGroet,\nAnna"
ANNA = {"name": "Anna Visser", "address": "anna@bakkerij.example"}
SUPPORT = {"name": "Support", "address": "support@studio.example"}
_HEAD = {
    "From": "Anna Visser <anna@bakkerij.example>",
    "To": "Support <support@studio.example>",
    "Subject": "Inloggen lukt niet",
    "Date": "Mon, 23 Nov 2026 15:05:00 +0100",
}


@dataclass(frozen=True, slots=True)
class Case:
    """A raw mail, its file's name, and the whole reading expected of it."""

    name: str
    raw: bytes
    expected: dict[str, Any]
    forwarded: list[dict[str, Any]] | None = None  # the mails it passes on, of a letter about that


def head(name: str, *extra: str, **changed: str | None) -> str:
    """Return the usual header for the letter of that name; `From=None` leaves a field out."""
    fields = (
        _HEAD
        | {"Message-ID": f"<{name}@bakkerij.example>"}
        | {k.replace("_", "-"): v for k, v in changed.items()}
    )
    lines = [*extra, *(f"{key}: {value}" for key, value in fields.items() if value is not None)]
    return "".join(f"{line}\n" for line in lines)


def case(name: str, raw: str | bytes, **expected: Any) -> Case:
    """Return a letter with what it reads as; what is not named is as in the usual letter."""
    data = raw if isinstance(raw, bytes) else raw.encode()
    text = expected.get("body_text", TEXT)
    usual: dict[str, Any] = {
        "message_id": f"<{name}@bakkerij.example>",
        "in_reply_to": None,
        "references": [],
        "from": ANNA,
        "to": [SUPPORT],
        "cc": [],
        "reply_to": [],
        "delivered_to": [],
        "subject": _HEAD["Subject"],
        "date": "2026-11-23T14:05:00+00:00",
        "return_path": None,
        "body_text": text,
        "body_html": None,
        "reply_text": text.strip(),
        "language": "nl",
        "attachments": [],
        "auto_reason": "none",
        "bounce": None,
        "authentication": "unknown",
        "problems": [],
        "unreadable": False,
    }
    whole = usual | {key.rstrip("_"): value for key, value in expected.items()}
    whole |= {
        "auto": whole["auto_reason"] != "none",
        "raw_size": len(data),
        "raw_sha256": sha256(data).hexdigest(),
    }
    return Case(name, data, whole)


def plain(
    name: str, text: str = TEXT, *extra: str, fields: Mapping[str, str | None] | None = None, **expected: Any
) -> Case:
    """Return a letter of plain text in UTF-8, with these further header lines and changed fields."""
    typed = "MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n"
    raw = head(name, *extra, **(fields or {})) + typed + "\n" + text + "\n"
    return case(name, raw, **({"body_text": text.rstrip()} | expected))


def mixed(name: str, *parts: str, kind: str = "mixed", extra: tuple[str, ...] = (), **expected: Any) -> Case:
    """Return a multipart letter of these parts, each with its own header; line feeds within."""
    body = "".join(f"--grens\n{part}\n" for part in parts)
    raw = f'{head(name, *extra)}MIME-Version: 1.0\nContent-Type: multipart/{kind}; boundary="grens"\n\n{body}--grens--\n'
    return case(name, raw, **expected)


def text_part(text: str = TEXT) -> str:
    """Return a part of plain text."""
    return f"Content-Type: text/plain; charset=utf-8\n\n{text}"


def html_part(markup: str) -> str:
    """Return a part of HTML."""
    return f"Content-Type: text/html; charset=utf-8\n\n{markup}"


def file(
    filename: str, content_type: str, content: bytes, *, inline: bool = False, content_id: str | None = None
) -> dict[str, Any]:
    """Return an attachment as it must be read."""
    return {
        "filename": filename,
        "content_type": content_type,
        "size": len(content),
        "sha256": sha256(content).hexdigest(),
        "inline": inline,
        "content_id": content_id,
    }
