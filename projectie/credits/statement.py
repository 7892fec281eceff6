"""The ledger to take away: for a spreadsheet, and as a paper (R23)."""

from collections.abc import Sequence
from pathlib import Path

from flask import Response
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from projectie import spreadsheet
from projectie.clock.now import now
from projectie.context import day, euros, long_day, number, studio, today, zone
from projectie.credits.balance import balance_of
from projectie.credits.entries import MOST_ON_PAPER, Asked, Entry, all_of
from projectie.credits.words import KINDS
from projectie.credits.worth import Worth, credits_in_words
from projectie.language import language
from projectie.paper import pdf
from projectie.people.models import Organisation, Person
from projectie.terms.in_force import in_force

SOURCE = Path(__file__).with_name("statement.typ")


def csv(session: Session, reader: Person, organisation_id: int, asked: Asked) -> Response:
    """Return what was asked of a ledger as CSV in the reader's language."""
    entries = all_of(session, reader, organisation_id, asked, zone())
    head = (
        *(_("Date"), _("Work day"), _("What"), _("Ticket"), _("Subject"), _("Why")),
        *(_("Credits"), _("Balance"), _("Price per credit ex. VAT")),
    )
    content = spreadsheet.sheet(head, (_cells(entry) for entry in entries), language())
    return spreadsheet.download(content, f"credits-{today():%Y-%m-%d}.csv", "text/csv")


def paper(session: Session, reader: Person, organisation_id: int, asked: Asked) -> Response:
    """Return what was asked of a ledger as a tagged PDF in the reader's language."""
    client = session.get_one(Organisation, organisation_id)
    entries = list(all_of(session, reader, organisation_id, asked, zone(), MOST_ON_PAPER))
    balance = Worth.of(balance_of(session, organisation_id), in_force(session, today()).terms.figures)
    title = _("Statement of credits, %(client)s", client=client.name)
    said = {
        "language": language(),
        "studio": [studio().name, *studio().address, _("KVK %(number)s", number=studio().kvk)],
        "client": client.legal_name or client.name,
        "on": long_day(today()),
        "period": _period(asked),
        "balance_label": _("Balance"),
        "balance": credits_in_words(balance.credits),
        "worth": _(
            "%(time)s of work, worth %(money)s ex. VAT", time=balance.time, money=euros(balance.cents)
        ),
        "head": [_("Date"), _("What"), _("Ticket"), _("Credits"), _("Balance")],
        "rows": [_line(entry) for entry in entries],
        "none": _("No entries in this period."),
        "cut": _("The newest %(count)s entries; the CSV holds all of them.", count=number(MOST_ON_PAPER))
        if len(entries) == MOST_ON_PAPER
        else "",
        "page": _("page"),
        "foot": _("Credits do not expire. VAT was charged when they were bought."),
    }
    content = pdf(SOURCE, said, title, now())
    return spreadsheet.download(content, f"credits-{today():%Y-%m-%d}.pdf", "application/pdf")


def _cells(entry: Entry) -> Sequence[object]:
    return (
        day(entry.at),
        day(entry.day),
        KINDS[entry.kind],
        entry.ticket,
        entry.subject,
        entry.why,
        entry.credits,
        entry.balance_after,
        spreadsheet.cents(entry.price_cents, language()),
    )


def _line(entry: Entry) -> list[str]:
    ticket = f"#{entry.ticket}" if entry.ticket else ""
    return [
        day(entry.at),
        str(KINDS[entry.kind]),
        entry.why,
        f"{ticket} {entry.subject or ''}".strip(),
        signed(entry.credits),
        number(entry.balance_after),
    ]


def signed(credits_: int) -> str:
    """Return a change with its sign: +25, −3."""
    return f"{'+' if credits_ > 0 else '−'}{number(abs(credits_))}"


def _period(asked: Asked) -> str:
    if asked.since and asked.until:
        return str(_("%(since)s to %(until)s", since=long_day(asked.since), until=long_day(asked.until)))
    if asked.since:
        return str(_("since %(day)s", day=long_day(asked.since)))
    return str(_("until %(day)s", day=long_day(asked.until))) if asked.until else ""
