"""A token endpoint, as Google has one: it gives access tokens for a refresh token, or refuses as it is told."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs


@dataclass
class TokenOffice:
    """What was asked, and what to answer."""

    current: Path  # the token that holds now, for the mail server to compare with
    port: int = 0
    asked: list[dict[str, str]] = field(default_factory=list)
    answer: tuple[int, bytes] | None = None  # instead of a token
    expires_in: Any = 3600
    published: bool = True  # the mail server knows the token

    @property
    def url(self) -> str:
        """The address of the endpoint, as MAIL_OAUTH_TOKEN_URL."""
        return f"http://127.0.0.1:{self.port}/token"

    def respond(self, form: dict[str, str]) -> tuple[int, bytes]:
        """Give a new token."""
        self.asked.append(form)
        if self.answer is not None:
            return self.answer
        token = f"token-{len(self.asked)}"
        if self.published:
            self.current.write_text(token)
        return 200, json.dumps(
            {"access_token": token, "expires_in": self.expires_in, "token_type": "Bearer"}
        ).encode()


@contextmanager
def token_office(current: Path) -> Iterator[TokenOffice]:
    """A token office that is open until the block ends."""
    office = TokenOffice(current)
    current.write_text("none yet")

    class Counter(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            status, answer = office.respond({name: values[0] for name, values in parse_qs(body).items()})
            self.send_response(status)
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Counter) as server:
        office.port = server.server_port
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        try:
            yield office
        finally:
            server.shutdown()
            thread.join(2)
