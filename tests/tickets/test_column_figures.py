"""Columns say when a card stands still, when they are full, and the credits in them; managers keep the figures."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from projectie.clock.now import now
from projectie.database import db
from projectie.planning.estimating import estimate
from projectie.tickets.column_figures import ColumnFigures, Head, credits_for
from projectie.tickets.figures_rows import OPEN, column_figures, keep
from projectie.tickets.models import Column
from projectie.tickets.placement import place
from tests.tickets.boards import card, ticket
from tests.town import Town
from tests.visitor import Page, Visitor, words

Visit = Callable[..., Visitor]
LONG = timedelta(days=30)


@pytest.mark.parametrize(
    ("minutes", "credits_"), [(1, 1), (10, 1), (11, 2), (21, 3), (60, 6)]
)  # by the terms: ten minutes, at least one
def test_r17_the_credits_of_a_ticket_are_rounded_up_once(minutes: int, credits_: int) -> None:
    assert credits_for(minutes, 10, 1) == credits_


@pytest.mark.parametrize(
    ("after", "days", "stalled"), [(4, 3, False), (4, 4, True), (4, 9, True), (None, 99, False)]
)
def test_a_card_stands_still_from_the_day_its_column_names(
    after: int | None, days: int, stalled: bool
) -> None:
    assert ColumnFigures(stalled_after=after).stalled(days) is stalled


def test_a_column_is_full_at_its_bound_and_says_once_that_it_is_over() -> None:
    heads = [Head(total, total, 2, 0) for total in (1, 2, 3, 4)]
    assert [head.full for head in heads] == [False, True, True, True]
    assert [head.just_over for head in heads] == [False, False, True, False]


def bound(town: Town, **most: int) -> None:
    figures = column_figures(db.session())
    keep(
        {key: ColumnFigures(one.stalled_after, most.get(key.value)) for key, one in figures.items()},
        town.mara.id,
        now(),
    )


def head(page: Page, key: str) -> str:
    return words(page.one("h2", id=f"column-{key}-title"))


def test_how_long_a_card_stood_in_its_column_is_said_and_no_edit_sets_it_back(
    town: Town, visit: Visit
) -> None:
    number = card(town, Column.IN_PROGRESS, column_since=now() - LONG)
    fresh = card(town, Column.IN_PROGRESS, column_since=now())
    estimate(number, 30, town.daan.id, now())
    place(number, "in_progress", fresh, ticket(number).version, by=town.daan.id, now=now())
    page = visit("daan", language="nl").get("/desk/board")
    assert "stilstand" in words(page.one("li", data_ticket=str(number)))
    assert "stilstand" not in words(page.one("li", data_ticket=str(fresh)))
    place(number, "waiting", None, ticket(number).version, by=town.daan.id, now=now())
    page = visit("daan", language="nl").get("/desk/board")
    assert "stilstand" not in words(page.one("li", data_ticket=str(number)))


def test_a_column_counts_to_its_bound_whatever_the_filters_hide(town: Town, visit: Visit) -> None:
    for assignee in (town.daan, town.mara, town.mara):
        card(town, Column.IN_PROGRESS, assignee_id=assignee.id)
    bound(town, in_progress=3, triaged=1)
    daan = visit("daan", language="en")
    assert head(daan.get("/desk/board"), "in_progress") == "In progress 3/3 · full"
    mine = daan.get(f"/desk/board?assignee={town.daan.id}")
    assert head(mine, "in_progress") == "In progress 1 · 3/3 · full"
    assert mine.one("section", data_column="triaged").find(".//span[@class='over']").get("hidden") is not None  # type: ignore[union-attr]


def test_a_move_over_the_bound_is_made_and_said_once(town: Town, visit: Visit) -> None:
    bound(town, in_progress=1)
    numbers = [card(town) for _ in range(3)]
    daan = visit("daan", language="en")
    said = []
    for number in numbers:
        page = daan.post(
            f"/desk/tickets/{number}/placement",
            {"column": "in_progress", "after": "", "version": "1"},
            htmx=True,
        )
        said.append("In progress is full: 2 of 1." in page.text)
    assert said == [False, True, False]
    assert {ticket(number).column for number in numbers} == {Column.IN_PROGRESS}


def test_r17_a_column_shows_the_estimated_credits_in_it(town: Town, visit: Visit) -> None:
    for minutes in (11, 60):
        estimate(card(town, Column.TRIAGED), minutes, town.daan.id, now())
    card(town, Column.TRIAGED)  # nobody knows
    page = visit("daan", language="en").get("/desk/board")
    sums = {
        e.get("data-column"): [words(s) for s in e.iter("span") if s.get("class") == "sum"]
        for e in page.all("section", class_="column")
    }
    assert sums["triaged"] == ["≈ 8 credits"]


def test_managers_keep_the_figures_and_a_slip_comes_back(town: Town, visit: Visit) -> None:
    mara = visit("mara", language="en")
    assert mara.get("/manage/board").one("input", id="stalled_in_progress").get("value") == "4"
    typed = {f"{what}_{key.value}": "" for key in OPEN for what in ("stalled", "most")}
    wrong = mara.post("/manage/board", {**typed, "most_new": "-3", "stalled_waiting": "7"})
    assert wrong.status == 422
    assert "Enter a whole number from 1 to 999, or leave it empty" in wrong.text
    assert wrong.one("input", id="stalled_waiting").get("value") == "7"
    mara.post("/manage/board", {**typed, "most_new": "12"})
    db.session.rollback()
    assert column_figures(db.session())[Column.NEW] == ColumnFigures(None, 12)
    assert visit("daan").get("/manage/board").status == 404
