"""The priority, overruled with a reason and given back to the rule; suggestions on the ticket page (R8)."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from projectie.clock.now import now
from projectie.database import db
from projectie.history import History
from projectie.tickets.changed import Changed
from projectie.tickets.marks import Overrule
from projectie.tickets.models import Column
from projectie.tickets.overruling import follow_rule, overrule
from projectie.tickets.priority import Impact, Kind, Priority, Urgency
from projectie.tickets.properties import Properties, decide
from tests.post import letter, receive
from tests.tickets.boards import card, ticket
from tests.town import Town
from tests.visitor import Visitor, words

Visit = Callable[..., Visitor]


@pytest.fixture
def daan(visit: Visit) -> Visitor:
    return visit("daan", language="en")


@pytest.fixture
def low(town: Town) -> int:
    return card(
        town,
        Column.TRIAGED,
        priority=Priority.LOW,
        kind=Kind.BUG,
        impact=Impact.ONE,
        urgency=Urgency.CAN_WAIT,
    )


def _overrule(daan: Visitor, number: int, **fields: str) -> int:
    form = {
        "priority": "high",
        "because": "Trade fair tomorrow",
        "overruled_version": str(ticket(number).version),
    }
    return daan.post(f"/desk/tickets/{number}/priority", {**form, **fields}).status


def test_r08_the_sentence_says_why(daan: Visitor, low: int) -> None:
    assert (
        words(daan.get(f"/desk/tickets/{low}").one("p", id="why"))
        == "Low One person is affected, and it can wait."
    )


def test_r08_staff_overrule_with_a_reason_and_the_page_says_who_and_why(daan: Visitor, low: int) -> None:
    assert _overrule(daan, low) == 303
    assert ticket(low).priority is Priority.HIGH
    page = daan.get(f"/desk/tickets/{low}")
    assert words(page.one("p", id="why")) == "High Daan de Boer decided so: “Trade fair tomorrow”"
    assert "The rule gives low: One person is affected, and it can wait." in page.text
    assert "Daan de Boer overruled the priority: High" in page.text


def test_r08_overruling_holds_when_the_answers_change_and_ends_when_the_rule_is_followed(
    town: Town, daan: Visitor, low: int
) -> None:
    overrule(low, Priority.HIGH, "Beurs", 1, town.daan.id, now())
    decide(
        low,
        Properties(town.leiden.id, None, Kind.BUG, Impact.SEVERAL, Urgency.CAN_WAIT, None),
        2,
        town.daan.id,
        now(),
    )
    assert ticket(low).priority is Priority.HIGH
    daan.post(f"/desk/tickets/{low}/priority/removal")
    assert ticket(low).priority is Priority.NORMAL
    assert db.session.get(Overrule, low) is None
    follow_rule(low, town.daan.id, now())
    lines = list(
        db.session.scalars(select(History.deed).where(History.subject_id == low).order_by(History.id))
    )
    assert lines == ["ticket.overruled", "ticket.triaged", "ticket.overrule_ended"]


@pytest.mark.parametrize("because", ["", "   "])
def test_r08_without_a_reason_nothing_is_overruled(daan: Visitor, low: int, because: str) -> None:
    assert _overrule(daan, low, because=because) == 422
    assert ticket(low).priority is Priority.LOW


def test_overruling_what_a_colleague_changed_meanwhile_is_refused_with_the_reason_kept(
    town: Town, daan: Visitor, low: int
) -> None:
    page = daan.post(
        f"/desk/tickets/{low}/priority", {"priority": "high", "because": "Beurs", "overruled_version": "9"}
    )
    assert page.status == 409
    assert words(page.one("textarea", id="because")) == "Beurs"
    with pytest.raises(Changed):
        overrule(low, Priority.HIGH, "Beurs", 9, town.daan.id, now())


def test_r07_a_suggestion_is_taken_over_with_one_click_and_never_by_itself(
    app: Flask, town: Town, daan: Visitor
) -> None:
    mail = letter(from_=town.lotte.email, proven=True, subject="Webshop", body="Niemand kan bestellen.")
    number = receive(app, mail).ticket
    assert number
    page = daan.get(f"/desk/tickets/{number}")
    assert "Critical bug Niemand kan bestellen" in page.text
    assert ticket(number).kind is None
    daan.post(f"/desk/tickets/{number}/suggestion")
    kept = ticket(number)
    assert (kept.kind, kept.impact, kept.urgency) == (Kind.CRITICAL_BUG, Impact.EVERYONE, Urgency.BLOCKED)
    assert not daan.get(f"/desk/tickets/{number}").all("button", id="take-suggestion")


def test_r07_what_staff_decided_stays_when_the_rest_is_taken_over(
    app: Flask, town: Town, daan: Visitor
) -> None:
    mail = letter(from_=town.lotte.email, proven=True, subject="Webshop", body="Niemand kan bestellen.")
    number = receive(app, mail).ticket
    assert number
    decide(number, Properties(town.leiden.id, None, Kind.BUG, None, None, None), 1, town.daan.id, now())
    daan.post(f"/desk/tickets/{number}/suggestion")
    assert (ticket(number).kind, ticket(number).priority) == (Kind.BUG, Priority.HIGH)
