"""Signing in by token: asked for when needed, asked anew when it ended, refused in one kind of error."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from projectie.config import Settings
from projectie.mail.account import Account
from projectie.mail.imap import Line
from projectie.mail.line_error import LineError, Reason
from projectie.mail.oauth import Grant, TokenError, Tokens
from tests.mail.imap.servers import Postbox, Process, pymap
from tests.mail.imap.token_office import TokenOffice, token_office
from tests.post import letter

MONDAY = datetime(2026, 11, 23, 12, tzinfo=UTC)


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.now = MONDAY

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def tokens_at(tmp_path: Path) -> Iterator[TokenOffice]:
    with token_office(tmp_path / "token") as office:
        yield office


@pytest.fixture
def server(tokens_at: TokenOffice, tmp_path: Path) -> Iterator[Process]:
    running = pymap(tmp_path, "--token", tokens_at.current)
    try:
        yield running.ready()
    finally:
        running.stop()


@pytest.fixture
def granted(settings: Settings, tokens_at: TokenOffice) -> Settings:
    return replace(
        settings,
        mail_oauth_token_url=tokens_at.url,
        mail_oauth_client_id="desk",
        mail_oauth_client_secret="s&cret",
        mail_oauth_refresh_token="r/fresh",
    )


def _sign_in(account: Account, tokens: Tokens) -> None:
    with Line.open(account, tokens) as line:
        line.look()


def test_a_mailbox_without_a_password_is_entered_by_token(
    server: Process, granted: Settings, tokens_at: TokenOffice
) -> None:
    box = Postbox(server.port, "support@studio.example")
    box.deliver(letter())
    with Line.open(Account.of(box.address(server.port, password=""), granted), Tokens(Clock())) as line:
        assert len(list(line.after(0, line.look().next))) == 1
    assert tokens_at.asked == [
        {
            "grant_type": "refresh_token",
            "client_id": "desk",
            "client_secret": "s&cret",
            "refresh_token": "r/fresh",
        }
    ]


def test_a_token_is_used_until_it_is_nearly_over(
    server: Process, granted: Settings, tokens_at: TokenOffice
) -> None:
    clock = Clock()
    tokens, account = (
        Tokens(clock),
        Account.of(Postbox(server.port, "a").address(server.port, password=""), granted),
    )
    for minutes, asked in ((0, 1), (58, 1), (59.5, 2), (118, 2), (119, 3)):
        clock.now = MONDAY + timedelta(minutes=minutes)
        _sign_in(account, tokens)
        assert len(tokens_at.asked) == asked


def test_a_token_that_ended_before_its_time_is_replaced_at_once(
    server: Process, granted: Settings, tokens_at: TokenOffice
) -> None:
    tokens, account = Tokens(Clock()), Account.of(f"imap://a@127.0.0.1:{server.port}", granted)
    _sign_in(account, tokens)
    tokens_at.current.write_text("another")
    _sign_in(account, tokens)
    assert len(tokens_at.asked) == 2


def test_a_server_that_refuses_every_token_is_asked_twice_and_no_more(
    server: Process, granted: Settings, tokens_at: TokenOffice
) -> None:
    tokens_at.published = False
    with pytest.raises(LineError) as failure:
        _sign_in(Account.of(f"imap://a@127.0.0.1:{server.port}", granted), Tokens(Clock()))
    assert failure.value.reason is Reason.REFUSED
    assert len(tokens_at.asked) == 2


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        (
            (400, b'{"error": "invalid_grant", "error_description": "Token has been revoked."}'),
            "invalid_grant",
        ),
        ((500, b"<html>"), "status 500"),
        ((400, b'{"error": "a sentence with r/fresh"}'), "status 400"),
        ((200, b"<html>"), "JSONDecodeError"),
        ((200, b"[]"), "no token in the answer"),
        ((200, b'{"access_token": ""}'), "no token in the answer"),
        ((200, b'{"access_token": "two\\r\\nlines"}'), "no token in the answer"),
    ],
)
def test_a_grant_that_is_withdrawn_is_told_without_secrets(
    granted: Settings, tokens_at: TokenOffice, server: Process, answer: tuple[int, bytes], says: str
) -> None:
    tokens_at.answer = answer
    with pytest.raises(LineError) as failure:
        _sign_in(Account.of(f"imap://a@127.0.0.1:{server.port}", granted), Tokens(Clock()))
    assert failure.value.reason is Reason.TOKEN
    assert str(failure.value) == f"token: {says}"


def test_a_token_office_that_is_away_is_an_error_too() -> None:
    with pytest.raises(TokenError):
        Tokens(Clock()).token(Grant("http://127.0.0.1:1/token", "desk", "", "r"))


@pytest.mark.parametrize("holds", [None, "3600", 3599.5, "soon", 1e300])
def test_whatever_an_answer_says_of_time_a_token_is_a_token(tokens_at: TokenOffice, holds: object) -> None:
    tokens_at.expires_in = holds
    assert Tokens(Clock()).token(Grant(tokens_at.url, "desk", "", "r")) == "token-1"


@pytest.mark.parametrize(
    ("url", "user", "password", "refresh"),
    [
        ("imaps://a@b.example/Support", "a", "", "r/fresh"),
        ("imaps://a%40x.example@b.example", "a@x.example", "", "r/fresh"),
        ("imaps://a@x.example:pass%2Fword@b.example", "a@x.example", "pass/word", None),
        ("imaps://a@x.example;AUTH=XOAUTH2@b.example", "a@x.example", "", "r/fresh"),
        ("imaps://a@x.example;auth=xoauth2:own%2Ftoken@b.example", "a@x.example", "own/token", "own/token"),
    ],
)
def test_an_address_says_how_a_mailbox_is_entered(
    granted: Settings, url: str, user: str, password: str, refresh: str | None
) -> None:
    account = Account.of(url, granted)
    assert (account.user, account.password, account.port, account.host) == (user, password, 993, "b.example")
    assert (account.grant and account.grant.refresh_token) == refresh
    assert not any(secret in repr(account) for secret in ("fresh", "pass/word", "own/token", "s&cret"))


def test_without_a_token_office_a_mailbox_without_a_password_is_tried_with_none(settings: Settings) -> None:
    assert Account.of("imap://a@b.example:1143/INBOX", settings).grant is None
