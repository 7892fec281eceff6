"""First pages say what asks for attention, and to each only what is theirs."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from projectie.clock.now import now
from projectie.context import today
from projectie.contracts.models import Contract, Doer, Duty, Task
from projectie.database import db, transaction
from projectie.mail.models import LetterState, OutgoingLetter
from projectie.mail.outbox import Draft, queue
from projectie.people.models import Hosting, Organisation
from projectie.terms.content import to_data
from projectie.terms.in_force import in_force
from projectie.terms.models import TermsVersion
from projectie.tickets.models import Column, Direction, Fate, Message, Ticket
from projectie.tickets.planning_promises import Span
from projectie.tickets.priority import Priority
from tests.town import Town
from tests.visitor import Page, Visitor, words

Visit = Callable[..., Visitor]
HOUR = timedelta(hours=1)


def _ticket(number: int, subject: str, **facts: Any) -> None:
    opened: datetime = facts.pop("opened_at", now() - HOUR)
    with transaction() as session:
        session.add(
            Ticket(
                **{
                    "number": number, "subject": subject, "column": Column.NEW, "position": number << 20, "column_since": opened,
                    "version": 1, "kind": None, "impact": None, "urgency": None, "priority": None, "service": None,
                    "urgent_asked": False, "organisation_id": None, "requester_id": None, "requester_name": "Iemand",
                    "requester_address": "iemand@elders.example", "verified": False, "assignee_id": None, "language": "nl",
                    "terms_number": 1, "opened_at": opened, "response_from": opened + 24 * HOUR, "response_by": opened + 48 * HOUR,
                    "answered_at": None, "planned": None, "planned_until": None, "done_at": None, **facts,
                }
            )
        )  # fmt: skip


def _unread() -> Message:
    return Message(
        ticket_number=None,
        direction=Direction.IN,
        fate=Fate.QUARANTINED,
        **{key: [] for key in ("references", "to", "cc", "problems")},
        **dict.fromkeys(("from_name", "from_address", "subject", "body_text", "reply_text"), ""),
        **dict.fromkeys(("auto", "auto_replied", "trusted"), False),
        received_at=now(),
    )


def _contract(organisation: int) -> Contract:
    return db.session.scalars(select(Contract).where(Contract.organisation_id == organisation)).one()


def _rows(page: Page, section: str) -> list[str]:
    part = page.one("section", aria_labelledby=section)
    return [" ".join(words(cell) for cell in row) for row in part.iter("tr")][1:]


def test_the_desk_lists_what_is_mine_by_priority(visit: Visit, town: Town) -> None:
    _ticket(1001, "Laag", assignee_id=town.daan.id, priority=Priority.LOW)
    _ticket(1002, "Kritiek", assignee_id=town.daan.id, priority=Priority.CRITICAL, column=Column.IN_PROGRESS)
    _ticket(1003, "Onbekend", assignee_id=town.daan.id)
    _ticket(1004, "Af", assignee_id=town.daan.id, column=Column.DONE)
    _ticket(1005, "Van Mara", assignee_id=town.mara.id)
    page = visit("daan", "en").get("/desk/")
    assert [row.split("#")[1][:4] for row in _rows(page, "mine")] == ["1002", "1001", "1003"]


def test_r6_answers_that_are_owed_stand_by_their_limit_and_late_ones_say_so(visit: Visit, town: Town) -> None:
    _ticket(1001, "Later", opened_at=now() - HOUR)
    _ticket(1002, "Te laat", opened_at=now() - 100 * HOUR)
    _ticket(1003, "Beantwoord", opened_at=now() - 200 * HOUR, answered_at=now() - 190 * HOUR)
    _ticket(1004, "Machine", response_from=None, response_by=None)
    rows = _rows(visit("daan", "en").get("/desk/"), "owed")
    assert [row.split("#")[1][:4] for row in rows] == ["1002", "1001"]
    assert "overdue" in rows[0]
    assert "overdue" not in rows[1]


def test_the_oldest_new_tickets_stand_first_and_the_list_is_bounded(visit: Visit, town: Town) -> None:
    for n in range(12):
        _ticket(1001 + n, f"Nieuw {n}", opened_at=now() - (n + 1) * HOUR)
    page = visit("daan", "en").get("/desk/")
    assert [row.split("#")[1][:4] for row in _rows(page, "new")] == [str(1012 - n) for n in range(8)]
    assert "All new tickets on the board" in page.text


def test_the_desk_says_that_mail_waits_in_quarantine_and_that_letters_failed(
    visit: Visit, town: Town
) -> None:
    daan = visit("daan", "en")
    assert "could not be read" not in daan.get("/desk/").text
    with transaction() as session:
        session.add(_unread())
        letter = queue(session, Draft("k", "a", "a@b.example", "c", "c@d.example", "S", "B", "nl"), now())
        session.get_one(OutgoingLetter, letter.id).state = LetterState.FAILED
    text = daan.get("/desk/").text
    assert "1 mail could not be read and waits for a person." in text
    assert "1 letter did not arrive." in text


def test_the_desk_costs_the_same_however_much_there_is(visit: Visit, town: Town) -> None:
    daan = visit("daan")
    few = len(daan.get("/desk/").statements)
    for n in range(60):
        _ticket(1001 + n, "Veel", assignee_id=town.daan.id, organisation_id=town.leiden.id)
    assert len(daan.get("/desk/").statements) == few


def test_management_counts_tickets_clients_and_people(visit: Visit, town: Town) -> None:
    _ticket(1001, "Nieuw")
    _ticket(1002, "Te laat", opened_at=now() - 100 * HOUR, column=Column.TRIAGED)
    _ticket(1003, "Af", column=Column.DONE)
    page = visit("mara", "en").get("/manage/")
    assert [words(e) for e in page.all("p", class_="figure")] == [
        "2 open tickets, 1 of them new",
        "1 first answers overdue",
        "0 promises not kept in the last 30 days",
        "2 clients",
        "5 people who can sign in",
    ]
    assert _rows(page, "tiers") == ["On Demand 1", "On Demand + 1", "SLA 0", "no contract 0"]


def test_management_names_the_contracts_that_end_soon_and_a_draft_of_the_terms(
    visit: Visit, town: Town
) -> None:
    mara = visit("mara", "en")
    assert "waits as a draft" not in mara.get("/manage/").text
    with transaction() as session:
        _contract(town.leiden.id).ends_on = today() + timedelta(days=10)
        terms = in_force(session, today()).terms
        session.add(
            TermsVersion(
                number=None,
                in_force_from=None,
                content=to_data(terms),
                version=1,
                changed_at=now(),
                changed_by=None,
                published_at=None,
            )
        )
    page = mara.get("/manage/")
    assert [town.leiden.name in row for row in _rows(page, "ending")] == [True]
    assert "waits as a draft" in page.text


@pytest.mark.parametrize(
    ("name", "seen", "hidden"), [("lotte", "Brood", "Schip"), ("abby", "Schip", "Brood")]
)
def test_r8_a_client_sees_the_requests_of_the_own_organisation_alone(
    visit: Visit, town: Town, name: str, seen: str, hidden: str
) -> None:
    _ticket(1001, "Brood in de etalage", organisation_id=town.leiden.id)
    _ticket(1002, "Schip op de site", organisation_id=town.abroad.id)
    _ticket(1003, "Van niemand")
    text = visit(name).get("/portal/").text
    assert seen in text
    assert hidden not in text
    assert "Van niemand" not in text


def test_r6_a_client_reads_the_promise_as_a_moment(visit: Visit, town: Town) -> None:
    moment = datetime.fromisoformat("2999-11-29T23:00:00+00:00")  # midnight in Amsterdam: the end of Friday
    _ticket(
        1001, "Brood", organisation_id=town.leiden.id, response_by=moment, response_from=moment - 24 * HOUR
    )
    _ticket(1002, "Koek", organisation_id=town.leiden.id, opened_at=now() - 100 * HOUR)
    _ticket(1003, "Taart", organisation_id=town.leiden.id, column=Column.WAITING, answered_at=now())
    _ticket(1004, "Op", organisation_id=town.leiden.id, column=Column.DONE)
    text = visit("lotte", "en").get("/portal/").text
    assert "You will hear from us by Friday 29 November 2999 24:00." in text
    assert "We are late" in text
    assert "We are waiting for you" in text
    assert "Op" not in text.split("Your contract")[0].split("Open requests")[1].split()


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (Span(date(2999, 12, 2), date(2999, 12, 8)), "We have planned this: the week of Monday 2 December."),
        (Span.day(date(2999, 12, 4)), "We have planned this: Wednesday 4 December."),
        (Span.day(date(2026, 1, 7)), "We had promised you Wednesday 7 January. Sorry"),
    ],
)
def test_r09_a_client_reads_when_the_work_is_planned(visit: Visit, town: Town, days: Span, said: str) -> None:
    _ticket(
        1001,
        "Brood",
        organisation_id=town.leiden.id,
        column=Column.PLANNED,
        answered_at=now(),
        planned=days.first,
        planned_until=days.last,
    )
    assert said in visit("lotte", "en").get("/portal/").text


def test_r4_a_client_reads_what_the_contract_says(visit: Visit, town: Town) -> None:
    text = visit("abby", "en").get("/portal/").text
    assert "On Demand" in text
    assert "On request, paid with credits" in text
    assert "condition not met" in text
    assert "condition met" in visit("lotte", "en").get("/portal/").text


def test_a_client_without_a_contract_reads_whom_to_ask(visit: Visit, town: Town) -> None:
    with transaction() as session:
        session.delete(_contract(town.leiden.id))
    assert "You do not have a support contract at the moment." in visit("lotte", "en").get("/portal/").text


def test_r5_a_client_who_hosts_elsewhere_reads_who_does_what(visit: Visit, town: Town) -> None:
    lotte = visit("lotte", "en")
    with transaction() as session:
        session.add(
            Task(organisation_id=town.leiden.id, duty=Duty.BACKUPS, doer=Doer.PROVIDER, contact="HostPoint")
        )
    assert "HostPoint" not in lotte.get("/portal/").text
    with transaction() as session:
        session.get_one(Organisation, town.leiden.id).hosting = Hosting.SELF
    db.session.remove()
    text = lotte.get("/portal/").text
    assert "your hosting provider" in text
    assert "HostPoint" in text


@pytest.mark.parametrize("language", ["nl", "en"])
def test_first_pages_of_an_empty_desk_say_so_in_both_languages(visit: Visit, language: str) -> None:
    for name, address in (("daan", "/desk/"), ("mara", "/manage/"), ("lotte", "/portal/")):
        assert visit(name, language).get(address).status == 200
