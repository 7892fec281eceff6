"""`make screenshots`: pictures of every screen, both languages, light and dark, phone and desktop, into screenshots/."""

# ruff: noqa: T201 - it talks to the person at the terminal

import sys
import tempfile
from pathlib import Path

from tests.browsers import DESKTOP, PHONE, browser
from tests.demo import demo_site
from tests.screens import SCREENS

FOLDER = Path(__file__).parents[1] / "screenshots"


def main(wanted: list[str]) -> None:
    """Take the pictures of the screens that are named, or of all."""
    FOLDER.mkdir(exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as folder,
        browser() as chrome,
        demo_site(Path(folder)) as (_, readers),
    ):
        for language in ("nl", "en"):
            readers.speak(language)
            for theme in ("light", "dark"):
                for size, viewport in (("desktop", DESKTOP), ("phone", PHONE)):
                    for screen in SCREENS:
                        if wanted and screen.name not in wanted:
                            continue
                        window = readers.window(
                            chrome, screen.role, language, viewport=viewport, color_scheme=theme
                        )
                        page = window.new_page()
                        page.goto(screen.address(language))
                        page.screenshot(
                            path=str(FOLDER / f"{screen.name}-{language}-{theme}-{size}.png"), full_page=True
                        )
                        window.close()
            print(language, "done", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
