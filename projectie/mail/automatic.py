"""Whether a person wrote a mail (R31): RFC 3834, delivery reports, lists, Precedence, null sender."""

import re

from projectie.mail.headers import Head
from projectie.mail.letter import AutoReason
from projectie.mail.ours import NOTHING, Ours, list_name

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
_NAMES_ITS_LIST = (b"list-id", b"mailing-list", b"x-mailing-list", b"x-beenthere")
_WORD = re.compile(r"[^\s<>;,()]+")
_NO = ("", "no", "false", "0")


def reason(
    head: Head, subject: str, return_path: str | None, report_type: str, ours: Ours = NOTHING
) -> AutoReason:
    """Return why a mail that is no delivery report is automatic; NONE where a person wrote it.

    `report_type` is that of a multipart/report, such as a read receipt; else empty. What a list of our own
    adds says nothing; all else does, also in a mail that such a list passed on.
    """
    submitted = _auto_submitted(head)
    if submitted is AutoReason.AUTO_REPLIED or _has_replier(head):
        return AutoReason.AUTO_REPLIED
    if _VACATION.match(subject):
        return AutoReason.VACATION
    if submitted is not AutoReason.NONE or report_type or _suppresses(head):
        return AutoReason.AUTO_GENERATED
    own = _only_passed_on_by(head, ours)
    precedence = _precedence(head, own=own)
    if precedence is AutoReason.NONE and not own and any(head.raw(name) is not None for name in _LISTS):
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


def _only_passed_on_by(head: Head, ours: Ours) -> bool:
    """Whether the mail names a list of ours and no other, and holds no list's field twice: one would be another's."""
    named = [value.lower() for name in _NAMES_ITS_LIST for value in head.every(name)]
    once = all(len(head.by_name.get(name, ())) <= 1 for name in _LISTS)
    return bool(named) and once and all(_words(value) & ours.lists for value in named)


def _precedence(head: Head, *, own: bool) -> AutoReason:
    """Return what Precedence says; where our own list says `list`, only what else is said counts."""
    if not own:
        return _PRECEDENCE.get(_word(head, b"precedence"), AutoReason.NONE)
    said = (_PRECEDENCE.get(value.strip().lower()) for value in head.every(b"precedence"))
    return next((each for each in said if each not in {None, AutoReason.LIST}), None) or AutoReason.NONE


def _words(value: str) -> frozenset[str]:
    return frozenset(list_name(word) for word in _WORD.findall(value))


def _has_replier(head: Head) -> bool:
    return any(head.raw(name) is not None and _word(head, name) not in _NO for name in _REPLIERS)


def _suppresses(head: Head) -> bool:
    """Exchange marks what its machines send so; the values that only ask for no receipts are people's."""
    words = {word.strip() for word in head.field(b"x-auto-response-suppress").lower().split(",")}
    return bool(words & {"all", "oof", "autoreply"})


def _word(head: Head, name: bytes) -> str:
    return head.field(name).partition(";")[0].partition("(")[0].strip().lower()
