"""What a contract says of a ticket, with what follows; and what staff decide, with a reason that is kept (R4, R5)."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from projectie.context import today
from projectie.contracts.coverage import Consequence, Finding
from projectie.contracts.duties import touched
from projectie.contracts.models import Doer, Duty, Task
from projectie.database import db, transaction
from projectie.history import History
from projectie.people.models import Hosting, Organisation
from projectie.tickets.coverage_models import CoverageDecision
from projectie.tickets.covered import Covered, covered
from projectie.tickets.models import Ticket
from tests.tickets.boards import card, ticket
from tests.town import Town
from tests.visitor import Visitor

Visit = Callable[..., Visitor]


def paid(number: int) -> Covered:
    """Return how a ticket is paid, as billing reads it."""
    return covered(db.session(), ticket(number), today())


def panel(page: object) -> str:
    """Return what the panel says."""
    return " ".join("".join(page.one("section", id="coverage").itertext()).split())  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("service", "finding", "consequence", "words"),
    [
        ("website", Finding.COVERED, Consequence.CREDITS, "The work costs credits."),
        ("plugin_updates", Finding.INCLUDED, Consequence.FREE, "The work costs no credits."),
        ("email", Finding.CONDITION_MET, Consequence.CREDITS, "We supply this client’s mail"),
        (None, Finding.NO_SERVICE, Consequence.NONE, "Choose the service under Properties."),
    ],
)
def test_r04_the_cell_is_shown_with_what_follows(
    visit: Visit, town: Town, service: str | None, finding: Finding, consequence: Consequence, words: str
) -> None:
    number = card(town, service=service)
    found = paid(number)
    assert (found.verdict.finding, found.consequence) == (finding, consequence)
    assert words in panel(visit("daan", "en").get(f"/desk/tickets/{number}"))


def test_r04_a_condition_that_is_not_met_covers_nothing_and_says_which_fact(visit: Visit, town: Town) -> None:
    number = card(town, service="email", organisation_id=town.abroad.id)
    assert paid(number).consequence is Consequence.NONE
    said = panel(visit("daan", "en").get(f"/desk/tickets/{number}"))
    assert "We do not supply this client’s mail" in said
    assert "Agree with the client before you begin" in said


def test_r04_work_on_request_is_paid_once_somebody_asked_for_it(visit: Visit, town: Town) -> None:
    number = card(town, service="plugin_updates", organisation_id=town.abroad.id)
    assert paid(number).consequence is Consequence.NONE
    daan = visit("daan", "en")
    refused = daan.post(f"/desk/tickets/{number}/work-requests", {"asked_by": " "})
    assert (refused.status, len(refused.all("p", id="asked_by-error"))) == (422, 1)
    assert daan.post(f"/desk/tickets/{number}/work-requests", {"asked_by": "Abby Jansen"}).status == 303
    assert paid(number).consequence is Consequence.CREDITS
    page = daan.get(f"/desk/tickets/{number}")
    assert "asked for by Abby Jansen" in panel(page)
    assert "Daan de Boer noted who asked for this work" in page.text


@pytest.mark.parametrize("language", ["nl", "en"])
def test_r04_staff_decide_otherwise_with_a_reason_and_undo_it_by_another_decision(
    visit: Visit, town: Town, language: str
) -> None:
    number, daan = card(town, service="website"), visit("daan", language)
    address = f"/desk/tickets/{number}/coverage"
    assert daan.post(address, {"consequence": "free", "paid_because": "Onze eigen fout."}).status == 303
    assert paid(number).consequence is Consequence.FREE
    said = panel(daan.get(f"/desk/tickets/{number}"))
    assert {"nl": "Besloten: inbegrepen", "en": "Decided: included"}[language] in said
    assert "Daan de Boer" in said
    assert "Onze eigen fout." in said
    assert daan.post(address, {"consequence": "contract", "paid_because": "Toch niet."}).status == 303
    assert paid(number).consequence is Consequence.CREDITS
    assert "Onze eigen fout." not in panel(daan.get(f"/desk/tickets/{number}"))
    lines = select(History).where(History.deed == "ticket.coverage_decided").order_by(History.id)
    assert [line.details["consequence"] for line in db.session.scalars(lines)] == ["free", None]


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"consequence": "free", "paid_because": " "}, "paid_because"),
        ({"consequence": "", "paid_because": "Coulance"}, "consequence"),
        ({"consequence": "gratis", "paid_because": "Coulance"}, "consequence"),
        ({"consequence": "free", "paid_because": "x" * 2001}, "paid_because"),
    ],
)
def test_r04_a_decision_without_a_choice_or_reason_is_refused_and_what_was_typed_stays(
    visit: Visit, town: Town, typed: dict[str, str], field: str
) -> None:
    number = card(town, service="website")
    page = visit("daan").post(f"/desk/tickets/{number}/coverage", typed)
    assert page.status == 422
    assert page.all("p", id=f"{field}-error"), page.text
    assert (page.one("textarea", id="paid_because").text or "").strip() == typed["paid_because"].strip()
    assert paid(number).decision is None


@pytest.mark.parametrize(
    "deed", ["UPDATE coverage_decision SET because = 'x'", "DELETE FROM coverage_decision"]
)
def test_r04_a_reason_is_kept_for_ever(app: Flask, visit: Visit, town: Town, deed: str) -> None:
    number = card(town, service="website")
    visit("daan").post(
        f"/desk/tickets/{number}/coverage", {"consequence": "none", "paid_because": "Buiten bereik."}
    )
    with pytest.raises(DBAPIError):
        db.session.execute(text(deed))
    db.session.rollback()
    assert db.session.scalars(select(CoverageDecision.because)).one() == "Buiten bereik."


@pytest.mark.parametrize(
    ("service", "kind", "subject", "duties"),
    [
        ("email", "question", "Vraag", {Duty.MAIL}),
        ("plugin_updates", "question", "Vraag", {Duty.UPDATES}),
        ("website", "outage", "Alles ligt eruit", {Duty.DNS, Duty.CERTIFICATES}),
        ("website", "bug", "DNS van het nieuwe domein", {Duty.DNS}),
        ("website", "bug", "Reservekopie terugzetten", {Duty.BACKUPS}),
        ("website", "bug", "Het mailt niet", set()),  # a word that only holds one of ours
        (None, None, "", set()),
    ],
)
def test_r05_what_a_request_touches(
    service: str | None, kind: str | None, subject: str, duties: set[Duty]
) -> None:
    assert set(touched(service, kind, subject)) == duties


def test_r05_what_the_provider_does_is_said_first_with_a_text_to_forward(visit: Visit, town: Town) -> None:
    with transaction() as session:
        session.get_one(Organisation, town.leiden.id).hosting = Hosting.SELF
        contact = "Serverboer, helpdesk@serverboer.example"
        for duty, doer in ((Duty.DNS, Doer.PROVIDER), (Duty.MAIL, Doer.CLIENT), (Duty.UPDATES, Doer.STUDIO)):
            said = contact if doer is Doer.PROVIDER else ""
            session.add(Task(organisation_id=town.leiden.id, duty=duty, doer=doer, contact=said))
    number = card(town, service="website", subject="DNS & e-mail van het nieuwe domein, en een update")
    page = visit("daan", "nl").get(f"/desk/tickets/{number}")
    notices = ["".join(each.itertext()) for each in page.one("section", id="coverage").iter("strong")]
    assert [words.split(":")[0] for words in notices] == ["Mail", "Domeinnamen (DNS)"]
    assert f"#{number}" in (page.one("textarea", id="forward-2").text or "")
    (link,) = [a.get("href", "") for a in page.all("a", class_="button") if "mailto" in (a.get("href") or "")]
    assert link.startswith("mailto:helpdesk@serverboer.example?subject=DNS%20%26%20e-mail")


def test_r04_a_ticket_of_nobody_has_no_contract(visit: Visit, town: Town) -> None:
    number = card(town, service="website", organisation_id=None)
    assert paid(number).verdict.finding is Finding.NO_CONTRACT
    assert "agree on the price first" in panel(visit("daan", "en").get(f"/desk/tickets/{number}"))
    assert isinstance(db.session.get(Ticket, number), Ticket)
