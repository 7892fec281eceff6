"""Whether a person wrote a mail (R31): RFC 3834, delivery reports, lists, Precedence, null sender."""

import re

from projectie.mail.headers import Head
from projectie.mail.letter import AutoReason

# What vacation programs put in front of the subject they answer; a person goes on with other words.
_VACATION = re.compile(
    r"\s*(?:automatische? (?:antwoord|reactie|afwezigheid\w*)|afwezigheids(?:bericht|melding|assistent)|afwezig"
    r"|niet aanwezig|buiten kantoor|out of (?:the )?office(?: auto-?reply| message)?|automatic (?:reply|response)"
    r"|auto[- ]?(?:reply|response)|vacation (?:reply|response|notice)|on (?:vacation|holiday|leave)|abwesend"
    r"|abwesenheits(?:notiz|nachricht|meldung|assistent)|automatische antwort|réponse automatique"
    r"|absence du bureau|absent)\s*(?:[::]|re:|-\s|\Z)",
    re.IGNORECASE,
)
_REPLIERS = (
    b"x-autoreply",
    b"x-autorespond",
    b"x-auto-reply-from",
    b"x-autoreply-from",
    b"x-mail-autoreply",
    b"x-vacation",
)
_LISTS = (b"list-id", b"list-post", b"list-unsubscribe", b"mailing-list", b"x-mailing-list", b"x-beenthere")
_PRECEDENCE = {
    "auto_reply": AutoReason.AUTO_REPLIED,
    "list": AutoReason.LIST,
    "bulk": AutoReason.PRECEDENCE,
    "junk": AutoReason.PRECEDENCE,
}
_NO = ("", "no", "false", "0")


def reason(head: Head, subject: str, return_path: str | None, report_type: str) -> AutoReason:
    """Return why a mail that is no delivery report is automatic; NONE where a person wrote it.

    `report_type` is that of a multipart/report, such as a read receipt; else empty.
    """
    submitted = _auto_submitted(head)
    if submitted is AutoReason.AUTO_REPLIED or _has_replier(head):
        return AutoReason.AUTO_REPLIED
    if _VACATION.match(subject):
        return AutoReason.VACATION
    if submitted is not AutoReason.NONE or report_type or _suppresses(head):
        return AutoReason.AUTO_GENERATED
    precedence = _PRECEDENCE.get(_word(head, b"precedence"), AutoReason.NONE)
    if precedence is AutoReason.NONE and any(head.raw(name) is not None for name in _LISTS):
        return AutoReason.LIST
    if precedence is AutoReason.NONE and return_path == "":
        return AutoReason.NULL_RETURN_PATH
    return precedence


def _auto_submitted(head: Head) -> AutoReason:
    """Only values that mean something count: "no" is a person, and so is what no program writes."""
    word = _word(head, b"auto-submitted")
    if word == "auto-replied":
        return AutoReason.AUTO_REPLIED
    return AutoReason.AUTO_GENERATED if word.startswith("auto-") else AutoReason.NONE


def _has_replier(head: Head) -> bool:
    return any(head.raw(name) is not None and _word(head, name) not in _NO for name in _REPLIERS)


def _suppresses(head: Head) -> bool:
    """Exchange marks what its machines send so; the values that only ask for no receipts are people's."""
    words = {word.strip() for word in head.field(b"x-auto-response-suppress").lower().split(",")}
    return bool(words & {"all", "oof", "autoreply"})


def _word(head: Head, name: bytes) -> str:
    return head.field(name).partition(";")[0].partition("(")[0].strip().lower()
