"""What happens because time passed: each job alone, again and again, by any number of workers."""

import json
import signal
import subprocess
import sys
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask

from projectie.commands import rounds
from projectie.commands.job import Job
from projectie.commands.rounds import AFTER_FAILURE, EVERYTHING, Outcome, Rounds
from projectie.commands.work import work
from projectie.database import db, transaction
from projectie.live.models import Event
from projectie.mail.blobs import BlobStore
from projectie.people.models import SignInCount
from tests.mail.letterbox import queued
from tests.process import PATIENCE, ROOT, environment, free_port

MONDAY = datetime(2026, 11, 23, 12, tzinfo=UTC)
NAMES = [job.name for job in EVERYTHING]


def _tick(app: Flask) -> Result:
    return app.test_cli_runner().invoke(args=["tick"])


def test_a_tick_does_one_round_and_says_in_one_line_what_it_did(app: Flask) -> None:
    result = _tick(app)
    assert result.exit_code == 0
    assert list(json.loads(result.stdout)) == NAMES
    assert result.stdout.count("\n") == 1
    assert json.loads(result.stdout) == {**dict.fromkeys(NAMES, 0), "ledger": 1}  # proved for the first time


def test_a_tick_sweeps_what_is_old_and_a_second_one_finds_nothing(app: Flask) -> None:
    with transaction() as session:
        session.add(SignInCount(key="k", window_start=MONDAY - timedelta(days=999), failures=3))
        for _ in range(3):
            session.add(Event(at=MONDAY - timedelta(days=999), kind="ticket", subject_id=1))
    found = json.loads(_tick(app).stdout)
    assert (found["events"], found["attempts"]) == (2, 1)
    assert set(json.loads(_tick(app).stdout).values()) == {0}


def test_a_job_that_fails_stops_no_other_and_is_named_by_null(
    app: Flask, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    broken = Job("broken", timedelta(seconds=1), _fail)
    monkeypatch.setattr("projectie.commands.work.EVERYTHING", (broken, *EVERYTHING))
    result = _tick(app)
    assert result.exit_code == 1
    assert json.loads(result.stdout) == {"broken": None, **dict.fromkeys(NAMES, 0), "ledger": 1}


def _fail(now: datetime) -> int:
    raise ValueError(f"lotte@bakkerij-leiden.example at {now}")


def test_what_is_logged_of_a_failure_holds_no_personal_data(
    app: Flask, capsys: pytest.CaptureFixture[str]
) -> None:
    handler = rounds.log.parent.handlers[0] if rounds.log.parent else None
    assert handler is not None
    record = rounds.log.makeRecord("x", 40, "x", 1, "broken", (), None)
    try:
        _fail(MONDAY)
    except ValueError:
        record.exc_info = sys.exc_info()
    line = handler.format(record)
    assert "ValueError" in line
    assert "lotte" not in line


def test_letters_stay_in_the_outbox_while_no_server_is_set(app: Flask) -> None:
    queued()
    assert json.loads(_tick(app).stdout)["letters"] == 0


def test_waiting_bytes_are_put_in_place_or_removed_after_an_hour(app: Flask) -> None:
    blobs: BlobStore = app.extensions["projectie.blobs"]
    with transaction() as session:
        blobs.put(session, b"nobody was told")
        session.rollback()
    assert _job("blobs").run(datetime.now(UTC)) == 0
    assert _job("blobs").run(datetime.now(UTC) + timedelta(hours=2)) == 1


def _job(name: str) -> Job:
    return next(job for job in EVERYTHING if job.name == name)


def test_each_job_is_due_at_once_then_at_its_own_pace_and_later_when_it_failed(app: Flask) -> None:
    done: list[str] = []

    def does(name: str, result: int | None) -> Job:
        def run(now: datetime) -> int:
            done.append(f"{name} {now:%M:%S}")
            if result is None:
                raise OSError
            return result

        return Job(name, timedelta(seconds=10), run)

    going = Rounds((does("good", 3), does("bad", None)))
    assert going.go(app, MONDAY) == [Outcome("good", 3), Outcome("bad", None, OSError)]
    for seconds in (5, 10, 20, 29, 30):
        going.go(app, MONDAY + timedelta(seconds=seconds))
    assert timedelta(seconds=30) == AFTER_FAILURE
    assert done == ["good 00:00", "bad 00:00", "good 00:10", "good 00:20", "good 00:30", "bad 00:30"]


def test_r09_a_clock_that_jumps_backwards_leaves_no_job_waiting_until_it_has_caught_up(app: Flask) -> None:
    done: list[datetime] = []

    def note(now: datetime) -> int:
        done.append(now)
        return 1

    going = Rounds((Job("promises", timedelta(minutes=1), note),))
    yesterday = MONDAY - timedelta(days=1)
    for moment in (MONDAY, yesterday, yesterday + timedelta(seconds=59), yesterday + timedelta(minutes=1)):
        going.go(app, moment)
    assert done == [MONDAY, yesterday, yesterday + timedelta(minutes=1)]


def test_two_workers_at_once_do_no_harm(app: Flask) -> None:
    ended = threading.Event()
    workers = [threading.Thread(target=work, args=(app, ended)) for _ in range(2)]
    for worker in workers:
        worker.start()
    ended.set()
    for worker in workers:
        worker.join(PATIENCE)
        assert not worker.is_alive()
    db.session.remove()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_worker_makes_the_desk_ready_sends_what_is_due_and_ends_when_asked(
    tmp_path: Path, number: int
) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "flask", "--app", "app", "worker"],
        cwd=ROOT,
        env=environment(tmp_path, LOG_LEVEL="INFO"),
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stderr is not None
    assert "started" in process.stderr.readline()
    process.send_signal(number)
    assert "ended" in process.communicate(timeout=PATIENCE)[1]
    assert process.returncode == 0


def test_a_tick_without_a_database_is_not_now(tmp_path: Path) -> None:
    result = subprocess.run(
        [sys.executable, "-m", "flask", "--app", "app", "tick"],
        cwd=ROOT,
        env=environment(tmp_path, DATABASE_URL=f"postgresql://nobody@127.0.0.1:{free_port()}/none"),
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 75
    assert result.stdout == ""
    assert len(result.stderr.strip().splitlines()) == 1
