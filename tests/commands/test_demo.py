"""The demo desk: a believable studio, the same for the same moment, and only where nobody is yet."""

import itertools
import os
import re
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as some
from sqlalchemy import func, select

from projectie.accounts.trail import SUBJECTS
from projectie.accounts.trail_words import DEEDS
from projectie.commands import demo
from projectie.commands.demo import cast, story
from projectie.commands.demo.moments import ago
from projectie.commands.demo.scenes import scenes
from projectie.commands.demo.story import stories
from projectie.contracts.models import Contract, Task
from projectie.database import db
from projectie.history import History
from projectie.mail.models import LetterState, OutgoingLetter
from projectie.people.models import Organisation, Person, Role
from projectie.tickets.models import Attachment, Column, Message, Note, Ticket
from projectie.tickets.priority import Kind, Priority
from tests import databases
from tests.clock.leiden import AMSTERDAM, leiden
from tests.commands.desks import MOMENT, another, closed, run, told, wrong
from tests.visitor import Visitor

SIGN_INS = ("manager", "staff", "client", "colleague", "abroad")
FROM, UNTIL = datetime(2026, 3, 1), datetime(2032, 11, 30)  # noqa: DTZ001 - hypothesis adds the zone
HOURS = some.datetimes(FROM, UNTIL, timezones=some.just(UTC))


def _all(column: object) -> set[object]:
    return set(db.session.scalars(select(column)))  # type: ignore[call-overload]


def _one(email: str) -> Person:
    return db.session.scalars(select(Person).where(Person.email == f"{email}@projectie.example")).one()


def test_the_demo_desk_is_a_believable_studio_in_order(app: Flask) -> None:
    assert run(app, "demo").exit_code == 0
    assert wrong(app) == {}
    assert db.session.scalar(select(func.count()).select_from(Organisation)) == 12
    assert _all(Contract.tier) == {"on_demand", "on_demand_plus", "sla"}
    assert len(_all(Organisation.country)) >= 5
    assert len(_all(Task.organisation_id)) == 3
    assert all(told_ for told_ in (column["tickets"] for column in told(app, "board", "--json")))
    stats = told(app, "mail", "stats", "--json")
    assert (
        stats["tickets"] == 71
    )  # 64 of the stories, 2 rounds of recurring work, 1 about buying credits abroad, 2 sent by the form, 2 calls
    assert {name: stats["fates"][name] for name in ("quarantined", "bounce", "auto")} == {
        "quarantined": 1,
        "bounce": 1,
        "auto": 2,
    }
    assert _all(Ticket.kind) == {*Kind, None}
    assert _all(Ticket.priority) == {*Priority, None}
    assert _all(Ticket.language) == {"nl", "en"}
    assert _all(Ticket.urgent_asked) == _all(Ticket.verified) == {True, False}
    assert None in _all(Ticket.organisation_id)
    assert _all(Ticket.column) == set(Column)
    assert {LetterState.QUEUED, LetterState.SENT, LetterState.FAILED} == _all(OutgoingLetter.state)
    assert _all(Attachment.content_type) >= {"image/png", "application/pdf", "text/csv"}
    assert len(_all(Note.id)) >= 10
    assert any(html for html in _all(Message.body_html))
    trailed = select(History.deed).where(History.subject.in_(SUBJECTS))
    assert set(db.session.scalars(trailed)) <= DEEDS.keys(), "the audit trail has words for each"
    _is_shown(app)


def _is_shown(app: Flask) -> None:
    visitor = Visitor(app, most_statements=40)
    visitor.sign_in("staff@projectie.example", demo.PASSWORD)
    page = visitor.get("/desk/board")
    assert "Bakkerij De Zon" in page.text
    numbers = [card.get("data-ticket") for card in page.all("li") if card.get("data-ticket")]
    assert len(numbers) == len(set(numbers)) > 40
    for number in numbers[::4]:
        assert visitor.get(f"/desk/tickets/{number}").status == 200


