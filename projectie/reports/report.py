"""A report as pages and files show it: figures, a chart, and the table with the same figures."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta

from babel.dates import format_date
from flask_babel import gettext as _
from flask_babel import ngettext

from projectie.chart import Chart, chart
from projectie.context import day as short_day
from projectie.context import number
from projectie.language import LOCALES, language
from projectie.reports.figures import FEWEST, Share, whole_hours
from projectie.reports.period import Part, Step

UNKNOWN = "–"


@dataclass(frozen=True, slots=True)
class Cell:
    """A value: as it is read, and as a spreadsheet adds it up."""

    shown: str
    value: object


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table: what it is about, and its figures."""

    label: str
    cells: tuple[Cell, ...]
    is_name: bool = False  # of a client: not to be translated
    address: str = ""
    mark: str = ""  # its number below the chart, where names do not fit


@dataclass(frozen=True, slots=True)
class Report:
    """All of it; `drawn` are the series of the chart, of the rows that are `charted`."""

    title: str
    about: str
    first: str  # the head of the first column
    heads: tuple[str, ...]
    rows: tuple[Row, ...]
    series: tuple[str, ...]
    drawn: tuple[tuple[int, ...], ...]
    labels: tuple[str, ...]
    figures: tuple[tuple[str, str], ...] = ()
    notes: tuple[str, ...] = field(default_factory=tuple)

    @property
    def chart(self) -> Chart | None:
        """The chart; none of nothing."""
        has_any = any(value for series in self.drawn for value in series)
        return chart(self.labels, self.drawn) if has_any else None


def whole(value: int) -> Cell:
    """Return a whole number."""
    return Cell(number(value).replace("-", "−"), value)


def numbered(rows: Iterable[Row]) -> tuple[Row, ...]:
    """Return the rows, numbered as the bars of the chart are."""
    return tuple(replace(row, mark=str(place)) for place, row in enumerate(rows, 1))


def numbers(count: int) -> tuple[str, ...]:
    """Return the numbers that stand below so many bars."""
    return tuple(str(place) for place in range(1, count + 1))


def percent(share: Share) -> Cell:
    """Return a percentage, or that there are too few."""
    if share.percent is None:
        return Cell(UNKNOWN, None)
    return Cell(_("%(number)s%%", number=share.percent), share.percent)


def hours(value: timedelta | None) -> Cell:
    """Return so many hours."""
    if value is None:
        return Cell(UNKNOWN, None)
    count = whole_hours(value)
    return Cell(str(ngettext("%(num)d hour", "%(num)d hours", count)), count)


def part_name(part: Part, step: Step, *, short: bool = False) -> str:
    """Return what a part of a period is called: a day range, a month or a year."""
    if step is Step.YEAR:
        return str(part.first.year)
    if step is Step.MONTH:
        name = format_date(part.first, "LLL" if short else "LLLL y", locale=LOCALES[language()])
        return name.rstrip(".")
    week = part.first.isocalendar().week
    if short:
        return str(_("wk %(week)s", week=week))
    days = {"first": short_day(part.first), "last": short_day(part.last)}
    return str(_("week %(week)s (%(first)s – %(last)s)", week=week, **days))


def too_few(counts: Sequence[int]) -> tuple[str, ...]:
    """Return the remark that goes with figures of too few tickets; nothing when there are enough."""
    if all(count >= FEWEST for count in counts):
        return ()
    return (_("Below %(number)s tickets there is no percentage: it would say nothing.", number=FEWEST),)
