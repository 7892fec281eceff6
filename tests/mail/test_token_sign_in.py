"""A mail server that takes no password is entered by token; one that ended is replaced, and no letter pays for it."""

import base64
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.smtp import AuthResult

from projectie import config
from projectie.config import Settings
from projectie.mail.oauth import Tokens
from projectie.mail.transport import Smtp, Unreachable
from tests.mail.imap.token_office import TokenOffice, token_office
from tests.mail.post_office import PostOffice, post_office
from tests.mail.test_transport import LETTER

pytestmark = pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")
MONDAY = datetime(2026, 11, 23, 12, tzinfo=UTC)


@pytest.fixture
def tokens_at(tmp_path: Path) -> Iterator[TokenOffice]:
    with token_office(tmp_path / "token") as office:
        yield office


@pytest.fixture
def office(tokens_at: TokenOffice, monkeypatch: pytest.MonkeyPatch) -> Iterator[PostOffice]:
    """Return a mail server that lets in who has the token that holds now."""
    heard: list[str] = []

    async def auth(_office: PostOffice, server: Any, args: list[str]) -> AuthResult:
        said = base64.b64decode(args[1]).decode()
        heard.append(said)
        if said == f"user=desk@projectie.com\x01auth=Bearer {tokens_at.current.read_text()}\x01\x01":
            return AuthResult(success=True)
        await server.challenge_auth(b'{"status":"401"}')  # as Google gives its reason
        return AuthResult(success=False, handled=False)

    monkeypatch.setattr(PostOffice, "auth_XOAUTH2", auth, raising=False)
    with post_office(auth_required=True, auth_require_tls=False) as opened:
        yield opened


def settings(
    office: PostOffice, tokens_at: TokenOffice, tmp_path: Path, user: str = "desk%40projectie.com"
) -> Settings:
    given = {"DATA_DIR": str(tmp_path), "SMTP_URL": office.url.replace("//", f"//{user}@")}
    granted = {"MAIL_OAUTH_CLIENT_ID": "desk", "MAIL_OAUTH_REFRESH_TOKEN": "fresh"}
    return config.load({**given, **granted, "MAIL_OAUTH_TOKEN_URL": tokens_at.url})


@pytest.mark.parametrize("user", ["desk%40projectie.com", "desk%40projectie.com;AUTH=XOAUTH2"])
def test_a_letter_leaves_by_token(
    office: PostOffice, tokens_at: TokenOffice, tmp_path: Path, user: str
) -> None:
    server = Smtp.of(settings(office, tokens_at, tmp_path, user), Tokens(lambda: MONDAY))
    server.deliver(LETTER)
    server.deliver(replace(LETTER, message_id="<8@projectie.com>"))
    assert len(office.arrived) == 2
    assert [asked["refresh_token"] for asked in tokens_at.asked] == ["fresh"], "one token serves both"


def test_a_token_that_ended_before_its_time_is_replaced(
    office: PostOffice, tokens_at: TokenOffice, tmp_path: Path
) -> None:
    server = Smtp.of(settings(office, tokens_at, tmp_path), Tokens(lambda: MONDAY))
    server.deliver(LETTER)
    tokens_at.current.write_text("revoked")
    server.deliver(LETTER)
    assert len(office.arrived) == 2
    assert len(tokens_at.asked) == 2


def test_a_server_that_refuses_every_token_is_our_trouble(
    office: PostOffice, tokens_at: TokenOffice, tmp_path: Path
) -> None:
    tokens_at.published = False
    with pytest.raises(Unreachable, match="SMTPAuthenticationError 535"):
        Smtp.of(settings(office, tokens_at, tmp_path), Tokens(lambda: MONDAY)).deliver(LETTER)
    assert office.arrived == []


def test_a_grant_that_was_withdrawn_is_our_trouble_and_says_so(
    office: PostOffice, tokens_at: TokenOffice, tmp_path: Path
) -> None:
    tokens_at.answer = (400, b'{"error": "invalid_grant"}')
    with pytest.raises(Unreachable, match="TokenError invalid_grant"):
        Smtp.of(settings(office, tokens_at, tmp_path), Tokens(lambda: MONDAY)).deliver(LETTER)


def test_a_password_in_the_address_is_used_although_tokens_could_be_had(
    tokens_at: TokenOffice, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with post_office() as plain:
        asked = settings(plain, tokens_at, tmp_path, "user:secret")
        assert Smtp.of(asked, Tokens(lambda: MONDAY)).sign_in is None
        assert Smtp.of(replace(asked, smtp_url=plain.url), Tokens(lambda: MONDAY)).sign_in is None
    assert tokens_at.asked == []


def test_a_name_no_server_can_be_told_is_our_trouble(
    tokens_at: TokenOffice, office: PostOffice, tmp_path: Path
) -> None:
    with pytest.raises(Unreachable):
        Smtp(office.url.replace("//", "//jörg:geheim@")).deliver(LETTER)
