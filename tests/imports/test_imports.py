"""Bringing in: dry first, with line numbers and reasons, and never twice (M10)."""

import io
import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from projectie.clock.now import now
from projectie.commands.invariants.desk import Desk
from projectie.commands.invariants.proof import prove
from projectie.credits.balance import balance_of
from projectie.credits.models import LedgerEntry
from projectie.database import db
from projectie.imports import runs
from projectie.imports.items import Ground, Item, Report
from projectie.imports.running import bring_all
from projectie.imports.sources import READERS, Source
from projectie.mail.letter import Limits
from projectie.mail.models import OutgoingLetter, RawMail
from projectie.people.models import Organisation, Person
from projectie.tickets.models import Attachment, Column, Message, Ticket
from tests.post import letter
from tests.town import Town
from tests.visitor import Visitor

CLIENTS = (
    "name;country;language;domains;city\n"
    "Molen Zuid;NL;nl;molen-zuid.example;Leiden\n"
    "Zonder land;XX;nl;;\n"
    "Bakkerij Leiden;NL;nl;;\n"
    "Dief;NL;nl;kueste.example;\n"
)
PEOPLE = (
    "email,name,client,language,right,responsible\n"
    "Mo@molen-zuid.example,Mo Molen,Molen Zuid,nl,agree,yes\n"
    "geen adres,Nee,Molen Zuid,nl,,\n"
    "joris@bakkerij-leiden.example,Joris,Molen Zuid,nl,,\n"
    "x@elders.example,X,Niemand,nl,,\n"
)
BALANCES = (
    "client,credits,day,remark\nBakkerij Leiden,40,2026-01-01,Oude boekhouding\nBakkerij Leiden,veel,,\n"
)


def _brought(app: Flask, town: Town, source: Source, content: str | bytes, *, dry: bool = False) -> Report:
    raw = content if isinstance(content, bytes) else content.encode()
    ground = Ground(app.extensions["projectie.blobs"], town.mara.id, now(), Limits())
    return bring_all(READERS[source](raw), ground, dry=dry)


def _reasons(report: Report) -> list[tuple[int, str]]:
    return [(line["line"], line["why"]) for line in report.lines]


def _many(model: Any) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def test_clients_come_in_once_and_lines_are_refused_with_their_reason(app: Flask, town: Town) -> None:
    refused = [(3, "country"), (5, "taken")]
    dry = _brought(app, town, Source.CLIENTS, CLIENTS, dry=True)
    assert (dry.counts, _reasons(dry)) == ({"created": 1, "there": 1, "refused": 2}, refused)
    assert _many(Organisation) == 2
    assert _brought(app, town, Source.CLIENTS, CLIENTS).counts == dry.counts
    again = _brought(app, town, Source.CLIENTS, CLIENTS)
    assert again.counts == {"created": 0, "there": 2, "refused": 2}
    assert _brought(app, town, Source.CLIENTS, "naam\nx\n").lines[0]["why"] == "columns"


def test_people_come_in_once_and_nobody_is_mailed(app: Flask, town: Town) -> None:
    _brought(app, town, Source.CLIENTS, CLIENTS)
    report = _brought(app, town, Source.PEOPLE, PEOPLE)
    assert _reasons(report) == [(3, "address"), (4, "taken"), (5, "client")]
    mo = db.session.scalars(select(Person).where(Person.email == "mo@molen-zuid.example")).one()
    assert (mo.may_agree, mo.responsible, mo.password_hash) == (True, True, None)
    assert _brought(app, town, Source.PEOPLE, PEOPLE).counts["there"] == 1
    assert _many(OutgoingLetter) == 0


def test_r19_an_opening_balance_is_posted_once(app: Flask, town: Town) -> None:
    for expected in ("created", "there"):
        report = _brought(app, town, Source.BALANCES, BALANCES)
        assert (report.counts[expected], _reasons(report)) == (1, [(3, "number")])
    assert balance_of(db.session(), town.leiden.id) == 40
    assert db.session.scalars(select(LedgerEntry.key)).all() == [f"import:balance:{town.leiden.id}"]
    other = _brought(app, town, Source.BALANCES, BALANCES.replace("40", "41"))
    assert _reasons(other)[0] == (2, "balance")


def _mbox(*mails: bytes) -> bytes:
    return b"".join(
        b"From x@y Mon Nov  2 10:00:00 2020\n" + mail.replace(b"\r\n", b"\n") + b"\n" for mail in mails
    )


def _thread(town: Town) -> bytes:
    first = letter(
        from_=f"{town.lotte.name} <{town.lotte.email}>", subject="Oude vraag", Message_ID="<a@old>",
        Date="Mon, 02 Nov 2020 10:00:00 +0100",
    )  # fmt: skip
    answer = letter(
        from_="De studio <support@projectie.com>", to=town.lotte.email, subject="Re: Oude vraag",
        Message_ID="<b@old>", References="<a@old>", Date="Tue, 03 Nov 2020 10:00:00 +0100",
    )  # fmt: skip
    return _mbox(first, answer, b"no headers at all")


