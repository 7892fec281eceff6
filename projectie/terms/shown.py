"""A version of the terms as a reader gets it, whole and in one language (R3)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from flask_babel import force_locale
from flask_babel import gettext as _

from projectie.context import long_day
from projectie.language import LOCALES
from projectie.terms.figures import ClosedDay, Figures, Terms
from projectie.terms.matrix_table import Table, table
from projectie.terms.placeholders import Filling, fillings
from projectie.terms.prose import Part, parts
from projectie.terms.studio import StudioFacts


@dataclass(frozen=True, slots=True)
class Fact:
    """A figure with its unit, and what it is."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Facts:
    """Figures that belong together."""

    title: str
    rows: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Day:
    """A closed day, the way its date is said and what it is called."""

    day: date
    words: str
    name: str


@dataclass(frozen=True, slots=True)
class Year:
    """The closed days of a year."""

    number: int
    days: tuple[Day, ...]


@dataclass(frozen=True, slots=True)
class Titles:
    """The headings that are the page's, not the terms' own."""

    matrix: str
    service: str
    figures: str
    closed: str


@dataclass(frozen=True, slots=True)
class Reading:
    """All of the terms in one language."""

    language: str
    titles: Titles
    parts: tuple[Part, ...]
    matrix: Table
    figures: tuple[Facts, ...]
    closed: tuple[Year, ...]


def reading(terms: Terms, studio: StudioFacts, closed: Iterable[ClosedDay], language: str) -> Reading:
    """Return the terms in that language, whoever asks; closed days only where they make a difference."""
    said = fillings(terms.figures, studio, language)
    with force_locale(LOCALES[language]):
        return Reading(
            language=language,
            titles=titles(),
            parts=parts(terms, studio, language),
            matrix=table(terms.matrix, said, language),
            figures=_figures(said),
            closed=_years(days(closed, terms.figures, language)),
        )


def days(closed: Iterable[ClosedDay], figures: Figures, language: str) -> tuple[Day, ...]:
    """Return the closed days that make a difference, in the words of the present language."""
    return tuple(
        Day(found.day, long_day(found.day), found.name.in_(language))
        for found in closed
        if makes_a_difference(found.day, figures)
    )


def makes_a_difference(day: date, figures: Figures) -> bool:
    """Whether the desk would be there on that weekday if it were not closed."""
    return day.weekday() in {*figures.working_weekdays, *figures.phone_weekdays}


def _years(days: tuple[Day, ...]) -> tuple[Year, ...]:
    return tuple(Year(number, tuple(found)) for number, found in groupby(days, key=lambda day: day.day.year))


def titles() -> Titles:
    """Return the headings in the present language."""
    return Titles(
        matrix=_("What your contract covers"),
        service=_("Service"),
        figures=_("All figures in a row"),
        closed=_("Closed this year and next"),
    )


def _figures(said: Mapping[str, Filling]) -> tuple[Facts, ...]:
    words = {name: filling.text for name, filling in said.items()}
    phone = _("%(days)s, %(hours)s", days=words["phone_days"], hours=words["phone_hours"])
    administration = _(
        "%(credits)s (%(price)s)", credits=words["administration"], price=words["administration_price"]
    )
    return (
        Facts(
            _("When"),
            (
                Fact(_("First answer to a request, on working days"), words["response_window"]),
                Fact(_("Urgent request carried out"), words["urgent_window"]),
                Fact(_("Routine work done: target"), words["planning_target"]),
                Fact(_("Routine work done by, at the latest"), words["planning_latest"]),
                Fact(_("Reply to a finished request within"), words["grace"]),
                Fact(_("Working days"), words["working_days"]),
                Fact(_("Phone"), phone),
            ),
        ),
        Facts(
            _("What it costs"),
            (
                Fact(_("Work for one credit"), words["credit_time"]),
                Fact(_("Price of a credit, excluding VAT"), words["credit_price"]),
                Fact(_("Least for each request"), words["minimum"]),
                Fact(_("Administration for each invoice, excluding VAT"), administration),
                Fact(_("VAT in the Netherlands"), words["vat"]),
            ),
        ),
        Facts(
            _("What urgent adds to the rate"),
            (
                Fact(_("Because our planning is full"), _plus(words["urgent_capacity"])),
                Fact(_("Because the work is complex"), _plus(words["urgent_complexity"])),
                Fact(_("Because we work outside office hours"), _plus(words["urgent_out_of_hours"])),
                Fact(_("You can agree to a quote within"), words["urgent_valid"]),
            ),
        ),
        Facts(
            _("Complaints"),
            (
                Fact(_("Taken up within"), words["complaint_confirm"]),
                Fact(_("Answered within"), words["complaint_answer"]),
                Fact(_("Extended once, at most by"), words["complaint_extension"]),
                Fact(_("Erased after closing"), words["complaint_retention"]),
            ),
        ),
    )


def _plus(percent: str) -> str:
    return f"+{percent}"
