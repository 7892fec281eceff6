"""Every screen in both languages, light and on a phone; once dark and in forced colours: no violation of WCAG 2.2 AA that axe can see."""

from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from tests.browsers import DESKTOP
from tests.demo import Readers, demo_site
from tests.screens import SCREENS, Screen

EVERYTHING = {
    "type": "tag",
    "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
}
SEEN = {
    "type": "rule",
    "values": ["color-contrast", "target-size", "link-in-text-block"],
}  # what a look can change
LIGHT, PHONE = {"color_scheme": "light", "forced_colors": "none"}, {"width": 320, "height": 640}
Looks = tuple[tuple[str, dict[str, Any], dict[str, int], dict[str, Any]], ...]
LOOKS: dict[str, Looks] = {
    "nl": (
        ("light", LIGHT, DESKTOP, EVERYTHING),
        ("dark", {"color_scheme": "dark"}, DESKTOP, SEEN),
        ("forced", {"color_scheme": "light", "forced_colors": "active"}, DESKTOP, SEEN),
        ("phone", LIGHT, PHONE, SEEN),
    ),
    # A language changes names and widths, not colours.
    "en": (("light", LIGHT, DESKTOP, EVERYTHING), ("phone", LIGHT, PHONE, SEEN)),
}


@pytest.fixture(scope="module")
def readers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Readers]:
    """Return readers of a demo desk that is being served."""
    with demo_site(tmp_path_factory.mktemp("demo")) as (_, made):
        yield made


@pytest.mark.parametrize("screen", SCREENS, ids=lambda screen: screen.name)
@pytest.mark.parametrize("language", ["nl", "en"])
def test_axe_finds_nothing(chrome: Browser, readers: Readers, screen: Screen, language: str) -> None:
    page = readers.page(chrome, screen.role, language)
    page.goto(screen.address(language))
    for look, media, size, rules in LOOKS[language]:
        page.set_viewport_size(size)  # type: ignore[arg-type]
        page.emulate_media(**media)
        results = Axe().run(page, options={"runOnly": rules, "resultTypes": ["violations"]})
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert results.violations_count == 0, f"{look}: {results.generate_report()}"
        assert wide <= 0, f"{look}: the page scrolls sideways by {wide} px"
