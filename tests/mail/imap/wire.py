"""A wire between desk and mail server, that breaks, stalls or garbles as it is told."""

import contextlib
import re
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass
class Wire:
    """What goes wrong; changed at any moment."""

    target: int
    port: int = 0
    cut_after: int | None = None  # bytes from the server, then both ends hang up; once
    cut_at: re.Pattern[bytes] | None = None  # a command that never arrives, and the line with it
    withheld: set[int] = field(default_factory=set)  # numbers of mails the server says it cannot read
    flowing: threading.Event = field(default_factory=threading.Event)  # cleared: nothing passes
    commands: list[bytes] = field(default_factory=list)
    before: Callable[[bytes], object] = len  # called with each command before it passes
    lines: int = 0

    def __post_init__(self) -> None:
        """Let everything flow."""
        self.flowing.set()

    def serve(self, server: socket.socket) -> None:
        """Join every caller to the mail server."""
        while True:
            try:
                near, _ = server.accept()
            except OSError:
                return
            self.lines += 1
            far = socket.create_connection(("127.0.0.1", self.target))
            for run in (self._from_desk, self._from_server):
                threading.Thread(target=self._carry, args=(run, near, far), daemon=True).start()

    def _carry(
        self, run: Callable[[socket.socket, socket.socket], None], near: socket.socket, far: socket.socket
    ) -> None:
        with contextlib.suppress(OSError):
            run(near, far)
        for end in (near, far):
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()

    def _from_desk(self, near: socket.socket, far: socket.socket) -> None:
        while command := near.recv(65536):
            self.flowing.wait()
            self.commands.append(command)
            self.before(command)
            if self.cut_at and self.cut_at.search(command):
                return
            asked = re.match(rb"(\S+) UID FETCH (\d+) ", command)
            if asked and int(asked[2]) in self.withheld:
                near.sendall(asked[1] + b" NO [SERVERBUG] The mail cannot be read\r\n")
            else:
                far.sendall(command)

    def _from_server(self, near: socket.socket, far: socket.socket) -> None:
        while answer := far.recv(512):
            self.flowing.wait()
            if self.cut_after is not None:
                answer, self.cut_after = answer[: self.cut_after], self.cut_after - len(answer)
                if self.cut_after < 0:
                    self.cut_after = None
                    near.sendall(answer)
                    return
            near.sendall(answer)


@contextmanager
def wire(target: int) -> Iterator[Wire]:
    """A wire to the server on that port, until the block ends."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        laid = Wire(target, server.getsockname()[1])
        thread = threading.Thread(target=laid.serve, args=(server,), daemon=True)
        thread.start()
        try:
            yield laid
        finally:
            laid.flowing.set()
            server.shutdown(socket.SHUT_RDWR)
            thread.join(2)


@contextmanager
def talking(words: bytes) -> Iterator[int]:
    """A server that says that much to whoever calls, and hangs up; its port."""

    def speak(server: socket.socket) -> None:
        while True:
            try:
                caller, _ = server.accept()
            except OSError:
                return
            with caller, contextlib.suppress(OSError):
                caller.sendall(words)
                caller.recv(1000)

    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = threading.Thread(target=speak, args=(server,), daemon=True)
        thread.start()
        try:
            yield server.getsockname()[1]
        finally:
            server.shutdown(socket.SHUT_RDWR)
            thread.join(2)
