"""The planning on the ticket page: promised, moved, refused with the rule, taken back; without a script (R9)."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from projectie.clock.now import now
from projectie.clock.weeks import Week
from projectie.context import today
from projectie.database import db
from projectie.mail.models import OutgoingLetter
from projectie.tickets.models import Column, Ticket
from projectie.tickets.placement import place_at
from projectie.tickets.planning_choices import name_of
from tests.post import letter, receive
from tests.town import Town
from tests.visitor import Page, Visitor

Visit = Callable[..., Visitor]


@pytest.fixture
def number(app: Flask, town: Town) -> int:
    taken = receive(app, letter(from_=town.lotte.email, proven=True), at=now())
    assert taken.ticket
    return taken.ticket


def week(ahead: int) -> str:
    return name_of(Week.of(today()).later(ahead))


def promise(visitor: Visitor, number: int, when: str, **typed: str) -> Page:
    return send(visitor, number, {"promised": when, **typed})


def send(visitor: Visitor, number: int, typed: dict[str, str], *, htmx: bool = False) -> Page:
    page = visitor.get(f"/desk/tickets/{number}")
    seen = page.one("input", name="seen_version").get("value") or ""
    form = {"promised_day": "", "promise_reason": "", "seen_version": seen, **typed}
    return visitor.post(f"/desk/tickets/{number}/promises", form, htmx=htmx)


@pytest.mark.parametrize("language", ["nl", "en"])
def test_r09_a_week_is_promised_and_shown_on_the_ticket(visit: Visit, number: int, language: str) -> None:
    visitor = visit("daan", language)
    assert promise(visitor, number, week(1)).status == 303
    page = visitor.get(f"/desk/tickets/{number}")
    said = f"week {Week.of(today()).later().number}"
    assert said in page.one("section", aria_labelledby="planning-title").find("div").findtext("strong")  # type: ignore[union-attr,operator]
    assert {"nl": "Daan de Boer beloofde", "en": "Daan de Boer promised"}[language] in page.text
    assert page.all("button", id="take-promise-back")


def test_the_same_by_htmx_changes_the_fragments(visit: Visit, number: int) -> None:
    page = send(visit("daan"), number, {"promised": week(1)}, htmx=True)
    assert page.status == 200
    assert "Verplaats de belofte" in page.text


@pytest.mark.parametrize(
    ("when", "typed", "said"),
    [
        ("", {}, "Kies wanneer het af is"),
        ("2026-W99", {}, "Kies wanneer het af is"),
        ("day", {}, "Vul de dag in"),
        ("day", {"promised_day": "morgen"}, "Vul een datum in"),
        ("day", {"promised_day": "2020-02-03"}, "is voorbij"),
        ("agree", {"promise_reason": "x" * 501}, "Maak de reden korter"),
    ],
)
def test_what_is_wrong_is_said_at_the_field_and_what_was_typed_comes_back(
    visit: Visit, number: int, when: str, typed: dict[str, str], said: str
) -> None:
    page = promise(visit("daan"), number, when, **{"promise_reason": "Omdat.", **typed})
    assert page.status == 422
    assert said in page.text
    assert page.one("input", id="promise_reason").get("value") == typed.get("promise_reason", "Omdat.")


def test_r09_beyond_the_latest_day_the_rule_is_named_and_a_reason_helps(visit: Visit, number: int) -> None:
    visitor = visit("daan")
    refused = promise(visitor, number, week(5))
    assert refused.status == 422
    assert "de uiterste dag volgens de voorwaarden" in refused.text
    assert promise(visitor, number, week(5), promise_reason="De leverancier levert dan pas.").status == 303
    assert "na de uiterste dag, met een reden" in visitor.get(f"/desk/tickets/{number}").text


def test_a_colleague_who_was_ahead_is_named_and_nothing_is_lost(
    visit: Visit, town: Town, number: int
) -> None:
    visitor = visit("daan")
    seen = visitor.get(f"/desk/tickets/{number}").one("input", name="seen_version").get("value")
    place_at(number, "triaged", 1, by=town.mara.id, now=now())
    page = promise(visitor, number, week(1), seen_version=seen or "", promise_reason="Zo gezegd.")
    assert page.status == 409
    assert "Mara Visser heeft dit ticket intussen gewijzigd; het staat nu in Beoordeeld" in page.text
    assert page.one("input", id="promise_reason").get("value") == "Zo gezegd."
    fresh = page.one("input", name="seen_version").get("value") or ""
    assert promise(visitor, number, week(1), seen_version=fresh).status == 303


def test_a_card_in_planned_without_a_promise_asks_for_one(visit: Visit, town: Town, number: int) -> None:
    place_at(number, "planned", 1, by=town.mara.id, now=now())
    assert "er is nog niets beloofd" in visit("daan").get(f"/desk/tickets/{number}").text


def test_a_promise_is_taken_back_on_the_page(visit: Visit, number: int) -> None:
    visitor = visit("daan")
    promise(visitor, number, week(1))
    (form,) = [
        f for f in visitor.get(f"/desk/tickets/{number}").all("form") if "withdrawal" in f.get("action", "")
    ]
    assert visitor.post(form.get("action", "")).status == 303
    page = visitor.get(f"/desk/tickets/{number}")
    assert "teruggenomen voordat de klant het hoorde" in page.text
    again = visitor.post(form.get("action", ""))
    assert again.status == 409
    assert "Niet teruggenomen" in again.text
    assert visitor.post(f"/desk/tickets/{number}/promises/999/withdrawal").status == 404


@pytest.mark.parametrize(
    ("planning", "column"), [("", Column.WAITING), ("agree", Column.WAITING), ("week", Column.PLANNED)]
)
def test_r06_a_first_reply_asks_for_an_indication_and_puts_it_in_the_letter(
    visit: Visit, number: int, planning: str, column: Column
) -> None:
    visitor = visit("daan")
    page = visitor.get(f"/desk/tickets/{number}")
    assert len(page.all("select", id="planning")) == 1
    sent = {
        "body": "We kijken.",
        "seen": page.one("input", name="seen").get("value"),
        "then": "fits",
        "when": "now",
        "planning": week(1) if planning == "week" else planning,
    }
    assert visitor.post(f"/desk/tickets/{number}/replies", sent).status == 303
    db.session.rollback()
    assert db.session.get_one(Ticket, number).column is column
    text = db.session.scalars(select(OutgoingLetter).order_by(OutgoingLetter.id.desc())).first()
    assert ("Dat is een belofte" in text.body_text) == (planning == "week")  # type: ignore[union-attr]
    page = visitor.get(f"/desk/tickets/{number}")
    assert len(page.all("select", id="planning")) == (0 if planning else 1)


def test_an_indication_that_is_not_offered_is_refused_and_the_reply_kept(visit: Visit, number: int) -> None:
    visitor = visit("daan")
    seen = visitor.get(f"/desk/tickets/{number}").one("input", name="seen").get("value")
    for value in ("nonsense", week(6)):
        sent = {"body": "We kijken.", "seen": seen, "then": "", "when": "now", "planning": value}
        page = visitor.post(f"/desk/tickets/{number}/replies", sent)
        assert page.status == 422
        assert page.one("textarea", id="body").text == "We kijken."
