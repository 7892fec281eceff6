"""The corpus: every letter reads as is written beside it."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from projectie.mail.identity import content_digest
from projectie.mail.letter import Letter
from projectie.mail.ours import Ours, list_names, spam_signs
from projectie.mail.parse import parse
from tests.mail.corpus.case import LISTS, OURS, WORDS
from tests.mail.corpus.writing import CASES, FOLDER, as_json
from tests.mail.judging import judge
from tests.mail.reading import reading

LETTERS = sorted(FOLDER.glob("*.eml"))


def _read(raw: bytes) -> Letter:
    return parse(raw, authserv_id=OURS, ours=Ours(spam_signs(WORDS), list_names(LISTS)))


@pytest.mark.parametrize("path", LETTERS, ids=lambda path: path.stem)
def test_r29_letter_reads_as_written_beside_it(path: Path) -> None:
    expected = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    assert reading(judge(_read(path.read_bytes()))) == expected


def test_corpus_is_what_its_builder_writes_and_what_was_written_by_hand() -> None:
    built = {case.name: case for case in CASES}
    assert len(built) == len(CASES)
    for name, case in built.items():
        assert (FOLDER / f"{name}.eml").read_bytes() == case.raw
        assert (FOLDER / f"{name}.json").read_text(encoding="utf-8") == as_json(case)
    others = {path.stem for path in LETTERS} - set(built)
    assert all(name.startswith("hand-") for name in others)
    assert len(LETTERS) >= 150


def test_corpus_names_nobody() -> None:
    for path in LETTERS:
        assert b".com" not in path.read_bytes()


@pytest.mark.parametrize("path", LETTERS, ids=lambda path: path.stem)
def test_r29_line_ends_change_no_content_digest(path: Path) -> None:
    raw = path.read_bytes().replace(b"\r\n", b"\n")
    if b"\r" not in raw:
        assert content_digest(raw.replace(b"\n", b"\r\n")) == content_digest(raw)


@pytest.mark.parametrize(
    "path", [path for path in LETTERS if path.stem.startswith("hand-")], ids=lambda path: path.stem
)
def test_letter_with_other_line_ends_reads_the_same(path: Path) -> None:
    raw = path.read_bytes()
    first, second = _read(raw), _read(raw.replace(b"\n", b"\r\n"))
    assert _but_for_bytes(first) == _but_for_bytes(second)


def _but_for_bytes(letter: Letter) -> Letter:
    return replace(letter, raw_size=0, raw_sha256="", attachments=())
