"""Real IMAP servers for the tests: pymap from PyPI, and Debian's dovecot where it is installed."""

import base64
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol, Self
from urllib.parse import quote, unquote, urlsplit

import imap_tools

from tests.mail.imap.pymap_server import PASSWORD
from tests.process import PATIENCE, ROOT, free_port

PYMAP = ROOT / "tests" / "mail" / "imap" / "pymap_server.py"
_DOVECOT = """
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/log
protocols = imap
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
default_internal_user = {user}
default_internal_group = {group}
default_login_user = {user}
first_valid_uid = 1
mail_location = maildir:{folder}/mail/%u
mail_fsync = never
auth_failure_delay = 0
passdb {{
  driver = static
  args = password={{PLAIN.b64}}{password}
}}
userdb {{
  driver = static
  args = uid={user} gid={group} home={folder}/mail/%u
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
service anvil {{
  chroot =
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
service auth {{
  user = {user}
}}
service auth-worker {{
  user = {user}
}}
service stats {{
  chroot =
}}
"""


class Server(Protocol):
    """A running IMAP server; any user has a mailbox there."""

    port: int

    def stop(self) -> None:
        """Kill it."""


class Process:
    """A server as a process of its own, that holds no pipe of ours."""

    def __init__(self, command: Sequence[str | Path], log: Path, port: int, user: str | None = None) -> None:
        self.port = port
        with log.open("wb") as out:
            self._process = subprocess.Popen(
                list(map(str, command)),
                stdin=subprocess.DEVNULL, stdout=out, stderr=out, start_new_session=True, user=user, group=_group(user), cwd="/",
            )  # fmt: skip
        self._log = log

    def ready(self) -> Self:
        """Wait until it answers."""
        until = time.monotonic() + PATIENCE
        while True:
            try:
                socket.create_connection(("127.0.0.1", self.port), timeout=5).close()
            except OSError as error:
                if self._process.poll() is not None or time.monotonic() > until:
                    raise AssertionError(self._log.read_text("utf-8", "replace")) from error
                time.sleep(0.05)
            else:
                return self

    def stop(self) -> None:
        """Kill it."""
        self._process.kill()
        self._process.wait(PATIENCE)


def pymap(folder: Path, *options: str | Path, port: int | None = None) -> Process:
    """Start pymap; its mailboxes live as long as it does."""
    port = port or free_port()
    return Process([sys.executable, PYMAP, str(port), *options], folder / f"pymap-{port}.log", port)


def has_dovecot() -> bool:
    """Whether Debian's dovecot is here and can run as somebody unprivileged."""
    return shutil.which("dovecot") is not None and sys.platform == "linux"


@contextmanager
def dovecot() -> Iterator[Process]:
    """A dovecot of our own, as an unprivileged user."""
    import pwd  # Windows has none, and no dovecot

    user = "nobody" if os.getuid() == 0 else pwd.getpwuid(os.getuid()).pw_name
    folder = Path(
        tempfile.mkdtemp(prefix="dovecot-", dir="/tmp")
    )  # nobody may not look into pytest's own folder
    port, word = free_port(), base64.b64encode(PASSWORD.encode()).decode()
    (folder / "mail").mkdir()
    config = folder / "dovecot.conf"
    config.write_text(
        _DOVECOT.format(folder=folder, user=user, group=_group(user), port=port, password=word), "utf-8"
    )
    for path in (folder, folder / "mail", config):
        shutil.chown(path, user, _group(user))
    process = Process(
        [shutil.which("dovecot") or "", "-F", "-c", config],
        folder / "out",
        port,
        user if os.getuid() == 0 else None,
    )
    try:
        yield process.ready()
    finally:
        process._process.terminate()  # so that it ends its children
        process._process.wait(PATIENCE)
        shutil.rmtree(folder, ignore_errors=True)


def _group(user: str | None) -> Any:
    if user is None:
        return None
    import grp
    import pwd

    return grp.getgrgid(pwd.getpwnam(user).pw_gid).gr_name


class Postbox:
    """One user's mailbox at a server, seen from the side of whoever delivers."""

    def __init__(self, port: int, user: str, folder: str = "INBOX") -> None:
        self.port, self._user, self.folder = port, user, folder

    @classmethod
    def at(cls, url: str) -> Self:
        """Return the mailbox at that address."""
        parts = urlsplit(url)
        return cls(parts.port or 0, unquote(parts.username or ""), unquote(parts.path[1:]))

    @property
    def url(self) -> str:
        """Return its address, as IMAP_URL."""
        return self.address(self.port)

    def address(self, port: int, password: str = PASSWORD, scheme: str = "imap") -> str:
        """Return its address on another port (of a wire), or with another password."""
        word = f":{quote(password, safe='')}" if password else ""
        return f"{scheme}://{quote(self._user, safe='')}{word}@127.0.0.1:{port}/{quote(self.folder)}"

    @contextmanager
    def inside(self) -> Iterator[imap_tools.BaseMailBox]:
        """A line to the mailbox, as its owner has it."""
        box = imap_tools.MailBoxUnencrypted("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            box.login_utf8(self._user, PASSWORD, initial_folder=None)
            if self.folder != "INBOX" and not box.folder.exists(self.folder):
                box.folder.create(self.folder)
            box.folder.set(self.folder)
            yield box
        finally:
            box.logout()

    def deliver(self, *mails: bytes, **options: Any) -> None:
        """Put mails into it."""
        with self.inside() as box:
            for mail in mails:
                box.append(mail, self.folder, **options)

    def flags(self) -> list[tuple[str, ...]]:
        """Return the flags of each mail, without those of the session."""
        with self.inside() as box:
            told = box.client.fetch("1:*", "(FLAGS)")[1] if box.numbers() else []
        words = [
            line.decode().rpartition("FLAGS (")[2].rstrip(")").split()
            for line in told
            if isinstance(line, bytes)
        ]
        return [tuple(word for word in line if word != "\\Recent") for line in words]

    def renumber(self, *mails: bytes) -> None:
        """Make the folder anew, with these mails: other numbers, and another UIDVALIDITY."""
        with self.inside() as box:
            box.folder.set("INBOX")
            box.folder.delete(self.folder)
            box.folder.create(self.folder)
        self.deliver(*mails)
