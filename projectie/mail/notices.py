"""The words of a letter: one template each for text and HTML, in the recipient's language."""

from dataclasses import dataclass
from typing import Any

from flask import render_template
from flask_babel import force_locale

from projectie.language import LOCALES


@dataclass(frozen=True, slots=True)
class Words:
    """What a letter says."""

    subject: str
    text: str
    html: str


def written(template: str, language: str, **context: Any) -> Words:
    """Return the letter of templates/mail/<template>.txt and .html; the text's first line is its subject."""
    with force_locale(LOCALES[language]):
        subject, _, text = render_template(f"mail/{template}.txt", **context).partition("\n")
        html = render_template(f"mail/{template}.html", subject=subject.strip(), **context)
    return Words(" ".join(subject.split()), text.strip() + "\n", html)