def test_the_demo_desk_is_made_only_where_nobody_is(app: Flask) -> None:
    assert run(app, "person", "add", "--email", "a@b.example", "--role", "manager").exit_code == 0
    before = told(app, "fingerprint", "--json")
    answer = run(app, "demo")
    assert answer.exit_code == 1
    assert answer.stderr == "The database is not empty: this fills only a new one.\n"
    assert told(app, "fingerprint", "--json") == before


def test_everybody_who_is_printed_can_sign_in_and_clients_belong_where_they_should(app: Flask) -> None:
    cast.gather(MOMENT)
    for name, path in zip(
        SIGN_INS, ("/manage/", "/desk/board", "/portal/", "/portal/", "/portal/"), strict=True
    ):
        visitor = Visitor(app, most_statements=40)
        assert visitor.sign_in(f"{name}@projectie.example", demo.PASSWORD).status == 303
        assert visitor.get(path).status == 200
    client, colleague, abroad = (_one(name) for name in SIGN_INS[2:])
    assert client.organisation_id == colleague.organisation_id != abroad.organisation_id
    assert (client.may_agree, colleague.may_agree) == (True, False)
    countries = {
        person.email: db.session.get_one(Organisation, person.organisation_id).country
        for person in (client, abroad)
    }
    assert countries == {"client@projectie.example": "NL", "abroad@projectie.example": "DE"}
    assert _one("manager").role is Role.MANAGER


def test_the_same_moment_gives_the_same_desk_on_both_databases(shared: Path, tmp_path: Path) -> None:
    worker = os.environ.get("PYTEST_XDIST_WORKER", "alone")
    server = databases.Postgresql(databases.server(shared / "postgresql"), f"{worker}_demo")
    found = []
    for name, url in (
        ("sqlite", ""),
        ("postgresql", server.url.replace("postgresql:", "postgresql+psycopg:", 1)),
    ):
        app = another(tmp_path / name, MOMENT, url)
        with app.app_context():
            demo.fill(MOMENT)
            found.append(told(app, "fingerprint", "--json"))
            closed()
    assert found[0] == found[1]


@given(now=HOURS)
def test_at_whatever_hour_it_is_filled_each_story_goes_forward_and_ends_before_now(now: datetime) -> None:
    told_ = scenes(stories(), now, leiden())
    assert [scene.at for scene in told_] == sorted(scene.at for scene in told_)
    assert all(scene.at < now for scene in told_)
    for _, own in itertools.groupby(
        sorted(told_, key=lambda scene: scene.story.key), key=lambda scene: scene.story.key
    ):
        numbers = [scene.number for scene in own]
        assert numbers == sorted(numbers)


@given(now=HOURS, days=some.floats(0.05, 20))
def test_what_happened_so_many_working_days_ago_happened_in_office_hours(now: datetime, days: float) -> None:
    there = ago(now, days, leiden()).astimezone(AMSTERDAM)
    assert leiden().is_working_day(there.date())
    assert time(9) <= there.time() < time(17, 30)


@given(now=HOURS, days=some.floats(0.05, 20), more=some.floats(0.01, 3))
def test_what_is_longer_ago_was_no_later(now: datetime, days: float, more: float) -> None:
    assert ago(now, days + more, leiden()) <= ago(now, days, leiden()) < now


@pytest.mark.parametrize("hour", [0, 7, 12, 22])
def test_six_working_days_ago_at_the_same_time_of_day_at_whatever_hour(hour: int) -> None:
    monday = datetime(2026, 11, 23, hour, tzinfo=AMSTERDAM)
    there = ago(monday.astimezone(UTC), 6.5, leiden()).astimezone(AMSTERDAM)
    assert (there.date(), there.time()) == (monday.date() - timedelta(days=10), time(13, 15))


def test_no_address_of_the_demo_desk_can_be_anybodys() -> None:
    texts = [path.read_text(encoding="utf-8") for path in (cast.CLIENTS, *story.FOLDER.glob("*.toml"))]
    addresses = re.findall(r"[\w.+-]+@[\w.-]+\w", "\n".join(texts))
    assert len(addresses) > 10
    assert [address for address in addresses if not address.endswith(".example")] == []
