"""`python3 app.py`: the desk on one machine, with pages, streams and the worker in one process."""

import errno
import logging
import os
import signal
import sqlite3
import sys
import threading
from types import FrameType
from typing import Any

from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import OperationalError
from waitress.server import create_server

from projectie import config, create_app
from projectie.commands.answers import NOT_NOW, WRONG_USE
from projectie.commands.prepare import NotPreparedError, prepare
from projectie.commands.work import work
from projectie.config import Settings
from projectie.database import db
from projectie.live.hub import hub_of
from projectie.people.models import Person
from projectie.spool import seal_waitress

CONNECTIONS = 2000  # browsers keep some open without asking anything
FILES = 4096  # every connection is one, and most systems begin at 1024
LARGEST = 64 * 1024 * 1024  # bytes of a request; below this the desk itself says politely what is too large
DEMO_PEOPLE = [f"{name}@projectie.example" for name in ("manager", "staff", "client", "colleague", "abroad")]


def serve() -> int:
    """Run the desk until Ctrl+C or SIGTERM and return the exit code; raises SettingsError."""
    settings = config.load()
    app = create_app(settings)
    _end_on_signals(app)
    try:
        server = _opened(app, settings)  # before anything is changed: a port in use may be this very desk
    except (OSError, ValueError) as error:
        return _refused(f"Projectie cannot listen on {settings.host} port {settings.port}: {_reason(error)}.")
    try:
        prepare(app, demo=_is_own_machine())
    except NotPreparedError as error:
        return _refused(str(error))
    except (OperationalError, sqlite3.OperationalError) as error:
        return _refused(f"Projectie cannot use its database now: {_first_line(error)}", NOT_NOW)
    _greet(app, settings.base_url)
    _run(app, server)
    return 0


def _end_on_signals(app: Flask) -> None:
    def end(number: int, frame: FrameType | None) -> None:
        del number, frame
        hub_of(app).close()  # or every open stream would hold up the end
        raise SystemExit(0)

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, end)


def _opened(app: Flask, settings: Settings) -> Any:
    """Return waitress, listening but not yet answering."""
    _allow_many_files()
    seal_waitress()
    logging.getLogger("waitress").handlers = logging.getLogger("projectie").handlers
    return create_server(
        app,
        host=settings.host,
        port=settings.port,
        threads=settings.threads,
        connection_limit=CONNECTIONS,
        channel_timeout=60,
        channel_request_lookahead=1,  # also reads while it answers, and so hears a browser hang up
        asyncore_use_poll=True,  # select ends at file number 1024
        max_request_body_size=LARGEST,
        clear_untrusted_proxy_headers=not settings.trusted_proxies,  # otherwise the app's ProxyFix judges them
        expose_tracebacks=False,
        ident=None,
    )


def _allow_many_files() -> None:
    if os.name != "nt":
        import resource

        usual, most = resource.getrlimit(resource.RLIMIT_NOFILE)
        if 0 <= usual < FILES:
            resource.setrlimit(resource.RLIMIT_NOFILE, (min(FILES, most) if most >= 0 else FILES, most))


def _is_own_machine() -> bool:
    """Whether this is a try-out: only where nobody chose a database or an object store a demo fills itself in."""
    store = os.environ.get("BLOB_URL", "").strip()
    return not os.environ.get("DATABASE_URL", "").strip() and not store.startswith("s3://")


def _reason(error: OSError | ValueError) -> str:
    number = error.errno if isinstance(error, OSError) else None
    if number in {errno.EADDRINUSE, getattr(errno, "WSAEADDRINUSE", -1)}:
        return "another program listens there; stop it, or set PORT to another number"
    return "HOST is not an address of this machine" if number is None else os.strerror(number)


def _first_line(error: Exception) -> str:
    return (str(getattr(error, "orig", error)).splitlines() or [type(error).__name__])[0]


def _refused(sentence: str, code: int = WRONG_USE) -> int:
    print(sentence, file=sys.stderr)  # noqa: T201 - a person started this
    return code


def _greet(app: Flask, address: str) -> None:
    with app.app_context():
        there = select(Person).where(Person.email.in_(DEMO_PEOPLE), Person.active.is_(True))
        people = {person.email: person for person in db.session.scalars(there)}
    lines = [f"Projectie is open at {address} (Ctrl+C closes it)."]
    if people:
        app.config["DEMO"] = True
        lines.append("Demo desk; everybody signs in with the password projectie-demo:")
        lines += [f"  {email:30} {people[email].role}" for email in DEMO_PEOPLE if email in people]
    print("\n".join(lines), flush=True)  # noqa: T201 - a person started this


def _run(app: Flask, server: Any) -> None:
    ended = threading.Event()
    worker = threading.Thread(target=work, args=(app, ended), name="worker", daemon=True)
    worker.start()
    server.run()  # until a signal raises SystemExit
    ended.set()
    worker.join(0.5)  # a letter in the middle of sending is sent again later, under the same Message-ID
