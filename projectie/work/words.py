"""Time and what it costs, in words (R17): the arithmetic that anybody can follow."""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from flask_babel import format_decimal
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from projectie.language import language
from projectie.terms.phrases import counted
from projectie.work.arithmetic import Arithmetic, Urgent
from projectie.work.judging import NotBooked, Reason
from projectie.work.rules import Gift, Piece, Rate, charge_of

MOST_TERMS = 12  # of a sum that is written out
REFUSED = {
    Reason.CLOSED: _l("This ticket is done and its client has the receipt: reopen it, then book the time."),
    Reason.NO_CLIENT: _l("This ticket has no client yet: choose one under Properties, then book the time."),
    Reason.FUTURE: _l("That day is still to come: choose today or an earlier day."),
    Reason.LONG_AGO: _l("That day is more than a year ago: check the date."),
    Reason.MINUTES: _l("Enter a time that fits in the day of work"),
    Reason.NOT_YOURS: _l("This is a colleague’s time: only a manager changes that."),
    Reason.NO_REASON: _l("Write down why you change this time: the reason is kept."),
    Reason.NOT_STAFF: _l("Choose a colleague who works here."),
    Reason.NO_CONSENT: _l(
        "Not at the urgent rate: the client has not agreed to it in writing. Book normal time, or ask for the consent first."
    ),
    Reason.UNDECIDED: _l(
        "The contract does not say how this is paid. Decide it under Coverage, or tick this to book the time without a charge for now."
    ),
    Reason.SENT: _l(
        "This form was sent already, with other time. Look beside the ticket, then open it anew."
    ),
    Reason.OVERTAKEN: _l("Not saved: this time was changed meanwhile. Check what it says now."),
}
GIFTS = {
    Gift.WHOLE: _l("the whole charge"),
    Gift.SURCHARGE: _l("the urgent surcharge"),
    Gift.PART: _l("a number of credits"),
    Gift.NOTHING: _l("nothing, after all"),
}


def refusal(refused: NotBooked) -> str:
    """Return why nothing was booked, as a sentence that says what to do."""
    found = refused.reached
    if found is None:
        return str(REFUSED[refused.reason])
    said = {"credits": credits_in_words(found.credits), "would_be": credits_in_words(found.would_be)}
    if found.of_organisation:
        return str(
            _(
                "Not booked: the client set a ceiling of %(credits)s a month, and it would be %(would_be)s. Ask them to raise it.",
                **said,
            )
        )
    return str(
        _(
            "Not booked: the client set a ceiling of %(credits)s for this request, and it would be %(would_be)s. Ask them to raise it.",
            **said,
        )
    )


def credits_in_words(number: int) -> str:
    """Return “1 credit”, “3 credits”, in the language of the reader."""
    return counted(number, "credit", language())


def lines_of(sums: Arithmetic) -> list[str]:
    """Return the arithmetic line by line: “10 + 10 + 1 = 21 min → 3 credits”."""
    return list(_lines(sums))


def _lines(sums: Arithmetic) -> Iterator[str]:
    if sums.normal:
        plain = charge_of(map(Piece, sums.normal), Rate(sums.rate.minutes_per_credit, 0)).normal
        yield f"{_sum(sums.normal)} → {credits_in_words(plain)}"
    for urgent in sums.urgent:
        yield _urgent(urgent, sums.rate)
    if raised_to_minimum(sums):
        yield str(
            _("at least %(credits)s for a request", credits=credits_in_words(sums.rate.minimum_credits))
        )
    if sums.included:
        yield str(_("%(minutes)s min included: no credits", minutes=sums.included))
    if sums.by_sla:
        yield str(_("%(minutes)s min as agreed in the SLA", minutes=sums.by_sla))
    if sums.undecided:
        yield str(_("%(minutes)s min not charged as it stands", minutes=sums.undecided))


def raised_to_minimum(sums: Arithmetic) -> bool:
    """Return whether the minutes alone would cost less than the least a request costs."""
    rate = Rate(sums.rate.minutes_per_credit, 0)
    pieces = [*map(Piece, sums.normal)]
    pieces += [Piece(minutes, urgent.consent) for urgent in sums.urgent for minutes in urgent.minutes]
    return charge_of(pieces, rate).total < sums.charge.total


def _sum(minutes: Sequence[int]) -> str:
    total = sum(minutes)
    if len(minutes) == 1:
        return f"{total} min"
    if len(minutes) > MOST_TERMS:
        return str(_("%(pieces)s pieces, together %(minutes)s min", pieces=len(minutes), minutes=total))
    return f"{' + '.join(map(str, minutes))} = {total} min"


def _urgent(urgent: Urgent, rate: Rate) -> str:
    consent = urgent.consent
    cost = charge_of((Piece(each, consent) for each in urgent.minutes), Rate(rate.minutes_per_credit, 0))
    counts = sum(urgent.minutes) * consent.factor
    said = f"{_sum(urgent.minutes)} × {_decimal(consent.factor)} = {_decimal(counts)} min → {credits_in_words(cost.urgent)}"
    if cost.urgent < consent.maximum:
        return said
    return str(
        _(
            "%(sum)s (never more than the %(credits)s agreed to)",
            sum=said,
            credits=credits_in_words(consent.maximum),
        )
    )


def _decimal(value: Fraction) -> str:
    return str(format_decimal(round(float(value), 2)))
