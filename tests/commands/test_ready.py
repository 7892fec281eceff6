"""A desk nobody has opened yet is made ready by the first command that needs its data, whoever comes first."""

import json
import subprocess
import sys
from pathlib import Path

from flask import Flask
from sqlalchemy import select

from projectie.commands.ready import make_ready
from projectie.database import db, transaction
from projectie.terms.models import Studio
from tests import post
from tests.commands.desks import MOMENT, another, closed
from tests.process import ROOT, environment

STRANGERS = 3


def _piped(folder: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "flask", "--app", "app", "mail", "receive"]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    return subprocess.Popen(command, cwd=ROOT, env=environment(folder), **pipes)  # type: ignore[call-overload, no-any-return]


def test_r29_mails_piped_at_once_into_a_desk_nobody_opened_are_all_kept(tmp_path: Path) -> None:
    strangers = [_piped(tmp_path) for _ in range(STRANGERS)]
    mails = [post.letter(subject=f"Vraag {number}") for number in range(STRANGERS)]
    answers = [stranger.communicate(mail) for stranger, mail in zip(strangers, mails, strict=True)]
    assert [stranger.returncode for stranger in strangers] == [0] * STRANGERS, answers
    told = [json.loads(out) for out, _ in answers]
    assert {line["status"] for line in told} == {"created"}
    assert {line["ticket"] for line in told} == {1001, 1002, 1003}


def test_what_is_ready_is_left_as_it_is(app: Flask) -> None:
    with transaction() as session:
        session.get_one(Studio, 1).name = "Andere studio"
    make_ready()
    assert db.session.scalar(select(Studio.name)) == "Andere studio"


def test_tables_without_terms_get_their_first_terms(tmp_path: Path) -> None:
    app = another(tmp_path, MOMENT)
    with app.app_context():
        with transaction() as session:
            session.delete(session.get_one(Studio, 1))
        make_ready(MOMENT)
        assert db.session.get_one(Studio, 1).updated_at == MOMENT
        closed()


def test_a_folder_that_cannot_be_used_is_75_and_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "start.lock").mkdir()
    answer = _piped(tmp_path)
    _, error = answer.communicate(post.letter())
    assert answer.returncode == 75
    assert len(error.decode().splitlines()) == 1
