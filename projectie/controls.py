"""Controls of forms as WTForms writes them, at a tenth of the cost: a page of a ticket has fifty.

WTForms formats every attribute of every control as markup of its own; the HTML that comes out here is the same.
"""

from functools import lru_cache
from typing import Any

from markupsafe import Markup, escape
from wtforms import SelectField, widgets
from wtforms.widgets import core


def attributes(**given: Any) -> Markup:
    """Return attributes as WTForms writes them: in the order of their names, True alone, False not at all."""
    return Markup(  # noqa: S704 - all of it is escaped
        " ".join(
            _name(name) if value is True else f'{_name(name)}="{_value(value)}"'
            for name, value in sorted(given.items())
            if value is not False
        )
    )


@lru_cache(maxsize=512)
def _name(key: str) -> str:
    return str(core.clean_key(key))


def _value(value: Any) -> str:
    return str(escape(value)).replace('"', "&quot;")  # of markup that was given


for _where in (core, widgets):
    _where.html_params = attributes
for _kind in (core.Input, core.Button):
    _kind.html_params = staticmethod(attributes)


class Menu(widgets.Select):  # type: ignore[misc]  # wtforms has no types
    """A menu as WTForms writes it; two hundred clients to choose from are no dearer than a page."""

    def __call__(self, field: SelectField, **given: Any) -> Markup:
        """Return the menu; one in groups, or with lines that have attributes of their own, is left to WTForms."""
        if any(choice.optgroup or choice.render_kw for choice in field.choices):
            return Markup(super().__call__(field, **given))  # noqa: S704 - WTForms escapes
        flags = {name: True for name in self.validation_attrs if getattr(field.flags, name)}
        lines = [
            _line(
                str(choice.value),
                str(choice.label or choice.value),
                selected=field.coerce(choice.value) == field.data,
            )
            for choice in field.choices
        ]
        opening = attributes(**{"id": field.id, "name": field.name, **flags, **given})
        return Markup(f"<select {opening}>{''.join(lines)}</select>")  # noqa: S704 - all of it was escaped


@lru_cache(maxsize=4096)
def _line(value: str, label: str, *, selected: bool) -> str:
    return f'<option {"selected " if selected else ""}value="{escape(value)}">{escape(label)}</option>'
