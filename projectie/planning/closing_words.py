"""Why a promise moves when days close, as a client reads it: the days, and what they are called."""

from collections.abc import Iterator, Sequence
from datetime import date

from flask_babel import gettext as _

from projectie.clock.workdays import DAY
from projectie.language import language
from projectie.terms.figures import ClosedDay, Text
from projectie.tickets.promise_words import day_in_words

MOST = 3  # stretches to name; the terms name them all


def reason_in_words(because: Sequence[ClosedDay]) -> str:
    """Return the sentence that says why, in the language that is being written."""
    return " ".join(_sentence(*stretch) for stretch in list(_stretches(because))[:MOST])


def _sentence(first: date, last: date, name: Text) -> str:
    said = {"first": day_in_words(first), "last": day_in_words(last), "name": name.in_(language())}
    if first == last:
        return str(_("On %(first)s we are closed (%(name)s).", **said))
    return str(_("From %(first)s to %(last)s we are closed (%(name)s).", **said))


def _stretches(days: Sequence[ClosedDay]) -> Iterator[tuple[date, date, Text]]:
    """Yield runs of days with one name, weekends between them included."""
    run: list[ClosedDay] = []
    for one in days:
        if run and (one.name != run[-1].name or one.day - run[-1].day > 3 * DAY):
            yield run[0].day, run[-1].day, run[0].name
            run = []
        run.append(one)
    if run:
        yield run[0].day, run[-1].day, run[0].name
