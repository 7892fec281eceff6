"""`seed`: the drill world and a desk to measure, on an empty database only, whoever made its tables."""

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from projectie.clock.now import now
from projectie.commands.bench import EPOCH
from projectie.commands.demo import PASSWORD
from projectie.commands.drill.outage import SAID
from projectie.database import db
from projectie.mail.models import OutgoingLetter
from projectie.people.models import Organisation
from projectie.tickets.models import Attachment, Message, Note, Ticket
from tests import post
from tests.commands.desks import MADE_WITH_THE_TABLES, another, closed, run, told, wrong
from tests.process import ROOT, environment
from tests.visitor import Visitor

OBJECTS = {
    "ticket",
    "message",
    "attachment",
    "invoice",
    "quote",
    "appointment",
    "organisation",
    "person",
    "ledger",
}


def _flask(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "flask", "--app", "app", *words]
    return subprocess.run(
        command, cwd=ROOT, env=environment(folder), capture_output=True, text=True, check=False
    )


def test_the_drill_world_is_what_the_contract_says(app: Flask) -> None:
    world = told(app, "seed", "--drill", "--json")
    assert set(world) == {"users", "objects", "canaries", "private"}
    assert set(world["users"]) == {"client_a", "client_b", "staff", "manager"}
    assert set(world["canaries"]) == {"a", "b", "internal", "complaint"}
    assert set(world["objects"]) == {"a", "b", "restricted"}
    for side in ("a", "b"):
        objects = world["objects"][side]
        assert set(objects) >= OBJECTS
        assert all(objects[name] for name in ("ticket", "message", "attachment", "organisation", "person"))
        assert all(objects[name] for name in ("invoice", "ledger", "receipt", "topup", "proof"))
    assert all(world["objects"]["restricted"][name] for name in ("complaint", "note"))
    assert wrong(app) == {}


def test_in_the_drill_world_every_text_holds_its_word(app: Flask) -> None:
    world = told(app, "seed", "--drill")
    for side in ("a", "b"):
        objects, word = world["objects"][side], world["canaries"][side]
        texts = [
            *_texts(
                [Ticket.subject, Ticket.requester_name, Ticket.requester_address],
                Ticket.number,
                objects["ticket"],
            ),
            *_texts([Message.subject, Message.body_text, Message.reply_text], Message.id, objects["message"]),
            *_texts([Attachment.filename], Attachment.id, objects["attachment"]),
            *_texts([Organisation.name], Organisation.id, objects["organisation"]),
        ]
        letters = select(OutgoingLetter.subject, OutgoingLetter.body_text).where(
            OutgoingLetter.id.in_(objects["letter"])
        )
        texts += ["\n".join(letter) for letter in db.session.execute(letters)]
        assert len(texts) > 30
        assert [text for text in texts if text and word not in text and not _is_public(text)] == []
    notes = list(db.session.scalars(select(Note.body)))
    assert all(world["canaries"]["internal"] in body for body in notes)


def _is_public(text: str) -> bool:
    """Whether that is what was said of the outage to everybody."""
    return SAID.nl in text or SAID.en in text


def _texts(columns: Sequence[object], key: object, ids: list[int]) -> list[str]:
    rows = db.session.execute(select(*columns).where(key.in_(ids)))  # type: ignore[call-overload, attr-defined]
    return [text for row in rows for text in row]


def test_everybody_of_the_drill_world_can_sign_in(app: Flask) -> None:
    users = told(app, "seed", "--drill")["users"]
    assert set(users) == {"client_a", "client_b", "staff", "manager"}
    for name, account in users.items():
        assert Visitor(app).sign_in(account["email"], account["password"]).status == 303, name


@pytest.mark.parametrize("words", [(), ("--drill", "--bench", "5"), ("--bench", "0"), ("--bench", "many")])
def test_seeding_nothing_or_two_things_is_wrong_use(app: Flask, words: tuple[str, ...]) -> None:
    assert run(app, "seed", *words).exit_code == 2


@pytest.mark.parametrize("words", [("seed", "--drill"), ("seed", "--bench", "5"), ("demo",)])
def test_only_an_empty_database_is_filled(app: Flask, words: tuple[str, ...]) -> None:
    post.receive(app, post.letter())
    before = told(app, "fingerprint", "--json")
    answer = run(app, *words)
    assert (answer.exit_code, answer.stdout) == (1, "")
    assert len(answer.stderr.splitlines()) == 1
    assert told(app, "fingerprint", "--json") == before


def test_a_desk_to_measure_is_in_order_and_the_same_every_time(app: Flask, tmp_path: Path) -> None:
    assert told(app, "seed", "--bench", "420") == {"tickets": 420, "messages": 1260, "open": 300}
    assert wrong(app) == {}
    columns = {column["id"]: len(column["tickets"]) for column in told(app, "board", "--json")}
    assert columns.pop("done") == 120
    assert sum(columns.values()) == 300
    assert all(columns.values())
    assert db.session.scalar(select(func.count()).select_from(Message)) == 3 * 420
    assert db.session.scalar(select(func.count()).select_from(Organisation)) == 200
    assert db.session.scalar(select(func.max(Ticket.opened_at))) < EPOCH  # type: ignore[operator]
    hashes = told(app, "fingerprint", "--json")
    twin = another(tmp_path, EPOCH)
    with twin.app_context():
        told(twin, "seed", "--bench", "420")
        again = told(twin, "fingerprint", "--json")
        closed()
    apart = {*MADE_WITH_THE_TABLES, "closed_day"}
    assert {name: hashes[name] for name in hashes if name not in apart} == {
        n: again[n] for n in again if n not in apart
    }


def test_work_goes_on_on_a_desk_to_measure(app: Flask) -> None:
    told(app, "seed", "--bench", "10")
    assert post.receive(app, post.letter(), at=now()).ticket == 1011
    visitor = Visitor(app, most_statements=40)
    assert visitor.sign_in("staff@projectie.example", PASSWORD).status == 303
    assert visitor.get("/desk/tickets/1004").status == 200
    assert wrong(app) == {}


def test_a_stranger_seeds_an_empty_folder_at_once(tmp_path: Path) -> None:
    answer = _flask(tmp_path, "seed", "--drill", "--json")
    assert answer.returncode == 0, answer.stderr
    assert json.loads(answer.stdout)["canaries"]
    assert _flask(tmp_path, "integrity", "--json").returncode == 0


def test_a_stranger_makes_the_tables_first(tmp_path: Path) -> None:
    assert _flask(tmp_path, "db", "upgrade").returncode == 0
    answer = _flask(tmp_path, "seed", "--bench", "3")
    assert json.loads(answer.stdout) == {"tickets": 3, "messages": 9, "open": 3}, answer.stderr
