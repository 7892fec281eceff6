"""Raw mail → Letter: any bytes, never an error (R29)."""

from datetime import datetime
from hashlib import sha256

from projectie.mail import automatic, bounce
from projectie.mail.addresses import read_addresses
from projectie.mail.authentication import verdict
from projectie.mail.body import Body, read_body
from projectie.mail.findings import Findings
from projectie.mail.headers import Head
from projectie.mail.language import guessed
from projectie.mail.letter import Address, AutoReason, Bounce, Letter, Limits, Problem
from projectie.mail.opening import read_opening
from projectie.mail.ours import NOTHING, Ours
from projectie.mail.parts import Part, Splitter
from projectie.mail.quoting import reply_text
from projectie.mail.spam import spam_mark
from projectie.mail.stamps import read_conversation, read_date, read_id, read_ids
from projectie.mail.subject import is_forward

_DEFAULT = Limits()
_ENVELOPE = (b"delivered-to", b"x-original-to", b"envelope-to", b"x-envelope-to", b"x-forwarded-to")


def parse(
    raw: bytes, limits: Limits = _DEFAULT, authserv_id: str | None = None, ours: Ours = NOTHING
) -> Letter:
    """Return what the mail says, as far as its bytes can be read; `problems` names what could not.

    `authserv_id` is the name our own mail server writes into Authentication-Results (R32); `ours` says which
    spam verdicts are obeyed and which lists are the studio's own mailboxes.
    """
    findings = Findings()
    if not raw.strip(b"\0\r\n\t "):
        findings.add(Problem.EMPTY)
    if len(raw) > limits.mail_bytes:
        findings.add(Problem.SIZE)
    mail, head = read_opening(raw[: limits.mail_bytes], limits, findings)
    root = Splitter(mail, limits, findings).split(head, head.body_start, len(mail))
    body = read_body(root, limits, findings, cut_at=len(mail) if len(raw) > len(mail) else None)
    return _letter(raw, root, body, _Header(head, limits, findings), authserv_id, ours)


class _Header:
    """The fields of the mail's own header, each read once."""

    def __init__(self, head: Head, limits: Limits, findings: Findings) -> None:
        self.head = head
        self.findings = findings
        self._most = limits.addresses
        self.subject = head.text(b"subject")
        self.senders = self.addresses(b"from")
        self.from_ = self.senders[0] if self.senders else None
        repeated = len(head.by_name.get(b"from", ())) > 1
        self.one_sender = len(self.senders) == 1 and not repeated
        if repeated:
            findings.add(Problem.REPEATED_FROM)

    def addresses(self, name: bytes) -> tuple[Address, ...]:
        """Return the mailboxes of all fields of that name."""
        found: list[Address] = []
        for text in self.head.every(name):
            addresses, cut = read_addresses(text, self._most - len(found))
            found += addresses
            if cut:
                self.findings.add(Problem.ADDRESSES)
                break
        return tuple(found)

    def recipients(self, name: bytes) -> tuple[Address, ...]:
        """Return those mailboxes that can be written to."""
        return tuple(each for each in self.addresses(name) if each.address)

    def ids(self, name: bytes) -> tuple[str, ...]:
        """Return the message ids of a field."""
        ids, cut = read_ids(self.head.field(name), self._most)
        if cut:
            self.findings.add(Problem.ADDRESSES)
        return ids

    def date(self) -> datetime | None:
        """Return the moment the mail says it was written, in UTC."""
        text = self.head.field(b"date")
        moment = read_date(text)
        if text and moment is None:
            self.findings.add(Problem.DATE)
        return moment

    def return_path(self) -> str | None:
        """Return the envelope sender, empty where it is the null sender, None where no field says."""
        text = self.head.text(b"return-path")
        address = text.strip("<> ")
        return None if not text else "" if address.lower() == "mailer-daemon" else address[:320]


def _letter(
    raw: bytes, root: Part, body: Body, header: _Header, authserv_id: str | None, ours: Ours
) -> Letter:
    head = header.head
    return_path = header.return_path()
    reason, report = _automatic(raw, root, body, header, return_path, ours)
    own_text = reply_text(body.text, forwarded=is_forward(header.subject))
    in_reply_to = header.ids(b"in-reply-to")
    return Letter(
        message_id=read_id(head.field(b"message-id")),
        in_reply_to=in_reply_to[0] if in_reply_to else None,
        references=header.ids(b"references"),
        from_=header.from_,
        to=header.recipients(b"to"),
        cc=header.recipients(b"cc"),
        reply_to=header.recipients(b"reply-to"),
        delivered_to=_delivered_to(header),
        subject=header.subject,
        date=header.date(),
        return_path=return_path,
        body_text=body.text,
        body_html=body.html,
        reply_text=own_text,
        language=guessed(f"{header.subject}\n{own_text}"),
        attachments=body.attachments,
        auto_reason=reason,
        bounce=report,
        authentication=verdict(head, authserv_id, header.from_, one_sender=header.one_sender),
        spam=spam_mark(head, ours.spam, authserv_id),
        raw_size=len(raw),
        raw_sha256=sha256(raw).hexdigest(),
        problems=header.findings.all(),
        unreadable=_is_unreadable(header, body),
        conversation=read_conversation(head.field(b"thread-index")),
    )


def _automatic(
    raw: bytes, root: Part, body: Body, header: _Header, return_path: str | None, ours: Ours
) -> tuple[AutoReason, Bounce | None]:
    suspect = bounce.is_suspect(header.head, header.from_, return_path, header.subject)
    if suspect or return_path == "" or root.content_type == "multipart/report":
        report = bounce.read_bounce(raw, header.head, body.attachments, body.text)
        if suspect or report.deliveries or bounce.is_report(root.content_type, root.params):
            return AutoReason.BOUNCE, report
    report_type = root.params.get("report-type", "?") if root.content_type == "multipart/report" else ""
    return automatic.reason(header.head, header.subject, return_path, report_type, ours), None


def _delivered_to(header: _Header) -> tuple[str, ...]:
    found = (each.address for name in _ENVELOPE for each in header.recipients(name))
    return tuple(dict.fromkeys(found))


def _is_unreadable(header: _Header, body: Body) -> bool:
    """No header at all; or nobody who wrote it and nothing that was written."""
    if Problem.NO_HEADERS in header.findings.all():
        return True
    sender = header.from_ is not None and header.from_.address
    return not sender and not body.text.strip() and not body.attachments
