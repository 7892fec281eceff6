"""What credits are worth: time and money, as figures and in words."""

from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import ngettext as _n

from projectie.context import number
from projectie.credits.lasting import Lasts
from projectie.money import value_of
from projectie.terms.figures import Figures

WEEKS_A_YEAR = 52
MONTHS_FROM = 9  # weeks: from there on months say it better
FAR = 2 * WEEKS_A_YEAR


@dataclass(frozen=True, slots=True)
class Worth:
    """A number of credits as time and as money ex VAT, by the terms of a day; below zero is what is short."""

    credits: int
    minutes: int
    cents: int

    @classmethod
    def of(cls, credits_: int, figures: Figures) -> "Worth":
        """Return what so many credits are worth."""
        return cls(
            credits_,
            credits_ * figures.minutes_per_credit,
            value_of(credits_, figures.credit_price_cents),
        )

    @property
    def time(self) -> str:
        """The time in words: 1 h 30 min."""
        return time_in_words(self.minutes)


def credits_in_words(credits_: int) -> str:
    """Return “1 credit”, “12 credits”."""
    return str(_n("%(shown)s credit", "%(shown)s credits", credits_, shown=number(credits_)))


def time_in_words(minutes: int) -> str:
    """Return hours and minutes, as short as they are."""
    hours, rest = divmod(abs(minutes), 60)
    sign = "−" if minutes < 0 else ""
    if not hours:
        return sign + str(_("%(minutes)s min", minutes=rest))
    if not rest:
        return sign + str(_("%(hours)s h", hours=number(hours)))
    return sign + str(_("%(hours)s h %(minutes)s min", hours=number(hours), minutes=rest))


def lasts_in_words(found: Lasts | None) -> str:
    """Return how long a balance lasts; that there is not enough use to say is an answer too."""
    if found is None:
        return str(_("Not enough use to say yet."))
    if found.most is None or found.most > FAR:
        if found.fewest > FAR:
            return str(_("Years, by what you used lately."))
        return str(_("At least %(time)s, by what you used lately.", time=_span(found.fewest)))
    if _span(found.fewest) == _span(found.most):
        return str(_("About %(time)s, by what you used lately.", time=_span(found.most)))
    return str(
        _("%(least)s to %(most)s, by what you used lately.", least=_least(found), most=_span(found.most))
    )


def _least(found: Lasts) -> str:
    """Return the shorter span without its unit where both have the same."""
    if found.most is not None and (found.fewest < MONTHS_FROM) == (found.most < MONTHS_FROM):
        return str(found.fewest if found.fewest < MONTHS_FROM else _months(found.fewest))
    return _span(found.fewest)


def _span(weeks: int) -> str:
    if weeks < 1:
        return str(_("less than a week"))
    if weeks < MONTHS_FROM:
        return str(_n("%(num)s week", "%(num)s weeks", weeks))
    return str(_n("%(num)s month", "%(num)s months", _months(weeks)))


def _months(weeks: int) -> int:
    return weeks * 12 // WEEKS_A_YEAR
