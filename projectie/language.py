"""The reader's language: of the address on public pages, of the profile elsewhere."""

from collections.abc import Mapping
from typing import Any

import flask_babel
from babel import Locale
from babel.support import NullTranslations
from flask import Flask, current_app, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import Domain, get_locale
from flask_login import current_user

LANGUAGES = ("nl", "en")
LOCALES = {"nl": "nl_NL", "en": "en_GB"}  # plain English would write dates and money the American way
COOKIE = "language"


def language() -> str:
    """Return nl or en, for the text being made now."""
    locale = _spoken()
    return "nl" if locale is not None and locale.language == "nl" else "en"


def _spoken() -> Locale | None:
    """Return what Flask-Babel's get_locale does; a page asks five hundred times, so look where it keeps the answer."""
    try:
        kept = g._get_current_object()._flask_babel  # noqa: SLF001 - of the proxy, and of Flask-Babel
        known: Locale | None = kept.babel_locale
    except (AttributeError, RuntimeError):  # not asked yet, or no request
        known = None
    return known or _asked()


def _asked() -> Locale | None:
    found: Locale | None = get_locale()
    return found


class Texts(Domain):  # type: ignore[misc]  # flask-babel tells no types
    """The catalogues, found by the language of now alone."""

    def get_translations(self) -> NullTranslations:
        """Return the catalogue of the text being made now."""
        locale = _spoken()
        found: NullTranslations | None = self.cache.get(locale.language) if locale else None
        if found is None:
            found = super().get_translations()
            if locale:
                self.cache[locale.language] = found
        return found


# The one there is; Flask-Babel would look for it in the request at every text of a page.
_texts = Texts()
flask_babel.get_domain = lambda: _texts


def select_locale() -> str:
    """Return the locale of this request; flask-babel asks."""
    return LOCALES[reader_language()]


def reader_language() -> str:
    """Return the language of the address, else of the profile, else of the browser, else Dutch."""
    chosen = g.get("language")
    if chosen is None and current_user and current_user.is_authenticated:
        chosen = current_user.language
    return chosen if chosen in LANGUAGES else guest_language()


def guest_language() -> str:
    """Return the language a visitor chose before, else what the browser asks for, else Dutch."""
    cookie = request.cookies.get(COOKIE)
    return cookie if cookie in LANGUAGES else request.accept_languages.best_match(LANGUAGES) or "nl"


def init(app: Flask) -> None:
    """Take the language out of addresses and put it into links."""
    app.url_value_preprocessor(_take_language)
    app.url_defaults(_give_language)
    app.before_request(_switched)
    app.context_processor(_in_templates)


def _take_language(endpoint: str | None, values: dict[str, Any] | None) -> None:
    if values and endpoint and endpoint != "static" and "language" in values:
        g.language = values.pop("language")


def _give_language(endpoint: str, values: dict[str, Any]) -> None:
    if "language" not in values and current_app.url_map.is_endpoint_expecting(endpoint, "language"):
        values["language"] = language()


def _switched() -> ResponseReturnValue | None:
    """A form sent by its language button comes back in the other language with all that was typed."""
    chosen = request.form.get("switch_language") if request.method == "POST" else None
    if chosen not in LANGUAGES:
        return None
    if g.get("language") is not None and g.language != chosen and request.endpoint:
        return redirect(url_for(request.endpoint, language=chosen, **(request.view_args or {})), 307)
    g.language = chosen
    return None


def address_in(chosen: str) -> str | None:
    """Return this very page's address in that language, or None where the profile decides."""
    endpoint = request.endpoint
    if not endpoint or not current_app.url_map.is_endpoint_expecting(endpoint, "language"):
        return None
    arguments = {**request.args.to_dict(flat=False), **(request.view_args or {})}
    return url_for(endpoint, **{**arguments, "language": chosen})


def lasting_address(chosen: str, kept: Mapping[str, Any] | None = None) -> str | None:
    """Return this page's whole address in that language, as search engines may keep it; None where there is none.

    `kept` are the arguments that make it another text; how a text is shown is not in it.
    """
    endpoint = request.endpoint
    if not endpoint or not current_app.url_map.is_endpoint_expecting(endpoint, "language"):
        return None
    path = url_for(endpoint, **{**(request.view_args or {}), **(kept or {}), "language": chosen})
    return f"{current_app.config['SETTINGS'].base_url}{path}"


def _in_templates() -> dict[str, Any]:
    return {"language": language(), "lasting_address": lasting_address}
