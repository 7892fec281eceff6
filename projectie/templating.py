"""How templates are run: what a page looks up fifty times is looked up once."""

from collections.abc import MutableMapping
from functools import lru_cache
from typing import Any

from flask import Flask, templating
from flask_babel import get_translations
from jinja2 import pass_eval_context
from jinja2.nodes import EvalContext
from markupsafe import Markup

from projectie.language import language


class Environment(templating.Environment):
    """Jinja as Flask has it, with the globals of a template in one dictionary.

    Jinja has them in a chain of two, so that globals may still be added once templates run, and compares the
    chain, in Python, at every import of a macro. Ours are all there before the first page.
    """

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """Return what a template may use besides what it is given."""
        return {**self.globals, **(d or {})}


def init(app: Flask) -> None:
    """Let templates say `_("…")`."""
    app.jinja_env.globals["_"] = _text


@pass_eval_context
def _text(place: EvalContext, text: str, **values: Any) -> str:
    """Return what `_("…")` says in a template: what Jinja's own would, without asking the request each time."""
    said = _translated(language(), text, markup=place.autoescape)
    return said % values if values or "%" in said else said


@lru_cache(maxsize=8192)
def _translated(into: str, text: str, *, markup: bool) -> str:
    del into  # it is the language of now: the catalogue is asked once for each
    said = str(get_translations().ugettext(text))
    return Markup(said) if markup else said  # noqa: S704 - a text of our own
