"""Will break this week: a warning before, never after; what is broken stands apart (R6, R9)."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from projectie.clock.now import now
from projectie.context import today
from projectie.database import db
from projectie.home.breaking import AtRisk, Breaking, Why, breaking
from projectie.tickets.models import Column
from projectie.tickets.priority import Kind
from tests.tickets.boards import card
from tests.tickets.slas import assess, give_sla
from tests.town import Town
from tests.visitor import Visitor

WEDNESDAY = datetime(2026, 11, 25, 9, tzinfo=UTC)  # 10:00 in Leiden, week 48
DAY = timedelta(days=1)


def seen(now: datetime = WEDNESDAY, **more: Any) -> Breaking:
    db.session.rollback()
    return breaking(db.session(), now, **more)


def why(lines: tuple[AtRisk, ...]) -> list[tuple[int, Why, date]]:
    return [(line.number, line.why, line.day) for line in lines]


def planned(town: Town, first: date, last: date, **more: Any) -> int:
    return card(town, Column.PLANNED, now=WEDNESDAY, planned=first, planned_until=last, **more)


def test_r09_what_ends_this_week_is_warned_of_and_what_ended_stands_apart(town: Town) -> None:
    this_week = planned(town, date(2026, 11, 23), date(2026, 11, 29))
    today = planned(town, date(2026, 11, 25), date(2026, 11, 25))
    yesterday = planned(town, date(2026, 11, 24), date(2026, 11, 24))
    planned(town, date(2026, 11, 30), date(2026, 12, 6))
    card(town, Column.DONE, planned=date(2026, 11, 24), planned_until=date(2026, 11, 24))
    shown = seen()
    assert why(shown.will) == [
        (today, Why.PLANNING, date(2026, 11, 25)),
        (this_week, Why.PLANNING, date(2026, 11, 29)),
    ]
    assert why(shown.broken) == [(yesterday, Why.PLANNING, date(2026, 11, 24))]


@pytest.mark.parametrize(
    ("arrived", "day", "over"),
    [
        (datetime(2026, 11, 8, 22, 59, tzinfo=UTC), date(2026, 11, 29), False),  # Sunday 23:59 in Leiden
        (datetime(2026, 11, 8, 23, 0, tzinfo=UTC), None, False),  # Monday: next week
        (datetime(2026, 11, 4, 9, tzinfo=UTC), date(2026, 11, 25), False),  # its latest day is today
        (datetime(2026, 11, 3, 9, tzinfo=UTC), date(2026, 11, 24), True),
    ],
)
def test_r09_what_was_never_promised_is_due_by_its_latest_day(
    town: Town, arrived: datetime, day: date | None, over: bool
) -> None:
    number = card(town, now=arrived)
    shown = seen()
    lines = shown.broken if over else shown.will
    assert why(lines) == ([(number, Why.LATEST, day)] if day else [])


def test_r12_urgent_work_is_warned_of_until_it_is_late(town: Town) -> None:
    limits = {"past": -timedelta(minutes=1), "sunday": 4 * DAY + timedelta(hours=14), "later": 5 * DAY}
    numbers = {
        name: card(town, now=WEDNESDAY, urgent_since=WEDNESDAY, urgent_by=WEDNESDAY + after)
        for name, after in limits.items()
    }
    shown = seen()
    assert why(shown.will) == [
        (numbers["sunday"], Why.URGENT, date(2026, 11, 29))
    ]  # 24:00 is the end of Sunday
    assert why(shown.broken) == [(numbers["past"], Why.URGENT, date(2026, 11, 25))]


def test_r06_first_answers_due_today_are_warned_of_until_they_are_late(town: Town) -> None:
    limits = {"tonight": timedelta(hours=14), "past": -timedelta(minutes=1), "tomorrow": timedelta(hours=15)}
    numbers = {
        name: card(town, now=WEDNESDAY, response_from=WEDNESDAY, response_by=WEDNESDAY + after)
        for name, after in limits.items()
    }
    shown = seen()
    assert [line.number for line in shown.will] == [numbers["tonight"]]  # 24:00 is the end of today
    assert [line.number for line in shown.broken] == [numbers["past"]]


def test_r10_an_answer_that_is_warned_of_among_the_clocks_of_slas_stands_there_alone(town: Town) -> None:
    number, other = (
        card(town, now=WEDNESDAY, response_from=WEDNESDAY, response_by=WEDNESDAY + timedelta(hours=2))
        for _ in range(2)
    )
    assert [line.number for line in seen(elsewhere={number}).will] == [other]


def test_r10_what_an_sla_solves_and_what_is_a_question_has_no_latest_day_of_the_terms(town: Town) -> None:
    arrived = datetime(2026, 11, 4, 9, tzinfo=UTC)
    give_sla(town, arrived)
    question = card(town, now=arrived, kind=Kind.QUESTION)
    agreed, routine = (card(town, now=arrived) for _ in range(2))
    assess(town, agreed, arrived)
    assert [line.number for line in seen().will if line.why is Why.LATEST] == [routine]
    assert question


def test_what_a_room_above_foresees_stands_there_once_with_its_reason(town: Town) -> None:
    number = planned(town, date(2026, 11, 23), date(2026, 11, 29))
    (own,) = seen().will
    foreseen = replace(own, why=Why.CAPACITY, detail="past niet")
    assert seen(also=[foreseen]).will == (foreseen,)
    assert own.number == number


@pytest.mark.parametrize(("language", "said"), [("nl", "Gaat deze week mis"), ("en", "Will break this week")])
def test_the_first_page_shows_both_lists(
    visit: Callable[..., Visitor], town: Town, language: str, said: str
) -> None:
    for day in (today(), today() - DAY):
        card(town, Column.PLANNED, now=now(), planned=day, planned_until=day)
    page = visit("daan", language).get("/desk/")
    section = page.one("section", aria_labelledby="breaking")
    assert section.findtext("h2") == said
    assert len(list(section.iter("table"))) == 2
