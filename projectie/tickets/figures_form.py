"""What a manager may type of the columns of the board: days and a number each, or nothing."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import StringField
from wtforms.validators import Optional, ValidationError

from projectie.forms import Form
from projectie.tickets.column_figures import ColumnFigures
from projectie.tickets.figures_rows import OPEN
from projectie.tickets.models import Column
from projectie.tickets.words import COLUMNS

MOST_DAYS, MOST_CARDS = 99, 999


class BoundField(StringField):  # type: ignore[misc]  # wtforms has no types
    """A whole number up to a bound; `number` is what was typed, None when the field is empty."""

    number: int | None = None

    def __init__(self, *given: Any, bound: int, **more: Any) -> None:
        super().__init__(*given, validators=[Optional()], render_kw={"inputmode": "numeric"}, **more)
        self.bound = bound

    def pre_validate(self, form: Any) -> None:
        """Refuse what is no such number."""
        del form
        typed = self.data or ""
        number = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 5 else 0
        if typed and not 0 < number <= self.bound:
            raise ValidationError(
                _("Enter a whole number from 1 to %(most)s, or leave it empty", most=self.bound)
            )
        self.number = number or None


class FiguresForm(Form):
    """The figures of every column, two fields each."""

    def figures(self) -> dict[Column, ColumnFigures]:
        """Return what was typed."""
        return {
            key: ColumnFigures(self[f"stalled_{key.value}"].number, self[f"most_{key.value}"].number)
            for key in OPEN
        }

    def groups(self) -> list[tuple[Any, BoundField, BoundField]]:
        """Return the fields of each column under its name."""
        return [(COLUMNS[key], self[f"stalled_{key.value}"], self[f"most_{key.value}"]) for key in OPEN]


def filled(figures: Mapping[Column, ColumnFigures]) -> FiguresForm:
    """Return the form with those figures."""
    typed = {}
    for key, one in figures.items():
        typed[f"stalled_{key.value}"] = str(one.stalled_after or "")
        typed[f"most_{key.value}"] = str(one.most or "")
    return FiguresForm(formdata=None, data=typed)


for _key in OPEN:
    setattr(
        FiguresForm,
        f"stalled_{_key.value}",
        BoundField(_l("Stands still after working days"), bound=MOST_DAYS),
    )
    setattr(FiguresForm, f"most_{_key.value}", BoundField(_l("Most cards at once"), bound=MOST_CARDS))
