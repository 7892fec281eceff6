"""What may be typed about data: how many days each kind is kept."""

from collections.abc import Mapping

from flask_babel import lazy_gettext as _l
from wtforms import IntegerField
from wtforms.validators import InputRequired, NumberRange

from projectie.forms import Form
from projectie.privacy.kinds import FEWEST
from projectie.privacy.words import KIND_WORDS

MOST_DAYS = 7305  # twenty years


def _days(kind: str) -> IntegerField:
    fewest = FEWEST[kind]
    wrong = _l("Choose a whole number of days from %(fewest)s to %(most)s", fewest=fewest, most=MOST_DAYS)
    label, about = KIND_WORDS[kind]
    checks = [InputRequired(wrong), NumberRange(fewest, MOST_DAYS, wrong)]
    return IntegerField(label, checks, description=about)


class RetentionForm(Form):
    """How many days each kind is kept."""

    spam = _days("spam")
    automatic = _days("automatic")
    originals = _days("originals")
    files = _days("files")
    texts = _days("texts")
    letters = _days("letters")
    sign_ins = _days("sign_ins")
    history = _days("history")
    events = _days("events")
    copies = _days("copies")

    @classmethod
    def filled(cls, days: Mapping[str, int]) -> "RetentionForm":
        """Return the form with what holds now."""
        return cls(formdata=None, data=dict(days))

    def days(self) -> dict[str, int]:
        """Return what was typed."""
        return {kind: int(self[kind].data) for kind in KIND_WORDS}
