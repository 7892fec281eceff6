"""The critical lane (R8): the most urgent on top, on every board, while each ticket stays one card."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest

from projectie.alerts.models import Cause
from projectie.alerts.raising import raise_alert
from projectie.clock.now import now
from projectie.database import transaction
from projectie.tickets.lane import MOST, lane
from projectie.tickets.models import Column
from projectie.tickets.priority import Kind, Priority
from projectie.tickets.promises import ResponsePromise
from tests.tickets.boards import card, ticket
from tests.town import LONG_AGO, Town
from tests.visitor import Page, Visitor, words

Visit = Callable[..., Visitor]


@dataclass(frozen=True)
class Line:
    """A critical ticket."""

    number: int
    alarm: bool = False
    asleep: bool = False
    assignee: str | None = None
    promise: ResponsePromise | None = None
    answered_at: datetime | None = None


def _due(hours: int) -> ResponsePromise:
    return ResponsePromise(LONG_AGO, LONG_AGO + timedelta(hours=hours))


def test_r08_what_nobody_took_goes_first_then_what_nobody_is_on_then_what_is_owed_soonest() -> None:
    lines = [
        Line(1, asleep=True),
        Line(2, assignee="Daan", promise=_due(1)),
        Line(3, promise=_due(9), answered_at=LONG_AGO),
        Line(4, promise=_due(9)),
        Line(5, promise=_due(2)),
        Line(6, alarm=True, promise=_due(40)),
    ]
    assert [line.number for line in lane(lines)] == [6, 5, 4, 3, 2, 1]


@pytest.fixture
def daan(visit: Visit) -> Visitor:
    return visit("daan", language="en")


def _critical(town: Town, column: Column) -> int:
    done_at = now() if column is Column.DONE else None
    return card(town, column, kind=Kind.OUTAGE, priority=Priority.CRITICAL, done_at=done_at)


def _lane(page: Page) -> list[str]:
    return [
        e.get("data-critical", "")
        for e in page.one("section", id="lane").iter("li")
        if e.get("data-critical")
    ]


def test_r08_the_lane_holds_the_open_critical_tickets_of_all_columns_until_they_are_done(
    town: Town, daan: Visitor
) -> None:
    planned, waiting, done = (_critical(town, c) for c in (Column.PLANNED, Column.WAITING, Column.DONE))
    card(town, Column.PLANNED, priority=Priority.HIGH)
    page = daan.get("/desk/board")
    assert _lane(page) == [str(planned), str(waiting)]
    assert "Planned · Bakkerij Leiden" in words(page.one("section", id="lane"))
    assert [len(page.all("li", data_ticket=str(number))) for number in (planned, waiting, done)] == [1, 1, 1]


def test_r08_a_filter_hides_cards_and_never_the_lane(town: Town, daan: Visitor) -> None:
    number = _critical(town, Column.PLANNED)
    page = daan.get("/desk/board?q=nothing+like+it")
    assert page.all("li", data_ticket=str(number)) == []
    assert _lane(page) == [str(number)]
    assert _lane(daan.get("/desk/board/critical?q=nothing", htmx=True)) == [str(number)]


def test_an_alert_is_taken_from_the_lane(town: Town, daan: Visitor) -> None:
    number = _critical(town, Column.PLANNED)
    with transaction() as session:
        raise_alert(session, number, Cause.CRITICAL, now())
    assert daan.get("/desk/board").all("form", id=f"take-{number}")
    said = daan.post(f"/desk/tickets/{number}/taking", {"back": "board"}, htmx=True)
    assert words(said.one("div", id="status")) == f"#{number} is yours. Nobody is called any more."
    assert ticket(number).assignee_id == town.daan.id
    again = daan.post(f"/desk/tickets/{number}/taking", {"back": "board"}, htmx=True)
    assert again.status == 409
    assert "Daan de Boer took" in again.text


def test_a_disaster_is_shown_by_its_most_urgent_tickets_and_a_way_to_the_rest(
    town: Town, daan: Visitor
) -> None:
    for _ in range(MOST + 3):
        _critical(town, Column.PLANNED)
    page = daan.get("/desk/board")
    assert len(_lane(page)) == MOST
    assert words(page.one("h2", id="lane-title")) == f"Critical {MOST + 3}"
    assert "All critical tickets" in words(page.one("section", id="lane"))


def test_a_board_without_critical_tickets_has_no_lane_to_see(town: Town, daan: Visitor) -> None:
    card(town)
    assert daan.get("/desk/board").one("section", id="lane").get("hidden") is not None
