"""The desk as a process of its own: started as a person starts it, asked over HTTP, ended or killed."""

import http.client
import os
import re
import secrets
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.parse
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

ROOT = Path(__file__).parent.parent
PATIENCE = 30.0  # seconds; two slow cores, all tests at once
# Below the ports that a system gives to whoever asks for any; each test worker has its own among them.
LOWEST_PORT, PORTS, WORKERS = 20_000, 12_000, 16


def environment(folder: Path, **settings: str) -> dict[str, str]:
    """Return the environment of a desk in that folder, with none of our own settings."""
    kept = ("PATH", "HOME", "LANG", "TMPDIR", "SYSTEMROOT")
    ours = {name: os.environ[name] for name in kept if name in os.environ}
    here = {"PROJECTIE_NO_VENV": "1", "DATA_DIR": str(folder), "SECRET_KEY": "k" * 32, "LOG_LEVEL": "WARNING"}
    run = os.environ.get("PROJECTIE_TEST_RUN", "alone")
    # Compiled once a run, and not beside the code.
    compiled = Path(tempfile.gettempdir()) / f"projectie-tests-{run}" / "compiled"
    return {**ours, **here, "PYTHONPYCACHEPREFIX": str(compiled), **settings}


def free_port() -> int:
    """Return a port nobody listens on now, and that nobody gets who takes whatever is free: it can be used again."""
    worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    while True:
        port = LOWEST_PORT + secrets.randbelow(PORTS // WORKERS) * WORKERS + worker % WORKERS
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port


class Desk:
    """A running `python3 app.py`."""

    def __init__(self, folder: Path, **settings: str) -> None:
        self.port = int(settings.get("PORT") or free_port())
        self.process = subprocess.Popen(
            [sys.executable, str(ROOT / "app.py")],
            cwd=ROOT,
            env=environment(folder, **settings) | {"PORT": str(self.port)},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def ready(self) -> Self:
        """Wait for the printed address."""
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        if f"http://127.0.0.1:{self.port}" not in line:
            raise AssertionError(f"no address: {line!r} {self.close()}")
        return self

    def end(self, number: int = signal.SIGTERM) -> float:
        """Ask it to end; return the seconds that took."""
        begun = time.monotonic()
        self.process.send_signal(number)
        self.process.wait(PATIENCE)
        return time.monotonic() - begun

    def kill(self) -> None:
        """End it without asking, at once."""
        self.process.kill()
        self.process.wait(PATIENCE)

    def close(self) -> tuple[str, str]:
        """End it if it runs; return what it said and what it complained of."""
        if self.process.poll() is None:
            self.kill()
        assert self.process.stdout is not None
        assert self.process.stderr is not None
        if self.process.stdout.closed:
            return "", ""
        with self.process.stdout as said, self.process.stderr as complained:
            return said.read(), complained.read()


@contextmanager
def running(folder: Path, **settings: str) -> Iterator[Desk]:
    """A desk that answers, until the block ends."""
    desk = Desk(folder, **settings)
    try:
        yield desk.ready()
    finally:
        desk.close()


@dataclass(slots=True)
class Browser:
    """Cookies, and one question at a time."""

    desk: Desk
    cookies: dict[str, str] = field(default_factory=dict)

    def get(self, path: str) -> tuple[int, str]:
        """Return status and body."""
        return self._ask("GET", path, None)

    def sign_in(self, email: str, password: str) -> Self:
        """Sign in as a person does, by the form."""
        found = re.search(r'name="csrf-token" content="([^"]+)"', self.get("/login")[1])
        assert found
        form = {"csrf_token": found[1], "email": email, "password": password}
        status, _ = self._ask("POST", "/login", urllib.parse.urlencode(form))
        assert status == 303
        return self

    def listen(self, path: str = "/events") -> "Stream":
        """Open an event stream."""
        return Stream(self, path)

    def headers(self) -> dict[str, str]:
        """Return what goes with every question."""
        return {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}

    def _ask(self, method: str, path: str, body: str | None) -> tuple[int, str]:
        line = http.client.HTTPConnection("127.0.0.1", self.desk.port, timeout=PATIENCE)
        headers = self.headers() | ({"Content-Type": "application/x-www-form-urlencoded"} if body else {})
        try:
            line.request(method, path, body, headers)
            answer = line.getresponse()
            for given in answer.headers.get_all("Set-Cookie", []):
                name, _, value = given.partition(";")[0].partition("=")
                self.cookies[name] = value
            return answer.status, answer.read().decode()
        finally:
            line.close()


class Stream:
    """An open event stream, read as a browser reads it."""

    def __init__(self, browser: Browser, path: str) -> None:
        self._line = http.client.HTTPConnection("127.0.0.1", browser.desk.port, timeout=PATIENCE)
        self._line.request("GET", path, headers=browser.headers())
        self.answer = self._line.getresponse()
        self.status = self.answer.status

    def event(self) -> dict[str, str]:
        """Wait for the next event and return its fields; an empty one when the stream ended."""
        fields: dict[str, str] = {}
        while line := self.answer.readline().decode():
            name, _, value = line.strip().partition(": ")
            if name:
                fields[name] = value
            elif "data" in fields:
                return fields
            else:
                fields = {}
        return {}

    def close(self) -> None:
        """Hang up."""
        self.answer.close()
        self._line.close()
