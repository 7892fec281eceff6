"""Dutch or English."""

import pytest

from projectie.mail.language import guessed


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Het inloggen op de site lukt niet.", "nl"),
        ("I can not log in to the site, please help.", "en"),
        ("Die Anmeldung funktioniert nicht.", None),
        ("Bonjour, le site ne marche pas.", None),
        ("Site plat!", None),
        ("", None),
        ("De login van the website: wat is er met de login?", "nl"),
    ],
)
def test_language_is_known_by_the_small_words(text: str, language: str | None) -> None:
    assert guessed(text) == language
