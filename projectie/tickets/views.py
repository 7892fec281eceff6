"""Views of the board: kept under a name, renamed, thrown away; who sees which."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Integer, Select, bindparam, cast, literal, or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from projectie import history
from projectie.database import MissingError, transaction
from projectie.tickets.board_models import SavedView
from projectie.tickets.view_names import Clash, Named, clash, folded


class NameTaken(ValueError):  # noqa: N818 (a refusal that the page words)
    """There is a view of that name; nothing was changed."""

    def __init__(self, reason: Clash) -> None:
        super().__init__(reason.value)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class View:
    """A view as a reader sees it listed."""

    id: int
    name: str
    owner: int
    for_everyone: bool
    query: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Wanted:
    """A view as somebody wants it."""

    name: str
    for_everyone: bool


def part() -> Select[Any]:
    """Return a select (kind, id, of, version, name, details) of the views a `person` sees."""
    columns = (
        *(literal("view").label("kind"), SavedView.id.label("id"), SavedView.person_id.label("of")),
        cast(SavedView.for_everyone, Integer).label("version"),
        *(SavedView.name.label("name"), SavedView.query.label("details")),
    )
    return select(*columns).where(or_(SavedView.person_id == bindparam("person"), SavedView.for_everyone))


def views_in(rows: Iterable[Any]) -> tuple[View, ...]:
    """Return the views from rows of `part`, by name; other rows are passed over."""
    found = [
        View(row.id, row.name, row.of, bool(row.version), row.details) for row in rows if row.kind == "view"
    ]
    return tuple(sorted(found, key=lambda view: (folded(view.name), view.id)))


def views_of(session: Session, person: int) -> tuple[View, ...]:
    """Return the views that person sees, by name."""
    return views_in(session.execute(_SEEN, {"person": person}).all())


def keep_view(wanted: Wanted, query: Mapping[str, str], by: int, now: datetime) -> int:
    """Keep filters under a name and return the view; raise NameTaken."""
    try:
        with transaction() as session:
            _check(session, Named(0, wanted.name, by, wanted.for_everyone))
            view = SavedView(
                person_id=by,
                name=wanted.name,
                folded=folded(wanted.name),
                query=dict(query),
                for_everyone=wanted.for_everyone,
                made_at=now,
            )
            session.add(view)
            session.flush()
            history.record(session, at=now, by=by, deed="view.kept", of=("view", view.id))
            return view.id
    except IntegrityError:  # in another window, in this very moment
        raise NameTaken(Clash.OWN) from None


def change_view(number: int, wanted: Wanted, by: int, now: datetime) -> None:
    """Give an own view another name, or share it; raise NameTaken, or MissingError for somebody else's."""
    try:
        with transaction() as session:
            view = _own(session, number, by)
            _check(session, Named(view.id, wanted.name, by, wanted.for_everyone))
            view.name, view.folded = wanted.name, folded(wanted.name)
            view.for_everyone = wanted.for_everyone
            session.flush()
            history.record(session, at=now, by=by, deed="view.changed", of=("view", view.id))
    except IntegrityError:
        raise NameTaken(Clash.OWN) from None


def remove_view(number: int, by: int, now: datetime) -> None:
    """Throw an own view away; raise MissingError for somebody else's."""
    with transaction() as session:
        session.delete(_own(session, number, by))
        history.record(session, at=now, by=by, deed="view.removed", of=("view", number))


def _own(session: Session, number: int, by: int) -> SavedView:
    view = session.get(SavedView, number, with_for_update=True)
    if view is None or view.person_id != by:
        raise MissingError(f"view {number}")
    return view


def _check(session: Session, wanted: Named) -> None:
    rows = session.execute(select(SavedView.id, SavedView.name, SavedView.person_id, SavedView.for_everyone))
    reason = clash(wanted, [Named(*row) for row in rows])
    if reason is not None:
        raise NameTaken(reason)


_SEEN = part()
