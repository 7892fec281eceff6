"""How a secret stands, from what nobody looked at; and what is said of a device."""

from datetime import UTC, datetime, timedelta

import pytest

from projectie.device import in_words
from projectie.private_links import fits, number_in, token_for
from projectie.whispers.rules import MOST_WRONG, Facts, State, state_of

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
LATER = NOW + timedelta(seconds=1)


def _facts(*, filled: bool, until: datetime, read: bool, revoked: bool, wrong: int) -> Facts:
    return Facts(filled, until, read, revoked, wrong)


@pytest.mark.parametrize(
    ("facts", "state"),
    [
        (_facts(filled=False, until=LATER, read=False, revoked=False, wrong=0), State.WAITING),
        (_facts(filled=True, until=LATER, read=False, revoked=False, wrong=0), State.READY),
        (_facts(filled=True, until=NOW, read=False, revoked=False, wrong=0), State.EXPIRED),
        (_facts(filled=False, until=NOW, read=False, revoked=False, wrong=0), State.EXPIRED),
        (_facts(filled=True, until=LATER, read=True, revoked=False, wrong=0), State.READ),
        (_facts(filled=True, until=NOW, read=True, revoked=True, wrong=0), State.READ),
        (_facts(filled=True, until=LATER, read=False, revoked=True, wrong=0), State.REVOKED),
        (_facts(filled=True, until=LATER, read=False, revoked=False, wrong=MOST_WRONG - 1), State.READY),
        (_facts(filled=True, until=LATER, read=False, revoked=False, wrong=MOST_WRONG), State.GUESSED),
    ],
)
def test_how_a_secret_stands(facts: Facts, state: State) -> None:
    assert state_of(facts, NOW) is state


@pytest.mark.parametrize(
    ("agent", "address", "said"),
    [
        (
            "Mozilla/5.0 (Windows NT 10.0; rv:130.0) Gecko Firefox/130.0",
            "192.0.2.1",
            "Firefox · Windows · IPv4",
        ),
        (
            "Mozilla/5.0 (Macintosh; Intel Mac OS X) Version/17 Safari/605",
            "2001:db8::1",
            "Safari · Mac · IPv6",
        ),
        ("Mozilla/5.0 (Linux; Android 14) Chrome/120 Mobile Safari/537", "", "Chrome · Android"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/120 Safari/537 Edg/120", "::1", "Edge · Windows · IPv6"),
        ("curl/8", "x", ""),
    ],
)
def test_a_device_is_named_without_naming_anybody(agent: str, address: str, said: str) -> None:
    assert in_words(agent, address) == said


def test_a_token_opens_its_own_row_and_purpose_alone() -> None:
    token = token_for("whisper", 7, "n", "key")
    assert number_in(token) == 7
    assert fits(token, "whisper", 7, "n", "key")
    assert not fits(token, "upload", 7, "n", "key")
    assert not fits(token, "whisper", 7, "m", "key")
    assert not fits(token, "whisper", 7, "n", "other key")
    assert [number_in(t) for t in ("", "7", "x-y", "0-" + "a" * 32, token + "a", f" {token}")] == [None] * 6
