"""Credits per month as a chart with its table, and for a spreadsheet."""

from babel.dates import format_date
from flask import Response
from flask_babel import gettext as _

from projectie import spreadsheet
from projectie.chart import chart
from projectie.context import today
from projectie.credits.figures import Month, months
from projectie.database import db
from projectie.doors import manage
from projectie.language import LOCALES, language
from projectie.pages import page


@manage.get("/credits/figures", endpoint="credit_figures")
def figures() -> Response:
    """Show what was sold, charged and given in a year."""
    found = months(db.session(), today())
    series = [[max(value, 0) for value in each] for each in _columns(found)]
    drawn = chart([_name(month, "LLL") for month in found], series)
    named = [(month, _name(month, "LLLL y")) for month in found]
    return page("credits/figures.html", chart=drawn, months=named, names=_names())


@manage.get("/credits/figures.csv", endpoint="credit_figures_csv")
def csv() -> Response:
    """Hand out the same for a spreadsheet."""
    head = (_("Month"), *_names(), _("Corrected"))
    rows = (
        (f"{each.first:%Y-%m}", each.sold, each.charged, each.given, each.corrected)
        for each in months(db.session(), today())
    )
    content = spreadsheet.sheet(head, rows, language())
    return spreadsheet.download(content, f"credits-{today():%Y-%m}.csv", "text/csv")


def _names() -> tuple[str, str, str]:
    return _("Sold"), _("Charged"), _("Given")


def _columns(found: list[Month]) -> list[list[int]]:
    return [
        [each.sold for each in found],
        [each.charged for each in found],
        [each.given for each in found],
    ]


def _name(month: Month, shape: str) -> str:
    return format_date(month.first, shape, locale=LOCALES[language()]).rstrip(".")
