"""What may be sent over an upload link, on both sides of every limit."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from projectie.mail.programs import begins_as_program, is_program
from projectie.uploads.rules import (
    Limits,
    LinkState,
    Refusal,
    Used,
    refusal,
    state_of_link,
)

LIMITS = Limits(file=1000, link=1500, files=3)
NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
LATER = NOW + timedelta(days=1)


@pytest.mark.parametrize(
    ("name", "size", "used", "why"),
    [
        ("poster.pdf", 1, Used(0, 0), None),
        ("poster.pdf", 1000, Used(0, 0), None),
        ("poster.pdf", 1001, Used(0, 0), Refusal.TOO_LARGE),
        ("poster.pdf", 0, Used(0, 0), Refusal.EMPTY),
        ("poster.pdf", -1, Used(0, 0), Refusal.EMPTY),
        ("", 10, Used(0, 0), Refusal.NO_NAME),
        ("poster.pdf", 500, Used(1000, 2), None),
        ("poster.pdf", 501, Used(1000, 2), Refusal.LINK_FULL),
        ("poster.pdf", 1, Used(3, 3), Refusal.TOO_MANY),
        ("setup.exe", 10, Used(0, 0), Refusal.FORBIDDEN),
        ("setup.EXE", 0, Used(0, 0), Refusal.FORBIDDEN),
    ],
)
def test_a_file_is_taken_or_refused_with_one_reason(
    name: str, size: int, used: Used, why: Refusal | None
) -> None:
    assert refusal(name, size, used, LIMITS) is why


@pytest.mark.parametrize(
    "name", ["a.exe", "poster.pdf.exe", "a.EXE ", "a.bat.", "foto.jpg.scr", ".sh", "x.js"]
)
def test_a_program_is_known_by_the_end_of_its_name(name: str) -> None:
    assert is_program(name)


@pytest.mark.parametrize(
    "name", ["poster.pdf", "exe", "exe.pdf", "folder.zip", "letter.ttf", "mijn.exe.zip", "a.indd"]
)
def test_a_document_is_no_program(name: str) -> None:
    assert not is_program(name)


def test_a_program_in_disguise_is_known_by_its_beginning() -> None:
    assert begins_as_program(b"MZ\x90\x00")
    assert begins_as_program(b"\x7fELF\x02")
    assert begins_as_program(b"#!/bin/sh")
    assert not begins_as_program(b"%PDF-1.7")
    assert not begins_as_program(b"")


@pytest.mark.parametrize(
    ("expires", "revoked", "state"),
    [
        (LATER, None, LinkState.OPEN),
        (NOW, None, LinkState.EXPIRED),
        (LATER, NOW, LinkState.REVOKED),
        (NOW, NOW, LinkState.REVOKED),
    ],
)
def test_a_link_is_open_until_its_moment(
    expires: datetime, revoked: datetime | None, state: LinkState
) -> None:
    assert state_of_link(expires, revoked, NOW) is state


@given(st.text(max_size=40), st.integers(-10, 5000), st.integers(0, 2000), st.integers(0, 5))
def test_what_is_taken_never_passes_a_limit(name: str, size: int, used: int, files: int) -> None:
    if refusal(name, size, Used(used, files), LIMITS) is None:
        assert name
        assert 0 < size <= LIMITS.file
        assert used + size <= LIMITS.link
        assert files < LIMITS.files
        assert not is_program(name)
