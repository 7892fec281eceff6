"""The commands about mail answer exactly as contracts.md says (R29): lines, keys, exit codes."""

import json
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from projectie.database import db
from tests.commands.desks import run, told
from tests.post import letter

RESULT = ["file", "status", "ticket", "message"]
MESSAGE = {
    "id", "ticket", "direction", "status", "message_id", "in_reply_to", "references", "from", "to", "cc", "subject",
    "date", "received_at", "body_text", "body_html", "reply_text", "attachments", "auto", "auto_replied",
    "raw_sha256", "raw_size", "trusted",
}  # fmt: skip
FILE = {"id", "filename", "content_type", "size", "sha256", "inline", "content_id"}
WITH_FILE = letter(
    subject="Foto",
    body="--b\r\n\r\nZie bijlage.\r\n--b\r\nContent-Type: image/png; name=a.png\r\n\r\nPNG\r\n--b--",
    Content_Type='multipart/mixed; boundary="b"',
    MIME_Version="1.0",
)
ODD = [
    b"",
    b"zomaar een zin\n",
    b"\0\0\n",
    b"From lotte Mon Nov 23 10:00:00 2026\n" + WITH_FILE.replace(b"\r\n", b"\n"),
    b"\xff" * 100,
]


def received(app: Flask, raw: bytes, *words: str) -> dict[str, Any]:
    """Return the result line of one mail from standard input."""
    db.session.rollback()
    answer = app.test_cli_runner().invoke(args=["mail", "receive", *words], input=raw)
    assert answer.exit_code == 0, answer.output
    (line,) = answer.stdout.splitlines()
    result: dict[str, Any] = json.loads(line)
    assert list(result) == RESULT
    return result


def test_r29_a_mail_gives_one_line_and_the_same_again_names_the_earlier_one(app: Flask) -> None:
    first = received(app, WITH_FILE)
    assert (first["file"], first["status"]) == (None, "created")
    assert received(app, b"Received: from a by b; now\r\n" + WITH_FILE) == first | {"status": "duplicate"}
    assert received(app, WITH_FILE.replace(b"Zie", b"Kijk")) != first
    assert told(app, "mail", "stats", "--json")["messages"] == 2


def test_r26a_a_mail_to_info_tells_nothing_but_that_it_is_sealed(app: Flask) -> None:
    sealed = {"file": None, "status": "sealed", "ticket": None, "message": None}
    assert received(app, WITH_FILE, "--mailbox", "info") == sealed
    assert received(app, WITH_FILE, "--mailbox", "info") == sealed | {"status": "duplicate"}
    assert run(app, "mail", "dump", "--json").stdout == ""
    assert told(app, "mail", "stats", "--json")["messages"] == 0


def test_r29_a_folder_is_taken_in_by_name_and_every_mail_comes_out_byte_for_byte(
    app: Flask, tmp_path: Path
) -> None:
    for number, raw in enumerate(ODD):
        (tmp_path / f"{9 - number}.eml").write_bytes(raw)
    answer = run(app, "mail", "receive", "--dir", str(tmp_path))
    assert answer.exit_code == 0
    lines = [json.loads(line) for line in answer.stdout.splitlines()]
    assert [line["file"] for line in lines] == sorted(path.name for path in tmp_path.iterdir())
    for line in lines:
        raw = (tmp_path / line["file"]).read_bytes()
        assert run(app, "mail", "raw", str(line["message"])).stdout_bytes == raw
    assert run(app, "integrity", "--json").exit_code == 0


def test_the_message_object_leaves_no_key_out(app: Flask) -> None:
    received(app, WITH_FILE)
    received(app, ODD[0])
    full, empty = (json.loads(line) for line in run(app, "mail", "dump", "--json").stdout.splitlines())
    assert set(full) == set(empty) == MESSAGE
    assert [set(file) for file in full["attachments"]] == [FILE]
    assert full["from"] == {"name": "Somebody", "address": "somebody@elsewhere.example"}
    assert (full["direction"], full["status"], full["trusted"]) == ("in", "created", False)
    assert (empty["message_id"], empty["date"], empty["body_html"], empty["raw_size"]) == (
        None,
        None,
        None,
        0,
    )


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["mail", "raw", "99999"], 1),
        (["mail", "raw", "9" * 30], 2),
        (["tickets", "show", "--json", "9" * 30], 2),
        (["mail", "raw", "x"], 2),
        (["mail", "receive", "--mailbox", "elsewhere"], 2),
        (["mail", "receive", "--dir", "/nowhere"], 2),
        (["mail", "fetch"], 2),
        (["mail", "send"], 2),
        (["mail", "queue", "--to", "nobody", "--subject", "x"], 2),
    ],
)
def test_wrong_use_is_one_sentence_and_its_own_exit_code(app: Flask, words: list[str], code: int) -> None:
    answer = run(app, *words)
    assert answer.exit_code == code
    assert answer.stdout == ""
    assert answer.stderr.strip()
    assert "Traceback" not in answer.stderr
