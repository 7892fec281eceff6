"""What may be typed where the figures of the terms are edited: anything, for a draft may be wrong (R2)."""

from collections.abc import Mapping
from dataclasses import fields, replace
from datetime import time
from typing import Any

from babel.dates import get_day_names
from babel.numbers import format_decimal
from flask_babel import get_locale
from flask_babel import lazy_gettext as _l
from wtforms import Field, SelectMultipleField, StringField
from wtforms.validators import Length
from wtforms.widgets import CheckboxInput, ListWidget

from projectie.forms import Form, offered
from projectie.terms import typed
from projectie.terms.draft import Draft
from projectie.terms.figures import Figures
from projectie.terms.labels import FIGURE_GROUPS, FIGURES, HINTS

PRICE = "credit_price_cents"
_KINDS: Mapping[str, Any] = {field.name: field.type for field in fields(Figures)}


class FiguresForm(Form):
    """A field for each figure, named `figures-` and the figure's own name."""

    def groups(self) -> list[tuple[Any, list[Field]]]:
        """Return the fields that belong together, with their titles."""
        return [(group.title, [self[_field(name)] for name in group.names]) for group in FIGURE_GROUPS]

    def put(self, draft: Draft) -> Draft:
        """Return the draft with these figures; what cannot be read is kept beside the figure that was."""
        read = {name: _read(name, self[_field(name)].data) for name in _KINDS}
        unread = {
            f"figures.{name}": self[_field(name)].data or "" for name, value in read.items() if value is None
        }
        figures = {name: value for name, value in read.items() if value is not None}
        return draft.with_figures(replace(draft.terms.figures, **figures), unread)

    @staticmethod
    def filled(draft: Draft) -> "FiguresForm":
        """Return the form with what the draft says."""
        figures, unread = draft.terms.figures, draft.unread
        said = {
            name: unread.get(f"figures.{name}", _written(name, getattr(figures, name))) for name in _KINDS
        }
        return FiguresForm(formdata=None, data={_field(name): text for name, text in said.items()})


def _field(name: str) -> str:
    return f"figures-{name}"


def _read(name: str, text: Any) -> Any:
    """Return the figure in what was typed, or None."""
    if _KINDS[name] is time:
        return typed.clock(text or "")
    if _KINDS[name] is int:
        return (typed.cents if name == PRICE else typed.whole)(text or "")
    return tuple(day for day in range(7) if str(day) in (text or ()))


def _written(name: str, value: Any) -> Any:
    """Return a figure as one types it."""
    if isinstance(value, time):
        return value.strftime("%H:%M")
    if isinstance(value, tuple):
        return [str(day) for day in value]
    return format_decimal(value / 100, "0.00", locale=get_locale()) if name == PRICE else str(value)


def _weekdays() -> Any:
    names = get_day_names("wide", locale=get_locale())
    return offered({str(day): name for day, name in sorted(names.items())})


def _weekdays_field(name: str) -> Any:
    return SelectMultipleField(
        FIGURES[name],
        description=HINTS[name],
        choices=_weekdays,
        validate_choice=False,
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
    )


def _text_field(name: str) -> Any:
    return StringField(
        FIGURES[name],
        description=HINTS[name],
        validators=[Length(max=40, message=_l("Enter a figure, not a text"))],
        render_kw={
            "autocomplete": "off",
            "inputmode": "decimal" if name == PRICE else "text" if _KINDS[name] is time else "numeric",
        },
    )


for _name, _kind in _KINDS.items():
    setattr(FiguresForm, _field(_name), (_text_field if _kind in (int, time) else _weekdays_field)(_name))
