"""A reader that judges every page it gets."""

import contextvars
import re
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from xml.etree.ElementTree import Element

from flask import Flask
from flask.testing import FlaskClient
from itsdangerous import URLSafeTimedSerializer
from sqlalchemy import event
from werkzeug.test import TestResponse

from projectie.clock.now import now
from projectie.database import db, transaction
from projectie.people import browsers
from projectie.people.models import Person, Stage, Way
from tests.judge import Parsed, judge, parsed

MOST_STATEMENTS = 24  # of a page, however long its lists are
REDIRECTS = {301, 302, 303, 307, 308}
TOKEN = re.compile(r'<meta name="csrf-token" content="([^"]*)"')
COOKIE = "projectie"
_judged: set[tuple[bool, int]] = set()
DEED = 18  # more for a deed: what it locks, writes and tells, on PostgreSQL with its locks


@dataclass
class Page:
    """An answer, parsed when somebody looks into it."""

    response: TestResponse
    statements: list[str]

    @cached_property
    def parsed(self) -> Parsed:
        """What came as a strict parser reads it, fragments too."""
        return parsed(self.html) if "html" in self.mimetype else Parsed(Element("none"), [])

    @property
    def tree(self) -> Element:
        """The elements."""
        return self.parsed.tree

    @property
    def mimetype(self) -> str:
        """The content type."""
        return self.response.mimetype or ""

    @property
    def status(self) -> int:
        """The status code."""
        return self.response.status_code

    @property
    def html(self) -> str:
        """The body as text."""
        return self.response.get_data(as_text=True)

    @property
    def headers(self) -> Any:
        """The headers."""
        return self.response.headers

    @property
    def location(self) -> str:
        """Where the answer sends the reader."""
        return self.response.headers.get("HX-Redirect") or self.response.headers.get("Location", "")

    @property
    def text(self) -> str:
        """What a person reads, white space folded."""
        return words(self.tree)

    def all(self, tag: str, **attributes: str) -> list[Element]:
        """Return every element of that tag with these attributes (class_ for class, data_ticket for data-ticket)."""
        wanted = {name.rstrip("_").replace("_", "-"): value for name, value in attributes.items()}
        return [e for e in self.tree.iter(tag) if all(_has(e, n, v) for n, v in wanted.items())]

    def one(self, tag: str, **attributes: str) -> Element:
        """Return the only such element."""
        found = self.all(tag, **attributes)
        assert len(found) == 1, f"{len(found)} times <{tag}> with {attributes} in:\n{self.text[:2000]}"
        return found[0]


def words(element: Element) -> str:
    """Return the text inside an element, white space folded."""
    return " ".join("".join(element.itertext()).split())


def _has(element: Element, name: str, value: str) -> bool:
    held = element.get(name)
    if held is None:
        return False
    return value in held.split() if name == "class" else held == value


class Visitor:
    """A browser without JavaScript, or htmx's requests without a browser."""

    def __init__(self, app: Flask, most_statements: int = MOST_STATEMENTS) -> None:
        self.app = app
        self.client: FlaskClient = app.test_client()
        self.token = ""
        self.most_statements = most_statements
        self.judges = db_name(app) == "sqlite"  # a page reads the same from both databases

    def enter(self, person_id: int, language: str) -> None:
        """Be signed in as that person, who reads that language: what the form does is tested where the form is."""
        with transaction() as database:
            database.get_one(Person, person_id).language = language
            _, token = browsers.begin(database, person_id, Way.PASSWORD, Stage.FULL, "Visitor", now())
        db.session.remove()
        with self.client.session_transaction() as session:
            session.update(_user_id=token, who=person_id, _permanent=True, csrf_token=token[:20])
        signer = URLSafeTimedSerializer(self.app.secret_key or "", salt="wtf-csrf-token")
        self.token = str(signer.dumps(token[:20]))

    @property
    def cookie(self) -> str:
        """What a browser sends to be this visitor."""
        held = self.client.get_cookie(COOKIE)
        return held.value if held else ""

    def sign_in(self, email: str, password: str) -> Page:
        """Sign in as anybody would: by the form."""
        self._take_token()
        return self.post("/login", {"email": email, "password": password})

    def get(
        self, url: str, *, htmx: bool = False, follow: bool = True, headers: dict[str, str] | None = None
    ) -> Page:
        """Ask for a page, or (htmx) for a fragment."""
        return self._ask("GET", url, htmx=htmx, follow=follow, headers=headers)

    def post(
        self,
        url: str,
        data: dict[str, Any] | None = None,
        *,
        htmx: bool = False,
        follow: bool = False,
        token: str | None = None,
        headers: dict[str, str] | None = None,
    ) -> Page:
        """Send a form, with the token of the last page."""
        if not self.token and token is None:
            self._take_token()
        form = {**(data or {}), "csrf_token": self.token if token is None else token}
        return self._ask("POST", url, htmx=htmx, follow=follow, headers=headers, data=form)

    def _take_token(self) -> None:
        """Take the token of the sign-in page; that page itself is judged elsewhere."""
        answer = contextvars.Context().run(self.client.get, "/login")
        self.token = _token(answer.get_data(as_text=True)) or self.token

    def _ask(
        self, method: str, url: str, *, htmx: bool, follow: bool, headers: dict[str, str] | None, **more: Any
    ) -> Page:
        sent = {**(headers or {})}
        if htmx:
            sent |= {"HX-Request": "true", "HX-Request-Type": "partial"}
        statements: list[str] = []

        def ask() -> TestResponse:
            return self.client.open(url, method=method, headers=sent, follow_redirects=follow, **more)

        with self.app.app_context():
            engine = db.engine
        noted = _noting(statements)
        event.listen(engine, "before_cursor_execute", noted)
        try:
            # A context of its own: a test's application context would lend it its session and its person.
            response = contextvars.Context().run(ask)
        finally:
            event.remove(engine, "before_cursor_execute", noted)
        page = Page(response, statements)
        self._look(page, htmx=htmx)
        return page

    def _look(self, page: Page, *, htmx: bool) -> None:
        if page.mimetype == "text/html" and page.html.strip() and page.status not in REDIRECTS:
            self.token = _token(page.html) or self.token
            if self.judges:
                self._judge(page, whole=not htmx)
        most = self.most_statements + (DEED if page.response.request.method == "POST" else 0)
        assert len(page.statements) <= most, "\n".join(page.statements)

    def _judge(self, page: Page, *, whole: bool) -> None:
        """Judge a page; one that reads the same as an earlier one is as good as that."""
        read = whole, hash(page.html.replace(self.token, "") if self.token else page.html)
        if read not in _judged:
            judge(page.parsed, whole=whole)
            _judged.add(read)


def _token(html: str) -> str:
    """Return the token a page holds for the next form; empty without one."""
    found = TOKEN.search(html)
    return found[1] if found else ""


def db_name(app: Flask) -> str:
    """Return which kind of database an app is on."""
    with app.app_context():
        return db.engine.dialect.name


def _noting(statements: list[str]) -> Any:
    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if not statement.startswith("BEGIN"):
            statements.append(statement)

    return note
