"""Mailboxes nothing comes in from: shown on the desk's first page and in /healthz, mailed to managers (R34)."""

from dataclasses import dataclass
from datetime import datetime

from flask import current_app
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from projectie.clock.phone import PhoneHours
from projectie.config import Settings
from projectie.context import long_moment
from projectie.home.heartbeat import is_silent
from projectie.mail.account import accounts
from projectie.mail.line_error import Reason
from projectie.mail.models import FetchState, Mailbox
from projectie.terms.in_force import calendar, in_force, studio_facts, today
from projectie.terms.studio import StudioFacts


@dataclass(frozen=True, slots=True)
class Silence:
    """A mailbox that is not read (or not completely), since when, and why if that is known."""

    mailbox: Mailbox
    address: str
    since: datetime  # UTC
    reason: Reason | None  # None: nobody tries, the worker does not run

    @property
    def sentence(self) -> str:
        """What is the matter, in the reader's language."""
        return _sentence(self.reason, address=self.address, moment=long_moment(self.since))


def silent_mailboxes(session: Session, now: datetime) -> tuple[Silence, ...]:
    """Return the mailboxes that are set and have been silent for 15 minutes of phone hours; at most four statements.

    One that nobody ever looked into counts from the first time a worker ran.
    """
    settings: Settings = current_app.config["SETTINGS"]
    watched = accounts(settings)
    if not watched:
        return ()
    states = session.scalars(select(FetchState).where(FetchState.mailbox.in_(watched))).all()
    facts = studio_facts(session)
    terms = in_force(session, today(session, now)).terms
    hours = PhoneHours.of(terms.figures, calendar(session, terms, facts.zone))
    return tuple(
        _silence(row, facts) for row in states if is_silent(row.last_success_at or row.since, now, hours)
    )


def _silence(row: FetchState, facts: StudioFacts) -> Silence:
    since = row.last_success_at or row.since
    failed = row.last_error_at is not None and row.last_error_at >= since
    return Silence(
        row.mailbox, _address(row.mailbox, facts), since, _reason(row.last_error) if failed else None
    )


def _reason(word: str | None) -> Reason | None:
    return Reason(word) if word in set(Reason) else None


def _address(mailbox: Mailbox, facts: StudioFacts) -> str:
    return {
        Mailbox.SUPPORT: facts.support_address,
        Mailbox.URGENT: facts.urgent_address,
        Mailbox.INFO: facts.info_address,
    }[mailbox]


def _sentence(reason: Reason | None, *, address: str, moment: str) -> str:
    said = {"address": address, "moment": moment}
    match reason:
        case Reason.UNREACHABLE:
            text = _(
                "Mail to %(address)s has not been read since %(moment)s: the mail server cannot be reached.",
                **said,
            )
        case Reason.TOKEN:
            text = _(
                "Mail to %(address)s has not been read since %(moment)s: the provider gives no access token.",
                **said,
            )
        case Reason.REFUSED:
            text = _(
                "Mail to %(address)s has not been read since %(moment)s: the mail server refuses to let us in.",
                **said,
            )
        case Reason.FOLDER:
            text = _(
                "Mail to %(address)s has not been read since %(moment)s: the folder is not there.", **said
            )
        case Reason.BROKE:
            text = _(
                "Mail to %(address)s has not been read since %(moment)s: the line to the mail server keeps breaking.",
                **said,
            )
        case Reason.WITHHELD:
            text = _(
                "Mail to %(address)s is incomplete since %(moment)s: the mail server does not hand over one of the mails.",
                **said,
            )
        case Reason.STORE:
            text = _(
                "Mail to %(address)s has not been read since %(moment)s: the desk cannot store it.", **said
            )
        case Reason.FAULT:
            text = _(
                "Mail to %(address)s is incomplete since %(moment)s: one of the mails cannot be taken in.",
                **said,
            )
        case None:
            text = _("Mail to %(address)s has not been read since %(moment)s: nobody is fetching it.", **said)
    return str(text)
