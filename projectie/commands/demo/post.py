"""Raw mails as they come over the wire: the same mail written twice is the same bytes."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from html import escape

from projectie.commands.demo.files import File

SERVER = "mx.projectie.example"  # the mail server whose word on senders is taken (R32)


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail to be written."""

    key: str  # what its Message-ID is made of
    from_: Address
    to: str
    subject: str
    text: str
    date: datetime
    html: bool = False
    files: tuple[File, ...] = ()
    proof: str = "pass"  # what our mail server says of the sender; none: nothing
    in_reply_to: str | None = None
    references: tuple[str, ...] = ()
    headers: tuple[tuple[str, str], ...] = ()

    @property
    def message_id(self) -> str:
        """The Message-ID."""
        return f"<{_digest(self.key)[:24]}@{self.from_.domain}>"


def written(mail: Mail) -> bytes:
    """Return the mail as bytes."""
    message = EmailMessage(policy=SMTP)
    for name, value in _envelope(mail):
        message[name] = value
    message.set_content(mail.text, cte="quoted-printable")
    if mail.html:
        message.add_alternative(_html(mail), subtype="html", cte="quoted-printable")
    for file in mail.files:
        kind, _, subtype = file.content_type.partition("/")
        message.add_attachment(file.content, maintype=kind, subtype=subtype, filename=file.name)
    for number, part in enumerate(message.walk()):
        if part.is_multipart():
            part.set_boundary(f"=_{_digest(mail.key)[:16]}_{number}")
    return message.as_bytes()


def bounced(mail: Mail, lost: str, recipient: str, why: str) -> bytes:
    """Return the report of a mail server that the letter of that Message-ID did not reach its recipient."""
    boundary = f"=_{_digest(mail.key)[:16]}"
    head = "".join(f"{name}: {value}\r\n" for name, value in _envelope(mail))
    report = f"Reporting-MTA: dns; {mail.from_.domain}\r\n\r\nFinal-Recipient: rfc822; {recipient}\r\nAction: failed\r\n"
    parts = (
        ("text/plain; charset=utf-8", mail.text),
        ("message/delivery-status", f"{report}Status: {why.split()[1]}\r\nDiagnostic-Code: smtp; {why}"),
        ("text/rfc822-headers", f"Message-ID: {lost}\r\nTo: {recipient}"),
    )
    body = "".join(f"--{boundary}\r\nContent-Type: {kind}\r\n\r\n{text}\r\n" for kind, text in parts)
    kind = f'multipart/report; report-type=delivery-status; boundary="{boundary}"'
    return f"{head}MIME-Version: 1.0\r\nContent-Type: {kind}\r\n\r\n{body}--{boundary}--\r\n".encode()


def noise(seed: str) -> bytes:
    """Return bytes that are no mail at all."""
    return b"".join(hashlib.sha256(f"{seed}{number}".encode()).digest() for number in range(40))


def quoted(text: str, intro: str) -> str:
    """Return a text as mail programs quote it below an answer."""
    return intro + "\n" + "".join(f"> {line}".rstrip() + "\n" for line in text.strip().splitlines())


def _envelope(mail: Mail) -> list[tuple[str, str]]:
    """Return the header, our own server's fields on top."""
    fields = [("Return-Path", f"<{mail.from_.addr_spec}>")]
    if mail.proof != "none":
        fields.append(
            ("Authentication-Results", f"{SERVER}; dmarc={mail.proof} header.from={mail.from_.domain}")
        )
    date = format_datetime(mail.date)
    fields += [
        ("Received", f"from mail.{mail.from_.domain} by {SERVER} with ESMTPS; {date}"),
        ("From", str(mail.from_)),
        ("To", mail.to),
        ("Subject", mail.subject),
        ("Date", date),
        ("Message-ID", mail.message_id),
    ]
    if mail.in_reply_to:
        fields += [
            ("In-Reply-To", mail.in_reply_to),
            ("References", " ".join((*mail.references, mail.in_reply_to))),
        ]
    return [*((name, value) for name, value in fields if name not in dict(mail.headers)), *mail.headers]


def _html(mail: Mail) -> str:
    """Return the text as HTML, with a logo that its sender keeps elsewhere."""
    blocks = (block.strip() for block in mail.text.split("\n\n"))
    shown = "\n".join(f"<p>{escape(block).replace(chr(10), '<br>')}</p>" for block in blocks if block)
    logo = f'<p><img src="https://www.{mail.from_.domain}/logo.png" alt="{escape(mail.from_.domain)}" height="40"></p>'
    return f'<html><body style="font-family: Calibri, sans-serif">\n{shown}\n{logo}\n</body></html>\n'


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
