"""A receipt in words, the same on the page and in the letter (R25a)."""

from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from projectie.context import weekday_day
from projectie.contracts.coverage import Consequence, Finding
from projectie.language import language
from projectie.terms.figures import Matrix
from projectie.tickets.planning_promises import Span, Standing
from projectie.tickets.planning_words import when_in_words
from projectie.tickets.words import COVERAGE
from projectie.work.receipt_facts import Told
from projectie.work.words import credits_in_words, lines_of

PAID = {
    Consequence.CREDITS: _l("The work is paid with credits."),
    Consequence.FREE: _l("The work is included: it costs you no credits."),
    Consequence.SLA: _l("The work is paid as your SLA says."),
    Consequence.NONE: _l("Nothing was charged."),
}
ANSWERED = {
    "kept": _l("You had our first answer in time."),
    "late": _l("Our first answer came later than promised, and we are sorry."),
}


@dataclass(frozen=True, slots=True)
class Words:
    """What a receipt says, sentence by sentence."""

    work: tuple[str, ...]  # what was done, a line each
    sums: tuple[str, ...]
    cost: str
    gift: str  # of leniency; empty: none
    because: str
    contract: str
    paid: str
    promises: tuple[str, ...]
    balance: str  # empty: not told


def words_of(told: Told, matrix: Matrix) -> Words:
    """Return the sentences of a receipt, in the language that is spoken now."""
    return Words(
        work=tuple(_work(each) for each in told.work),
        sums=tuple(lines_of(told.sums)),
        cost=credits_in_words(told.sums.net),
        gift=_gift(told),
        because=told.because,
        contract=_contract(told, matrix),
        paid=str(PAID[Consequence(told.consequence)]),
        promises=tuple(_promises(told)),
        balance=_balance(told),
    )


def _work(each: Any) -> str:
    what = each.note or _("work on your request")
    if each.urgent:
        return str(
            _(
                "%(day)s: %(what)s (%(minutes)s min, urgent)",
                day=weekday_day(each.day),
                what=what,
                minutes=each.minutes,
            )
        )
    return str(
        _("%(day)s: %(what)s (%(minutes)s min)", day=weekday_day(each.day), what=what, minutes=each.minutes)
    )


def _gift(told: Told) -> str:
    if not told.sums.waived:
        return ""
    given, total = credits_in_words(told.sums.waived), credits_in_words(told.sums.charge.total)
    return str(_("It came to %(total)s; %(given)s of that are a gift from us.", total=total, given=given))


def _contract(told: Told, matrix: Matrix) -> str:
    service = next((each.name.in_(language()) for each in matrix.services if each.key == told.service), "")
    finding = Finding(told.finding)
    unknown = finding in {Finding.NO_CONTRACT, Finding.NO_SERVICE}
    if not service or unknown or told.decided:  # what was decided for this request is how it is paid
        return ""
    return f"{service}: {COVERAGE[finding]}"


def _promises(told: Told) -> list[str]:
    said = [str(ANSWERED[told.answered])] if told.answered else []
    if told.promised and told.planned:
        when = when_in_words(Span(*told.promised))
        if told.planned == Standing.KEPT.value:
            said.append(str(_("We had promised you %(when)s, and kept that.", when=when)))
        else:
            said.append(
                str(
                    _("We had promised you %(when)s. It became later than that, and we are sorry.", when=when)
                )
            )
    return said


def _balance(told: Told) -> str:
    if told.before is None or told.after is None:
        return ""
    if told.before == told.after:
        return str(_("Your balance is still %(after)s.", after=credits_in_words(told.after)))
    return str(
        _(
            "Your balance was %(before)s and is %(after)s now.",
            before=credits_in_words(told.before),
            after=credits_in_words(told.after),
        )
    )
