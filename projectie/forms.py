"""The base of every form: cross-site protection, trimmed text, and the language button that keeps what was typed."""

import re
import secrets
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Any

from babel.support import NullTranslations, Translations
from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    DateField,
    EmailField,
    Field,
    HiddenField,
    IntegerField,
    PasswordField,
    SearchField,
    SelectField,
    StringField,
    TelField,
    URLField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.i18n import DefaultTranslations, messages_path

from projectie.controls import Menu
from projectie.language import LOCALES, language

_KEY = re.compile(r"[\w-]{20,64}", re.ASCII)

_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f]")
YEARS = range(1990, 2101)  # what lies outside is a slip of the finger
WHOLE = _l("Enter a whole number")
LINES = (StringField, EmailField, SearchField, TelField, URLField)


def trimmed(value: Any) -> Any:
    """Return text without white space around it."""
    return value.strip() if isinstance(value, str) else value


def one_line(value: Any) -> Any:
    """Return text as one line: a forged line break is a space, and so is any other control character."""
    return " ".join(_CONTROLS.sub(" ", value).split()) if isinstance(value, str) else value


def storable(value: Any) -> Any:
    """Return text without the NUL characters that PostgreSQL refuses."""
    return value.replace("\0", "") if isinstance(value, str) else value


def offered(names: Mapping[Any, Any]) -> list[SelectChoice]:
    """Return the choices of a field: each value with its name, which may be translated when it is shown."""
    return [SelectChoice(value, name) for value, name in names.items()]


_MENU = Menu()


@lru_cache(maxsize=len(LOCALES))
def _own_words(locale: str) -> NullTranslations:
    """Return the texts WTForms has itself; Flask-WTF would read their file again for every request."""
    return Translations.load(messages_path(), [locale], domain="wtforms")


class Form(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """A form of the desk."""

    class Meta(FlaskForm.Meta):  # type: ignore[misc]
        """Tidy every line of text that is typed; passwords and longer texts are kept as they are."""

        csrf = False  # asked for of every unsafe request before its view (extensions.csrf); a form asks no second time

        def bind_field(self, form: Any, unbound_field: Any, options: dict[str, Any]) -> Field:
            """Bind a field, with the cleaning filters before its own; a menu is one of ours."""
            kind = unbound_field.field_class
            if issubclass(kind, StringField) and not issubclass(kind, PasswordField):
                clean = (one_line,) if kind in LINES else (storable,)
                options = {**options, "filters": [*clean, *unbound_field.kwargs.get("filters", ())]}
            elif kind is SelectField:
                options = {**options, "widget": _MENU}
            return unbound_field.bind(form=form, **options)

        def get_translations(self, form: Any) -> DefaultTranslations:
            """Return WTForms' own texts in the language of the reader."""
            del form
            return DefaultTranslations(_own_words(LOCALES[language()]))

    def validate_on_submit(self, extra_validators: Any = None) -> bool:
        """Whether the form was sent and is right; a switch of language only comes back in the other language."""
        if request.method == "POST" and "switch_language" in request.form:
            return False
        return bool(super().validate_on_submit(extra_validators))


class WholeField(IntegerField):  # type: ignore[misc]  # wtforms has no types
    """A whole number; `said` asks for it where something else was typed."""

    def __init__(self, *arguments: Any, said: Any = WHOLE, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._said = said

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read it; say it in our own words when it is none."""
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError(self._said) from None


class DayField(DateField):  # type: ignore[misc]  # wtforms has no types
    """A day, typed or picked."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the day; say it in our own words when it is none."""
        typed = (valuelist or [""])[0].strip()
        self.data = None
        try:
            self.data = date.fromisoformat(typed) if typed else None
        except ValueError:
            raise ValueError(_("Enter a date, such as %(example)s", example="2027-03-31")) from None
        if self.data is not None and self.data.year not in YEARS:
            raise ValueError(_("Check the year of this date"))


def fresh_key() -> str:
    """Return the key of a form that nobody can guess: files wait under it, and it sends once."""
    return secrets.token_urlsafe()


class KeyField(HiddenField):  # type: ignore[misc]  # wtforms has no types
    """The key of a form; what is no key of ours is replaced."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Keep the key that came along."""
        given = valuelist[0] if valuelist else ""
        self.data = given if _KEY.fullmatch(given) else fresh_key()
