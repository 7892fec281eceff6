"""Rows in the editor of the terms: which there are comes with the form, so that nothing typed is lost when they change."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import request
from flask_babel import lazy_gettext as _l
from wtforms import StringField, TextAreaField
from wtforms.validators import Length

from projectie.terms.arrange import LONGEST_KEY
from projectie.terms.figures import Text
from projectie.terms.labels import LANGUAGE_NAMES
from projectie.terms.publishing import Seen

_KEY = re.compile(rf"[a-z][a-z0-9_]{{0,{LONGEST_KEY - 1}}}")

_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


@dataclass(frozen=True, slots=True)
class Deed:
    """What the pressed button asks for beside keeping what was typed, and of which row."""

    what: str
    key: str


def pressed() -> Deed:
    """Return what the button that sent the form says; nothing more than `save` when it says nothing."""
    what, _, key = request.form.get("do", "save").partition(":")
    return Deed(what, key)


def seen() -> Seen:
    """Return which draft the sender had before them; one that never was when the form does not say."""
    numbers = [request.form.get(name, "") for name in ("draft", "version")]
    known = all(text.isascii() and text.isdigit() and len(text) < 10 for text in numbers)
    return Seen(*map(int, numbers)) if known else Seen(0, 0)


def keys_in(name: str, most: int) -> list[str]:
    """Return the keys of the rows that came with the form, in order, each once."""
    keys = [key for key in request.form.get(name, "").split() if _KEY.fullmatch(key)]
    return list(dict.fromkeys(keys))[:most]


def line(label: Any, language: str, longest: int) -> Any:
    """Return a field for one line of text in that language."""
    shorter = _l("Make this at most %(most)s characters", most=longest)
    return StringField(
        label,
        validators=[Length(max=longest, message=shorter)],
        render_kw={"lang": language, "autocomplete": "off"},
    )


def text(language: str, longest: int, rows: int = 6) -> Any:
    """Return a field for a longer text in that language."""
    shorter = _l("Make this at most %(most)s characters", most=longest)
    kept = {"lang": language, "rows": rows, "autocomplete": "off"}
    return TextAreaField(
        LANGUAGE_NAMES[language],
        filters=[_lines],
        validators=[Length(max=longest, message=shorter)],
        render_kw=kept,
    )


def pair(form: Any, name: str) -> Text:
    """Return what was typed in a pair of fields, in both languages."""
    return Text(form[f"{name}-nl"].data or "", form[f"{name}-en"].data or "")


def maybe_pair(form: Any, name: str) -> Text | None:
    """Return what was typed in a pair of fields, or None when both are empty."""
    typed = pair(form, name)
    return typed if typed.nl or typed.en else None


def filled_pair(name: str, said: Text | None) -> dict[str, str]:
    """Return what a pair of fields shows."""
    return {f"{name}-nl": said.nl if said else "", f"{name}-en": said.en if said else ""}


def joined(keys: Sequence[str]) -> str:
    """Return the keys as they come with the form."""
    return " ".join(keys)


def _lines(value: Any) -> Any:
    """Browsers send lines their own way; texts are kept and compared with plain ones, without control characters."""
    if not isinstance(value, str):
        return value
    return _CONTROLS.sub("", value.replace("\r\n", "\n").replace("\r", "\n")).strip()
