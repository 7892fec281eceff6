"""What tests of fetching ask for: a mail server (every one there is), and mailboxes at it that nobody else uses."""

import itertools
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from projectie.config import Settings, load
from tests.mail.imap.servers import Postbox, Process, dovecot, has_dovecot, pymap
from tests.mail.imap.wire import Wire, wire

_users = itertools.count(1)


@pytest.fixture(scope="session")
def pymap_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Process]:
    """Return the pymap of this run's worker."""
    server = pymap(tmp_path_factory.mktemp("pymap"))
    try:
        yield server.ready()
    finally:
        server.stop()


@pytest.fixture(scope="session")
def dovecot_server() -> Iterator[Process]:
    """Return the dovecot of this run's worker."""
    with dovecot() as server:
        yield server


@pytest.fixture(params=["pymap", *(["dovecot"] if has_dovecot() else [])])
def server(request: pytest.FixtureRequest) -> Process:
    """Return every mail server there is, one by one."""
    running: Process = request.getfixturevalue(f"{request.param}_server")
    return running


@pytest.fixture
def postbox(server: Process) -> Callable[..., Postbox]:
    """Return a way to have fresh mailboxes at that server."""

    def fresh(folder: str = "INBOX") -> Postbox:
        return Postbox(server.port, f"box{next(_users)}-{os.getpid()}", folder)

    return fresh


@pytest.fixture
def laid(server: Process) -> Iterator[Wire]:
    """Return a wire to that server."""
    with wire(server.port) as between:
        yield between


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Return settings that name no mailbox."""
    return load({"DATA_DIR": str(tmp_path), "SECRET_KEY": "k" * 32})
