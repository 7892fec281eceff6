"""The demo desk, served: for pictures, axe and the eye."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page

from projectie import config, create_app
from projectie.clock.now import now
from projectie.commands import demo
from projectie.commands.prepare import prepare
from projectie.database import db, transaction
from projectie.people.models import Person
from tests.browsers import served
from tests.town import PASSWORD

DEMO = "projectie.example"


@contextmanager
def demo_site(folder: Path) -> Iterator[tuple[str, "Readers"]]:
    """Serve a fresh demo desk on SQLite; yield its address and its readers."""
    app = create_app(config.load({"DATA_DIR": str(folder), "LOG_LEVEL": "ERROR"}))
    prepare(app)
    with app.app_context():
        demo.fill(now())
        db.session.remove()
    with served(app) as address:
        yield address, Readers(app, address)


class Readers:
    """Windows of the demo people, in the language asked for; signed in once each."""

    def __init__(self, app: object, address: str) -> None:
        self._app = app
        self._address = address
        self._states: dict[str, object] = {}
        self._pages: dict[tuple[str | None, str], Page] = {}
        self._speaks = ""

    def speak(self, language: str) -> None:
        """Let every demo person read in that language."""
        with self._app.app_context(), transaction() as session:  # type: ignore[attr-defined]
            for person in session.query(Person).filter(Person.email.like(f"%@{DEMO}")):
                person.language = language

    def page(self, chrome: Browser, role: str | None, language: str) -> Page:
        """Return the one page of that role in that language, made at the first call; nothing moves in it."""
        if self._speaks != language:
            self.speak(language)
            self._speaks = language
        if (role, language) not in self._pages:
            self._pages[role, language] = self.window(
                chrome, role, language, reduced_motion="reduce"
            ).new_page()
        return self._pages[role, language]

    def window(self, chrome: Browser, role: str | None, language: str, **options: object) -> BrowserContext:
        """Open a window of that role (none: a visitor)."""
        locale = "nl-NL" if language == "nl" else "en-GB"
        state = self._state(chrome, role) if role else None
        return chrome.new_context(base_url=self._address, locale=locale, storage_state=state, **options)  # type: ignore[arg-type]

    def _state(self, chrome: Browser, role: str) -> object:
        if role not in self._states:
            window = chrome.new_context(base_url=self._address)
            page = window.new_page()
            page.goto("/login")
            page.fill("#email", f"{role}@{DEMO}")
            page.fill("#password", PASSWORD)
            page.click("main form button")
            page.wait_for_url(lambda url: "/login" not in url)
            self._states[role] = window.storage_state()
            window.close()
        return self._states[role]
