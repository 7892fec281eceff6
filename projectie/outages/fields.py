"""Fields for a moment in the studio's zone, for texts in both languages, and for the parts that are affected."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import DateTimeLocalField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length
from wtforms.widgets import CheckboxInput, ListWidget

from projectie.clock.zone import moment_of
from projectie.context import zone
from projectie.forms import YEARS, offered, trimmed
from projectie.language import language
from projectie.outages.models import LONGEST_TITLE
from projectie.outages.queries import Part

LONGEST_TEXT = 5_000
TYPED = "%Y-%m-%dT%H:%M"


class MomentField(DateTimeLocalField):  # type: ignore[misc]  # wtforms has no types
    """A moment, typed or picked as the studio's clocks show it."""

    def _value(self) -> str:
        if self.raw_data:
            return " ".join(self.raw_data)
        return self.data.astimezone(zone()).strftime(TYPED) if self.data else ""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the moment; say it in our own words when it is none."""
        typed = (valuelist or [""])[0].strip()
        self.data = None
        try:
            reading = datetime.fromisoformat(typed) if typed else None
        except ValueError:
            reading = None
        if typed and (reading is None or reading.tzinfo is not None):
            raise ValueError(_("Enter a date and a time, such as %(example)s", example="2027-03-31T14:30"))
        if reading is not None and reading.year not in YEARS:
            raise ValueError(_("Check the year of this date"))
        self.data = moment_of(reading, zone()) if reading is not None else None


class PartsField(SelectMultipleField):  # type: ignore[misc]  # wtforms has no types
    """Boxes to tick, one for each part."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()

    def __init__(self, label: Any, **options: Any) -> None:
        nothing = DataRequired(_l("Choose at least one part"))
        super().__init__(label, coerce=int, choices=[], validators=[nothing], **options)

    def offer(self, parts: Iterable[Part], kept: Iterable[int] = ()) -> None:
        """Offer the parts that are in use, and those that were chosen before."""
        chosen = set(kept)
        shown = [part for part in parts if part.in_use or part.id in chosen]
        self.choices = offered({part.id: part.name.in_(language()) for part in shown})


def title(label: Any, missing: Any, into: str) -> StringField:
    """Return a field for a title in that language."""
    shorter = Length(
        max=LONGEST_TITLE, message=_l("Make this at most %(most)s characters", most=LONGEST_TITLE)
    )
    return StringField(
        label, validators=[DataRequired(missing), shorter], render_kw={"lang": into, "autocomplete": "off"}
    )


def text(label: Any, missing: Any, into: str) -> TextAreaField:
    """Return a field for a text in that language."""
    shorter = Length(max=LONGEST_TEXT, message=_l("Make this at most %(most)s characters", most=LONGEST_TEXT))
    return TextAreaField(
        label,
        filters=[_lines, trimmed],
        validators=[DataRequired(missing), shorter],
        render_kw={"lang": into, "rows": 5},
    )


def _lines(value: Any) -> Any:
    """Browsers send lines their own way; letters are made of plain ones."""
    return value.replace("\r\n", "\n").replace("\r", "\n") if isinstance(value, str) else value
