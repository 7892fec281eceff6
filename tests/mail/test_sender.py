"""Who a mail is from: nothing a sender writes makes our server's verdict better (R32)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from projectie.mail.letter import Authentication
from projectie.mail.parse import parse
from tests.mail.corpus.case import OURS

_PASS = f"Authentication-Results: {OURS}; dmarc=pass header.from=bakkerij.example\n"
_FORGED = st.lists(
    st.sampled_from((
        _PASS, "Received: from x by y; Mon, 23 Nov 2026 15:05:00 +0100\n", "From: chef@bank.example\n",
        f"Authentication-Results: {OURS}; spf=pass\n", "X-Any: thing\n", "zomaar een regel\n",
    )),
    max_size=6,
).map("".join)  # fmt: skip
_MAIL = "From: anna@bakkerij.example\nSubject: x\n\nHallo"


def _verdict(text: str, server: str | None = OURS) -> Authentication:
    return parse(text.encode(), authserv_id=server).authentication


@given(_FORGED, st.sampled_from(["fail", "none", "temperror"]))
def test_r32_what_stands_below_our_verdict_proves_nobody(forged: str, found: str) -> None:
    ours = f"Authentication-Results: {OURS}; dmarc={found} header.from=bakkerij.example\n"
    assert _verdict(ours + forged + _MAIL) is not Authentication.PASS


@given(_FORGED)
def test_r32_what_stands_below_another_hop_proves_nobody(forged: str) -> None:
    ours = f"Authentication-Results: {OURS}; spf=none\nReceived: from a by b\n"
    assert _verdict(ours + forged + _MAIL) is Authentication.UNKNOWN


def test_r32_without_our_servers_name_nobody_is_proven() -> None:
    assert _verdict(_PASS + _MAIL) is Authentication.PASS
    assert _verdict(_PASS + _MAIL, None) is Authentication.UNKNOWN
    assert _verdict(_PASS + _MAIL, "") is Authentication.UNKNOWN


@pytest.mark.parametrize("field", ["from", "FROM", "From "])
def test_r32_a_second_sender_proves_nobody(field: str) -> None:
    assert _verdict(f"{_PASS}{field}: chef@bank.example\n{_MAIL}") is Authentication.FAIL


def test_r32_two_mailboxes_in_one_field_prove_nobody() -> None:
    two = _MAIL.replace("anna@", "chef@bank.example, anna@")
    assert _verdict(_PASS + two) is Authentication.FAIL
