"""Every screen, both languages, light, dark and forced colours: no violation of WCAG 2.2 AA that axe can see."""

from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from tests.demo import Readers, demo_site
from tests.screens import SCREENS, Screen

RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}}
LOOKS: dict[str, dict[str, Any]] = {
    "light": {"color_scheme": "light"},
    "dark": {"color_scheme": "dark"},
    "forced": {"forced_colors": "active"},
    "phone": {"color_scheme": "light", "viewport": {"width": 320, "height": 640}},
}


@pytest.fixture(scope="module")
def readers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Readers]:
    """Return readers of a demo desk that is being served."""
    with demo_site(tmp_path_factory.mktemp("demo")) as (_, made):
        yield made


@pytest.mark.xdist_group("axe")
@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("screen", SCREENS, ids=lambda screen: screen.name)
def test_axe_finds_nothing(chrome: Browser, readers: Readers, screen: Screen, language: str) -> None:
    readers.speak(language)
    for look, options in LOOKS.items():
        window = readers.window(chrome, screen.role, language, **options)
        page = window.new_page()
        page.goto(screen.address(language))
        results = Axe().run(page, options=RULES)
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        window.close()
        assert results.violations_count == 0, f"{look}: {results.generate_report()}"
        assert wide <= 0, f"{look}: the page scrolls sideways by {wide} px"
