"""Reports for managers: each a page of a period that stands in its address, with a chart, a table and a file."""

from flask import Response, abort, request
from flask_babel import lazy_gettext as _l

from projectie import spreadsheet
from projectie.clock.now import now
from projectie.context import today, zone
from projectie.database import db
from projectie.doors import manage
from projectie.language import language
from projectie.pages import page
from projectie.reports.period import Choice, period_of
from projectie.reports.report import Report
from projectie.reports.span import Span
from projectie.reports.told import REPORTS

PERIODS = {
    Choice.THIS_MONTH: _l("this month"),
    Choice.LAST_MONTH: _l("last month"),
    Choice.QUARTER: _l("this quarter"),
    Choice.YEAR: _l("this year"),
    Choice.OWN: _l("dates of my own"),
}


@manage.get("/reports", defaults={"name": "promises"})
@manage.get("/reports/<name>")
def report(name: str) -> Response:
    """Show a report."""
    span = _span()
    return page(
        "reports/report.html",
        report=_told(name, span),
        name=name,
        period=span.period,
        periods=PERIODS,
        names={key: title for key, (title, _teller) in REPORTS.items()},
    )


@manage.get("/reports/<name>.csv", endpoint="report_csv")
def csv(name: str) -> Response:
    """Hand out the table of a report for a spreadsheet."""
    span = _span()
    told = _told(name, span)
    rows = ((row.label, *(cell.value for cell in row.cells)) for row in told.rows)
    content = spreadsheet.sheet((told.first, *told.heads), rows, language())
    return spreadsheet.download(content, f"{name}-{span.period.first}-{span.period.last}.csv", "text/csv")


def _span() -> Span:
    return Span.of(period_of(request.args, today()), zone())


def _told(name: str, span: Span) -> Report:
    if name not in REPORTS:
        abort(404)
    _title, tell = REPORTS[name]
    return tell(db.session(), span, now())