def test_old_mail_becomes_a_request_that_is_done_with_its_own_dates(
    app: Flask, town: Town, visit: Callable[..., Visitor]
) -> None:
    dry = _brought(app, town, Source.MBOX, _thread(town), dry=True)
    assert _many(Ticket) == _many(RawMail) == 0
    report = _brought(app, town, Source.MBOX, _thread(town))
    assert report.counts["created"] == 2 or report.counts == dry.counts
    ticket = db.session.scalars(select(Ticket).order_by(Ticket.number).limit(1)).one()
    assert (ticket.column, ticket.organisation_id) == (Column.DONE, town.leiden.id)
    assert (ticket.opened_at.isoformat()[:10], ticket.done_at and ticket.done_at.isoformat()[:10]) == (
        "2020-11-02",
        "2020-11-03",
    )
    assert (ticket.response_by, ticket.planned) == (None, None)
    assert _many(OutgoingLetter) == 0
    number = ticket.number
    assert "Oude vraag" in visit("daan").get(f"/desk/tickets/{number}").text
    before = _many(Message)
    assert _brought(app, town, Source.MBOX, _thread(town)).counts["created"] == 0
    assert _many(Message) == before
    desk = Desk(db.session(), now(), app.extensions["projectie.blobs"], app.config["SETTINGS"].data_dir)
    assert {name: proof.wrong for name, proof in prove(desk).items() if not proof.ok} == {}


ZAMMAD = [
    {
        "id": 7, "title": "Site traag", "customer": "lotte@bakkerij-leiden.example",
        "articles": [
            {"id": 31, "from": "Lotte Bakker", "to": "support@projectie.com", "subject": "Site traag",
             "body": "<p>Hij is traag</p>", "content_type": "text/html", "internal": False, "sender": "Customer",
             "created_at": "2021-03-01T09:00:00.000Z",
             "attachments": [{"filename": "meting.txt", "data": "dHJhYWc="}]},
            {"id": 32, "from": "Support <support@projectie.com>", "to": "lotte@bakkerij-leiden.example",
             "subject": "", "body": "Opgelost", "content_type": "text/plain", "internal": False,
             "sender": "Agent", "created_at": "2021-03-02T09:00:00.000Z"},
            {"id": 33, "body": "geheim", "internal": True, "created_at": "2021-03-02T10:00:00.000Z"},
        ],
    }
]  # fmt: skip
FREESCOUT = {
    "_embedded": {
        "conversations": [
            {
                "id": 1, "number": 3, "subject": "Drukwerk",
                "customer": {"firstName": "Abby", "lastName": "Jansen", "email": "abby@kueste.example"},
                "_embedded": {
                    "threads": [
                        {"id": 12, "type": "message", "body": "Ready", "createdAt": "2022-05-03T08:00:00Z",
                         "createdBy": {"firstName": "Daan", "email": "daan@projectie.example"}},
                        {"id": 11, "type": "customer", "body": "<b>Print</b> please",
                         "createdAt": "2022-05-02T08:00:00Z"},
                        {"id": 13, "type": "lineitem", "body": "closed", "createdAt": "2022-05-03T09:00:00Z"},
                    ]
                },
            }
        ]
    }
}  # fmt: skip


@pytest.mark.parametrize(
    ("source", "dump", "client"), [(Source.ZAMMAD, ZAMMAD, "leiden"), (Source.FREESCOUT, FREESCOUT, "abroad")]
)
def test_a_dump_of_another_desk_becomes_requests_once(
    app: Flask, town: Town, source: Source, dump: object, client: str
) -> None:
    for expected in ({"created": 2, "there": 0, "refused": 1}, {"created": 0, "there": 2, "refused": 1}):
        report = _brought(app, town, source, json.dumps(dump))
        assert (report.counts, report.lines[0]["why"]) == (expected, "internal")
    ticket = db.session.scalars(select(Ticket)).one()
    assert ticket.organisation_id == getattr(town, client).id
    assert [message.ticket_number for message in db.session.scalars(select(Message))] == [ticket.number] * 2
    if source is Source.ZAMMAD:
        assert db.session.scalars(select(Attachment.filename)).all() == ["meting.txt"]


@pytest.mark.parametrize(
    "content", [b"", b"\xff\xfe{", b"[1]", b"null", b'{"tickets": 3}', b'[{"articles": [{}]}]']
)
@pytest.mark.parametrize("source", list(Source))
def test_nonsense_is_refused_and_nothing_breaks(
    app: Flask, town: Town, source: Source, content: bytes
) -> None:
    report = _brought(app, town, source, content)
    assert report.counts["created"] == 0
    assert report.lines, "it is said that nothing came of it"


def test_an_item_that_stumbles_does_not_stop_the_rest(app: Flask, town: Town) -> None:
    def stumble(session: object, ground: object) -> Any:
        raise LookupError("x")

    def items() -> Iterator[Item]:
        yield Item(1, "one", stumble)
        yield from READERS[Source.CLIENTS](CLIENTS.encode())

    ground = Ground(app.extensions["projectie.blobs"], town.mara.id, now())
    report = bring_all(items(), ground, dry=False)
    assert report.counts == {"created": 1, "there": 1, "refused": 3}


def test_a_manager_tries_first_and_brings_in_then(
    app: Flask, town: Town, visit: Callable[..., Visitor]
) -> None:
    visitor, blobs = visit("mara"), app.extensions["projectie.blobs"]
    assert visitor.post("/manage/import", {"source": "clients"}).status == 422
    sent = {"source": "clients", "file": (io.BytesIO(CLIENTS.encode()), "klanten.csv")}
    assert visitor.post("/manage/import", sent).status == 303
    runs.run_waiting(blobs, Limits(), now())
    assert _many(Organisation) == 2
    page = visitor.get("/manage/import/1")
    assert page.all("button", id="bring-in")
    assert "XX" in page.text
    assert visitor.post("/manage/import/1/again", follow=True).status == 200
    db.session.rollback()
    runs.run_waiting(blobs, Limits(), now())
    assert _many(Organisation) == 3
    assert "klanten.csv" in visitor.get("/manage/import", htmx=True).text
    assert visitor.post("/manage/import/1/again").status == 404
    assert visit("daan").get("/manage/import").status == 404
