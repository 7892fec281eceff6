"""For how long something stays open, as a field of a form."""

from collections.abc import Iterable

from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from flask_babel.speaklater import LazyString
from wtforms import SelectField

from projectie.forms import offered


def days_in_words(days: int) -> str:
    """Return so many days, in words."""
    return str(ngettext("%(num)d day", "%(num)d days", days))


def open_for(days: Iterable[int], usual: int) -> SelectField:
    """Return a field that asks for how many days."""
    choices = offered({each: LazyString(days_in_words, each) for each in days})
    return SelectField(_l("Open for"), coerce=int, default=usual, choices=choices)
