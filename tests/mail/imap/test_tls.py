"""A line is encrypted and its server known, or there is no line."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from projectie.clock.now import now
from projectie.config import Settings
from projectie.mail.account import Account
from projectie.mail.imap import Line
from projectie.mail.line_error import LineError, Reason
from projectie.mail.oauth import Tokens
from tests.mail.imap.certificates import certificate
from tests.mail.imap.servers import Postbox, Process, pymap


@pytest.fixture(scope="module")
def pem(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return certificate(tmp_path_factory.mktemp("certificate"))


@pytest.fixture(params=["imaps", "imap"], scope="module")
def secured(
    request: pytest.FixtureRequest, pem: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[str, Process]]:
    """Return a server with TLS from the first byte, and one that takes no password without STARTTLS."""
    options = ["--starttls"] if request.param == "imap" else []
    server = pymap(tmp_path_factory.mktemp("secured"), "--certificate", pem, *options)
    try:
        yield request.param, server.ready()
    finally:
        server.stop()


def test_a_server_that_is_known_is_entered(
    secured: tuple[str, Process], pem: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    scheme, server = secured
    monkeypatch.setenv("SSL_CERT_FILE", str(pem))
    with Line.open(
        Account.of(Postbox(server.port, "a").address(server.port, scheme=scheme), settings), Tokens(now)
    ) as line:
        assert line.look().validity
        assert line.tells


def test_a_server_nobody_vouches_for_gets_no_password(
    secured: tuple[str, Process], settings: Settings
) -> None:
    scheme, server = secured
    account = Account.of(Postbox(server.port, "a").address(server.port, scheme=scheme), settings)
    with pytest.raises(LineError) as failure, Line.open(account, Tokens(now)):
        pass
    assert failure.value.reason is Reason.UNREACHABLE


def test_a_server_by_another_name_gets_no_password(
    secured: tuple[str, Process], pem: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    scheme, server = secured
    monkeypatch.setenv("SSL_CERT_FILE", str(pem))
    url = Postbox(server.port, "a").address(server.port, scheme=scheme).replace("127.0.0.1", "localhost")
    with pytest.raises(LineError) as failure, Line.open(Account.of(url, settings), Tokens(now)):
        pass
    assert failure.value.reason is Reason.UNREACHABLE
