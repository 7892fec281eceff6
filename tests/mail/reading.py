"""A letter as plain data, as the corpus writes down what each must read as."""

from collections.abc import Iterable
from hashlib import sha256
from typing import Any

from projectie.mail.forwarding import Forwarded
from projectie.mail.letter import Address, Attachment, Bounce, Letter


def reading(letter: Letter) -> dict[str, Any]:
    """Return the whole letter; of attachments their size and hash."""
    return {
        "message_id": letter.message_id,
        "in_reply_to": letter.in_reply_to,
        "references": list(letter.references),
        "from": _address(letter.from_) if letter.from_ else None,
        "to": [_address(each) for each in letter.to],
        "cc": [_address(each) for each in letter.cc],
        "reply_to": [_address(each) for each in letter.reply_to],
        "delivered_to": list(letter.delivered_to),
        "subject": letter.subject,
        "date": letter.date.isoformat() if letter.date else None,
        "return_path": letter.return_path,
        "body_text": letter.body_text,
        "body_html": letter.body_html,
        "reply_text": letter.reply_text,
        "language": letter.language,
        "attachments": [_attachment(each) for each in letter.attachments],
        "auto": letter.auto,
        "auto_reason": letter.auto_reason.value,
        "bounce": _bounce(letter.bounce) if letter.bounce else None,
        "authentication": letter.authentication.value,
        "raw_size": letter.raw_size,
        "raw_sha256": letter.raw_sha256,
        "problems": [problem.value for problem in letter.problems],
        "unreadable": letter.unreadable,
        **({"spam": letter.spam} if letter.spam else {}),
    }


def forwarding(found: Iterable[Forwarded]) -> list[dict[str, Any]]:
    """Return the mails a letter passes on."""
    return [
        {"above": each.above, "from": _address(each.from_), "subject": each.subject, "text": each.text}
        for each in found
    ]


def _address(address: Address) -> dict[str, str]:
    return {"name": address.name, "address": address.address}


def _attachment(attachment: Attachment) -> dict[str, Any]:
    return {
        "filename": attachment.filename,
        "content_type": attachment.content_type,
        "size": len(attachment.content),
        "sha256": sha256(attachment.content).hexdigest(),
        "inline": attachment.inline,
        "content_id": attachment.content_id,
    }


def _bounce(bounce: Bounce) -> dict[str, Any]:
    deliveries = [{"address": d.address, "action": d.action, "status": d.status} for d in bounce.deliveries]
    return {"message_id": bounce.message_id, "deliveries": deliveries}
