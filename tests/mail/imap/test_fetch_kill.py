"""Killed a hundred times while mails pour in, `mail fetch` loses none and doubles none (R29)."""

import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Self

import pytest
from flask import Flask
from sqlalchemy import func, select

from projectie.complaints.models import SealedRepeat
from projectie.config import Settings
from projectie.database import db
from projectie.mail.models import Mailbox, RawMail, Repeat
from projectie.tickets.models import Message
from tests.mail.imap.round import sealed
from tests.mail.imap.servers import Postbox, Process
from tests.post import letter
from tests.process import PATIENCE, ROOT, environment

KILLS = 100
FORKS = ROOT / "tests" / "mail" / "imap" / "forks.py"
pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no SIGKILL")


@dataclass
class Rain:
    """Mails that pour in until it stops."""

    boxes: dict[Mailbox, Postbox]
    fallen: Counter[Mailbox] = field(default_factory=Counter)
    _over: threading.Event = field(default_factory=threading.Event)

    def __enter__(self) -> Self:
        self._thread = threading.Thread(target=self._pour)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join(PATIENCE)

    def _pour(self) -> None:
        chance = random.Random(29)
        while not self._over.wait(chance.uniform(0.05, 0.2)):
            mailbox = chance.choice([Mailbox.SUPPORT, Mailbox.SUPPORT, Mailbox.URGENT, Mailbox.INFO])
            self.boxes[mailbox].deliver(
                letter(subject=f"{mailbox} {self.fallen[mailbox]}", body="x" * chance.randrange(3000))
            )
            self.fallen[mailbox] += 1


@pytest.fixture
def server(pymap_server: Process) -> Process:
    """Return the server that is always there: what is killed here is the desk."""
    return pymap_server


@pytest.fixture
def rounds(app: Flask, postbox: Callable[..., Postbox]) -> dict[str, str]:
    """Return the environment of a process that reads three mailboxes into the app's database."""
    settings: Settings = app.config["SETTINGS"]
    named = {"IMAP_URL": postbox().url, "IMAP_URL_URGENT": postbox().url, "IMAP_URL_INFO": postbox().url}
    return environment(settings.data_dir, DATABASE_URL=settings.database_url, LOG_LEVEL="ERROR", **named)


@contextmanager
def _forks(settings: dict[str, str]) -> Iterator[Callable[[float], int]]:
    """A way to do a round that is killed after so many seconds; it returns how it ended."""
    command = [sys.executable, str(FORKS)]
    with subprocess.Popen(
        command, env={**settings, "PYTHONPATH": str(ROOT)}, stdin=-1, stdout=-1, text=True
    ) as forks:
        assert forks.stdin
        assert forks.stdout
        asking, answers = forks.stdin, forks.stdout

        def round_(seconds: float) -> int:
            number = said()
            time.sleep(seconds)
            os.kill(number, signal.SIGKILL)
            return said()

        def said() -> int:
            asking.write("\n")
            asking.flush()
            return int(answers.readline())

        yield round_
        asking.close()


def test_r29_killed_a_hundred_times_every_mail_exists_once(app: Flask, rounds: dict[str, str]) -> None:
    boxes = dict(
        zip(
            Mailbox,
            (Postbox.at(rounds[name]) for name in ("IMAP_URL", "IMAP_URL_URGENT", "IMAP_URL_INFO")),
            strict=True,
        )
    )
    ends: Counter[int] = Counter()
    with Rain(boxes) as rain, _forks(rounds) as round_:
        chance, longest = random.Random(34), 0.1
        while ends[-signal.SIGKILL] < KILLS:
            code = round_(chance.uniform(0.005, longest))
            ends[code] += 1
            longest = min(longest * 1.05, 0.4) if code else longest * 0.85  # mostly in the middle
            assert sum(ends.values()) < 5 * KILLS, ends
    assert set(ends) <= {0, -signal.SIGKILL}, ends
    last = subprocess.run(
        [sys.executable, "-m", "flask", "--app", "app", "mail", "fetch"],
        env=rounds,
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    assert last.returncode == 0, last.stderr
    _all_there_once(rain)
    proof = app.test_cli_runner().invoke(args=["integrity", "--json"])
    assert proof.exit_code == 0, proof.output


def _all_there_once(rain: Rain) -> None:
    db.session.rollback()
    came = Counter(db.session.scalars(select(Message.subject)))
    fallen = {f"{box} {n}": 1 for box in (Mailbox.SUPPORT, Mailbox.URGENT) for n in range(rain.fallen[box])}
    assert came == fallen
    assert db.session.scalar(select(func.count(RawMail.id)).where(RawMail.understood)) == len(fallen)
    assert sealed() == rain.fallen[Mailbox.INFO]
    for model in (Repeat, SealedRepeat):  # what is met again after a kill arrived once
        assert db.session.scalar(select(func.count()).select_from(model)) == 0
