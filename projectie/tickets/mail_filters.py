"""Which mails the list shows: read from an address, forgiving, and said as a sentence."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date

from flask_babel import gettext as _

from projectie.context import long_day
from projectie.listing import words_of
from projectie.mail.models import Mailbox
from projectie.tickets.models import Fate
from projectie.tickets.words import FATES, MAILBOXES

DUPLICATE = "duplicate"  # the fate of a mail that is kept already, in an earlier copy


@dataclass(frozen=True, slots=True)
class MailFilters:
    """Which mails to show; empty or None: all. `fate` is a fate, or DUPLICATE; the days are local, both included."""

    q: str = ""
    fate: str | None = None
    mailbox: Mailbox | None = None
    since: date | None = None
    until: date | None = None

    @property
    def active(self) -> bool:
        """Whether anything is left out."""
        return self != MailFilters()

    @property
    def query(self) -> dict[str, str]:
        """The filters as an address holds them, those in use alone."""
        return {name: str(value) for name, value in asdict(self).items() if value not in {None, ""}}

    @property
    def sentence(self) -> list[str]:
        """The filters in words, as the parts of a sentence that begins with “Mail”."""
        return list(_in_words(self))


def mail_filters(given: Mapping[str, str]) -> MailFilters:
    """Return the filters an address asks for; whatever cannot be asked is passed over."""
    fate = given.get("fate", "")
    return MailFilters(
        q=words_of(given.get("q")),
        fate=fate if fate in {*Fate, DUPLICATE} else None,
        mailbox=next((mailbox for mailbox in Mailbox if mailbox == given.get("mailbox")), None),
        since=_day(given.get("since", "")),
        until=_day(given.get("until", "")),
    )


def fates() -> dict[str, str]:
    """Return what can be asked for, each with its word."""
    return {**{fate.value: str(name) for fate, name in FATES.items()}, DUPLICATE: _("exact duplicate")}


def _in_words(asked: MailFilters) -> Iterator[str]:
    if asked.q:
        yield _("with “%(words)s”", words=asked.q)
    if asked.mailbox:
        yield _("to the mailbox for %(mailbox)s", mailbox=MAILBOXES[asked.mailbox])
    if asked.fate:
        yield _("that became: %(fate)s", fate=fates()[asked.fate])
    if asked.since and asked.since == asked.until:
        yield _("of %(day)s", day=long_day(asked.since))
        return
    if asked.since:
        yield _("from %(day)s", day=long_day(asked.since))
    if asked.until:
        yield _("up to and including %(day)s", day=long_day(asked.until))


def _day(text: str) -> date | None:
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    return found if 1990 <= found.year <= 2100 else None
