"""winmail.dat from anyone: what is in it is read, and nothing in it holds up the reader (R29)."""

from struct import pack

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from projectie.mail.letter import Problem
from projectie.mail.parse import parse
from projectie.mail.rtf import decompressed, read_rtf
from projectie.mail.tnef import unpacked
from tests.mail.corpus.case import case
from tests.mail.corpus.outlook import (
    BODY,
    CASES,
    OBJECT,
    SIGNATURE,
    item,
    message,
    packed,
    prop,
    props,
    tnef,
    winmail,
)
from tests.mail.judging import judge

# Both from the format's own description (MS-OXRTFCP, 4.1 and 4.2); the second runs into what it writes.
_HELLO = "2d0000002b0000004c5a4675f1c5c7a703000a007263706731323542320af32068656c090020627705b06c647d0a800fa0"
_WXYZ = "1a0000001c0000004c5a4675e2d44b51410004205758595a0d6e7d010eb0"
_PIECES = st.sampled_from((
    pack("<BHH", 1, 0x9003, 6), pack("<BHH", 2, 0x9005, 6), pack("<BHH", 2, 0x800F, 6), pack("<BHH", 2, 0x9002, 6),
    pack("<I", 2**32 - 1), pack("<I", 0), pack("<I", 1), pack("<I", 8), pack("<HH", 0x1002, BODY), pack("<HH", 0x1E, BODY),
    pack("<HH", 0x102, OBJECT), SIGNATURE, prop(BODY, "tekst"), props(prop(BODY, "tekst")), message(prop(BODY, "tekst")),
    packed("a.pdf", b"bytes"), item(1, 0x9007, pack("<II", 2**32 - 1, 0)), item(1, 0x9004, pack("<I", 2**32 - 1)),
))  # fmt: skip


def _read(data: bytes) -> None:
    letter = judge(parse(case("x", "From: a@b.example\n" + winmail(data)).raw))
    assert letter == parse(case("x", "From: a@b.example\n" + winmail(data)).raw)
    sizes = sum(len(each.content) for each in letter.attachments if each.content_type != "message/rfc822")
    assert sizes <= 2 * len(data) + 100, "nothing grows"


@given(st.lists(_PIECES | st.binary(max_size=8), max_size=12).map(b"".join))
@settings(max_examples=200)
def test_r29_any_winmail_is_read(data: bytes) -> None:
    _read(SIGNATURE + b"\1\0" + data)


@given(st.data())
@settings(max_examples=200)
def test_r29_damaged_winmail_is_read(data: st.DataObject) -> None:
    whole = bytearray(
        tnef(
            message(prop(BODY, "tekst")), packed("a.pdf", b"bytes"), packed("", b"", prop(OBJECT, b"x" * 40))
        )
    )
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(whole)))
        whole[at : at + data.draw(st.integers(0, 6))] = data.draw(_PIECES | st.binary(max_size=5))
    _read(bytes(whole))


@given(st.binary(max_size=200))
def test_r29_any_rich_text_is_read(data: bytes) -> None:
    assert len(decompressed(b"\0" * 8 + b"LZFu" + b"\0" * 4 + data, 500)) <= 500
    read_rtf(data)
    read_rtf(b"{\\rtf1\\fromhtml1 " + data)


@pytest.mark.parametrize(
    "data",
    [
        tnef(*[item(1, 0x8006, b"")] * 100_000),
        tnef(*[packed("a", b"")] * 30_000),
        tnef(packed("a.bin", b"\0" * 50_000_000)),
        tnef(item(1, 0x9003, pack("<I", 12_000_000) + b"\0" * 50_000_000)),
        tnef(item(1, 0x9003, props(pack("<HHI", 0x1002, 1, 2**32 - 1)))),
        tnef(item(1, 0x9003, props(pack("<HHI", 0x101E, 1, 2**32 - 1) + b"\0" * 10_000_000))),
        tnef(message(prop(0x1009, b"\0" * 8 + b"LZFu" + b"\0" * 4 + b"\xff" * 10_000_000))),
        tnef(message(prop(0x1009, b"\0" * 8 + b"MELA" + b"\0" * 4 + b"{\\b" * 3_000_000))),
    ],
    ids=range(8),
)  # fmt: skip
def test_r29_hostile_winmail_is_read_within_limits(data: bytes) -> None:
    assert len(unpacked(data, 1_000).files) <= 1_000


def test_r29_no_more_files_are_unpacked_than_parts_are_read() -> None:
    found = unpacked(tnef(*(packed(f"{n}.txt", b"x") for n in range(20))), 5)
    assert [each.name for each in found.files] == [f"{n}.txt" for n in range(5)]
    assert not found.whole


def test_compressed_rich_text_is_read_as_its_description_says() -> None:
    assert decompressed(bytes.fromhex(_HELLO), 999) == b"{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n"
    assert decompressed(bytes.fromhex(_WXYZ), 999) == b"{\\rtf1 WXYZWXYZWXYZWXYZWXYZ}"
    assert read_rtf(decompressed(bytes.fromhex(_HELLO), 999)) == ("hello world", False)


def test_r29_a_winmail_that_cannot_be_read_is_kept_and_said() -> None:
    (cut,) = [each for each in CASES if each.name == "winmail-cut"]
    letter = parse(cut.raw)
    assert letter.attachments[0].filename == "winmail.dat"
    assert Problem.WINMAIL in letter.problems
