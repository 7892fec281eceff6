"""The reports themselves: what each shows of a period, read in a fixed number of statements."""

from collections.abc import Callable, Mapping
from datetime import datetime

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from projectie.context import number
from projectie.home.silence import silent_mailboxes
from projectie.mail.models import LetterState
from projectie.reports import answers, clients, keeping, mails, works
from projectie.reports.figures import Share, median, percentile
from projectie.reports.keeping import Sort
from projectie.reports.report import Report, Row, hours, numbered, numbers, part_name, percent, too_few, whole
from projectie.reports.span import Span
from projectie.tickets.priority import Kind
from projectie.tickets.words import FATES, KINDS

Teller = Callable[[Session, Span, datetime], Report]
SORTS = {
    Sort.ANSWER: _l("First answer"),
    Sort.WORK: _l("Planned work"),
    Sort.SLA_ANSWER: _l("SLA: answer"),
    Sort.SLA_SOLUTION: _l("SLA: solution"),
}
MOST_DRAWN = 10  # clients in a chart


def promises_kept(session: Session, span: Span, now: datetime) -> Report:
    """Return which promises were kept (R6, R9, R10)."""
    shares = keeping.kept_of(keeping.outcomes(session, span, now))
    everything = Share(sum(s.part for s in shares.values()), sum(s.whole for s in shares.values()))
    rows = [_kept(str(SORTS[sort]), share) for sort, share in shares.items()]
    return Report(
        title=_("Promises kept"),
        about=_(
            "A promise counts in the period in which it fell due. One that was broken and moved afterwards stays broken."
        ),
        first=_("Promise"),
        heads=(_("Kept"), _("Broken"), _("Together"), _("Kept, in percent")),
        rows=(*rows, _kept(_("All together"), everything)),
        series=(_("Kept"), _("Broken")),
        drawn=(
            tuple(share.part for share in shares.values()),
            tuple(share.whole - share.part for share in shares.values()),
        ),
        labels=tuple(str(SORTS[sort]) for sort in shares),
        notes=too_few([share.whole for share in (*shares.values(), everything) if share.whole]),
    )


def _kept(label: str, share: Share) -> Row:
    return Row(
        label, (whole(share.part), whole(share.whole - share.part), whole(share.whole), percent(share))
    )


def answer_times(session: Session, span: Span, now: datetime) -> Report:
    """Return how long clients waited for a first answer."""
    found = answers.waits(session, span, now)
    step = span.period.step
    rows = [_waited(part_name(part, step), each) for part, each in found.items()]
    everything = answers.Waits.together(found.values())
    middles = [median(each.answered) for each in found.values()]
    return Report(
        title=_("Answer times"),
        about=_(
            "From arrival to the first answer by a person, in hours of working days: those count day and night, closed days not at all."
        ),
        first=_("Arrived in"),
        heads=(_("Answered"), _("Median"), _("90 percent within"), _("Not answered yet")),
        rows=(*rows, _waited(_("All together"), everything)),
        series=(_("Median, in hours"),),
        drawn=(tuple(int(hours(each).value or 0) if each else 0 for each in middles),),  # type: ignore[call-overload]
        labels=tuple(part_name(part, step, short=True) for part in found),
        notes=too_few([len(each.answered) for each in (*found.values(), everything) if each.answered]),
    )


def _waited(label: str, waits: answers.Waits) -> Row:
    times = waits.answered
    return Row(
        label, (whole(len(times)), hours(median(times)), hours(percentile(times, 90)), whole(waits.waiting))
    )


def work_by_kind(session: Session, span: Span, now: datetime) -> Report:
    """Return what work came in and was done, by kind (R7)."""
    del now
    found = works.by_kind(session, span)
    names: Mapping[Kind | None, str] = {
        **{kind: str(KINDS[kind]) for kind in Kind},
        None: _("not judged yet"),
    }
    rows = [
        Row(names[kind], (whole(each.opened), whole(each.done), whole(each.minutes), whole(each.credits)))
        for kind, each in found.items()
    ]
    return Report(
        title=_("Work by kind"),
        about=_(
            "Requests that came in and that were done in the period, the minutes worked in it, and the credits charged for each kind of work."
        ),
        first=_("Kind"),
        heads=(_("Came in"), _("Done"), _("Minutes"), _("Credits charged")),
        rows=numbered(rows),
        series=(_("Came in"), _("Done")),
        drawn=(tuple(each.opened for each in found.values()), tuple(each.done for each in found.values())),
        labels=numbers(len(found)),
    )


def credits_by_client(session: Session, span: Span, now: datetime) -> Report:
    """Return the credits of each client (R19)."""
    del now
    found = clients.credits_of(session, span)
    drawn = [each for each in found if each.charged > 0][:MOST_DRAWN]
    return Report(
        title=_("Credits per client"),
        about=_(
            "Credits bought, charged and given in the period, who used most on top. The balance is that of now."
        ),
        first=_("Client"),
        heads=(_("Bought"), _("Charged"), _("Given"), _("Corrected"), _("Balance now")),
        rows=numbered(_client(each) for each in found),
        series=(_("Charged"),),
        drawn=(tuple(each.charged for each in drawn),),
        labels=numbers(len(drawn)),
    )


def _client(each: clients.ClientCredits) -> Row:
    figures = (each.bought, each.charged, each.given, each.corrected, each.balance)
    page = url_for("manage.ledger", organisation=each.id)
    return Row(each.name, tuple(map(whole, figures)), is_name=True, address=page)


def mail_health(session: Session, span: Span, now: datetime) -> Report:
    """Return what became of mail, in and out (R29, R34)."""
    fates, letters = mails.fates(session, span), mails.letters(session, span)
    silent = silent_mailboxes(session, now)
    failed, sent = letters[LetterState.FAILED], letters[LetterState.SENT]
    told = {fate: str(FATES[fate]) for fate in fates}
    return Report(
        title=_("Mail"),
        about=_(
            "What became of each mail to support and urgent that came in, and of the letters that were written."
        ),
        first=_("Became"),
        heads=(_("Mails"),),
        rows=tuple(Row(told[fate], (whole(count),)) for fate, count in fates.items()),
        series=(_("Mails"),),
        drawn=(tuple(fates.values()),),
        labels=tuple(str(mails.SHORT[fate]) for fate in fates),
        figures=(
            (number(sent), _("letters sent")),
            (number(failed), _("letters failed")),
            (number(mails.bounced(fates)), _("bounces")),
            (number(len(silent)), _("mailboxes silent now")),
        ),
        notes=tuple(each.sentence for each in silent),
    )


REPORTS: Mapping[str, tuple[str, Teller]] = {
    "promises": (_l("Promises kept"), promises_kept),
    "answers": (_l("Answer times"), answer_times),
    "work": (_l("Work by kind"), work_by_kind),
    "credits": (_l("Credits per client"), credits_by_client),
    "mail": (_l("Mail"), mail_health),
}
