"""The threat model, sentence by sentence (projectie/complaints/README.md); what another test proves is named there."""

import contextvars
import io
import logging
import os
import re
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.ciphers import aead
from flask import Flask
from sqlalchemy import select, text
from waitress.buffers import OverflowableBuffer

from projectie import spool
from projectie.clock.now import now
from projectie.commands.mail import taken_in
from projectie.complaints import cases, codes, handling
from projectie.complaints.case import Way
from projectie.complaints.codes import LENGTH, LETTERS, As, keep_code, new_code
from projectie.complaints.handling import Handler
from projectie.complaints.keys_kept import ring
from projectie.complaints.models import Complaint
from projectie.confidential import PATHS
from projectie.config import PACKAGE
from projectie.database import db, transaction
from projectie.mail.models import Mailbox
from tests.complaints.scene import WORD, filed, files, held, opened, rows
from tests.house.listening import htmx_asked
from tests.house.test_drill import HTMX, INVENTED, _paths
from tests.post import letter
from tests.town import Town
from tests.visitor import Page, Visitor

PROVED = {
    4: "test_filing.py::test_r26a_a_colleague_takes_one_down",
    5: "test_moving.py::test_r26a_a_moved_ticket_is_sealed_and_every_trace_of_it_goes"
    " test_numbers.py::test_r27_the_next_ticket_gets_the_vacant_number_and_an_old_page_does_nothing_to_it",
    7: "test_keys.py::test_r27_what_is_sealed_opens_in_its_own_place_alone",
    8: "test_keys.py::test_r27_rotation_seals_everything_anew_and_can_destroy_the_old_keys",
    9: "test_keys.py::test_r27_a_lost_key_is_named_with_what_it_alone_opens",
    10: "test_erasing.py::test_r28_restoring_an_older_backup_does_not_bring_it_back",
    11: "test_erasing.py::test_r28_the_wrapped_key_of_an_erased_one_is_nowhere_on_the_disk",
    12: "test_handling.py::test_r27_a_manager_named_as_subject_loses_it_at_once",
    13: "test_following.py::test_r27_if_all_of_management_is_meant_the_trustee_reads",
    14: "test_handling.py::test_r27_it_opens_after_fresh_proof_is_recorded_first",
    15: "../journeys/test_complaint_left_open.py::test_r27_an_open_page_goes_blank_in_time",
    16: "test_sealed_mail.py::test_r26a_a_manager_releases_a_question_to_the_desk_once",
    18: "test_following.py::test_r27_wrong_codes_are_throttled_without_telling",
    19: "test_following.py::test_r35_opening_a_link_shows_nothing",
    20: "test_filing.py::test_r26_a_named_one_is_confirmed_at_once",
    21: "test_filing.py::test_r31_nobody_mails_others_or_floods_a_manager"
    " test_filing.py::test_r26_files_have_a_ceiling_and_words_have_none",
    22: "test_filing.py::test_r26_somebody_files_anonymously_and_nothing_of_them_is_kept",
    24: "test_following.py::test_r27_a_code_opens_it_and_both_sides_talk",
}
INVENTED_CASE = "123456789"
HERE = {1, 2, 3, 6, 17, 23}


def test_every_sentence_of_the_threat_model_has_its_test() -> None:
    said = (PACKAGE / "complaints" / "README.md").read_text("utf-8")
    numbers = {int(number) for number in re.findall(r"^(\d+)\. ", said, re.MULTILINE)}
    assert numbers == HERE | PROVED.keys()
    for number, where in PROVED.items():
        for name, test in (each.split("::") for each in where.split()):
            assert f"def {test}" in (Path(__file__).parent / name).read_text("utf-8"), number


def everything(town: Town) -> None:
    """Fill the desk with complaints that hold the word in every place."""
    by = Handler(town.mara.id, town.mara.name, now())
    for way in (Way.ANONYMOUS, Way.NAMED, Way.STAFF):
        number = filed(way).number
        handling.open_up(number, WORD, by)
        handling.answer(number, f"Over {WORD}.", (), by, in_substance=True)
        handling.deliberate(number, f"Onder ons: {WORD}.", (), by)
    raw = letter(from_=f"x@{WORD}.example", subject=WORD, body=WORD)
    taken_in(raw, Mailbox.INFO)


@pytest.mark.parametrize("name", [None, "lotte", "daan", "mara"])
def test_1_and_23_the_word_is_found_nowhere_by_anybody_who_did_not_open_it(
    app: Flask,
    town: Town,
    visit: Callable[..., Visitor],
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
    name: str | None,
) -> None:
    wants_fragment = htmx_asked(monkeypatch)
    caplog.set_level(logging.DEBUG, "projectie")
    everything(town)
    numbers = [str(number) for number in db.session.scalars(select(Complaint.id))]
    asked = {"complaint": [int(number) for number in numbers], "sealed_mail": [1], "ticket": [INVENTED]}
    client = visit(name).client
    for path, rule in _paths(app, asked):
        wants_fragment.clear()
        for headers in ({}, HTMX):
            if headers and not wants_fragment:
                continue  # nobody asked who wants it: it is the page again
            answer = contextvars.Context().run(client.get, path, headers=headers)
            seen = (
                (answer.get_data().decode("utf-8", "replace") + str(answer.headers)).replace(path, "").lower()
            )
            assert answer.status_code < 500, path
            assert WORD not in seen, rule
            assert name == "mara" or not any(number in seen for number in numbers), rule
    for command in (
        ["mail", "outbox", "--json"],
        ["mail", "dump", "--json"],
        ["orgs", "--json"],
        ["mail", "stats", "--json"],
    ):
        said = app.test_cli_runner().invoke(args=command).stdout
        assert WORD not in said.lower()
        assert not any(number in said for number in numbers)
    assert WORD not in caplog.text.lower()
    assert list(rows(WORD)) == []
    assert files(app, WORD) == []
    left = [
        path for path in Path(tempfile.gettempdir()).glob("werkzeug*") if WORD.encode() in path.read_bytes()
    ]
    assert left == []


