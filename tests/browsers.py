"""A real Chromium on a real server, for tests that need to see, drag or listen."""

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright
from waitress import wasyncore
from waitress.server import create_server

from projectie.live.hub import close_hub
from tests.run import chromium

# Playwright's own list is replaced by this one, so it stands here too. What is added: each window of Chromium opens
# two more pages behind its address bar, and a process for whatever comes next; nobody sees either.
WITHOUT = (
    "AvoidUnnecessaryBeforeUnloadCheckSync", "DestroyProfileOnBrowserClose", "HttpsUpgrades",
    "HttpsFirstBalancedModeAutoEnable", "LensOverlay", "MediaRouter", "PaintHolding", "NetworkTimeServiceQuerying",
    "AimEnabled", "PreconnectToSearch", "OptimizationHints",
    "WebUIOmniboxPopup", "WebUIOmniboxAimPopup", "SpareRendererForSitePerProcess",
)  # fmt: skip
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-quic",
    f"--disable-features={','.join(WITHOUT)}",
]  # fmt: skip
PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1440, "height": 900}
PATIENCE = 30_000  # milliseconds; only what fails waits so long, and a machine may have more to do
expect.set_options(timeout=PATIENCE)


@contextmanager
def browser() -> Iterator[Browser]:
    """Start Chromium; skip without one, unless REQUIRE_BROWSER says that it must be there."""
    path = chromium()
    if path is None:
        if os.environ.get("REQUIRE_BROWSER"):
            pytest.fail("REQUIRE_BROWSER is set and no Chromium is found")
        pytest.skip("no Chromium is found: install one, or name it in CHROMIUM")
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        try:
            yield launched
        finally:
            launched.close()


@contextmanager
def served(app: Flask) -> Iterator[str]:
    """Serve the app on a free port and return its address."""
    server: Any = create_server(app, host="127.0.0.1", port=0, threads=48, channel_request_lookahead=1)
    thread = threading.Thread(target=_run, args=(server,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.effective_port}"
    finally:
        close_hub(app)  # an open stream would be waited for
        server.task_dispatcher.shutdown(cancel_pending=True, timeout=1)
        server.close()
        thread.join(timeout=2)
        wasyncore.close_all(server._map, ignore_all=True)  # what a page said goodbye with


def _run(server: Any) -> None:
    with suppress(OSError):  # closed by the thread of the test
        server.run()


class Browse:
    """Opens windows: `browse("daan")` is signed in as Daan; a window is a browser profile of its own."""

    def __init__(self, chrome: Browser, address: str, sign_in: Any) -> None:
        self._chrome = chrome
        self._sign_in = sign_in
        self.address = address
        self.problems: list[str] = []
        self._windows: list[BrowserContext] = []

    def __call__(
        self, name: str | None = None, *, language: str = "nl", phone: bool = False, **options: Any
    ) -> Page:
        """Open a window, signed in as somebody of the town or as a stranger."""
        window = self._chrome.new_context(
            base_url=self.address,
            viewport=PHONE if phone else DESKTOP,  # type: ignore[arg-type]
            locale="nl-NL" if language == "nl" else "en-GB",
            has_touch=phone,
            **options,
        )
        window.set_default_timeout(PATIENCE)
        self._windows.append(window)
        page = window.new_page()
        page.on("console", self._heard)
        page.on("pageerror", lambda error: self.problems.append(str(error)))
        if name:
            self._sign_in(page, name, language)
        return page

    def _heard(self, message: Any) -> None:
        if message.type in {"error", "warning"} and "Failed to load resource" not in message.text:
            self.problems.append(message.text)

    def close(self) -> None:
        """Close every window."""
        for window in self._windows:
            window.close()
