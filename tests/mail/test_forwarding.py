"""Mails that are passed on are read in every style, and nothing that is written ever raises (R33)."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from projectie.mail.forwarding import forwarded_in
from projectie.mail.parse import parse
from tests.mail.corpus.forwards import NAMES, OWN, TEXT
from tests.mail.corpus.writing import CASES, FOLDER, forwarded_as_json
from tests.mail.reading import forwarding

PASSED_ON = sorted(FOLDER.glob("*.forwarded.json"))
LETTER = parse(b"From: Daan <daan@studio.example>\nSubject: FW: Inloggen\n\nDag\n")
LINES = st.sampled_from(
    [
        *(
            f"{name}: {value}"
            for names in NAMES.values()
            for name in names
            for value in ("Anna <a@b.example>", "x", "")
        ),
        "---------- Forwarded message ---------",
        "Begin doorgestuurd bericht:",
        "-----Original Message-----",
        *("", ">", "> ", "> > Van: <", "_" * 40, OWN, TEXT, "Cc:", "\xa0:", "*Van:* [mailto:", "-- "),
    ]
)


@pytest.mark.parametrize("path", PASSED_ON, ids=lambda path: path.name.partition(".")[0])
def test_r33_a_letter_passes_on_what_is_written_beside_it(path: Path) -> None:
    raw = path.with_name(path.name.replace(".forwarded.json", ".eml")).read_bytes()
    assert forwarding(forwarded_in(parse(raw))) == json.loads(path.read_text(encoding="utf-8"))


def test_the_readings_are_what_the_builder_writes() -> None:
    built = {case.name: case for case in CASES if case.forwarded is not None}
    assert {path.name.partition(".")[0] for path in PASSED_ON} == set(built)
    for path in PASSED_ON:
        assert path.read_text(encoding="utf-8") == forwarded_as_json(built[path.name.partition(".")[0]])


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.eml")), ids=lambda path: path.stem)
def test_r33_every_letter_of_the_corpus_can_be_asked(path: Path) -> None:
    for found in forwarded_in(parse(path.read_bytes())):
        assert "@" in found.from_.address


@given(st.lists(st.one_of(LINES, st.text(max_size=80)), max_size=40).map("\n".join), st.booleans())
def test_r33_the_reader_never_raises(text: str, said: bool) -> None:
    letter = replace(LETTER, body_text=text, subject="FW: x" if said else "x")
    for found in forwarded_in(letter):
        assert found.from_.address
        assert len(found.text) <= len(text)


@pytest.mark.parametrize(
    "text", ["-" * 200_000, "> " * 100_000, "Van: " * 50_000, "Van: a@b\n" * 20_000, "\n" * 200_000]
)
def test_r33_long_texts_are_read_in_a_moment(text: str) -> None:
    forwarded_in(replace(LETTER, body_text=text))


@given(st.binary(max_size=300))
def test_r33_any_attached_bytes_are_read(data: bytes) -> None:
    raw = b"From: Daan <daan@studio.example>\nSubject: x\nContent-Type: message/rfc822\n\n" + data
    forwarded_in(parse(raw))
