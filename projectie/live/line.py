"""Whether the browser at the other end of a stream has gone, as far as the server can tell."""

import socket
from collections.abc import Callable
from typing import Any


def hung_up(environ: dict[str, Any]) -> Callable[[], bool]:
    """Return a question to ask now and then; where a server cannot tell, only a failed write will."""
    asked: Callable[[], bool] | None = environ.get("waitress.client_disconnected")
    if asked is not None:
        return asked
    line = environ.get("gunicorn.socket")
    if isinstance(line, socket.socket) and hasattr(socket, "MSG_DONTWAIT"):
        return lambda: _at_end(line)
    return lambda: False


def _at_end(line: socket.socket) -> bool:
    try:
        return line.recv(1, socket.MSG_PEEK | socket.MSG_DONTWAIT) == b""
    except BlockingIOError:
        return False  # nothing said, and still there
    except ValueError:
        return False  # TLS in the server itself: its sockets cannot be peeked at
    except OSError:
        return True
