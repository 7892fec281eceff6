"""The planning in a real Chromium: promised by mouse, by keyboard, by dragging, and without a script (R9)."""

from datetime import date, timedelta

import pytest
from playwright.sync_api import Page, expect

from projectie.clock.now import now
from projectie.clock.weeks import Week
from projectie.tickets.models import Column
from projectie.tickets.planning_choices import name_of
from projectie.tickets.priority import Impact, Kind, Priority, Urgency
from tests.browsers import Browse
from tests.journeys.hands import focused
from tests.tickets.boards import card, ticket
from tests.town import Town

pytestmark = pytest.mark.browser

WAYS = ("button", "keyboard", "drag", "without a script")


def assessed(town: Town, **values: object) -> int:
    return card(
        town,
        Column.TRIAGED,
        now=now(),
        kind=Kind.BUG,
        impact=Impact.SEVERAL,
        urgency=Urgency.HINDERED,
        priority=Priority.NORMAL,
        assignee_id=town.daan.id,
        **values,
    )


def monday(weeks: int) -> date:
    return Week.of(now().date()).later(weeks).monday


def drag(page: Page, number: int, week: str) -> None:
    """Take a ticket by the line under its subject and let it go in a week."""
    source = page.locator(f"#plan-{number} p.muted").first.bounding_box()
    target = page.locator(f".plans[data-week='{week}']")
    target.scroll_into_view_if_needed()
    source = page.locator(f"#plan-{number} p.muted").first.bounding_box()
    box = target.bounding_box()
    assert source
    assert box
    start = (source["x"] + 5, source["y"] + 5)
    end = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.move(*start)
    page.mouse.down()
    for step in range(1, 13):
        page.mouse.move(*(a + (b - a) * step / 12 for a, b in zip(start, end, strict=True)))
        page.wait_for_timeout(20)
    page.mouse.up()


@pytest.mark.parametrize("way", WAYS)
def test_r09_every_way_of_promising_ends_the_same(browse: Browse, town: Town, way: str) -> None:
    number, week = assessed(town), name_of(Week.of(monday(1)))
    page = browse("daan", java_script_enabled=way != "without a script")
    page.goto("/desk/planning")
    page.wait_for_load_state("load")
    if way == "drag":
        drag(page, number, week)
    else:
        page.select_option(f"#week-{number}", week)
        if way == "keyboard":
            page.focus(f"#promise-{number}")
            page.keyboard.press("Enter")
        else:
            page.click(f"#promise-{number}")
    expect(page.locator(f".week[data-week='{week}'] #plan-{number}")).to_have_count(1)
    assert ticket(number).planned == monday(1)
    if way != "without a script":
        expect(page.locator("#status")).to_contain_text(f"#{number}")


def test_r09_a_dragged_promise_waits_for_its_reason_and_moves_with_it(browse: Browse, town: Town) -> None:
    first = monday(1)
    number = assessed(town, planned=first, planned_until=first + timedelta(days=6))
    page = browse("daan")
    page.goto("/desk/planning")
    page.wait_for_load_state("load")
    later = name_of(Week.of(monday(2)))
    drag(page, number, later)
    assert focused(page) == f"reason-{number}"
    assert page.input_value(f"#week-{number}") == later
    page.keyboard.type("Wacht op teksten")
    page.keyboard.press("Enter")
    expect(page.locator(f".week[data-week='{later}'] #plan-{number}")).to_have_count(1)
    assert ticket(number).planned == monday(2)
