"""Why a mail became what it became, and what was found in it, each in one sentence (R29, R31, R32)."""

from collections.abc import Iterator
from datetime import datetime

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from projectie.mail.letter import Authentication, AutoReason
from projectie.mail.models import Mailbox
from projectie.tickets.models import Fate, Message
from projectie.tickets.one_mail import OneMail
from projectie.tickets.words import FATES

AUTHENTICATION = {
    Authentication.PASS: _l("Proven: our mail server found that the sender is who the mail says."),
    Authentication.FAIL: _l("Refuted: our mail server found that the sender is not who the mail says."),
    Authentication.NONE: _l("Not proven: the sender's domain gives our mail server nothing to check by."),
    Authentication.UNKNOWN: _l("Not proven: our mail server said nothing about the sender."),
}
AUTOMATIC = {
    AutoReason.NONE: _l("No, written by a person."),
    AutoReason.BOUNCE: _l("Yes, a mail server reports on the delivery of a letter."),
    AutoReason.AUTO_REPLIED: _l("Yes, the mail says that a machine answered."),
    AutoReason.VACATION: _l("Yes, its subject is that of an out-of-office reply."),
    AutoReason.AUTO_GENERATED: _l("Yes, the mail says that a machine wrote it."),
    AutoReason.LIST: _l("Yes, it came through a mailing list."),
    AutoReason.PRECEDENCE: _l("Yes, it was sent in bulk."),
    AutoReason.NULL_RETURN_PATH: _l("Yes, it cannot be answered: it has no return address."),
}
PROBLEMS = {
    "unread": _l("It could not be read at all."),
    "parts": _l("It has more parts than we read; the rest is in the original."),
    "depth": _l("Its parts are nested deeper than we read; the rest is in the original."),
    "headers": _l("It has more header lines than we read."),
    "header_length": _l("A header line was too long and was cut."),
    "addresses": _l("It names more addresses than we read."),
    "body": _l("Its text is longer than we show; all of it is attached."),
    "empty": _l("It is empty."),
    "no_headers": _l("It has no header, so no sender and no subject."),
    "broken_headers": _l("There are broken lines in its header."),
    "repeated_from": _l("It names its sender twice."),
    "boundary": _l("Its parts are not marked off as they should be."),
    "transfer": _l("A part is not encoded the way it says."),
    "charset": _l("A text is not in the character set it says."),
    "date": _l("Its date cannot be read."),
}
OTHER = _l("Something in it could not be read as it was written.")
DEEDS = {
    "mail.read_again": _l("%(name)s had it read again: %(fate)s"),
    "mail.let_through": _l("%(name)s let it through: %(fate)s"),
    "mail.opened_by_hand": _l("%(name)s opened a ticket from it by hand"),
    "mail.marked_spam": _l("%(name)s called it spam"),
    "ticket.marked_spam": _l("%(name)s called it spam and took the ticket off the board"),
    "ticket.not_spam": _l("%(name)s took back that it is spam"),
}


_ON_TICKET = {
    Fate.BOUNCE: _l("It reports on a letter of this ticket."),
    Fate.AUTO: _l("A machine answered on this ticket: it stands there quietly, and nothing was sent back."),
    Fate.APPENDED: _l("It answers a letter of this ticket."),
    Fate.CONSENT: _l("It agrees to a quote of this ticket."),
}
_LOOSE = {
    Fate.QUARANTINED: _l("There is too little in it to know who wrote what."),
    Fate.BOUNCE: _l("It reports on a letter, and does not say on which of ours."),
    Fate.AUTO: _l("No person wrote it, so it opens no ticket and gets no answer."),
}


def why(mail: OneMail) -> str:
    """Return why it became what it became."""
    message = mail.message
    if mail.kills and message.ticket_number is None:
        return str(
            _(
                "It stopped the program that reads it again and again, so it is not read any more. Nothing of it is lost."
            )
        )
    if message.ruled_by is not None:
        return str(_("%(name)s decided so.", name=mail.by))
    if message.fate is Fate.SPAM:
        return str(_("Our mail server says so: %(mark)s", mark=message.spam_mark or "–"))
    known = _ON_TICKET if message.ticket_number else _LOOSE
    return str(known[message.fate]) if message.fate in known else _created(message)


def told(mail: OneMail) -> Iterator[tuple[datetime, str]]:
    """Yield what people decided about it, and when."""
    for ruling in mail.rulings:
        fate = ruling.details.get("to")
        said = {"name": ruling.by, "fate": FATES[Fate(fate)] if fate else ""}
        yield ruling.at, str(DEEDS[ruling.deed]) % said


def problems(message: Message) -> Iterator[str]:
    """Yield in plain words what could not be read, each once."""
    yield from dict.fromkeys(str(PROBLEMS.get(name, OTHER)) for name in message.problems)


def _created(message: Message) -> str:
    if message.mailbox is Mailbox.INFO:
        return str(_("A manager released it to the desk."))
    if message.references or message.in_reply_to:
        return str(
            _(
                "It refers to other mail, but nothing proves that it belongs to a ticket, or that ticket was closed too long ago."
            )
        )
    return str(_("It answers nothing, so it is a new request."))