@pytest.fixture
def opens(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Return a list that grows by one whenever something sealed is opened."""
    found: list[int] = []

    class Counted:
        def __init__(self, key: bytes) -> None:
            self.cipher = real(key)

        def encrypt(self, *arguments: Any) -> bytes:
            return bytes(self.cipher.encrypt(*arguments))

        def decrypt(self, *arguments: Any) -> bytes:
            found.append(1)
            return bytes(self.cipher.decrypt(*arguments))

    real = aead.AESGCM
    monkeypatch.setattr(aead, "AESGCM", Counted)
    return found


def test_2_the_answer_takes_the_same_work(
    town: Town, visit: Callable[..., Visitor], opens: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What takes time is counted: statements, and what is decrypted; the answers are the same to the letter."""
    mine, other = filed(concerns=str(town.mara.id)), filed()
    with transaction() as session:
        found = cases.held(session, ring(), other.number)
        over = keep_code(session, ring(), found, As.COMPLAINANT, now())

    def alike(visitor: Visitor, ask: Callable[[Visitor, str], Page], *words: str) -> None:
        ask(visitor, words[0])  # what is read once has been read
        seen = set()
        for word in words:
            before, page = len(opens), ask(visitor, word)
            text, headers = page.text.replace(word, ""), str(list(page.headers.keys()))
            seen.add((page.status, len(page.statements), len(opens) - before, text, headers))
        assert len(seen) == 1, [each[:3] for each in seen]

    alike(visit(), _follow, new_code(), over, str(other.number))
    monkeypatch.setattr(codes, "MOST_WRONG", 1)
    alike(visit(), _follow, new_code(), other.code)
    numbers = (INVENTED_CASE, str(mine.number))
    alike(visit("lotte"), lambda lotte, number: lotte.get(f"/portal/confidence/{number}"), *numbers)
    for visitor in (visit("daan"), visit("mara")):
        alike(visitor, lambda who, number: who.get(f"/manage/complaints/{number}"), *numbers)
        alike(visitor, lambda who, number: who.get(f"/manage/complaints/{number}/pulse"), *numbers)
        alike(visitor, lambda who, number: who.post(f"/manage/complaints/{number}/openings"), *numbers)


def _follow(visitor: Visitor, code: str) -> Page:
    return visitor.post("/nl/klacht/volgen", {"code": code})


def test_3_and_6_in_the_database_file_there_is_ciphertext(app: Flask, town: Town) -> None:
    everything(town)
    db.session.rollback()
    for table in ("complaint", "complaint_entry", "complaint_opening", "complaint_code"):
        for row in db.session.execute(text(f"SELECT * FROM {table}")):
            assert all(
                isinstance(value, int | bytes | memoryview | None) or len(value) == 64 for value in row
            ), table
    for number in db.session.scalars(select(Complaint.id)).all():
        assert 100_000_000 <= number < 1_000_000_000
        assert held(number).case.subject == WORD


def test_23_what_is_too_large_for_memory_lies_sealed_on_the_disk(
    town: Town, visit: Callable[..., Visitor], monkeypatch: pytest.MonkeyPatch
) -> None:
    kept: list[int] = []

    def noted(number: int) -> int:
        kept.append(dup(number))
        return dup(number)

    dup = os.dup
    monkeypatch.setattr(os, "dup", noted)
    monkeypatch.setattr(spool, "SMALL", 1000)
    large = f"{WORD} ".encode() * 20_000
    typed = {"about": "complaint", "text": WORD, "who": "anonymous", "concerns": ""}
    assert visit().post("/nl/klacht", {**typed, "files": (io.BytesIO(large), "groot.txt")}).status == 200
    spool.seal_waitress()
    buffer = OverflowableBuffer(len(large) // 2)  # as the server in front holds what comes in, and answers
    for at in range(0, len(large), 1 << 16):
        buffer.append(large[at : at + (1 << 16)])
    assert buffer.getfile().read() == large
    buffer.close()
    sizes = []
    for each in kept:
        os.lseek(each, 0, os.SEEK_SET)
        with open(each, "rb") as file:  # noqa: PTH123 - by its number: it has no name
            left = file.read()
        sizes.append(len(left))
        assert WORD.encode() not in left
    assert sizes == [len(large)] * 2


def test_23_the_proxy_in_front_keeps_neither_bodies_nor_addresses() -> None:
    proxy = (PACKAGE.parent / "deploy" / "nginx.conf").read_text("utf-8")
    (doors,) = re.findall(r"location ~ \^\((.*)\) \{([^}]*)\}", proxy)
    assert set(doors[0].split("|")) == set(PATHS)
    assert all(f"{each};" in doors[1] for each in ("proxy_request_buffering off", "access_log off"))


def test_17_a_code_cannot_be_guessed() -> None:
    assert len(LETTERS) ** LENGTH > 2**97


def test_23_a_hostile_file_is_a_download_for_managers_too(town: Town, visit: Callable[..., Visitor]) -> None:
    number, mara = filed().number, visit("mara")
    kept = mara.get(f"{opened(mara, number)}/files/2")
    assert kept.headers["Content-Type"] == "application/octet-stream"
    assert kept.headers["X-Content-Type-Options"] == "nosniff"
    assert kept.headers["Content-Disposition"].startswith("attachment")
    assert "sandbox" in kept.headers["Content-Security-Policy"]
