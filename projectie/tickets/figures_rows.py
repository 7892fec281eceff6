"""The figures of the columns and the estimates of open tickets, as parts of the one select around the board."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Select, String, cast, literal, select
from sqlalchemy.orm import Session

from projectie import history
from projectie.database import transaction
from projectie.terms.figures import Figures
from projectie.tickets.board_models import ColumnRow, Estimate
from projectie.tickets.column_figures import ColumnFigures, credits_for
from projectie.tickets.models import Column, Ticket
from projectie.tickets.moves import NO_DETAILS, NO_NAME, NO_NUMBER

OPEN = tuple(column for column in Column if column is not Column.DONE)


def parts() -> tuple[Select[Any], Select[Any]]:
    """Return selects (kind, id, of, version, name, details) of the figures and of the estimates."""
    key = cast(ColumnRow.key, String)
    estimated = _part("estimate", Estimate.ticket_number, Estimate.minutes, NO_NAME)
    # From the open tickets to their estimates, so that the board costs the same however much was done before.
    of_open = estimated.select_from(Ticket).join(Estimate, Estimate.ticket_number == Ticket.number)
    return _part("column", ColumnRow.stalled_after, ColumnRow.most, key), of_open.where(
        Ticket.column.in_(OPEN)
    )


def figures_in(rows: Iterable[Any]) -> dict[Column, ColumnFigures]:
    """Return the figures of every column, from rows of `parts`; other rows are passed over."""
    kept = {row.name: ColumnFigures(row.id, row.of) for row in rows if row.kind == "column"}
    return {column: kept.get(column.value, ColumnFigures()) for column in Column}


def credits_in(rows: Iterable[Any], figures: Figures) -> dict[int, int]:
    """Return the credits of every ticket that was estimated (R17), from rows of `parts`."""
    by = (figures.minutes_per_credit, figures.minimum_credits)
    return {row.id: credits_for(row.of, *by) for row in rows if row.kind == "estimate"}


def column_figures(session: Session) -> dict[Column, ColumnFigures]:
    """Return the figures of every column that has some, in the order of the board."""
    kept = {row.key: ColumnFigures(row.stalled_after, row.most) for row in session.scalars(select(ColumnRow))}
    return {column: kept.get(column, ColumnFigures()) for column in OPEN}


def keep(wanted: Mapping[Column, ColumnFigures], by: int, now: datetime) -> bool:
    """Keep the figures of the columns; return whether anything changed."""
    with transaction() as session:
        rows = {row.key: row for row in session.scalars(select(ColumnRow).with_for_update())}
        before = {key: ColumnFigures(row.stalled_after, row.most) for key, row in rows.items()}
        if before == dict(wanted):
            return False
        for key, figures in wanted.items():
            row = rows.get(key) or ColumnRow(key=key)
            row.stalled_after, row.most = figures.stalled_after, figures.most
            session.add(row)
        details = {"columns": _written(wanted), "before": _written(before)}
        history.record(session, at=now, by=by, deed="board.figures", of=("board", 1), details=details)
        return True


def _part(kind: str, number: Any, of: Any, name: Any) -> Select[Any]:
    columns = (("kind", literal(kind)), ("id", number), ("of", of), ("version", NO_NUMBER), ("name", name))
    return select(*(column.label(label) for label, column in (*columns, ("details", NO_DETAILS))))


def _written(figures: Mapping[Column, ColumnFigures]) -> dict[str, list[int | None]]:
    return {key.value: [one.stalled_after, one.most] for key, one in figures.items()}
