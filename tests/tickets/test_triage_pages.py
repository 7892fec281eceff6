"""Triage mode (R7, R8): the new column one ticket at a time, without a script."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from projectie.clock.now import now
from projectie.database import db
from projectie.history import History
from projectie.tickets import snoozing
from projectie.tickets.duplicates import mark_duplicate
from projectie.tickets.marks import Duplicate, Snooze
from projectie.tickets.models import Column
from projectie.tickets.priority import Impact, Kind, Priority, Urgency
from projectie.tickets.properties import Properties, decide
from tests.post import letter, receive
from tests.tickets.boards import card, ticket
from tests.town import Town
from tests.visitor import Page, Visitor, words

Visit = Callable[..., Visitor]
HOUR = timedelta(hours=1)


@pytest.fixture
def daan(visit: Visit) -> Visitor:
    return visit("daan", language="en")


def _h1(page: Page) -> str:
    return words(page.one("h1"))


def _decide(daan: Visitor, number: int, **answers: str) -> Page:
    form = {
        "kind": "bug",
        "impact": "one",
        "urgency": "can_wait",
        "organisation": "",
        "service": "",
        "assignee": "",
    }
    form["version"] = str(ticket(number).version)
    return daan.post(f"/desk/triage/{number}", {**form, **answers})


def test_triage_shows_what_is_due_first_with_all_that_is_known(app: Flask, town: Town, daan: Visitor) -> None:
    mailed = letter(
        from_=town.lotte.email, proven=True, subject="Inloggen lukt niet", body="Niemand kan erin."
    )
    number = receive(app, mailed).ticket
    later = card(town, response_from=now() + HOUR, response_by=now() + 3 * HOUR)
    alike = card(town, Column.PLANNED, subject="Inloggen op de website")
    page = daan.get("/desk/triage")
    assert _h1(page) == f"#{later} Formulier {later}"
    page = daan.get(page.one("a", id="next").get("href", "").split("#")[0])
    assert _h1(page) == f"#{number} Inloggen lukt niet"
    assert "Niemand kan erin." in page.text
    assert "Bakkerij Leiden" in words(page.one("p", id="ticket-chips"))
    assert "On Demand +" in page.text
    assert "Login problem Inloggen lukt niet" in page.text  # the quotes are the browser's
    assert f"#{alike} Inloggen op de website similar" in page.text
    assert page.all("a", id="previous")
    assert not page.all("a", id="next")


def test_a_suggestion_is_taken_over_into_the_form_and_kept_only_when_sent(
    app: Flask, town: Town, daan: Visitor
) -> None:
    mailed = letter(
        from_=town.lotte.email,
        proven=True,
        subject="Foutmelding",
        body="Iedereen krijgt een foutmelding, kan wachten.",
    )
    number = receive(app, mailed).ticket
    assert number
    page = daan.get(f"/desk/triage/{number}?take=1")
    assert [each.get("value") for each in page.all("input", type="radio", checked="")] == [
        "everyone",
        "can_wait",
    ]
    assert ticket(number).kind is None


def test_r08_decisions_are_kept_and_the_next_ticket_comes_with_focus_on_its_heading(
    town: Town, daan: Visitor
) -> None:
    first, second = card(town), card(town)
    page = _decide(daan, first, impact="everyone", urgency="blocked")
    assert page.location.endswith(f"/desk/triage/{second}?did={first}#page-title")
    assert (ticket(first).column, ticket(first).priority) == (Column.TRIAGED, Priority.HIGH)
    page = daan.get(page.location)
    assert f"#{first} is in Triaged now." in words(page.one("div", id="did"))
    page = daan.get(_decide(daan, second).location)
    assert "Triage is empty" in page.text
    assert "The last ticket came in" in page.text


def test_r08_a_ticket_with_a_critical_kind_needs_no_answers_others_do(town: Town, daan: Visitor) -> None:
    first, second = card(town), card(town)
    assert _decide(daan, first, kind="outage", impact="", urgency="").status == 303
    page = _decide(daan, second, impact="", urgency="hindered")
    assert page.status == 422
    assert "Answer who is affected" in words(page.one("div", id="error-summary"))
    assert page.one("input", type="radio", value="hindered").get("checked") is not None
    assert ticket(second).column is Column.NEW


def test_decisions_that_were_right_already_are_accepted(town: Town, daan: Visitor) -> None:
    number = card(town, kind=Kind.BUG, impact=Impact.ONE, urgency=Urgency.CAN_WAIT, priority=Priority.LOW)
    form = {"organisation": str(town.leiden.id)}
    assert _decide(daan, number, **form).status == 303
    assert ticket(number).column is Column.TRIAGED


def test_a_ticket_a_colleague_dealt_with_gives_way_to_the_next_and_what_was_typed_can_be_saved(
    town: Town, daan: Visitor
) -> None:
    first, second = card(town), card(town)
    wanted = Properties(town.leiden.id, None, Kind.QUESTION, Impact.ONE, Urgency.CAN_WAIT, None)
    decide(first, wanted, 1, town.mara.id, now())
    assert (
        f"Mara Visser dealt with #{first} in the meantime: it is in Triaged now."
        in daan.get(f"/desk/triage/{first}").text
    )
    page = _decide(daan, first, kind="bug", version="1", impact="everyone", urgency="blocked")
    assert _h1(page) == f"#{second} Formulier {second}"
    kept = {e.get("name", ""): e.get("value", "") for e in page.one("div", id="ahead").iter("input")}
    assert (kept["kind"], kept["impact"], kept["urgency"]) == ("bug", "everyone", "blocked")
    daan.post(f"/desk/tickets/{first}/properties", {**kept, "organisation": str(town.leiden.id)})
    assert ticket(first).priority is Priority.HIGH


def test_a_ticket_that_changed_but_is_still_new_comes_again_with_what_was_typed(
    town: Town, daan: Visitor
) -> None:
    number = card(town, version=5)
    page = _decide(daan, number, version="4", urgency="hindered")
    assert page.status == 409
    assert "this ticket changed meanwhile" in page.text
    assert page.one("input", type="hidden", name="version").get("value") == "5"
    assert page.one("input", type="radio", value="hindered").get("checked") is not None


def test_a_duplicate_is_done_with_a_link_on_both_and_undone_it_stands_where_it_stood(
    town: Town, daan: Visitor
) -> None:
    original, number, third = card(town, Column.PLANNED), card(town), card(town)
    stood = ticket(number).position
    form = {"of": f"#{original}", "duplicate_version": "1"}
    page = daan.get(daan.post(f"/desk/triage/{number}/duplicate", form).location)
    assert _h1(page) == f"#{third} Formulier {third}"
    assert f"#{number} is closed as a duplicate of #{original}." in page.text
    assert (ticket(number).column, ticket(number).done_at is not None) == (Column.DONE, True)
    assert f"Duplicate of #{original}" in daan.get(f"/desk/tickets/{number}").text
    assert f"Duplicates of this ticket: #{number}" in daan.get(f"/desk/tickets/{original}").text
    back = daan.post(f"/desk/tickets/{number}/duplicate/removal", {"back": "triage"})
    assert back.location.endswith(f"/desk/triage/{number}#page-title")
    assert (ticket(number).column, ticket(number).position, ticket(number).done_at) == (
        Column.NEW,
        stood,
        None,
    )
    assert db.session.get(Duplicate, number) is None


@pytest.mark.parametrize(
    ("of", "said"),
    [
        ("", "Enter the number of the other ticket"),
        ("x", "There is no ticket with that number"),
        ("999999999", "There is no ticket with that number"),
        ("itself", "cannot be a duplicate of itself"),
        ("copy", "a duplicate of this one already"),
    ],
)
def test_a_duplicate_that_cannot_be_is_refused_with_what_was_typed(
    town: Town, daan: Visitor, of: str, said: str
) -> None:
    number, copy = card(town), card(town)
    mark_duplicate(copy, number, 1, town.daan.id, now())
    typed = {"itself": str(number), "copy": str(copy)}.get(of, of)
    page = daan.post(f"/desk/triage/{number}/duplicate", {"of": typed, "duplicate_version": "1"})
    assert page.status == 422
    assert said in words(page.one("div", id="error-summary"))
    assert page.one("input", name="of").get("value") == typed


def test_the_duplicate_of_a_duplicate_is_linked_to_the_one_that_stands_for_all(town: Town) -> None:
    original, copy, number = card(town), card(town), card(town)
    mark_duplicate(copy, original, 1, town.daan.id, now())
    assert mark_duplicate(number, copy, 1, town.daan.id, now()) == original


def test_a_ticket_is_put_off_until_the_next_working_morning_and_its_promise_runs_on(
    town: Town, daan: Visitor
) -> None:
    number = card(town, response_from=now(), response_by=now() + HOUR)
    promised = ticket(number).response_by
    page = daan.get(daan.post(f"/desk/triage/{number}/snooze", {"until": "tomorrow"}).location)
    assert "Triage is empty" in page.text
    assert f"#{number} Formulier {number}" in words(page.one("tbody"))
    assert "put off until" in words(daan.get("/desk/board").one("li", data_ticket=str(number)))
    shown = daan.get(f"/desk/tickets/{number}")
    assert "The promise runs on." in words(shown.one("div", id="snoozed"))
    assert ticket(number).response_by == promised
    daan.post(f"/desk/tickets/{number}/snooze/removal")
    assert _h1(daan.get("/desk/triage")) == f"#{number} Formulier {number}"


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("2020-01-06", "still to come"),
        ("2099-01-06", "within a year"),
        ("soon", "Enter a date"),
        ("", "Enter a date"),
    ],
)
def test_a_ticket_is_not_put_off_until_a_day_that_makes_no_sense(
    town: Town, daan: Visitor, day: str, said: str
) -> None:
    number = card(town)
    page = daan.post(f"/desk/triage/{number}/snooze", {"until": "day", "day": day})
    assert page.status == 422
    assert said in words(page.one("div", id="error-summary"))
    assert db.session.get(Snooze, number) is None


def test_what_was_put_off_comes_back_by_itself_or_when_the_client_writes(
    app: Flask, town: Town, daan: Visitor
) -> None:
    mailed = letter(from_=town.lotte.email, proven=True, **{"Message-ID": "<a@bakkerij-leiden.example>"})
    number = receive(app, mailed).ticket
    assert number
    snoozing.snooze(number, now() + HOUR, town.daan.id, now())
    assert "Triage is empty" in daan.get("/desk/triage").text
    again = letter(
        from_=town.lotte.email,
        proven=True,
        **{"Message-ID": "<b@bakkerij-leiden.example>"},
        References="<a@bakkerij-leiden.example>",
    )
    assert receive(app, again).ticket == number
    assert _h1(daan.get("/desk/triage")).startswith(f"#{number} ")
    assert "The client wrote: back in triage" in daan.get(f"/desk/tickets/{number}").text
    snoozing.snooze(number, now() + HOUR, town.daan.id, now())
    db.session.get_one(Snooze, number).until = datetime(2026, 1, 6, tzinfo=UTC)
    db.session.commit()
    assert _h1(daan.get("/desk/triage")).startswith(f"#{number} ")


def test_the_rail_counts_what_waits_in_triage(town: Town, daan: Visitor) -> None:
    card(town), card(town), card(town, Column.TRIAGED)
    link = next(e for e in daan.get("/desk/").all("a") if e.get("href") == "/desk/triage")
    assert words(link) == "Triage 2"


def test_reply_and_close_leads_to_the_reply_with_done_chosen(town: Town, daan: Visitor) -> None:
    number = card(town)
    address = daan.get(f"/desk/triage/{number}").one("a", id="answer").get("href", "")
    page = daan.get(address.split("#")[0])
    chosen = [
        e.get("value") for e in page.one("select", id="then").iter("option") if e.get("selected") is not None
    ]
    assert chosen == ["done"]


def test_the_reason_for_answers_is_told_before_they_are_kept(town: Town, daan: Visitor) -> None:
    number = card(town)
    said = daan.get(f"/desk/triage/{number}/reason?kind=bug&impact=everyone&urgency=blocked", htmx=True)
    assert said.text == "High Everyone is affected and nobody can go on."
    assert (
        daan.get(f"/desk/triage/{number}/reason?kind=nonsense", htmx=True).text
        == "Answer both questions to set the priority."
    )


def test_each_deed_leaves_one_line_of_history(town: Town, daan: Visitor) -> None:
    other, number = card(town), card(town)
    daan.post(f"/desk/triage/{number}/snooze", {"until": "monday"})
    daan.post(f"/desk/tickets/{number}/snooze/removal")
    daan.post(f"/desk/tickets/{number}/snooze/removal")
    daan.post(f"/desk/triage/{number}/duplicate", {"of": str(other), "duplicate_version": "3"})
    daan.post(f"/desk/tickets/{number}/duplicate/removal")
    lines = (
        select(History.deed)
        .where(History.subject_id == number, History.subject == "ticket")
        .order_by(History.id)
    )
    deeds = ["snoozed", "snooze_ended", "duplicate", "duplicate_undone"]
    assert list(db.session.scalars(lines)) == [f"ticket.{deed}" for deed in deeds]
