"""`python3 app.py`: starts once, answers, ends at once, and survives being killed."""

import re
import signal
import sqlite3
import time
from contextlib import closing
from pathlib import Path

import pytest

from projectie.mail.models import LetterState
from tests.mail.post_office import PostOffice, post_office
from tests.process import PATIENCE, Browser, Desk, free_port, running

MANAGER = ("manager@projectie.example", "projectie-demo")


def _own(folder: Path) -> str:
    """Return a database somebody chose: it is never filled with a demo."""
    return f"sqlite:///{folder / 'chosen.sqlite'}"


def _rows(folder: Path, statement: str, *values: object) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(folder / "chosen.sqlite", timeout=30)) as line, line:
        return line.execute(statement, values).fetchall()


def test_the_very_first_start_fills_the_demo_desk_and_says_how_to_sign_in(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    assert desk.process.stdout is not None
    assert "fills the demo desk" in desk.process.stdout.readline()
    desk.ready()
    Browser(desk).sign_in(*MANAGER)
    desk.end()
    said, complaints = desk.close()
    assert "projectie-demo" in said
    assert re.findall(r"(\w+)@projectie\.example", said) == [
        "manager",
        "staff",
        "client",
        "colleague",
        "abroad",
    ]
    assert complaints == ""
    with running(tmp_path) as again:  # there are people now: nothing is filled
        Browser(again).sign_in(*MANAGER)


def test_a_database_somebody_chose_stays_empty_and_no_sign_in_is_printed(tmp_path: Path) -> None:
    desk = Desk(tmp_path, DATABASE_URL=_own(tmp_path)).ready()
    assert Browser(desk).get("/nl/")[0] == 200
    assert desk.end() < PATIENCE / 3
    assert desk.close() == ("", "")
    assert desk.process.returncode == 0
    assert _rows(tmp_path, "SELECT count(*) FROM person") == [(0,)]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_asked_to_end_it_ends_at_once(tmp_path: Path, number: int) -> None:
    with running(tmp_path, DATABASE_URL=_own(tmp_path)) as desk:
        assert desk.end(number) < PATIENCE / 3  # half a second on a quiet machine
        assert desk.process.returncode == 0


def test_a_port_in_use_is_one_sentence_and_nothing_was_made(tmp_path: Path) -> None:
    with running(tmp_path / "first", DATABASE_URL=_own(tmp_path)) as desk:
        second = Desk(tmp_path / "second", PORT=str(desk.port))
        second.process.wait(PATIENCE)
        said, complaint = second.close()
        assert second.process.returncode == 2
        assert said == ""
        assert complaint.strip().splitlines() == [complaint.strip()]
        assert f"port {desk.port}" in complaint
        assert not list((tmp_path / "second").glob("*.sqlite"))


@pytest.mark.parametrize(
    ("name", "value"),
    [("THREADS", "many"), ("HOST", "no.such.host.invalid"), ("DATABASE_URL", "mysql://x/y")],
)
def test_a_wrong_setting_is_one_sentence_that_names_it(tmp_path: Path, name: str, value: str) -> None:
    desk = Desk(tmp_path, **({"PORT": str(free_port())} | {name: value}))
    desk.process.wait(PATIENCE)
    said, complaint = desk.close()
    assert (desk.process.returncode, said) == (2, "")
    assert len(complaint.strip().splitlines()) == 1
    assert name in complaint


def test_a_database_that_is_away_is_not_now(tmp_path: Path) -> None:
    desk = Desk(tmp_path, DATABASE_URL=f"postgresql://nobody:secret@127.0.0.1:{free_port()}/none")
    desk.process.wait(PATIENCE)
    complaint = desk.close()[1]
    assert desk.process.returncode == 75
    assert len(complaint.strip().splitlines()) == 1
    assert "secret" not in complaint


def test_a_database_of_a_newer_program_is_left_alone(tmp_path: Path) -> None:
    with running(tmp_path, DATABASE_URL=_own(tmp_path)):
        pass
    _rows(tmp_path, "UPDATE alembic_version SET version_num = '9999'")
    desk = Desk(tmp_path, DATABASE_URL=_own(tmp_path))
    desk.process.wait(PATIENCE)
    assert desk.process.returncode == 2
    assert "newer" in desk.close()[1]


def test_two_starts_at_once_on_one_empty_folder_make_one_desk(tmp_path: Path) -> None:
    desks = [Desk(tmp_path, SECRET_KEY="") for _ in range(2)]
    try:
        for desk in desks:
            while f":{desk.port}" not in (line := desk.process.stdout.readline()):  # type: ignore[union-attr]
                assert line, desk.close()
            Browser(desk).sign_in(*MANAGER)
    finally:
        complaints = [desk.close()[1] for desk in desks]
    assert complaints == ["", ""]


def test_killed_at_any_moment_of_its_first_start_it_starts_again_with_a_whole_demo_desk(
    tmp_path: Path,
) -> None:
    for moment in (0.4, 1.0, 1.8, 3.0):
        desk = Desk(tmp_path, SECRET_KEY="")
        time.sleep(moment)
        desk.kill()
        desk.close()
    whole = tmp_path / "whole"
    counted = []
    for folder in (tmp_path, whole):
        last = Desk(folder, SECRET_KEY="")
        while f":{last.port}" not in (line := last.process.stdout.readline()):  # type: ignore[union-attr]
            assert line, last.close()
        assert last.close()[1] == ""
        with closing(sqlite3.connect(folder / "projectie.sqlite")) as file:
            assert file.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            tables = ("person", "organisation", "ticket", "terms_version", "studio")
            counted.append([file.execute(f"SELECT count(*) FROM {table}").fetchone() for table in tables])
    assert counted[0] == counted[1]


def test_killed_while_letters_leave_none_is_lost_and_each_keeps_its_message_id(
    tmp_path: Path,
) -> None:
    with post_office() as office:
        _sent_by_a_desk_that_is_killed(tmp_path, office)
    arrived = [letter["Message-ID"] for letter in office.letters()]
    assert set(arrived) == {f"<{number}@projectie.com>" for number in range(40)}
    assert len(arrived) <= 40 + 3  # killed between sending and writing it down: once more, recognisable


def _sent_by_a_desk_that_is_killed(tmp_path: Path, office: PostOffice) -> None:
    settings = {"DATABASE_URL": _own(tmp_path), "SMTP_URL": office.url}
    with running(tmp_path, **settings):
        pass
    _queue(tmp_path, 40)
    for _ in range(3):
        enough = len(office.arrived) + 5
        with running(tmp_path, **settings) as desk:
            while len(office.arrived) < enough and _left(tmp_path):
                time.sleep(0.01)
            desk.kill()
        _rows(tmp_path, "UPDATE outgoing_letter SET leased_until = NULL")  # as time does
    with running(tmp_path, **settings):
        while _left(tmp_path):
            time.sleep(0.01)


def _queue(folder: Path, count: int) -> None:
    for number in range(count):
        _rows(
            folder,
            "INSERT INTO outgoing_letter (key, message_id, from_name, from_address, to_name, to_address, subject,"
            " body_text, headers, language, state, attempts, due_at, created_at)"
            " VALUES (?, ?, '', 'support@projectie.com', '', 'lotte@bakkerij-leiden.example', 'Vraag', 'Klaar.',"
            " '{}', 'nl', 'queued', 0, '2026-11-23 12:00:00', '2026-11-23 12:00:00')",
            f"letter:{number}",
            f"<{number}@projectie.com>",
        )


def _left(folder: Path) -> bool:
    return (
        _rows(folder, "SELECT 1 FROM outgoing_letter WHERE state = ? LIMIT 1", LetterState.QUEUED.value) != []
    )
